//! Wall time of what the generator does to a model: `cargo bench -p smithgen [-- MODEL…]`.
//!
//! The first round of a process is cold; the median of the later ones is what a part costs by itself. Loading and
//! resolving are measured apart; lowering, emitting and formatting, which go file by file, are what `files` takes beyond
//! them, and writing what `generate` takes beyond `files`.
//!
//! On Linux, also the peak of memory of the process during each of the three: `files` keeps all that it makes, `generate`
//! one file for each thread.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use smithgen::Config;
use smithgen_model::resolve;

/// Rounds; the first is not counted.
const ROUNDS: usize = 21;

fn main() {
    let mut models: Vec<PathBuf> = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with("--"))
        .map(PathBuf::from)
        .collect();
    if models.is_empty() {
        models.push(Path::new(env!("CARGO_MANIFEST_DIR")).join("../model/sso-oidc.json"));
    }
    for model in models {
        println!(
            "{}",
            model.file_name().unwrap_or_default().to_string_lossy()
        );
        let rounds: Vec<[Cost; 3]> = (0..ROUNDS).map(|_| round(&model)).skip(1).collect();
        let [loaded, made, written] = [0, 1, 2].map(|part| {
            let mut times: Vec<Duration> = rounds.iter().map(|costs| costs[part].time).collect();
            times.sort();
            let peaks = rounds.iter().filter_map(|costs| costs[part].peak);
            let peak = peaks
                .min()
                .map(|peak| format!(", peak {:.1} MB", peak as f64 / 1e3));
            let time = times[times.len() / 2].as_secs_f64() * 1e3;
            (time, peak.unwrap_or_default())
        });
        println!("  load, resolve       {:>9.3} ms{}", loaded.0, loaded.1);
        println!(
            "  lower, emit, format {:>9.3} ms{}",
            made.0 - loaded.0,
            made.1
        );
        println!(
            "  write               {:>9.3} ms{}",
            written.0 - made.0,
            written.1
        );
    }
}

/// What some work costs.
struct Cost {
    time: Duration,
    /// The peak of memory meanwhile, in kilobytes.
    peak: Option<u64>,
}

/// The cost of loading and resolving, of everything before the disk, and of everything, into an empty directory.
fn round(model: &Path) -> [Cost; 3] {
    let directory = std::env::temp_dir().join(format!("smithgen-stages-{}", std::process::id()));
    let config = Config::new().model(model).cli(true).out_dir(&directory);
    let resolved = cost(|| resolve::open(&[model.to_owned()], None, &[]).expect("it is sound"));
    let made = cost(|| config.files().expect("it can be generated"));
    let written = cost(|| config.try_generate().expect("the directory is ours"));
    std::fs::remove_dir_all(&directory).expect("the directory is ours");
    [resolved, made, written]
}

fn cost<T>(work: impl FnOnce() -> T) -> Cost {
    // Linux begins to look for the peak anew.
    let begins = std::fs::write("/proc/self/clear_refs", "5").is_ok();
    let start = Instant::now();
    let done = work();
    let time = start.elapsed();
    let peak = begins.then(peak).flatten();
    drop(done);
    Cost { time, peak }
}

fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}
