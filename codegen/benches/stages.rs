//! Wall time of each stage of the generator on a model: `cargo bench -p smithgen [-- MODEL…]`.
//!
//! The first round of a process is cold; the median of the later ones is what a stage costs by itself.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use smithgen::{Mode, emit, format, lower, output};
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
        let rounds: Vec<[Duration; 5]> = (0..ROUNDS).map(|_| round(&model)).skip(1).collect();
        for (index, stage) in ["load + resolve", "lower", "emit", "format", "write"]
            .iter()
            .enumerate()
        {
            let mut times: Vec<Duration> = rounds.iter().map(|times| times[index]).collect();
            times.sort();
            println!(
                "  {stage:<15} {:>9.3} ms",
                times[times.len() / 2].as_secs_f64() * 1e3
            );
        }
    }
}

/// The time of each stage of one run into an empty directory.
fn round(model: &Path) -> [Duration; 5] {
    let directory = std::env::temp_dir().join(format!("smithgen-stages-{}", std::process::id()));
    let start = Instant::now();
    let resolved = resolve::open(&[model.to_owned()], None, &[]).expect("the model is sound");
    let loaded = Instant::now();
    let options = lower::Options {
        cli: true,
        ..lower::Options::default()
    };
    let (service, _) = lower::lower(&resolved, &options).expect("the model can be lowered");
    let decided = Instant::now();
    let tokens = emit::emit(&service);
    let emitted = Instant::now();
    let files: Vec<_> = format::texts(tokens, &service.source).into_iter().collect();
    let formatted = Instant::now();
    output::sync(&directory, &[String::new()], &files, Mode::Write).expect("the directory is ours");
    let written = Instant::now();
    std::fs::remove_dir_all(&directory).expect("the directory is ours");
    [
        loaded - start,
        decided - loaded,
        emitted - decided,
        formatted - emitted,
        written - formatted,
    ]
}
