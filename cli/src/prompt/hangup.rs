//! Ends the prompt when its terminal goes away.
//!
//! At end of input the line editor just reads again, forever. Where no signal ends the program, as under `nohup` or
//! in a session other than the terminal's, it would spin.

#[cfg(unix)]
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// While this is alive, the program exits when the terminal goes away.
pub(super) struct Watch(Arc<AtomicBool>);

impl Drop for Watch {
    fn drop(&mut self) {
        self.0.store(false, Ordering::SeqCst);
    }
}

/// Starts watching the terminal at standard input.
pub(super) fn watch(program: &str) -> Watch {
    let asking = Arc::new(AtomicBool::new(true));
    #[cfg(unix)]
    {
        let (program, asking) = (program.to_owned(), Arc::clone(&asking));
        // The prompt works without the thread, too.
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

/// Waits until the terminal is closed; false if that cannot be determined.
#[cfg(unix)]
fn is_gone() -> bool {
    use rustix::event::{PollFd, PollFlags, poll};
    use rustix::io::Errno;
    let stdin = std::io::stdin();
    loop {
        // No events are requested: hangups are always reported.
        let mut ends = [PollFd::new(&stdin, PollFlags::empty())];
        match poll(&mut ends, None) {
            Ok(_) => return !ends.iter().all(|end| end.revents().is_empty()),
            Err(Errno::INTR) => {}
            Err(_) => return false,
        }
    }
}

/// Reports the failure, in case standard error is somewhere else, and exits.
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
