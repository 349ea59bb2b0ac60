//! `layout MODELS RUST`: CPU seconds for what a generator cannot do without, done plainly: parsing the models of a folder
//! with serde_json, and formatting the Rust below another with syn and prettyplease.

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Duration;

fn main() {
    let [models, rust] = [1, 2].map(|at| std::env::args().nth(at).expect("layout MODELS RUST"));
    let (models, rust) = (
        below(Path::new(&models), "json"),
        below(Path::new(&rust), "rs"),
    );
    let parsed = spent(&models, |text| {
        black_box(serde_json::from_str::<serde_json::Value>(text).expect("JSON"));
    });
    println!("parsed {:.2}", parsed.as_secs_f64());
    let formatted = spent(&rust, |text| {
        let file = syn::parse_file(text).expect("Rust");
        black_box(prettyplease::unparse(&file));
    });
    println!("formatted {:.2}", formatted.as_secs_f64());
}

/// The files below a folder whose names end so.
fn below(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            match path.is_dir() {
                true => folders.push(path),
                false if path.extension().is_some_and(|it| it == extension) => found.push(path),
                false => {}
            }
        }
    }
    found
}

/// What the work takes, without reading the files.
fn spent(paths: &[PathBuf], work: impl Fn(&str)) -> Duration {
    let texts = paths
        .iter()
        .map(|path| std::fs::read_to_string(path).expect("a text"));
    let texts: Vec<String> = texts.collect();
    let start = cpu();
    texts.iter().for_each(|text| work(text));
    cpu() - start
}

/// What this process has used so far, to a tick of the kernel, some milliseconds.
fn cpu() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/schedstat").expect("Linux");
    let spent = stat.split(' ').next().and_then(|it| it.parse().ok());
    Duration::from_nanos(spent.expect("nanoseconds"))
}
