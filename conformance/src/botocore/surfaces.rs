//! Compares what is generated of a service as botocore describes it with what is of its model, line by line of the surface.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use smithgen::Config;

use crate::differences::Difference;

/// A line that only one of the two has, or has otherwise: of what kind it is, why, and the line.
pub(super) type Line = (&'static str, Option<&'static str>, String);

const NEWER: &str = "botocore is newer than the models";
const BOUNDS: &str = "descriptions state other bounds, patterns and statuses of errors, or none";
const DEFAULTS: &str =
    "required members without default are parameters, and descriptions have no defaults";
const COLLECTIONS: &str = "lists and maps have other names, which nothing shows";
const FOLLOWS: &str = "it follows from another difference";

/// The lines that differ.
pub(super) fn compare(
    model: &Path,
    botocore: &Path,
    differences: &[Difference],
) -> Result<Vec<Line>, String> {
    let (before, after) = (lines(model)?, lines(botocore)?);
    let named = differences.iter().filter_map(narrowest);
    let causes: BTreeSet<String> = named.chain(differences.iter().filter_map(wait)).collect();
    let owners: BTreeSet<String> = differences.iter().filter_map(owner).collect();
    let protocol = before.get("wire service").map_or("", String::as_str);
    let unsaid = unsaid(protocol);
    let says =
        |lines: &BTreeMap<String, String>, value: &str| bare(&by_kind(lines, value), &unsaid);
    let keys: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let changed = keys
        .into_iter()
        .filter(|key| before.get(*key) != after.get(*key));
    Ok(changed
        .map(|key| {
            let (old, new) = (before.get(key), after.get(key));
            let text = |value: Option<&String>| value.map_or("", String::as_str).to_owned();
            let (old, new) = (text(old), text(new));
            let line = format!("{key}: {old} → {new}");
            let is_caused = |text: &str| words(text).any(|word| causes.contains(&word));
            // A constructor has the required members as its parameters.
            let is_constructor = key.ends_with("::new");
            let reason = match () {
                () if !before.contains_key(key) => ("surface added", Some(NEWER)),
                () if key == "wire service" || new.starts_with(&format!("{old}, ")) => {
                    ("surface more", Some(NEWER))
                }
                () if new.is_empty() && is_collection(&before, key) => {
                    ("surface collection", Some(COLLECTIONS))
                }
                () if !new.is_empty() && says(&before, &old) == says(&after, &new) => {
                    ("surface bounds", Some(BOUNDS))
                }
                () if [key.as_str(), &old, &new].into_iter().any(is_caused)
                    || (is_constructor && words(key).any(|word| owners.contains(&word))) =>
                {
                    ("surface follows", Some(FOLLOWS))
                }
                () if is_constructor && !new.is_empty() => ("surface constructor", Some(DEFAULTS)),
                () => ("surface", None),
            };
            (reason.0, reason.1, line)
        })
        .collect())
}

/// How the parts of a line start that descriptions of services of a protocol seldom say, or say otherwise.
fn unsaid(protocol: &str) -> Vec<&'static str> {
    let mut unsaid = vec![
        "length ",
        "range ",
        "pattern ",
        "status ",
        "unique items",
        "query error ",
        "sparse",
    ];
    if protocol.contains("xml") {
        // The name of a whole document is that of its shape.
        unsaid.push("xml ");
    }
    unsaid
}

/// Whether a line is about a list or map, or about what is in one.
fn is_collection(lines: &BTreeMap<String, String>, key: &str) -> bool {
    let shape = key.split('$').next().unwrap_or_default();
    let kind = lines.get(shape).and_then(|it| it.split(',').next());
    kind.is_some_and(|kind| ["list", "map"].contains(&kind))
}

/// A line with the kind of the list or map that it names: their names are nowhere but in models.
fn by_kind(lines: &BTreeMap<String, String>, value: &str) -> String {
    let (name, rest) = value.split_once(',').unwrap_or((value, ""));
    let target = lines.get(&format!("wire {name}"));
    let kind = target.and_then(|it| it.split(',').next());
    match kind.filter(|kind| ["list", "map"].contains(kind)) {
        Some(kind) if rest.is_empty() => kind.to_owned(),
        Some(kind) => format!("{kind},{rest}"),
        None => value.to_owned(),
    }
}

/// A line without the parts that start in one of these ways.
fn bare(value: &str, unsaid: &[&str]) -> String {
    let mut parts = Vec::new();
    let mut rest = value;
    while !rest.is_empty() {
        let mut is_quoted = false;
        let mut is_escaped = false;
        let end = rest.char_indices().find(|(at, it)| {
            let is_end = !is_quoted && rest[*at..].starts_with(", ");
            is_quoted ^= *it == '"' && !is_escaped;
            is_escaped = *it == '\\' && !is_escaped;
            is_end
        });
        let (part, after) = rest.split_at(end.map_or(rest.len(), |(at, _)| at));
        parts.push(part);
        rest = after.strip_prefix(", ").unwrap_or(after);
    }
    parts.retain(|part| !unsaid.iter().any(|it| part.starts_with(it)));
    parts.join(", ")
}

/// The surface of a model with its command: what each line is about, and what it says of that.
fn lines(model: &Path) -> Result<BTreeMap<String, String>, String> {
    let config = Config::new().model(model).module("k").cli(true);
    let made = config.files().map_err(|errors| errors.to_string())?;
    let surface = made.files.into_iter().find(|it| it.path == "k/API.txt");
    let text = surface.map(|file| file.text).unwrap_or_default();
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let parts = lines.filter_map(|line| line.split_once(": "));
    let lines: BTreeMap<_, _> = parts
        .map(|(about, says)| (about.to_owned(), says.to_owned()))
        .collect();
    match lines.is_empty() {
        true => Err(format!("{}: no surface", model.display())),
        false => Ok(lines),
    }
}

/// The narrowest name that a difference is about: of a member, and of the shape or operation if no more is said.
fn narrowest(difference: &Difference) -> Option<String> {
    let about: Vec<&str> = difference.about.split(' ').collect();
    let named = match about.as_slice() {
        [
            "shape" | "operation",
            _,
            "member" | "value" | "error" | "waiter",
            name,
            ..,
        ] => *name,
        [_, name, ..] => name,
        _ => difference.about.as_str(),
    };
    let name = named.split(['#', '.']).rfind(|it| !it.is_empty());
    name.map(plain)
}

/// The type that waits, of an operation of which a difference is about a waiter: it goes with the last of them.
fn wait(difference: &Difference) -> Option<String> {
    let about: Vec<&str> = difference.about.split(' ').collect();
    match about.as_slice() {
        ["operation", name, "waiter", ..] => Some(plain(name) + "wait"),
        _ => None,
    }
}

/// The shape of which a difference is about a member.
fn owner(difference: &Difference) -> Option<String> {
    let about: Vec<&str> = difference.about.split(' ').collect();
    match about.as_slice() {
        ["shape", name, "member", ..] => Some(plain(name)),
        _ => None,
    }
}

/// The names in a line, without what different languages do to them.
fn words(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|it: char| !it.is_alphanumeric() && it != '_' && it != '-');
    let words = words.map(|word| {
        let made = ["with_", "wait_until_"].into_iter();
        let named = made.filter_map(|it| word.strip_prefix(it)).next();
        named.unwrap_or(word)
    });
    words.filter(|word| !word.is_empty()).map(plain)
}

fn plain(name: &str) -> String {
    let letters = name.chars().filter(|it| it.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_left_out_wherever_they_stand() {
        let value = r#"string, required, length 1..2, pattern "^\"[a, b]\\", json "x, y", unique items, header "h""#;
        assert_eq!(
            bare(value, &unsaid("restJson1")),
            r#"string, required, json "x, y", header "h""#
        );
        assert_eq!(bare("list, sparse", &unsaid("awsJson1_0")), "list");
    }
}
