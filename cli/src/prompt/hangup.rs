//! What ends the prompt when its terminal goes away.
//!
//! The line editor takes the end of its input for no key yet and reads again, for ever. Where no signal ends the
//! program, as under `nohup` or in another session than the terminal's, nothing else would.

#[cfg(unix)]
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// As long as this is there, the end of the terminal is the end of the program.
pub(super) struct Watch(Arc<AtomicBool>);

impl Drop for Watch {
    fn drop(&mut self) {
        self.0.store(false, Ordering::SeqCst);
    }
}

/// Begins to watch the terminal at standard input.
pub(super) fn watch(program: &str) -> Watch {
    let asking = Arc::new(AtomicBool::new(true));
    #[cfg(unix)]
    {
        let (program, asking) = (program.to_owned(), Arc::clone(&asking));
        // Where there can be no thread, the prompt works all the same.
        let _ = std::thread::Builder::new().spawn(move || {
            if is_gone() && asking.load(Ordering::SeqCst) {
                end(&program);
            }
        });
    }
    #[cfg(not(unix))]
    let _ = program;
    Watch(asking)
}

/// Waits until nobody is at the other end of the terminal; false when that cannot be told.
#[cfg(unix)]
fn is_gone() -> bool {
    use rustix::event::{PollFd, PollFlags, poll};
    use rustix::io::Errno;
    let stdin = std::io::stdin();
    loop {
        // No event is asked for: the end is always told.
        let mut ends = [PollFd::new(&stdin, PollFlags::empty())];
        match poll(&mut ends, None) {
            Ok(_) => return !ends.iter().all(|end| end.revents().is_empty()),
            Err(Errno::INTR) => {}
            Err(_) => return false,
        }
    }
}

/// Says so, should standard error be somewhere else, and ends the program.
#[cfg(unix)]
fn end(program: &str) {
    use crate::errors::{ErrorFormat, Failure, Style};
    let failure = Failure::general("The terminal of the interactive prompt is gone.");
    let style = Style {
        program,
        format: ErrorFormat::Enhanced,
        colour: false,
        width: 80,
        escape: true,
    };
    let _ = std::io::stderr().write_all(failure.text(style).as_bytes());
    std::process::exit(failure.exit_code().into());
}
