//! Which network addresses the service may be sent to by what somebody entered: never those of the machine's own
//! surroundings, unless a setting says so, and never those that hand out secrets of the machine.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The host in an address, without the brackets of IPv6; `None` when it isn't one of the web, or carries a password.
pub fn host_of(url: &str) -> Option<&str> {
    let rest = url.strip_prefix("http://").or_else(|| url.strip_prefix("https://"))?;
    if url.chars().any(|character| character.is_control() || character.is_whitespace()) {
        return None;
    }
    let authority = rest.split(['/', '?', '#']).next().unwrap_or("");
    if authority.is_empty() || authority.contains(['@', '\\']) {
        return None;
    }
    let (host, port) = match authority.strip_prefix('[') {
        Some(bracketed) => bracketed.split_once(']')?,
        None => authority.split_at(authority.find(':').unwrap_or(authority.len())),
    };
    let port_is_good = port.is_empty() || port.strip_prefix(':').is_some_and(|it| it.parse::<u16>().is_ok());
    (!host.is_empty() && port_is_good).then_some(host)
}

/// Whether an address isn't to be reached. `private` allows those of the machine itself and of its own network.
pub fn is_refused(address: IpAddr, private: bool) -> bool {
    match address {
        IpAddr::V4(address) => is_refused_v4(address, private),
        IpAddr::V6(address) => match embedded(address) {
            Some(inner) => is_refused_v4(inner, private),
            None => is_refused_v6(address, private),
        },
    }
}

/// The address of the older kind inside of one of the newer: mapped, compatible, or through NAT64.
fn embedded(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let [first, second, .., high, low] = address.segments();
    let is_nat64 = first == 0x64 && second == 0xff9b;
    let compatible = address.segments()[..6] == [0; 6] && high != 0;
    let [a, b] = high.to_be_bytes();
    let [c, d] = low.to_be_bytes();
    let inner = Ipv4Addr::new(a, b, c, d);
    address.to_ipv4_mapped().or_else(|| (is_nat64 || compatible).then_some(inner))
}

fn is_refused_v4(address: Ipv4Addr, private: bool) -> bool {
    let [first, second, ..] = address.octets();
    let never = first == 0
        || first >= 224
        || address.is_link_local()
        || address.is_documentation()
        || address == Ipv4Addr::new(100, 100, 100, 200);
    let carrier = first == 100 && (64..128).contains(&second);
    let own = address.is_loopback() || address.is_private() || carrier;
    never || (own && !private)
}

fn is_refused_v6(address: Ipv6Addr, private: bool) -> bool {
    let [first, second, ..] = address.segments();
    let is_link_local = first & 0xffc0 == 0xfe80;
    let is_metadata = first == 0xfd00 && second == 0x0ec2;
    let never = address.is_unspecified() || address.is_multicast() || is_link_local || is_metadata;
    let own = address.is_loopback() || first & 0xfe00 == 0xfc00;
    never || (own && !private)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_the_machines_surroundings_are_refused() {
        let refused = |text: &str, private: bool| is_refused(text.parse().unwrap(), private);
        let never = [
            "169.254.169.254",
            "100.100.100.200",
            "0.0.0.0",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "fe80::1",
            "fd00:ec2::254",
            "::ffff:169.254.169.254",
            "64:ff9b::a9fe:a9fe",
        ];
        for address in never {
            assert!(refused(address, true), "{address}");
        }
        let own = ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1", "::1", "fc00::1"];
        for address in own.into_iter().chain(["::ffff:127.0.0.1", "64:ff9b::7f00:1"]) {
            assert!(refused(address, false), "{address}");
            assert!(!refused(address, true), "{address}");
        }
        for address in ["8.8.8.8", "172.32.0.1", "2001:4860:4860::8888"] {
            assert!(!refused(address, false), "{address}");
        }
    }

    #[test]
    fn a_host_is_taken_from_plain_addresses_alone() {
        assert_eq!(host_of("http://example.vn/x?y"), Some("example.vn"));
        assert_eq!(host_of("http://example.vn:8080"), Some("example.vn"));
        assert_eq!(host_of("http://[::1]:80/"), Some("::1"));
        let none = ["ftp://a", "http://", "http://a@b/", "http://a:x/", "http://a b/", "http://a\\@b", "a"];
        for url in none.into_iter().chain(["http://[::1", "http://:80/", "http://a/\n"]) {
            assert_eq!(host_of(url), None, "{url}");
        }
    }
}
