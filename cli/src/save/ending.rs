//! Deletes unfinished files when a signal ends the program.
//!
//! Before the first such file is created, a thread starts to wait for terminating signals. It deletes unfinished
//! files and then lets the program end as it otherwise would.

use std::fs;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

/// The unfinished files.
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Changes the list of unfinished files. No signal ends the program in the middle of the change.
pub(super) fn unfinished<T>(change: impl FnOnce(&mut Vec<PathBuf>) -> T) -> T {
    let mut files = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner);
    change(&mut files)
}

/// Deletes unfinished files; returns whether there were any.
fn clean_up(files: &mut Vec<PathBuf>) -> bool {
    let found = !files.is_empty();
    for file in files.drain(..) {
        // There is nothing to do if this fails.
        let _ = fs::remove_file(file);
    }
    found
}

/// Starts deleting unfinished files on signals.
#[cfg(not(unix))]
pub(super) fn watch() {}

/// Starts deleting unfinished files on signals.
#[cfg(unix)]
pub(super) fn watch() {
    use std::sync::Once;
    static WATCHING: Once = Once::new();
    WATCHING.call_once(signals::watch);
}

#[cfg(unix)]
mod signals {
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;
    use std::sync::mpsc;

    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGXFSZ};
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;

    use crate::{interrupt, stdio};

    pub(super) fn watch() {
        // Exceeding the file size limit must be reported as an error rather than end the program.
        let _ = signal_hook::flag::register(SIGXFSZ, Arc::new(AtomicBool::new(false)));
        let (ready, is_ready) = mpsc::channel::<()>();
        // Wait until the thread listens. If it cannot be started, signals leave files behind.
        let started = std::thread::Builder::new().spawn(move || {
            let ends = [SIGHUP, SIGINT, SIGTERM].into_iter();
            let mut signals = Signals::new(ends.filter(|signal| !is_ignored(*signal)));
            drop(ready);
            for signal in signals.iter_mut().flat_map(Signals::forever) {
                end(signal);
            }
        });
        if started.is_ok() {
            // The other end is dropped as a notification.
            let _ = is_ready.recv();
        }
    }

    /// Whether the signal was ignored when the program started, as under `nohup`.
    fn is_ignored(signal: i32) -> bool {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        match line.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()) {
            Some(mask) => mask >> (signal - 1) & 1 == 1,
            // Unknown on this system; assume `nohup`, since a program it protects must survive.
            None => signal == SIGHUP,
        }
    }

    fn end(signal: i32) {
        super::unfinished(|files| {
            let found = super::clean_up(files);
            match signal {
                // A call or a pager has handled it, unless it held up an unfinished file.
                SIGINT if !found && interrupt::is_heard() => {}
                SIGINT => {
                    let _ = stdio::write_out(b"\n");
                    std::process::exit(130);
                }
                signal => {
                    let _ = emulate_default_handler(signal);
                }
            }
        });
    }
}
