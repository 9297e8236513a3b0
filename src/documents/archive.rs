//! A ZIP archive whose members may be packed in parts at once: what is packed apart joins to one stream.

use std::num::TryFromIntError;

use flate2::{Compress, Compression, Crc, FlushCompress};

/// An empty last block; it ends a stream of parts, none of which says that it is the last.
const END_OF_STREAM: [u8; 2] = [3, 0];

/// Packs one part of a member.
pub(crate) struct Packer {
    compress: Compress,
    deflated: Vec<u8>,
    crc: Crc,
    length: usize,
}

/// A packed part of a member.
pub(crate) struct Packed {
    deflated: Vec<u8>,
    crc: Crc,
    /// How many bytes were packed.
    length: usize,
}

impl Packer {
    /// Nothing packed yet. Little effort goes into packing: what is written here is read once or twice.
    pub fn new() -> Self {
        let compress = Compress::new(Compression::fast(), false);
        Self { compress, deflated: Vec::new(), crc: Crc::new(), length: 0 }
    }

    /// Packs some more.
    pub fn push(&mut self, bytes: &[u8]) {
        self.crc.update(bytes);
        self.length += bytes.len();
        self.run(bytes, FlushCompress::None);
    }

    /// The packed part; it ends at a whole byte, so another can follow.
    pub fn finish(mut self) -> Packed {
        self.run(&[], FlushCompress::Sync);
        Packed { deflated: self.deflated, crc: self.crc, length: self.length }
    }

    /// Hands bytes over until all of them are taken and room is left over: only then has everything come out.
    fn run(&mut self, mut bytes: &[u8], flush: FlushCompress) {
        loop {
            self.deflated.reserve(1 << 15);
            let before = self.compress.total_in();
            let packed = self.compress.compress_vec(bytes, &mut self.deflated, flush);
            packed.expect("bytes of any kind can be packed");
            let taken = usize::try_from(self.compress.total_in() - before).expect("no more than was given");
            bytes = &bytes[taken..];
            if bytes.is_empty() && self.deflated.len() < self.deflated.capacity() {
                return;
            }
        }
    }

    /// Packs one part at once.
    pub fn packed(bytes: &[u8]) -> Packed {
        let mut packer = Self::new();
        packer.push(bytes);
        packer.finish()
    }
}

/// An archive while it is written.
#[derive(Default)]
pub(crate) struct Archive {
    bytes: Vec<u8>,
    directory: Vec<u8>,
    members: u16,
}

impl Archive {
    /// Adds a member that was packed in parts.
    ///
    /// # Errors
    /// When it begins or ends beyond 4 GB.
    pub fn push(&mut self, name: &str, parts: &[Packed]) -> Result<(), TryFromIntError> {
        let mut crc = Crc::new();
        parts.iter().for_each(|part| crc.combine(&part.crc));
        let deflated = parts.iter().map(|part| part.deflated.len()).sum::<usize>() + END_OF_STREAM.len();
        let length = parts.iter().map(|part| part.length).sum();
        // What stands alike before the member and in the directory: the version that unpacks it, no flags, deflated, the
        // first moment that there is, sums and lengths, no extra field.
        let mut head = Vec::new();
        for short in [20_u16, 0, 8, 0, 0x21] {
            head.extend_from_slice(&short.to_le_bytes());
        }
        for long in [crc.sum(), small(deflated)?, small(length)?, small(name.len())?] {
            head.extend_from_slice(&long.to_le_bytes());
        }
        let start = small(self.bytes.len())?;
        self.bytes.extend_from_slice(b"PK\x03\x04");
        self.bytes.extend_from_slice(&head);
        self.bytes.extend_from_slice(name.as_bytes());
        parts.iter().for_each(|part| self.bytes.extend_from_slice(&part.deflated));
        self.bytes.extend_from_slice(&END_OF_STREAM);
        self.directory.extend_from_slice(b"PK\x01\x02\x14\x00");
        self.directory.extend_from_slice(&head);
        // No remark, first disk, no attributes.
        self.directory.extend_from_slice(&[0; 10]);
        self.directory.extend_from_slice(&start.to_le_bytes());
        self.directory.extend_from_slice(name.as_bytes());
        self.members += 1;
        Ok(())
    }

    /// The whole archive.
    ///
    /// # Errors
    /// When it is larger than 4 GB.
    pub fn finish(mut self) -> Result<Vec<u8>, TryFromIntError> {
        let start = small(self.bytes.len())?;
        let length = small(self.directory.len())?;
        self.bytes.append(&mut self.directory);
        self.bytes.extend_from_slice(b"PK\x05\x06\x00\x00\x00\x00");
        for members in [self.members; 2] {
            self.bytes.extend_from_slice(&members.to_le_bytes());
        }
        for long in [length, start] {
            self.bytes.extend_from_slice(&long.to_le_bytes());
        }
        self.bytes.extend_from_slice(&[0, 0]);
        Ok(self.bytes)
    }
}

/// A length as the format writes it.
fn small(length: usize) -> Result<u32, TryFromIntError> {
    u32::try_from(length)
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use super::*;

    #[test]
    fn a_member_packed_in_parts_is_read_as_one() {
        let texts = ["one ".repeat(50_000), String::new(), "two".to_owned()];
        let mut archive = Archive::default();
        archive.push("first", &texts.each_ref().map(|text| Packer::packed(text.as_bytes()))).unwrap();
        archive.push("folder/second", &[]).unwrap();
        let bytes = archive.finish().unwrap();
        assert!(bytes.len() < 10_000);
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut read = |name| {
            let mut text = String::new();
            // Sums and lengths are checked while it is read.
            archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
            text
        };
        assert_eq!(read("first"), texts.concat());
        assert_eq!(read("folder/second"), "");
    }

    #[test]
    fn what_hardly_packs_at_all_comes_out_whole() {
        let mut number = 1_u64;
        let mut text = String::new();
        for length in [0, 1, 3000, 30_000, 100_000, 700_000] {
            while text.len() < length {
                number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                text.push_str(&format!("{:x}\n", number >> 20));
            }
            let mut archive = Archive::default();
            archive.push("one", &[Packer::packed(text.as_bytes())]).unwrap();
            let parts: Vec<Packed> = text.as_bytes().chunks(40_000).map(Packer::packed).collect();
            archive.push("parts", &parts).unwrap();
            let bytes = archive.finish().unwrap();
            let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
            for name in ["one", "parts"] {
                let mut read = String::new();
                archive.by_name(name).unwrap().read_to_string(&mut read).unwrap();
                assert!(read == text, "{name} of {length} bytes");
            }
        }
    }
}
