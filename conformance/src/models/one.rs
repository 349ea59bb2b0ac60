//! A model in a process of its own, which says itself what it has cost.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use smithgen::{Config, Severity};

use super::Model;

/// What became of a model.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub(super) size: Size,
    pub(super) cost: Cost,
    /// What there is to say of the model, though it can be generated.
    pub(super) warnings: usize,
    /// Why it failed, if it did.
    pub(super) problems: Vec<String>,
}

/// How much is generated.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Size {
    /// Shapes with a table.
    pub(super) shapes: usize,
    pub(super) operations: usize,
    /// Lines of Rust.
    pub(super) lines: usize,
}

/// What generation costs. Only Linux tells; elsewhere it is zero.
#[derive(Debug, Default)]
pub(super) struct Cost {
    /// CPU seconds.
    pub(super) seconds: f64,
    /// The peak of memory.
    pub(super) megabytes: f64,
}

/// Generates a model into a directory, in this process, and prints what [`outcome`] reads.
///
/// # Errors
/// None: what is wrong is printed.
pub(crate) fn run(model: &Path, out: &Path, protocol: Option<&str>) -> Result<usize, String> {
    let mut config = Config::new().model(model).module("service").cli(true);
    if let Some(protocol) = protocol {
        config = config.protocol(protocol);
    }
    let (warnings, problems) = match config.out_dir(out).try_generate() {
        Ok(report) => (report.warnings.iter().count(), Vec::new()),
        Err(errors) => {
            let grave = errors.iter().filter(|it| it.severity == Severity::Error);
            (0, grave.map(|error| error.one_line()).collect())
        }
    };
    let Cost { seconds, megabytes } = cost();
    println!(
        "{}",
        json!({
            "seconds": seconds,
            "megabytes": megabytes,
            "warnings": warnings,
            "problems": problems,
        })
    );
    Ok(0)
}

/// The CPU time and peak of memory of this process.
fn cost() -> Cost {
    let read = |name: &str| std::fs::read_to_string(format!("/proc/self/{name}"));
    let (stat, status) = (
        read("stat").unwrap_or_default(),
        read("status").unwrap_or_default(),
    );
    // The program's name may have spaces and ends at the last bracket; user and system time are the fields 14 and 15.
    let fields = stat.rsplit(')').next().unwrap_or_default();
    let ticks = fields.split_whitespace().skip(11).take(2);
    let ticks: f64 = ticks.filter_map(|field| field.parse::<f64>().ok()).sum();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = peak.and_then(|line| line.trim().strip_suffix(" kB"));
    let kilobytes = kilobytes.and_then(|number| number.parse::<f64>().ok());
    Cost {
        seconds: ticks / 100.0,
        megabytes: kilobytes.unwrap_or_default() / 1024.0,
    }
}

/// Generates a model into a directory, in another process.
pub(super) fn outcome(model: &Model, out: &Path) -> Outcome {
    read(model, out).unwrap_or_else(|problem| Outcome {
        problems: vec![problem],
        ..Outcome::default()
    })
}

fn read(model: &Model, out: &Path) -> Result<Outcome, String> {
    let program = std::env::current_exe().map_err(|e| format!("this program: {e}"))?;
    let run = Command::new(program)
        .arg("generate")
        .args([model.path.as_path(), out])
        .args(model.protocol)
        .output()
        .map_err(|e| format!("this program: {e}"))?;
    let told: Value = serde_json::from_slice(&run.stdout)
        .map_err(|_| String::from_utf8_lossy(&run.stderr).trim().to_owned())?;
    let number = |name: &str| told[name].as_f64().unwrap_or_default();
    let problems = told["problems"].as_array().into_iter().flatten();
    let problems = problems.filter_map(Value::as_str).map(str::to_owned);
    Ok(Outcome {
        size: size(out).map_err(|e| format!("{}: {e}", out.display()))?,
        cost: Cost {
            seconds: number("seconds"),
            megabytes: number("megabytes"),
        },
        warnings: told["warnings"]
            .as_u64()
            .and_then(|it| it.try_into().ok())
            .unwrap_or_default(),
        problems: problems.collect(),
    })
}

/// Counts what stands in the files below a directory.
fn size(directory: &Path) -> std::io::Result<Size> {
    let mut size = Size::default();
    if !directory.is_dir() {
        return Ok(size);
    }
    for entry in std::fs::read_dir(directory)? {
        let path = entry?.path();
        if path.is_dir() {
            let inner = self::size(&path)?;
            size.shapes += inner.shapes;
            size.operations += inner.operations;
            size.lines += inner.lines;
        } else if path.extension().is_some_and(|it| it == "rs") {
            let text = std::fs::read_to_string(&path)?;
            size.shapes += text.matches(": rt::Schema = ").count();
            size.operations += text.matches("static SPEC: rt::OperationSpec").count();
            size.lines += text.lines().count();
        }
    }
    Ok(size)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Scratch;

    #[test]
    fn what_stands_in_files_is_counted() {
        let scratch = Scratch::new().unwrap();
        let model = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases/forms.json");
        let out = scratch
            .put("model.json", b"")
            .unwrap()
            .with_file_name("out");
        run(&model, &out, None).unwrap();
        let size = size(&out).unwrap();
        assert_eq!(size.operations, 1);
        assert!(size.shapes > 1 && size.lines > 100, "{size:?}");
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_process_knows_what_it_costs() {
        let cost = cost();
        assert!(cost.megabytes > 1.0, "{cost:?}");
    }
}
