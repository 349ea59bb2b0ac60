//! Whether media types are such: `type/subtype; parameter=value`.

use crate::model::traits::{Known, MediaType, is_token};
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for (subject, applied) in context.with_trait(MediaType::ID) {
        let Some(text) = applied.value.as_str() else {
            continue;
        };
        if !is_media_type(text) {
            let message = format!("`{text}` is no media type: write it as `text/plain; charset=x`");
            report.trait_error(subject, MediaType::ID, message);
        }
    }
}

fn is_media_type(text: &str) -> bool {
    let Some((kind, rest)) = text.split_once('/') else {
        return false;
    };
    let (subtype, mut rest) = token(rest);
    if !is_token(kind) || subtype.is_empty() {
        return false;
    }
    loop {
        rest = rest.trim_start_matches(is_space);
        if rest.is_empty() {
            return true;
        }
        match rest.strip_prefix(';').and_then(parameter) {
            Some(next) => rest = next,
            None => return false,
        }
    }
}

/// What follows a parameter, if there is one.
fn parameter(text: &str) -> Option<&str> {
    let (name, rest) = token(text.trim_start_matches(is_space));
    let rest = rest.strip_prefix('=')?;
    if name.is_empty() {
        return None;
    }
    if let Some(quoted) = rest.strip_prefix('"') {
        return after_quote(quoted);
    }
    let (value, rest) = token(rest);
    (!value.is_empty()).then_some(rest)
}

/// What follows a quoted text, of which the opening quote is left out.
fn after_quote(text: &str) -> Option<&str> {
    let mut is_escaped = false;
    for (at, letter) in text.char_indices() {
        match letter {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return text.get(at + 1..),
            _ => {}
        }
    }
    None
}

/// The token at the start of a text, and the rest.
fn token(text: &str) -> (&str, &str) {
    let end = text.find(|letter: char| !is_token(letter.encode_utf8(&mut [0; 4])));
    text.split_at(end.unwrap_or(text.len()))
}

fn is_space(letter: char) -> bool {
    matches!(letter, ' ' | '\t' | '\r' | '\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_media_types() {
        for good in [
            "text/plain",
            "application/vnd.a+json",
            "a/b;c=d",
            "a/b ; c=\"d\\\" ; e\" ; f=g",
            "a/b  ",
        ] {
            assert!(is_media_type(good), "{good}");
        }
        for bad in [
            "",
            "a",
            "a/",
            "/b",
            "a/b;",
            "a/b;c",
            "a/b;c=",
            "a/b; =d",
            "a/b;c=\"d",
            "a /b",
            "a/b c",
        ] {
            assert!(!is_media_type(bad), "{bad}");
        }
    }
}
