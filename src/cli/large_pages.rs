//! Large pages of memory for commands that go through hundreds of thousands of units.

#[cfg(all(target_os = "linux", target_env = "gnu"))]
use std::os::unix::process::CommandExt;

/// The setting by which the C library is told how to come by memory; it is read only when a process begins.
const SETTING: &str = "GLIBC_TUNABLES";

/// Large pages; and memory that was given back is used again, rather than given to the system and asked for anew, which
/// would fill it with zeros each time.
const WANTED: &str =
    "glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=33554432:glibc.malloc.trim_threshold=1073741824";

/// Begins this process anew with large pages, where the system has them and the setting isn't in use. Touching tens of
/// megabytes for the first time, page by page, takes a sixth of the time of a large ranking otherwise. Where it can't be
/// done, the process goes on as it is.
pub fn ask_for() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    {
        let given_on_request = std::fs::read_to_string("/sys/kernel/mm/transparent_hugepage/enabled")
            .is_ok_and(|enabled| enabled.contains("[madvise]"));
        let (Ok(program), None) = (std::env::current_exe(), std::env::var_os(SETTING)) else { return };
        if given_on_request {
            let mut arguments = std::env::args_os();
            let name = arguments.next().unwrap_or_else(|| program.clone().into_os_string());
            let mut again = std::process::Command::new(program);
            // It only comes back when it failed.
            let _failed = again.arg0(name).args(arguments).env(SETTING, WANTED).exec();
        }
    }
}
