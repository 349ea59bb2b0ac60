//! `models DIR`: generates client and command of every model of a folder, each in a process of its own, and says how much
//! that is and what it costs. On demand, the compiler and clippy judge the code, and the rule sets run their tests.
//!
//! `benches/models.py` compares versions of the generator over the same models, in one run of each.

mod compile;
mod one;

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use self::compile::Workspace;
pub(crate) use self::one::run as run_one;
use self::one::{Cost, Outcome};
use smithgen_aws::endpoint::PARTITIONS;

use crate::endpoint_tests;
use crate::services::descriptions;

/// Models that are generated and compiled before their crates are deleted: all 291 of AWS would take some ten gigabytes.
const BATCH: usize = 16;

/// What is asked for.
#[derive(Default)]
pub(crate) struct Wanted {
    /// Whether the compiler checks the code, with warnings as errors.
    check: bool,
    /// Whether clippy does.
    clippy: bool,
    /// Whether rule sets run their tests.
    endpoints: bool,
    /// The partitions for those tests, where they are not the runtime's.
    partitions: Option<PathBuf>,
    /// How many processes there are at a time; none means as many as there are cores.
    jobs: Option<usize>,
    /// The names of the models; none means all.
    names: Vec<String>,
}

impl Wanted {
    /// What options ask for; nothing when they make no sense.
    pub(crate) fn of(mut options: &[String]) -> Option<Wanted> {
        let mut wanted = Wanted::default();
        while let [option, rest @ ..] = options {
            options = match (option.as_str(), rest) {
                ("--check", rest) => {
                    wanted.check = true;
                    rest
                }
                ("--clippy", rest) => {
                    wanted.clippy = true;
                    rest
                }
                ("--endpoints", rest) => {
                    wanted.endpoints = true;
                    rest
                }
                ("--jobs", [number, rest @ ..]) => {
                    wanted.jobs = Some(number.parse().ok().filter(|number| *number > 0)?);
                    rest
                }
                ("--partitions", [path, rest @ ..]) => {
                    wanted.partitions = Some(path.into());
                    rest
                }
                ("--model", [name, rest @ ..]) => {
                    wanted.names.push(name.clone());
                    rest
                }
                _ => return None,
            };
        }
        Some(wanted)
    }
}

/// A model to generate.
pub(crate) struct Model {
    /// The name of its file, or of its service in botocore, which is also that of its crate.
    name: String,
    path: PathBuf,
    protocol: Option<&'static str>,
}

/// Generates the models and prints a line for each; how many failed.
///
/// # Errors
/// A folder without models, a name that none of them has, a process that cannot be started.
pub(crate) fn run(folder: &Path, wanted: &Wanted) -> Result<usize, String> {
    let models = chosen(find(folder)?, &wanted.names)?;
    let cores = std::thread::available_parallelism().map_or(1, |cores| cores.get());
    let jobs = wanted.jobs.unwrap_or(cores);
    let workspace = Workspace::of_this_program(jobs)?;
    let partitions = match &wanted.partitions {
        Some(path) => endpoint_tests::partitions_of(path)?,
        None => PARTITIONS,
    };
    println!(
        "{:48} {:>6} {:>10} {:>7} {:>6} {:>5}  problems",
        "model", "shapes", "operations", "lines", "CPU s", "MB"
    );
    let mut totals = Totals::default();
    for batch in models.chunks(BATCH) {
        workspace.clear()?;
        let mut outcomes = generate(batch, &workspace, jobs);
        for clippy in [false, true] {
            if (wanted.check && !clippy) || (wanted.clippy && clippy) {
                workspace.judge(batch, &mut outcomes, clippy)?;
            }
        }
        for (model, outcome) in batch.iter().zip(&mut outcomes) {
            if wanted.endpoints {
                let (passed, failures) = endpoint_tests::of_file(&model.path, partitions);
                totals.endpoints.0 += passed;
                totals.endpoints.1 += failures.len();
                outcome.problems.extend(failures);
            }
            print(&model.name, outcome);
            totals.add(outcome);
        }
    }
    workspace.clear()?;
    totals.print(wanted.endpoints);
    println!("{} passed, {} failed", totals.passed, totals.failed);
    Ok(totals.failed)
}

/// The models of a folder: each file, or the newest version of each service as botocore describes it.
fn find(folder: &Path) -> Result<Vec<Model>, String> {
    let described = descriptions::find(folder).unwrap_or_default();
    if !described.is_empty() {
        let models = described.into_iter().map(|it| Model {
            name: it.name,
            path: it.path,
            protocol: it.protocol,
        });
        return Ok(models.collect());
    }
    let listed = std::fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let listed = listed.map_err(|e| format!("{}: {e}", folder.display()))?;
    let is_model = |path: &PathBuf| {
        let extension = path.extension().unwrap_or_default();
        extension == "json" || extension == "smithy"
    };
    let mut paths: Vec<PathBuf> = listed.into_iter().map(|entry| entry.path()).collect();
    paths.retain(is_model);
    paths.sort();
    let models = paths.into_iter().map(|path| Model {
        name: path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
        path,
        protocol: None,
    });
    Ok(models.collect())
}

/// Those of these names.
fn chosen(models: Vec<Model>, names: &[String]) -> Result<Vec<Model>, String> {
    if let Some(missing) = names
        .iter()
        .find(|name| models.iter().all(|it| it.name != **name))
    {
        return Err(format!("there is no model `{missing}`"));
    }
    let is_meant = |model: &Model| names.is_empty() || names.contains(&model.name);
    let chosen: Vec<Model> = models.into_iter().filter(is_meant).collect();
    match chosen.is_empty() {
        true => Err("there is no model".to_owned()),
        false => Ok(chosen),
    }
}

/// What becomes of each model, some at a time.
fn generate(models: &[Model], workspace: &Workspace, jobs: usize) -> Vec<Outcome> {
    let (made, taken) = (Mutex::new(Vec::new()), AtomicUsize::new(0));
    let work = || {
        loop {
            let number = taken.fetch_add(1, Ordering::Relaxed);
            let Some(model) = models.get(number) else {
                return;
            };
            let outcome = one::outcome(model, &workspace.place(&model.name));
            let mut made = made.lock().unwrap_or_else(|it| it.into_inner());
            made.push((number, outcome));
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..jobs {
            scope.spawn(work);
        }
    });
    let mut made = made.into_inner().unwrap_or_else(|it| it.into_inner());
    made.sort_by_key(|(number, _)| *number);
    made.into_iter().map(|(_, outcome)| outcome).collect()
}

fn print(name: &str, outcome: &Outcome) {
    let Outcome { size, cost, .. } = outcome;
    let problems = match outcome.problems.len() {
        0 => String::new(),
        count => format!("  {count}"),
    };
    println!(
        "{name:48} {:>6} {:>10} {:>7} {:>6.2} {:>5.0}{problems}",
        size.shapes, size.operations, size.lines, cost.seconds, cost.megabytes
    );
    for problem in &outcome.problems {
        println!("FAILED {name}: {problem}");
    }
}

/// All models together.
#[derive(Default)]
struct Totals {
    size: one::Size,
    cost: Cost,
    warnings: usize,
    /// Tests of rule sets that passed and failed.
    endpoints: (usize, usize),
    passed: usize,
    failed: usize,
}

impl Totals {
    fn add(&mut self, outcome: &Outcome) {
        self.size.shapes += outcome.size.shapes;
        self.size.operations += outcome.size.operations;
        self.size.lines += outcome.size.lines;
        self.cost.seconds += outcome.cost.seconds;
        self.cost.megabytes = self.cost.megabytes.max(outcome.cost.megabytes);
        self.warnings += outcome.warnings;
        match outcome.problems.is_empty() {
            true => self.passed += 1,
            false => self.failed += 1,
        }
    }

    fn print(&self, endpoints: bool) {
        let Totals { size, cost, .. } = self;
        println!(
            "\n{} shapes, {} operations, {} lines of Rust, {:.1} CPU s, at most {:.0} MB, {} warnings of models",
            size.shapes, size.operations, size.lines, cost.seconds, cost.megabytes, self.warnings
        );
        if endpoints {
            let (passed, failed) = self.endpoints;
            println!("tests of endpoint rules: {passed} passed, {failed} failed");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Scratch;

    fn options(words: &str) -> Option<Wanted> {
        let words: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
        Wanted::of(&words)
    }

    #[test]
    fn options_are_those_of_the_usage() {
        let all =
            options("--check --partitions p --model a --jobs 3 --clippy --endpoints --model b")
                .unwrap();
        assert!(all.check && all.clippy && all.endpoints);
        assert_eq!((all.jobs, all.names.len()), (Some(3), 2));
        for wrong in ["--jobs", "--jobs 0", "--jobs x", "--model", "all"] {
            assert!(options(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn models_are_found_and_chosen_by_name() {
        let scratch = Scratch::new().unwrap();
        for name in ["b.json", "a.smithy", "c.txt"] {
            scratch.put(name, b"{}").unwrap();
        }
        let folder = scratch.put("d.json", b"{}").unwrap();
        let folder = folder.parent().unwrap();
        let names = |wanted: &[&str]| -> Result<Vec<String>, String> {
            let wanted: Vec<String> = wanted.iter().map(|&it| it.to_owned()).collect();
            let models = chosen(find(folder)?, &wanted)?;
            Ok(models.into_iter().map(|it| it.name).collect())
        };
        assert_eq!(names(&[]).unwrap(), ["a", "b", "d"]);
        assert_eq!(names(&["d", "a"]).unwrap(), ["a", "d"]);
        assert_eq!(names(&["c"]), Err("there is no model `c`".to_owned()));
    }
}
