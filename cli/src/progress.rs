//! Tells on a terminal how far a download is.

use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

/// How often progress is shown: often enough to be seen moving.
const EVERY: Duration = Duration::from_millis(200);
/// From when on it is shown: what is done at once needs none.
const FROM: Duration = Duration::from_millis(800);

/// The progress of one download. It is shown on standard error, if that is a terminal, and removed at the end.
pub(crate) struct Progress {
    is_shown: bool,
    has_line: bool,
    started: Instant,
    shown: Instant,
    done: u64,
    total: Option<u64>,
}

impl Progress {
    /// Progress that is shown where people are, if it `may` be.
    pub(crate) fn new(may: bool) -> Progress {
        let now = Instant::now();
        Progress {
            is_shown: may && std::io::stderr().is_terminal(),
            has_line: false,
            started: now,
            shown: now,
            done: 0,
            total: None,
        }
    }

    /// Sets how much there is.
    pub(crate) fn expect(&mut self, total: Option<u64>) {
        self.total = total;
    }

    /// Adds bytes.
    pub(crate) fn add(&mut self, bytes: usize) {
        self.done += bytes as u64;
        let now = Instant::now();
        let elapsed = now - self.started;
        if self.is_shown && elapsed >= FROM && now - self.shown >= EVERY {
            self.shown = now;
            self.has_line = true;
            let line = line(self.done, self.total, elapsed);
            let _ = write!(std::io::stderr(), "\r\x1b[K{line}");
        }
    }
}

impl Drop for Progress {
    /// Removes the line, also when the user interrupts the call.
    fn drop(&mut self) {
        if self.has_line {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
    }
}

/// `12.0 MiB of 50.0 MiB, 3.2 MiB/s, 12 s left`.
fn line(done: u64, total: Option<u64>, elapsed: Duration) -> String {
    let seconds = elapsed.as_secs_f64().max(0.001);
    #[expect(clippy::cast_precision_loss, reason = "it is shown with few digits")]
    let rate = done as f64 / seconds;
    let mut line = size(done);
    if let Some(total) = total {
        line = format!("{line} of {}", size(total.max(done)));
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is a positive number of bytes"
    )]
    let per_second = rate as u64;
    line = format!("{line}, {}/s", size(per_second));
    if let Some(left) = total
        .and_then(|total| total.checked_sub(done))
        .filter(|_| per_second > 0)
    {
        line = format!("{line}, {} left", time(left / per_second));
    }
    line
}

fn size(bytes: u64) -> String {
    const UNITS: [(&str, u32); 4] = [("GiB", 30), ("MiB", 20), ("KiB", 10), ("B", 0)];
    let unit = UNITS.iter().find(|(_, bits)| bytes >> bits > 0);
    match unit {
        Some((name, bits)) if *bits > 0 => {
            let tenths = (u128::from(bytes) * 10) >> bits;
            format!("{}.{} {name}", tenths / 10, tenths % 10)
        }
        _ => format!("{bytes} B"),
    }
}

fn time(seconds: u64) -> String {
    match seconds {
        0..=89 => format!("{seconds} s"),
        90..=5399 => format!("{} min", seconds.div_ceil(60)),
        _ => format!("{} h", seconds.div_ceil(3600)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_tells_bytes_rate_and_time_left() {
        let second = Duration::from_secs(1);
        let mebibyte = 1 << 20;
        for (done, total, elapsed, expected) in [
            (0, None, second, "0 B, 0 B/s"),
            (1023, None, second, "1023 B, 1023 B/s"),
            (
                12 * mebibyte,
                Some(50 * mebibyte),
                4 * second,
                "12.0 MiB of 50.0 MiB, 3.0 MiB/s, 12 s left",
            ),
            (
                1536,
                Some(mebibyte),
                second,
                "1.5 KiB of 1.0 MiB, 1.5 KiB/s, 12 min left",
            ),
            (
                u64::MAX,
                Some(1),
                second,
                "17179869183.9 GiB of 17179869183.9 GiB, 17179869183.9 GiB/s",
            ),
        ] {
            assert_eq!(line(done, total, elapsed), expected);
        }
        assert_eq!(time(7200), "2 h");
    }
}
