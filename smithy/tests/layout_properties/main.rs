//! What holds of the layout of every file: it stays once it is laid out, keeps each comment and says the same.
//!
//! Files are made up at random, always the same ones: every blank, line break, comment and way to write a value that the
//! language allows may stand wherever it does.

mod author;
mod shapes;

use std::collections::HashSet;

use smithgen_model::Errors;
use smithgen_model::format::format;
use smithgen_model::{load, print, resolve};

use self::author::Author;

const CASES: u64 = 1_500;

/// How many files are read at once.
const TOGETHER: usize = 100;

const LIB: &str = "$version: \"2.0\"\nnamespace lib\n@trait document any\n@error(\"client\") structure E1 {}\n\
    @error(\"client\") structure E2 {}\nstructure In {}\n@mixin structure Mixed { mixed: String }\n";

/// The model of files as a JSON AST, if they are one.
fn ast(texts: &[&str]) -> Result<serde_json::Value, String> {
    let mut errors = Errors::new();
    let named =
        |(number, text): (usize, &&str)| (format!("{number}.smithy"), text.as_bytes().to_vec());
    let texts = texts.iter().enumerate().map(named).collect();
    let lib = vec![("lib.smithy".to_owned(), LIB.as_bytes().to_vec())];
    let loaded = load::load_with(texts, lib, &mut errors);
    let merged = resolve::merge(loaded, false, &mut errors);
    match errors.has_errors() {
        true => Err(errors.report(false)),
        false => Ok(print::json_ast(&merged.model)),
    }
}

/// The comments of a file that were made up, by what they say. None of what is said in quotes looks like them.
fn comments(text: &str) -> HashSet<String> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '.');
    words
        .filter(|word| word.starts_with('c') && word.ends_with('.'))
        .map(str::to_owned)
        .collect()
}

/// What does not hold of a file, and what it becomes.
type Fault = (&'static str, String);

/// What becomes of a file, unless it loses comments or does not stay.
fn laid_out(text: &str) -> Result<String, Fault> {
    let got =
        format("model.smithy", text).map_err(|errors| ("it is refused", errors.to_string()))?;
    let (before, after) = (comments(text), comments(&got));
    if before != after {
        let lost: Vec<_> = before.symmetric_difference(&after).collect();
        return Err(("comments are lost", format!("{lost:?}\n{got}")));
    }
    match format("model.smithy", &got) {
        Ok(again) if again == got => Ok(got),
        Ok(again) => Err(("it does not stay", format!("{got}\n--- and then\n{again}"))),
        Err(errors) => Err(("it is refused then", format!("{got}\n{errors}"))),
    }
}

fn fault(text: &str) -> Option<Fault> {
    let got = match laid_out(text) {
        Ok(got) => got,
        Err(fault) => return Some(fault),
    };
    match (ast(&[text]), ast(&[&got])) {
        (Ok(before), Ok(after)) if before == after => None,
        (Ok(before), Ok(after)) => {
            let (before, after) = (format!("{before:#}"), format!("{after:#}"));
            let pairs = before.lines().zip(after.lines());
            let other = pairs.filter(|(before, after)| before != after);
            let other: Vec<_> = other.take(3).collect();
            Some(("it says something else", format!("{got}\n--- {other:?}")))
        }
        (Ok(_), Err(errors)) => Some(("it is no model any more", format!("{got}\n{errors}"))),
        (Err(errors), _) => Some(("it is no model", errors)),
    }
}

/// The same fault in less text: without lines that it does not take.
fn smaller(text: String, kind: &str) -> String {
    let mut lines: Vec<String> = text
        .split_inclusive(['\n', '\r'])
        .map(str::to_owned)
        .collect();
    for count in [8, 4, 3, 2, 1, 1] {
        let mut number = 0;
        while number < lines.len() {
            let mut fewer = lines.clone();
            fewer.drain(number..(number + count).min(lines.len()));
            match fault(&fewer.concat()) {
                Some((same, _)) if same == kind => lines = fewer,
                _ => number += 1,
            }
        }
    }
    lines.concat()
}

#[test]
fn whatever_is_laid_out_says_the_same_keeps_its_comments_and_stays() {
    let mut wrong = Vec::new();
    // Files of namespaces of their own are read together: what takes time is what is built in.
    for first in (0..CASES).step_by(TOGETHER) {
        let texts: Vec<String> = (first..first + TOGETHER as u64)
            .map(|seed| Author::new(seed).file())
            .collect();
        let got: Result<Vec<String>, _> = texts.iter().map(|text| laid_out(text)).collect();
        let is_same = |got: Vec<String>| {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let got: Vec<&str> = got.iter().map(String::as_str).collect();
            matches!((ast(&texts), ast(&got)), (Ok(before), Ok(after)) if before == after)
        };
        if !got.is_ok_and(is_same) {
            wrong.extend(
                texts
                    .into_iter()
                    .filter_map(|text| Some((fault(&text)?.0, text))),
            );
        }
        if wrong.len() > 2 {
            break;
        }
    }
    let shown = wrong.into_iter().take(3).map(|(kind, text)| {
        let text = smaller(text, kind);
        let said = fault(&text).map_or(String::new(), |(_, said)| said);
        format!("{kind}:\n{text:?}\n{text}\n--- becomes\n{said}")
    });
    let shown: Vec<String> = shown.collect();
    assert!(shown.is_empty(), "{}", shown.join("\n======\n"));
}
