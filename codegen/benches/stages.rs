//! Wall time of what the generator does to a model: `cargo bench -p smithgen [-- MODEL…]`.
//!
//! The first round of a process is cold; the median of the later ones is what a part costs by itself. Loading and
//! resolving are measured apart; lowering, emitting and formatting, which go file by file, are what `files` takes beyond
//! them, and writing what `generate` takes beyond `files`.
//!
//! On Linux, also the peak of memory of each of the three, in a process that does nothing else: `files` keeps all that it
//! makes, `generate` one file for each thread.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use smithgen::Config;
use smithgen_model::resolve;

/// Rounds; the first is not counted.
const ROUNDS: usize = 21;

/// The word before the number of a part and a model, for a process that does only this part.
const ALONE: &str = "--peak-of";

const PARTS: [&str; 3] = ["load, resolve", "lower, emit, format", "write"];

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let [word, part, model] = words.as_slice()
        && word == ALONE
    {
        work(part.parse().expect("a number"), Path::new(model));
        return println!("{}", peak().unwrap_or_default());
    }
    let models = words.iter().filter(|word| !word.starts_with("--"));
    let mut models: Vec<PathBuf> = models.map(PathBuf::from).collect();
    if models.is_empty() {
        models.push(Path::new(env!("CARGO_MANIFEST_DIR")).join("../model/sso-oidc.json"));
    }
    for model in models {
        println!(
            "{}",
            model.file_name().unwrap_or_default().to_string_lossy()
        );
        let rounds: Vec<[Duration; 3]> = (0..ROUNDS).map(|_| round(&model)).skip(1).collect();
        let mut before = 0.0;
        for (part, name) in PARTS.iter().enumerate() {
            let mut times: Vec<Duration> = rounds.iter().map(|times| times[part]).collect();
            times.sort();
            let time = times[times.len() / 2].as_secs_f64() * 1e3;
            let peak = peak_of(part, &model).map(|peak| format!(", peak {peak:.1} MB"));
            let beyond = time - before;
            println!("  {name:<19} {beyond:>9.3} ms{}", peak.unwrap_or_default());
            before = time;
        }
    }
}

/// The time of each part with those before it.
fn round(model: &Path) -> [Duration; 3] {
    [0, 1, 2].map(|part| work(part, model))
}

/// The time of loading and resolving, of everything before the disk, or of everything, into an empty directory.
fn work(part: usize, model: &Path) -> Duration {
    let directory = std::env::temp_dir().join(format!("smithgen-stages-{}", std::process::id()));
    let config = Config::new().model(model).cli(true).out_dir(&directory);
    match part {
        0 => timed(|| resolve::open(&[model.to_owned()], None, &[]).expect("it is sound")),
        1 => timed(|| config.files().expect("it can be generated")),
        _ => {
            let time = timed(|| config.try_generate().expect("the directory is ours"));
            std::fs::remove_dir_all(&directory).expect("the directory is ours");
            time
        }
    }
}

fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    let done = work();
    let time = start.elapsed();
    drop(done);
    time
}

/// The peak of memory of a process that does only this part, in MB.
fn peak_of(part: usize, model: &Path) -> Option<f64> {
    let program = std::env::current_exe().ok()?;
    let part = part.to_string();
    let alone = Command::new(program)
        .args([ALONE, &part])
        .arg(model)
        .output();
    let told = String::from_utf8(alone.ok()?.stdout).ok()?;
    let kilobytes: f64 = told.trim().parse().ok()?;
    (kilobytes > 0.0).then_some(kilobytes / 1024.0)
}

/// The peak of memory of this process, in kB.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}
