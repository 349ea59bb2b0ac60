//! Whatever becomes of a model, the generator writes all of its output or none, in its place, and what it writes is
//! Rust: four models, changed a thousand times as a careless or a hostile hand would, go the whole way to the disk.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::scratch::Scratch;
use serde_json::{Map, Value, json};
use smithgen::{Config, Package};

const MODELS: [&str; 4] = [
    include_str!("../../smithy/tests/fixtures/good/everything.json"),
    include_str!("../../smithy/tests/fixtures/good/streams.json"),
    include_str!("../../smithy/tests/fixtures/good/pages.json"),
    include_str!("../../smithy/tests/fixtures/good/query.json"),
];

/// How often a model is changed.
const CHANGES: usize = 1000;

/// Far more than a run takes, even without optimizations and beside others.
const LONGEST: Duration = Duration::from_secs(2);

/// Names that a shape or a member may have, and that mean something to Rust, to a file system or to a shell.
const NAMES: &[&str] = &[
    "Type",
    "self",
    "Self",
    "Box",
    "Option",
    "String",
    "Client",
    "Call",
    "new",
    "send",
    "input",
    "Con",
    "COM1",
    "mod",
    "lib",
    "collections",
    "operations",
    "types",
    "_x",
    "__1",
    "x_y_Z",
    "ABCs",
    "SERVICE",
    "Error",
    "Unknown",
    "help",
    "rt",
    "ep",
    "gen",
    "async",
    "r",
    "static",
    "Default",
    "fmt",
    "main",
    "A",
    "a1",
    "Aa_",
    "unit",
    "None",
    "Ok",
    "Unmodeled",
    "value",
    "table",
];

/// Texts that are no names.
const TEXTS: &[&str] = &[
    "",
    " ",
    "'",
    "\"",
    "\\",
    "`",
    "../../x",
    "/etc/x",
    "C:\\x",
    "a\nb",
    "\u{0}",
    "\u{7f}",
    "\u{202e}x",
    "$(touch x)",
    "'; touch x; '",
    "*/ /*",
    "-->",
    "<b>",
    "<!--",
    "</",
    "&",
    "&#0;",
    "[x](y",
    "```",
    "{{ x }}",
    "{% raw %}",
    "#",
    "#![x]",
    "//!",
    "é",
    "\u{1f600}",
    "é\u{301}",
    "x-amz-",
    "Content-Type",
    "text/xml; q=\"",
    "0",
    "-1",
    "1e400",
    "true",
    "null",
    "2024-01-01T00:00:00Z",
    "AA==",
    "^(a",
    "http://[::1",
    ".",
    "con",
    "a\rb",
    "\r",
    "a\u{2028}b",
    EXAMPLE,
];

/// What rustdoc would compile and run, were it documentation.
const EXAMPLE: &str = "x\n\n```\npanic!();\n```\n\n    panic!();\n\nx";

/// A small generator of numbers, so that every run tries the same.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound.max(1)
    }

    fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }
}

/// Every node of a model, in order, shown to a function with its number until that says stop.
fn visit(node: &mut Value, at: &mut usize, change: &mut dyn FnMut(&mut Value)) {
    if *at == 0 {
        change(node);
    }
    *at = at.wrapping_sub(1);
    match node {
        Value::Array(items) => items.iter_mut().for_each(|item| visit(item, at, change)),
        Value::Object(members) => members
            .values_mut()
            .for_each(|item| visit(item, at, change)),
        _ => {}
    }
}

fn count(node: &Value) -> usize {
    1 + match node {
        Value::Array(items) => items.iter().map(count).sum(),
        Value::Object(members) => members.values().map(count).sum(),
        _ => 0,
    }
}

/// Names of shapes, as `ex#Name`.
fn shapes(model: &Value) -> Vec<String> {
    let shapes = model["shapes"].as_object();
    shapes
        .into_iter()
        .flat_map(Map::keys)
        .filter(|id| !id.contains('$'))
        .cloned()
        .collect()
}

/// Renames a member of an object, in its place.
fn rename_key(members: &mut Map<String, Value>, number: usize, name: &str) {
    let renamed = std::mem::take(members).into_iter().enumerate();
    members.extend(renamed.map(|(at, (key, value))| match at == number {
        true => (name.to_owned(), value),
        false => (key, value),
    }));
}

/// One change to a model.
fn change(model: &mut Value, numbers: &mut Numbers) {
    let mut at = numbers.below(count(model));
    match numbers.below(8) {
        // A shape has another name wherever it is named.
        0 | 1 => {
            let ids = shapes(model);
            let Some(id) = ids.get(numbers.below(ids.len())) else {
                return;
            };
            let long = "Long".repeat(numbers.below(80));
            let name = match numbers.below(6) {
                0 => long.as_str(),
                _ => numbers.pick(NAMES),
            };
            let new = format!("{}#{name}", id.split('#').next().unwrap());
            let text = model.to_string();
            let text = text.replace(&format!("\"{id}\""), &format!("\"{new}\""));
            *model = serde_json::from_str(&text).unwrap();
        }
        // So has a member, a trait or a setting of one.
        2 => {
            let (name, number) = (numbers.pick(NAMES), numbers.below(4));
            visit(model, &mut at, &mut |node| {
                if let Value::Object(members) = node {
                    rename_key(members, number, name);
                }
            });
        }
        // A text is another, or no text.
        3 | 4 => {
            let text = numbers.pick(TEXTS);
            while at < count(model) {
                let mut done = false;
                visit(model, &mut at.clone(), &mut |node| {
                    let is_reference = node.as_str().is_some_and(|text| text.contains('#'));
                    if node.is_string() && !is_reference {
                        *node = json!(text);
                        done = true;
                    }
                });
                at = if done { usize::MAX } else { at + 1 };
            }
        }
        // Documentation, of which there is much in models.
        5 => {
            let ids = shapes(model);
            let Some(id) = ids.get(numbers.below(ids.len())) else {
                return;
            };
            let text = format!("{}{}", numbers.pick(TEXTS), numbers.pick(TEXTS).repeat(20));
            model["shapes"][id]["traits"]["smithy.api#documentation"] = json!(text);
        }
        // A simple shape is another.
        6 => {
            let kinds = [
                "String",
                "Blob",
                "Boolean",
                "Byte",
                "Integer",
                "Long",
                "Double",
                "Timestamp",
                "Document",
                "BigInteger",
                "BigDecimal",
                "Unit",
            ];
            let id = format!("smithy.api#{}", numbers.pick(&kinds));
            visit(model, &mut at, &mut |node| {
                if node
                    .get("target")
                    .is_some_and(|it| it.to_string().contains("smithy.api#"))
                {
                    node["target"] = json!(id);
                }
            });
        }
        // Anything is anything, or gone.
        _ => {
            let values = [
                json!({}),
                json!([]),
                json!(null),
                json!(-1),
                json!(1e300),
                json!("x"),
                json!([{}]),
            ];
            let value = values[numbers.below(values.len())].clone();
            visit(model, &mut at, &mut |node| *node = value.clone());
        }
    }
}

/// Generates into `out`, as modules or as a package, and tells what happened to the files: how many were written.
fn generate(scratch: &Scratch, as_package: bool) -> usize {
    let out = scratch.0.join("out");
    let config = Config::new().model(scratch.0.join("model.json")).cli(true);
    let config = match as_package {
        true => config.package(Package::new(&out, "damaged")),
        false => config.out_dir(&out),
    };
    match config.try_generate() {
        Ok(report) => report.files,
        Err(errors) => {
            assert!(!errors.report(true).is_empty());
            assert!(errors.iter().all(|error| !error.one_line().contains('\n')));
            0
        }
    }
}

/// Checks what one changed model gives, and says whether it gave anything.
fn check(scratch: &Scratch, model: &Value, as_package: bool) -> bool {
    scratch.put("model.json", &model.to_string());
    // A machine that is busy may hold up a run; it does not do so each time.
    let mut written = 0;
    let fast = (0..3).any(|_| {
        let _ = fs::remove_dir_all(scratch.0.join("out"));
        let start = Instant::now();
        written = generate(scratch, as_package);
        start.elapsed() < LONGEST
    });
    assert!(fast, "no run was done in {LONGEST:?}: {model}");
    let there = scratch.all();
    let outside = there
        .iter()
        .find(|(path, _)| path != "model.json" && !path.starts_with("out/"));
    assert_eq!(outside, None, "{model}");
    let files: Vec<_> = there
        .iter()
        .filter(|(path, _)| !path.ends_with('/') && path != "model.json")
        // What the run notes for the next one.
        .filter(|(path, _)| !path.starts_with("out/.smithgen/"))
        .collect();
    assert_eq!(files.len(), written, "{model}");
    for (path, text) in files {
        let is_rust = Path::new(path).extension().is_some_and(|it| it == "rs");
        assert!(text.contains("@generated by smithgen"), "{path}: {model}");
        if is_rust && let Err(error) = syn::parse_file(text) {
            panic!("{path}: {error}: {model}");
        }
        assert_eq!(live_example(text), None, "{path}: {model}");
        assert!(!text.contains('\r'), "{path}: {model}");
    }
    written > 0
}

/// The first example in documentation that rustdoc would run: ours are only compiled, those of a model not even that.
fn live_example(text: &str) -> Option<String> {
    let mut fence: Option<String> = None;
    for line in text.lines() {
        let line = line.trim_start();
        let docs = ["///", "//!"].iter().find_map(|it| line.strip_prefix(it));
        let Some(docs) = docs else {
            fence = None;
            continue;
        };
        let docs = docs.trim_start_matches([' ', '>', '-', '|']);
        let ticks = docs.len() - docs.trim_start_matches('`').len();
        let (run, info) = docs.split_at(ticks);
        match &fence {
            Some(open) if ticks >= open.len() && info.is_empty() => fence = None,
            None if ticks >= 3 && !info.contains('`') => {
                let is_dead = info == "no_run" || info.starts_with(|c: char| c.is_alphanumeric());
                if !is_dead || info.starts_with("rust") {
                    return Some(line.to_owned());
                }
                fence = Some(run.to_owned());
            }
            _ => {}
        }
        if docs.contains("panic!") && fence.is_none() && line.contains("     panic!") {
            return Some(line.to_owned());
        }
    }
    None
}

/// Every text of a service that reaches its pages.
#[test]
fn no_text_of_a_model_is_an_example() {
    let scratch = Scratch::new("damage-texts");
    for text in [EXAMPLE, "1\r2", "```\npanic!();\n```", "<script>x</script>"] {
        let mut model: Value = serde_json::from_str(MODELS[0]).unwrap();
        let service = model["shapes"].as_object_mut().unwrap().values_mut();
        for shape in service {
            let traits = json!({
                "smithy.api#documentation": text,
                "smithy.api#deprecated": { "since": text, "message": text },
                "smithy.api#externalDocumentation": { text: "https://example.org" },
            });
            let kind = shape["type"].as_str().unwrap().to_owned();
            if kind == "service" {
                shape["version"] = json!(text);
                shape["traits"]["smithy.api#title"] = json!(text);
            }
            if kind != "apply" && !shape["traits"].is_null() {
                let own = shape["traits"].as_object_mut().unwrap();
                own.extend(traits.as_object().unwrap().clone());
            }
        }
        assert!(check(&scratch, &model, true), "{text:?} is refused");
        for (path, page) in scratch.all() {
            let is_page = path.ends_with("README.md") || path.ends_with("lib.rs");
            if is_page && text.contains('<') {
                assert!(!page.contains(" <script>"), "{path}");
            }
        }
    }
}

#[test]
fn a_thousand_changed_models_give_all_of_their_output_or_none() {
    let emitted = AtomicUsize::new(0);
    let next = AtomicUsize::new(0);
    let threads = std::thread::available_parallelism().map_or(2, |it| it.get().min(8));
    std::thread::scope(|scope| {
        for thread in 0..threads {
            let (emitted, next) = (&emitted, &next);
            scope.spawn(move || {
                let scratch = Scratch::new(&format!("damage-{thread}"));
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= CHANGES {
                        break;
                    }
                    let mut numbers = Numbers(number as u64);
                    numbers.below(1);
                    let mut model: Value =
                        serde_json::from_str(MODELS[number % MODELS.len()]).unwrap();
                    for _ in 0..=numbers.below(2) {
                        change(&mut model, &mut numbers);
                    }
                    if check(&scratch, &model, number % 8 >= 4) {
                        emitted.fetch_add(1, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    let emitted = emitted.into_inner();
    // Most changes break a rule of the language.
    assert!(
        emitted * 4 >= CHANGES,
        "only {emitted} of {CHANGES} reached emission"
    );
}
