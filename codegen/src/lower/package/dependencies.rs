//! What a package depends on besides smithgen's crates, in lines of its manifest.

use std::collections::BTreeSet;

use toml::de::{DeTable, DeValue};

use super::name_fault;
use crate::limits::SETTING_CODE;
use smithgen_model::{Diagnostic, Errors};

/// The lines, sorted by name.
pub(super) fn lines(settings: &[String], errors: &mut Errors) -> Vec<String> {
    let mut names = BTreeSet::new();
    let mut lines = Vec::new();
    for line in settings {
        let fault = match name(line) {
            Some(name) if name.starts_with("smithgen-") => Some("is the generator's to name"),
            Some(name) if name_fault(&name).is_none() => {
                (!names.insert(name)).then_some("is named twice")
            }
            _ => Some("is no dependency"),
        };
        match fault {
            None => lines.push(line.trim().to_owned()),
            Some(fault) => {
                let shown: String = line.chars().take(60).collect();
                let problem = Diagnostic::error(format!("`{shown}` {fault}"));
                let help =
                    "write a line as below `[dependencies]` in Cargo.toml: `palette = \"1\"`";
                errors.push(problem.help(help).setting("package.dependencies", line));
            }
        }
    }
    lines.sort();
    lines
}

/// The name of a dependency that stands on one line with what it requires.
fn name(line: &str) -> Option<String> {
    let is_table = line.trim().starts_with('[');
    if is_table || line.trim().contains(['\n', '\r']) || line.len() > SETTING_CODE {
        return None;
    }
    let table = DeTable::parse(line).ok()?;
    let mut keys = table.get_ref().iter();
    let (Some((name, value)), None) = (keys.next(), keys.next()) else {
        return None;
    };
    let is_requirement = matches!(value.get_ref(), DeValue::String(_) | DeValue::Table(_));
    is_requirement.then(|| name.get_ref().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_what_cargo_takes() {
        let told = |lines: &[&str]| {
            let lines: Vec<String> = lines.iter().map(|&it| it.to_owned()).collect();
            let mut errors = Errors::new();
            let lines = self::lines(&lines, &mut errors);
            let told: Vec<String> = errors.iter().map(|it| it.message.clone()).collect();
            (lines, told)
        };
        let good = [
            "b = { path = \"../b\", features = [\"x\"] }",
            " a-b = \"1\" ",
            "c.workspace = true",
        ];
        let sorted = ["a-b = \"1\"", good[0], good[2]];
        assert_eq!(told(&good), (sorted.map(str::to_owned).to_vec(), vec![]));
        let long = format!("a = \"{}\"", "1".repeat(SETTING_CODE));
        for bad in [
            "a",
            "a = 1",
            "a = \"1\"\nb = \"1\"",
            "[a]",
            "1a = \"1\"",
            "",
            &long,
        ] {
            let (lines, told) = told(&[bad]);
            assert_eq!((lines.len(), told.len()), (0, 1), "{bad}");
            assert!(told[0].ends_with("is no dependency"), "{told:?}");
        }
        assert_eq!(
            told(&["a = \"1\"", "a = \"2\"", "smithgen-client = \"1\""]).1,
            [
                "`a = \"2\"` is named twice",
                "`smithgen-client = \"1\"` is the generator's to name"
            ]
        );
    }
}
