//! Forms by their pairs, in no order and still encoded; entries of maps may be numbered in any order.

use std::collections::BTreeMap;

use super::maps::Maps;

/// The pairs below a prefix.
#[derive(Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Node {
    values: Vec<String>,
    parts: BTreeMap<String, Node>,
}

/// The pairs of a form as a tree, by the parts of their names.
pub(super) fn tree(form: &str, maps: &Maps) -> Node {
    let mut root = Node::default();
    for pair in form
        .trim()
        .split('&')
        .map(str::trim)
        .filter(|pair| !pair.is_empty())
    {
        let (name, value) = match pair.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (pair, None),
        };
        let mut node = &mut root;
        for part in name.split('.') {
            node = node.parts.entry(part.to_owned()).or_default();
        }
        node.values.push(match value {
            Some(value) => format!("={value}"),
            None => String::new(),
        });
    }
    root.sort(maps);
    root
}

impl Node {
    fn sort(&mut self, maps: &Maps) {
        self.values.sort();
        self.parts.values_mut().for_each(|part| part.sort(maps));
        let is_entry = |(name, part): (&String, &Node)| {
            name.bytes().all(|byte| byte.is_ascii_digit()) && maps.is_entry(part.parts.keys())
        };
        if self.parts.iter().all(is_entry) {
            let mut names: Vec<String> = self.parts.keys().cloned().collect();
            // As the numbers they are.
            names.sort_by_key(|name| (name.len(), name.clone()));
            let mut entries: Vec<Node> = std::mem::take(&mut self.parts).into_values().collect();
            entries.sort();
            self.parts = names.into_iter().zip(entries).collect();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use smithgen_runtime::{Kind, Member, Schema, prelude};

    static KEYS: Schema = Schema::new(
        "a#M",
        Kind::Map,
        &[
            Member::new("key", &prelude::STRING),
            Member::new("value", &prelude::STRING),
        ],
    );

    #[test]
    fn only_entries_of_maps_have_no_order() {
        let maps = Maps::of(&KEYS);
        let tree = |form| super::tree(form, &maps);
        assert_eq!(tree("b=1&a=%20\n&c"), tree("c&a=%20&b=1"));
        assert_ne!(tree("a="), tree("a"));
        assert_ne!(tree("l.1=x&l.2=y"), tree("l.1=y&l.2=x"));
        let one = "m.entry.1.key=x&m.entry.1.value=1&m.entry.2.key=y&m.entry.2.value=2";
        let other = "m.entry.1.key=y&m.entry.1.value=2&m.entry.2.key=x&m.entry.2.value=1";
        assert_eq!(tree(one), tree(other));
        let mixed = "m.entry.1.key=x&m.entry.1.value=2&m.entry.2.key=y&m.entry.2.value=1";
        assert_ne!(tree(one), tree(mixed));
        // Values without pairs.
        let one = "m.entry.1.key=x&m.entry.2.key=y&m.entry.2.value.a=1";
        let other = "m.entry.1.key=y&m.entry.1.value.a=1&m.entry.2.key=x";
        assert_eq!(tree(one), tree(other));
    }
}
