//! Texts that match a pattern.

use regex_syntax::hir::{Class, Hir, HirKind};

use crate::random::Random;

/// How often a repetition without an end repeats beyond its beginning, in the order in which it is tried: patterns do
/// not say what length their text must have.
const STRETCHES: &[u32] = &[2, 0, 6, 12, 24, 40, 90];

/// Texts to try for patterns that cannot be followed: those with lookaround, say.
const GUESSES: &[&str] = &[
    "a",
    "abc",
    "Abc1",
    "abc-1",
    "example",
    "12",
    "1234",
    "123456789012",
    "1.5",
    "us-east-1",
    "https://example.com/a",
    "s3://example/a",
    "arn:aws:service:us-east-1:123456789012:thing/one",
    "0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f",
];

/// Texts that may match a pattern, best first.
pub(super) fn texts(pattern: &str, random: &mut Random) -> Vec<String> {
    let mut texts = Vec::new();
    if let Some(hir) = parsed(pattern) {
        for stretch in STRETCHES {
            for _ in 0..3 {
                let mut text = String::new();
                write(&hir, *stretch, random, &mut text);
                texts.push(text);
            }
        }
    }
    texts.extend(GUESSES.iter().map(|text| (*text).to_owned()));
    texts
}

/// Whether a text matches, as far as the pattern can be read.
pub(super) fn matches(pattern: &str, text: &str) -> bool {
    regex_lite::Regex::new(pattern).map_or(true, |regex| regex.is_match(text))
}

fn parsed(pattern: &str) -> Option<Hir> {
    regex_syntax::parse(&rewritten(pattern)).ok()
}

/// The pattern in the syntax that is read here: escapes as ECMA 262 has them, and no lookaround, which is checked
/// afterwards.
fn rewritten(pattern: &str) -> String {
    let mut text = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some(first) = rest.chars().next() {
        if let Some(after) = ["(?=", "(?!", "(?<=", "(?<!"]
            .iter()
            .find_map(|start| rest.strip_prefix(start))
        {
            rest = after_group(after);
            continue;
        }
        let hex = rest.strip_prefix("\\u").and_then(|rest| rest.get(..4));
        let code = hex.and_then(|hex| u32::from_str_radix(hex, 16).ok());
        match code {
            Some(code) => {
                // Halves of pairs stand for what lies beyond.
                let legal = char::from_u32(code).map_or(0xd7ff, u32::from);
                text.push_str(&format!("\\x{{{legal:x}}}"));
                rest = rest.get(6..).unwrap_or_default();
            }
            None if first == '\\' => {
                let mut escaped = rest.chars();
                escaped.next();
                let second = escaped.next();
                match second {
                    Some('/') => text.push('/'),
                    Some('_' | '@' | ',' | '!' | '\'' | ':' | ';' | '=' | '"' | '<' | '>') => {
                        text.extend(second);
                    }
                    _ => {
                        text.push(first);
                        text.extend(second);
                    }
                }
                rest = escaped.as_str();
            }
            None => {
                text.push(first);
                rest = rest.get(first.len_utf8()..).unwrap_or_default();
            }
        }
    }
    text
}

/// What follows the end of a group.
fn after_group(text: &str) -> &str {
    let mut depth = 1;
    let mut is_escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return text.get(at + 1..).unwrap_or_default();
        }
    }
    ""
}

fn write(hir: &Hir, stretch: u32, random: &mut Random, text: &mut String) {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(&String::from_utf8_lossy(&literal.0)),
        HirKind::Class(class) => text.extend(character(class, random)),
        HirKind::Repetition(repetition) => {
            let most = repetition.max.unwrap_or(u32::MAX);
            let most = most.min(repetition.min.saturating_add(stretch));
            let times = random.between(repetition.min.into(), most.into());
            // Where much is needed, all of it is.
            let times = if stretch > 6 { i128::from(most) } else { times };
            for _ in 0..times {
                write(&repetition.sub, stretch, random, text);
            }
        }
        HirKind::Capture(capture) => write(&capture.sub, stretch, random, text),
        HirKind::Concat(parts) => parts
            .iter()
            .for_each(|part| write(part, stretch, random, text)),
        HirKind::Alternation(parts) => {
            if let Some(part) = random.one_of(parts) {
                write(part, stretch, random, text);
            }
        }
    }
}

/// A character of a class, a printable one of ASCII where there is one.
fn character(class: &Class, random: &mut Random) -> Option<char> {
    let ranges: Vec<(u32, u32)> = match class {
        Class::Unicode(class) => class
            .ranges()
            .iter()
            .map(|range| (range.start().into(), range.end().into()))
            .collect(),
        Class::Bytes(class) => class
            .ranges()
            .iter()
            .map(|range| (range.start().into(), range.end().into()))
            .collect(),
    };
    let printable = ranges
        .iter()
        .filter_map(|(first, last)| {
            let (first, last) = ((*first).max(0x21), (*last).min(0x7e));
            (first <= last).then_some((first, last))
        })
        .collect::<Vec<_>>();
    let ranges = if printable.is_empty() {
        ranges
    } else {
        printable
    };
    let (first, last) = random.one_of(&ranges)?;
    let chosen = random.between((*first).into(), (*last).into());
    u32::try_from(chosen).ok().and_then(char::from_u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_match_patterns_of_real_models() {
        for (pattern, engine) in [
            (
                r"^arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+$",
                None,
            ),
            (
                r"^[\u0009\u000A\u000D\u0020-\u00FF]+$",
                Some(r"^[\x09\x0a\x0d\x20-\xff]+$"),
            ),
            (
                r"^(?!^[0-9]+$)([a-zA-Z0-9-_]+)$",
                Some(r"^([a-zA-Z0-9-_]+)$"),
            ),
            (r"^https://[\.\-_/#:A-Za-z0-9]+\.com$", None),
        ] {
            let mut random = Random::new(1);
            let first = texts(pattern, &mut random).remove(0);
            let engine = regex_lite::Regex::new(engine.unwrap_or(pattern)).unwrap();
            assert!(engine.is_match(&first), "{pattern}: {first}");
        }
    }
}
