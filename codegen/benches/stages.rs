//! Wall time of what the generator does to a model: `cargo bench -p smithgen [-- MODEL…]`.
//!
//! The first round of a process is cold; the median of the later ones is what a part costs by itself. Loading and
//! resolving are measured apart; lowering, emitting and formatting, which go file by file, are what `files` takes beyond
//! them, and writing what `generate` takes beyond `files`.

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
        let rounds: Vec<[Duration; 3]> = (0..ROUNDS).map(|_| round(&model)).skip(1).collect();
        let [loaded, made, written] = [0, 1, 2].map(|part| {
            let mut times: Vec<Duration> = rounds.iter().map(|times| times[part]).collect();
            times.sort();
            times[times.len() / 2].as_secs_f64() * 1e3
        });
        println!("  load, resolve       {loaded:>9.3} ms");
        println!("  lower, emit, format {:>9.3} ms", made - loaded);
        println!("  write               {:>9.3} ms", written - made);
    }
}

/// The time of loading and resolving, of everything before the disk, and of everything, into an empty directory.
fn round(model: &Path) -> [Duration; 3] {
    let directory = std::env::temp_dir().join(format!("smithgen-stages-{}", std::process::id()));
    let config = Config::new().model(model).cli(true).out_dir(&directory);
    let resolved = timed(|| resolve::open(&[model.to_owned()], None, &[]).expect("it is sound"));
    let made = timed(|| config.files().expect("it can be generated"));
    let written = timed(|| config.try_generate().expect("the directory is ours"));
    std::fs::remove_dir_all(&directory).expect("the directory is ours");
    [resolved, made, written]
}

fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    let done = work();
    let time = start.elapsed();
    drop(done);
    time
}
