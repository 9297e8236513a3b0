//! Large pages of memory for commands that go through hundreds of thousands of units.

#[cfg(all(target_os = "linux", target_env = "gnu"))]
use std::os::unix::process::CommandExt;

/// The setting by which the C library asks the system for large pages; it is read only when a process begins.
const SETTING: &str = "GLIBC_TUNABLES";

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
            let _failed = again.arg0(name).args(arguments).env(SETTING, "glibc.malloc.hugetlb=1").exec();
        }
    }
}
