//! Who is faster: the best of many short rounds, taken in turn so that all meet the same machine.

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

/// Prints a row for each as Markdown; the first is ours.
pub(crate) fn race(title: &str, bytes: usize, mut runners: Vec<Runner<'_>>) {
    let mut best = vec![Duration::MAX; runners.len()];
    for _ in 0..ROUNDS {
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
