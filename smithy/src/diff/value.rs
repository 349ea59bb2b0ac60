//! Values of traits and metadata in messages: whole where they are short, else the places that differ.

use crate::limits::{VALUE_DEPTH, VALUE_PLACES, VALUE_SHOWN};
use crate::model::Node;

/// A value, or its start.
pub(super) fn shown(value: &Node) -> String {
    let text = text_of(value);
    match text.char_indices().nth(VALUE_SHOWN) {
        Some((end, _)) => format!("`{}…`", text.get(..end).unwrap_or_default()),
        None => format!("`{text}`"),
    }
}

/// That a value changed: ``from `1` to `2` ``, or the places at which it does.
pub(super) fn change(old: &Node, new: &Node) -> String {
    let is_short = |value: &Node| text_of(value).chars().count() <= VALUE_SHOWN;
    if is_short(old) && is_short(new) {
        return format!("from {} to {}", shown(old), shown(new));
    }
    let mut found = Found::default();
    found.compare(old, new, &mut String::new(), 0);
    let mut told = found.places.join("; ");
    match found.more {
        0 => {}
        1 => told.push_str("; and at one more place"),
        more => told.push_str(&format!("; and at {more} more places")),
    }
    told
}

/// A text without quotes, and all else as JSON; on one line.
fn text_of(value: &Node) -> String {
    match value {
        Node::String(text) => text.replace('\r', "\\r").replace('\n', "\\n"),
        other => other.to_string(),
    }
}

/// The places at which two values differ: some as they are told, and how many more there are.
#[derive(Default)]
struct Found {
    places: Vec<String>,
    more: usize,
}

impl Found {
    fn compare(&mut self, old: &Node, new: &Node, path: &mut String, depth: usize) {
        if old == new {
            return;
        }
        // Values that were read are no deeper than this.
        let is_deep = depth >= VALUE_DEPTH;
        match (old, new) {
            (Node::Object(was), Node::Object(is)) if !is_deep => {
                for (key, old) in was {
                    let step = format!("/{key}");
                    self.step(path, &step, Some(old), is.get(key), depth);
                }
                for (key, new) in is.iter().filter(|(key, _)| !was.contains_key(*key)) {
                    self.step(path, &format!("/{key}"), None, Some(new), depth);
                }
            }
            (Node::Array(was), Node::Array(is)) if !is_deep => {
                for at in 0..was.len().max(is.len()) {
                    self.step(path, &format!("/{at}"), was.get(at), is.get(at), depth);
                }
            }
            _ => self.add(path, Some(old), Some(new)),
        }
    }

    fn step(
        &mut self,
        path: &mut String,
        step: &str,
        old: Option<&Node>,
        new: Option<&Node>,
        depth: usize,
    ) {
        let length = path.len();
        path.push_str(step);
        match (old, new) {
            (Some(old), Some(new)) => self.compare(old, new, path, depth + 1),
            (old, new) => self.add(path, old, new),
        }
        path.truncate(length);
    }

    fn add(&mut self, path: &str, old: Option<&Node>, new: Option<&Node>) {
        if self.places.len() == VALUE_PLACES {
            self.more += 1;
            return;
        }
        let what = match (old, new) {
            (Some(Node::String(old)), Some(Node::String(new))) => texts(old, new),
            (Some(old), Some(new)) => format!("from {} to {}", shown(old), shown(new)),
            (Some(old), None) => format!("without {}", shown(old)),
            (None, Some(new)) => format!("with {}", shown(new)),
            (None, None) => return,
        };
        self.places.push(match path {
            "" => what,
            path => format!("at `{path}` {what}"),
        });
    }
}

/// That a text changed; of a long one from shortly before the first difference.
fn texts(old: &str, new: &str) -> String {
    const BEFORE: usize = 20;
    let pairs = old.char_indices().zip(new.chars());
    let same = pairs.take_while(|((_, old), new)| old == new);
    let same: Vec<usize> = same.map(|((at, _), _)| at).collect();
    let is_long = old.chars().count().max(new.chars().count()) > VALUE_SHOWN;
    let cut = match is_long && same.len() > BEFORE {
        true => same.get(same.len() - BEFORE).copied().unwrap_or(0),
        false => 0,
    };
    let start = |text: &str| {
        let rest = Node::String(text.get(cut..).unwrap_or_default().to_owned());
        match cut {
            0 => shown(&rest),
            _ => shown(&rest).replacen('`', "`…", 1),
        }
    };
    format!("from {} to {}", start(old), start(new))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn short_values_are_shown_whole() {
        assert_eq!(change(&json!("a"), &json!("b")), "from `a` to `b`");
        assert_eq!(
            change(&json!({"min": 1}), &json!([])),
            "from `{\"min\":1}` to `[]`"
        );
    }

    #[test]
    fn of_long_values_the_places_that_differ_are_shown() {
        let mut old = json!({"rules": vec![json!({"url": "https://example.com/"}); 20]});
        let mut new = old.clone();
        new["rules"][3]["url"] = json!("x");
        new["rules"][4]["more"] = json!(1);
        old["version"] = json!("1");
        assert_eq!(
            change(&old, &new),
            "at `/rules/3/url` from `https://example.com/` to `x`; at `/rules/4/more` with `1`; at `/version` without `1`"
        );
        for at in 5..9 {
            new["rules"][at]["url"] = json!(at);
        }
        let told = change(&old, &new);
        assert!(told.ends_with("; and at 4 more places"), "{told}");
    }

    #[test]
    fn a_long_text_is_shown_where_it_differs() {
        let long = "é".repeat(5_000);
        let told = change(&json!(format!("{long} old")), &json!(format!("{long} new")));
        assert!(told.chars().count() < 80, "{told}");
        assert!(told.contains("` to `…é"), "{told}");
        assert!(
            told.contains(" old` to ") && told.ends_with(" new`"),
            "{told}"
        );
    }
}
