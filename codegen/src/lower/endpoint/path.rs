//! The small languages within endpoint rules: templates, `getAttr` paths, and paths into an input.

use crate::ir::endpoint::{InputStep, PathStep};
use crate::limits::INPUT_PATH_DEPTH;

/// A piece of a template.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// Text as it is.
    Text(String),
    /// A variable, and the part of it that is meant.
    Value(&'a str, Option<&'a str>),
}

/// Takes a template apart; none when its braces do not match.
pub(super) fn template(text: &str) -> Option<Vec<Piece<'_>>> {
    let mut pieces = Vec::new();
    let mut literal = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, found) = rest.split_at(at);
        literal.push_str(before);
        if let Some(after) = found.strip_prefix("{{") {
            literal.push('{');
            rest = after;
        } else if let Some(after) = found.strip_prefix("}}") {
            literal.push('}');
            rest = after;
        } else {
            let (inside, after) = found.strip_prefix('{')?.split_once('}')?;
            if inside.is_empty() || inside.contains('{') {
                return None;
            }
            if !literal.is_empty() {
                pieces.push(Piece::Text(std::mem::take(&mut literal)));
            }
            pieces.push(match inside.split_once('#') {
                Some((name, path)) => Piece::Value(name, Some(path)),
                None => Piece::Value(inside, None),
            });
            rest = after;
        }
    }
    literal.push_str(rest);
    if !literal.is_empty() {
        pieces.push(Piece::Text(literal));
    }
    Some(pieces)
}

/// Takes a path such as `resourceId[0].name` apart.
pub(super) fn attribute(path: &str) -> Option<Vec<PathStep>> {
    let mut steps = Vec::new();
    for part in path.split('.') {
        let (name, mut indices) = part.split_at(part.find('[').unwrap_or(part.len()));
        // `[0]` alone takes an item of the value itself.
        if !name.is_empty() {
            steps.push(PathStep::Field(name.to_owned()));
        } else if indices.is_empty() || !steps.is_empty() {
            return None;
        }
        while !indices.is_empty() {
            let (index, after) = indices.strip_prefix('[')?.split_once(']')?;
            steps.push(PathStep::Index(index.parse().ok()?));
            indices = after;
        }
    }
    Some(steps)
}

/// Takes the path of `@operationContextParams` apart: the part of JMESPath that the trait allows.
pub(super) fn input(path: &str) -> Option<Vec<InputStep>> {
    let (steps, rest) = steps(path.trim(), 0)?;
    rest.is_empty().then_some(steps)
}

/// The steps at the start of a text, up to a `,`, `]` or `)` that belongs to what is around them.
fn steps(text: &str, depth: usize) -> Option<(Vec<InputStep>, &str)> {
    if depth > INPUT_PATH_DEPTH {
        return None;
    }
    if let Some(inside) = text.strip_prefix("keys(") {
        let (mut found, rest) = match inside.trim_start().strip_prefix('@') {
            Some(rest) => (Vec::new(), rest),
            None => steps(inside.trim_start(), depth + 1)?,
        };
        found.push(InputStep::Keys);
        return Some((found, rest.trim_start().strip_prefix(')')?));
    }
    let mut found = Vec::new();
    let mut rest = text;
    loop {
        rest = if let Some(after) = rest.strip_prefix("[*]") {
            found.push(InputStep::Items);
            after
        } else if let Some(after) = rest.strip_prefix("[]") {
            found.push(InputStep::Flatten);
            after
        } else if let Some(after) = rest.strip_prefix('[') {
            let (paths, after) = selection(after, depth)?;
            found.push(InputStep::Select(paths));
            after
        } else if let Some(after) = rest.strip_prefix('*') {
            found.push(InputStep::Values);
            after
        } else {
            let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
            let (name, after) = rest.split_at(end.unwrap_or(rest.len()));
            if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) {
                return None;
            }
            found.push(InputStep::Field(name.to_owned()));
            after
        };
        match rest.strip_prefix('.') {
            Some(after) => match after.strip_prefix("keys(@)") {
                Some(after) => {
                    found.push(InputStep::Keys);
                    return Some((found, after));
                }
                None => rest = after,
            },
            None if rest.starts_with('[') => {}
            None => return Some((found, rest)),
        }
    }
}

/// The paths of `a, b]`, and what follows the bracket.
fn selection(text: &str, depth: usize) -> Option<(Vec<Vec<InputStep>>, &str)> {
    let mut paths = Vec::new();
    let mut rest = text;
    loop {
        let (path, after) = steps(rest.trim_start(), depth + 1)?;
        paths.push(path);
        let after = after.trim_start();
        match after.strip_prefix(',') {
            Some(after) => rest = after,
            None => return Some((paths, after.strip_prefix(']')?)),
        }
    }
}
