//! `language MODELS [FILES]`: what it costs to read the models of a folder (JSON AST), beside plain parsing of the same
//! bytes, and to read them in the interface language; then the files of the interface language below another folder, beside
//! other readers, each on what it can read. CPU seconds of this process.

use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use atelier_core::io::read_model_from_string;
use atelier_smithy::SmithyReader;
use smithgen_model::load::{Text, load_texts, load_with};
use smithgen_model::validate::{Options, validate};
use smithgen_model::{Errors, print, resolve};

/// Rounds of which the fastest counts.
const ROUNDS: usize = 3;

fn main() {
    let folder = std::env::args().nth(1).expect("language MODELS [FILES]");
    let models = models(Path::new(&folder));
    let bytes: usize = models.iter().map(|(_, text)| text.len()).sum();
    println!("{} models, {:.1} MB of JSON", models.len(), bytes as f64 / 1e6);
    json(&models);
    language(&models);
    if let Some(folder) = std::env::args().nth(2) {
        peers(Path::new(&folder));
    }
}

fn models(folder: &Path) -> Vec<Text> {
    let listing = std::fs::read_dir(folder).expect("a folder");
    let mut paths: Vec<_> = listing.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|it| it == "json"));
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let bytes = std::fs::read(path).expect("a readable model");
        (path.display().to_string(), bytes)
    };
    paths.iter().map(read).collect()
}

fn json(models: &[Text]) {
    let plain = fastest(|| {
        for (_, text) in models {
            black_box(serde_json::from_slice::<serde_json::Value>(text).expect("JSON"));
        }
    });
    let loaded = fastest(|| {
        for model in models {
            black_box(load_texts(vec![model.clone()], &mut Errors::new()));
        }
    });
    let judged = fastest(|| {
        for model in models {
            black_box(judge(model));
        }
    });
    let row = |name: &str, time: Duration| {
        let times = time.as_secs_f64() / plain.as_secs_f64();
        println!("  {name:28} {:7.2} CPU s, {times:.2} times plain parsing", time.as_secs_f64());
    };
    row("serde_json into Value", plain);
    row("loaded", loaded);
    row("loaded, with all validators", judged);
}

fn judge(model: &Text) -> Errors {
    let mut errors = Errors::new();
    let loaded = load_with(vec![model.clone()], Vec::new(), &mut errors);
    let merged = resolve::merge(loaded, false, &mut errors);
    let model = resolve::judged(merged.model, &mut errors);
    validate(&model, errors, &Options::default())
}

fn language(models: &[Text]) {
    let mut texts = Vec::new();
    for model in models {
        let loaded = load_texts(vec![model.clone()], &mut Errors::new());
        texts.extend(print::idl(&loaded).expect("a model that can be printed").into_values());
    }
    let lines = |texts: &[&String]| texts.iter().map(|text| text.lines().count()).sum::<usize>();
    let all: Vec<&String> = texts.iter().collect();
    println!("{} files, {} lines in the interface language", all.len(), lines(&all));
    println!("  {:28} {:9.0} lines a CPU second", "loaded", speed(lines(&all), mine(&all)));
}

fn mine(texts: &[&String]) -> Duration {
    fastest(|| {
        for text in texts {
            let text = vec![("m.smithy".to_owned(), text.as_bytes().to_vec())];
            black_box(load_texts(text, &mut Errors::new()));
        }
    })
}

fn speed(lines: usize, time: Duration) -> f64 {
    lines as f64 / time.as_secs_f64()
}

fn peers(folder: &Path) {
    let mut texts = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            match path.is_dir() {
                true => folders.push(path),
                false if path.extension().is_some_and(|it| it == "smithy") => {
                    texts.extend(std::fs::read_to_string(path));
                }
                false => {}
            }
        }
    }
    // What is no model at all is nobody's work.
    texts.retain(|text| {
        let mut errors = Errors::new();
        load_texts(vec![("m.smithy".to_owned(), text.as_bytes().to_vec())], &mut errors);
        !errors.has_errors()
    });
    let all: Vec<&String> = texts.iter().collect();
    peer("ironsmith-parser", &all, |text| {
        ironsmith_parser::parse_ast(text).is_ok_and(|(rest, _)| rest.trim().is_empty())
    });
    // It panics at what it does not know.
    std::panic::set_hook(Box::new(|_| {}));
    peer("atelier_smithy", &all, |text| {
        let read = || read_model_from_string(&mut SmithyReader::default(), text.as_bytes());
        std::panic::catch_unwind(read).is_ok_and(|it| it.is_ok())
    });
}

/// Another reader on the files that it reads, beside ours on the same.
fn peer(name: &str, all: &[&String], reads: impl Fn(&str) -> bool) {
    let read: Vec<&String> = all.iter().copied().filter(|text| reads(text)).collect();
    let lines: usize = read.iter().map(|text| text.lines().count()).sum();
    print!("  {name:28} reads {} files of {}", read.len(), all.len());
    if read.is_empty() {
        return println!();
    }
    let theirs = fastest(|| {
        for text in &read {
            black_box(reads(text));
        }
    });
    let mine = mine(&read);
    println!(
        ", {:9.0} lines a CPU second; ours on these {:9.0}, {:.2} times as fast",
        speed(lines, theirs),
        speed(lines, mine),
        theirs.as_secs_f64() / mine.as_secs_f64()
    );
}

fn fastest(mut work: impl FnMut()) -> Duration {
    let times = (0..ROUNDS).map(|_| {
        let start = cpu();
        work();
        cpu() - start
    });
    times.min().expect("a round")
}

/// What this process has used so far. Linux counts in hundredths of a second.
fn cpu() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/schedstat").expect("a kernel that counts");
    let spent = stat.split(' ').next().and_then(|it| it.parse().ok());
    Duration::from_nanos(spent.expect("nanoseconds"))
}
