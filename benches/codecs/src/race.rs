//! Who is faster: the best of many short rounds, taken in turn so that all meet the same machine.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

const ROUNDS: usize = 60;

/// One contestant: measures one round itself.
pub(crate) struct Runner<'a> {
    pub(crate) name: &'static str,
    pub(crate) run: Box<dyn FnMut() -> Duration + 'a>,
}

/// One that is measured from outside.
pub(crate) fn runner<'a, T>(name: &'static str, mut run: impl FnMut() -> T + 'a) -> Runner<'a> {
    let run = Box::new(move || {
        let start = Instant::now();
        let result = std::hint::black_box(run());
        let time = start.elapsed();
        // The peers' results are dropped by whoever asked for them: no part of the codec.
        drop(result);
        time
    });
    Runner { name, run }
}

/// Only the rows whose title, ` / ` and contestant hold this text; for profilers.
static ONLY: OnceLock<String> = OnceLock::new();

/// Leaves out the rows that do not hold this text.
pub(crate) fn only(text: &str) {
    ONLY.get_or_init(|| text.to_owned());
}

/// Prints a row for each as Markdown; the first is ours.
pub(crate) fn race(title: &str, bytes: usize, mut runners: Vec<Runner<'_>>) {
    if let Some(only) = ONLY.get() {
        runners.retain(|runner| format!("{title} / {}", runner.name).contains(only));
    }
    if runners.is_empty() {
        return;
    }
    let mut best = vec![Duration::MAX; runners.len()];
    // A profiler wants many samples.
    let rounds = ROUNDS * if ONLY.get().is_some() { 20 } else { 1 };
    for _ in 0..rounds {
        for (runner, best) in runners.iter_mut().zip(&mut best) {
            *best = (*best).min((runner.run)());
        }
    }
    let rate = |time: &Duration| bytes as f64 / time.as_secs_f64() / 1e6;
    let ours = rate(&best[0]);
    for (runner, best) in runners.iter().zip(&best) {
        println!(
            "| {title}, {:.2} MB | {} | {:.0} | {:.2} |",
            bytes as f64 / 1e6,
            runner.name,
            rate(best),
            ours / rate(best)
        );
    }
}
