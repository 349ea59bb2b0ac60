//! What a signal that ends the program leaves behind: no file that has not got its name.
//!
//! From the first such file on, a thread waits for the signals that end programs. It deletes what is unfinished and
//! then lets the program end as it would have without.

use std::fs;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

/// The files without their names.
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Changes what is unfinished. No signal ends the program in the middle of it.
pub(super) fn unfinished<T>(change: impl FnOnce(&mut Vec<PathBuf>) -> T) -> T {
    let mut files = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner);
    change(&mut files)
}

/// Deletes what is unfinished; tells whether there was anything.
fn clean_up(files: &mut Vec<PathBuf>) -> bool {
    let found = !files.is_empty();
    for file in files.drain(..) {
        // Nothing can be done about a file that cannot be deleted.
        let _ = fs::remove_file(file);
    }
    found
}

/// From now on, signals leave nothing unfinished behind.
#[cfg(not(unix))]
pub(super) fn watch() {}

/// From now on, signals leave nothing unfinished behind.
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
        // A file that grows beyond the limit of the process is an error to be told, not the end of the program.
        let _ = signal_hook::flag::register(SIGXFSZ, Arc::new(AtomicBool::new(false)));
        let (ready, is_ready) = mpsc::channel::<()>();
        // The thread listens before anything is unfinished. Where there can be no thread, signals end the program.
        let started = std::thread::Builder::new().spawn(move || {
            let ends = [SIGHUP, SIGINT, SIGTERM].into_iter();
            let mut signals = Signals::new(ends.filter(|signal| !is_ignored(*signal)));
            drop(ready);
            for signal in signals.iter_mut().flat_map(Signals::forever) {
                end(signal);
            }
        });
        if started.is_ok() {
            // The other end is dropped, which is the message.
            let _ = is_ready.recv();
        }
    }

    /// Whether the program was started to be left alone by this signal, as by `nohup`.
    fn is_ignored(signal: i32) -> bool {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        match line.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()) {
            Some(mask) => mask >> (signal - 1) & 1 == 1,
            // Systems that do not tell: what `nohup` protects is to live on.
            None => signal == SIGHUP,
        }
    }

    fn end(signal: i32) {
        super::unfinished(|files| {
            let found = super::clean_up(files);
            match signal {
                // A call or a pager has taken care of it, unless a file was in the way of that.
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
