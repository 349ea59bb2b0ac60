//! The differences between two lists of facts, each told once and by its kind.

use std::collections::BTreeSet;

use crate::facts::Facts;

/// A fact that two models do not share.
pub(crate) struct Difference {
    /// What it is about.
    pub(crate) about: String,
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
}

impl Difference {
    /// What kind it is: what it is about without names, and whether it was added, removed or changed.
    pub(crate) fn kind(&self) -> String {
        let change = match (&self.before, &self.after) {
            (None, _) => "added",
            (_, None) => "removed",
            _ => "changed",
        };
        let words: Vec<&str> = self.about.split(' ').collect();
        let what = match words.as_slice() {
            ["service", what] => format!("service {what}"),
            ["rules", _] => "rules parameter".to_owned(),
            [of @ ("operation" | "shape"), _] => (*of).to_owned(),
            ["operation", _, "error", _] => "operation error".to_owned(),
            ["operation", _, "waiter", _, what] => format!("waiter {what}"),
            ["shape", _, "value", ..] => "enum value".to_owned(),
            ["shape", _, "member", name] => match name.contains('.') {
                true => "element".to_owned(),
                false => "member".to_owned(),
            },
            ["shape", _, "member", name, what] => match name.contains('.') {
                true => format!("element {what}"),
                false => format!("member {what}"),
            },
            [of, _, what @ ..] => format!("{of} {}", what.join(" ")),
            _ => self.about.clone(),
        };
        format!("{what} {change}")
    }
}

/// The differences between two models, without those within something that only one of them has.
pub(crate) fn differences(before: &Facts, after: &Facts) -> Vec<Difference> {
    let keys: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let mut alone: Option<&str> = None;
    let mut found = Vec::new();
    for about in keys {
        if alone.is_some_and(|outer| is_within(about, outer)) {
            continue;
        }
        let (old, new) = (before.get(about), after.get(about));
        if old == new {
            continue;
        }
        if old.is_none() || new.is_none() {
            alone = Some(about);
        }
        found.push(Difference {
            about: about.clone(),
            before: old.cloned(),
            after: new.cloned(),
        });
    }
    found
}

/// Whether a fact is about a part of something.
fn is_within(about: &str, outer: &str) -> bool {
    let rest = about.strip_prefix(outer);
    rest.is_some_and(|rest| rest.starts_with([' ', '.']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(list: &[(&str, &str)]) -> Facts {
        let pairs = list
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
        pairs.collect()
    }

    #[test]
    fn differences_are_told_once_and_by_kind() {
        let before = facts(&[
            ("operation A", "there"),
            ("operation A http uri", "/a"),
            ("shape S", "structure"),
            ("shape S member m", "string"),
            ("shape S member m length", "{\"max\":1}"),
        ]);
        let after = facts(&[
            ("shape S", "structure"),
            ("shape S member m", "string"),
            ("shape S member m length", "{\"max\":2}"),
            ("shape S member n.value xmlName", "\"x\""),
            ("shape T", "enum"),
        ]);
        let found = differences(&before, &after);
        let kinds: Vec<String> = found.iter().map(Difference::kind).collect();
        assert_eq!(
            kinds,
            [
                "operation removed",
                "member length changed",
                "element xmlName added",
                "shape added"
            ]
        );
    }
}
