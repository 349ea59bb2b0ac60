//! `--output yaml` and `yaml-stream`: block style with sorted keys, laid out like libyaml, which the reference
//! uses.

mod analysis;
mod scalar;

use crate::value::{Key, Map, Value, fmt_float};
use crate::yaml::{Tag, Version, resolve};
use analysis::Analysis;

/// Keys longer than this, in UTF-8 bytes, are introduced by `?`.
const LONGEST_SIMPLE_KEY: usize = 128;
/// Beyond this column, text is folded at the next single blank.
const WIDTH: usize = 80;
const INDENT: usize = 2;

/// Formats a list or mapping as a document, with a final newline.
pub(super) fn document(value: &Value) -> String {
    let mut emitter = Emitter::new();
    emitter.node(value, None, Place::Item);
    emitter.indent_line(None);
    emitter.out
}

/// Formats any value as the only element of a list.
pub(super) fn element(value: &Value) -> String {
    let mut emitter = Emitter::new();
    emitter.item(value, 0);
    emitter.indent_line(None);
    emitter.out
}

/// Where a node is written.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    /// After a dash, or as the root.
    Item,
    /// After a key's colon, or as a complex key after `?`.
    Value,
    /// As a simple key.
    Key,
}

/// Text written so far, and the state of the current line.
struct Emitter {
    out: String,
    /// Number of characters on this line.
    column: usize,
    /// Whether the last output was a separator.
    whitespace: bool,
    /// Whether this line has only indentation and indicators (`-`, `?`, `:`) so far.
    indention: bool,
}

impl Emitter {
    fn new() -> Emitter {
        Emitter {
            out: String::new(),
            column: 0,
            whitespace: true,
            indention: true,
        }
    }

    fn put(&mut self, c: char) {
        self.out.push(c);
        self.column = if c == '\n' { 0 } else { self.column + 1 };
    }

    fn indicator(&mut self, text: &str, need_whitespace: bool, is_indention: bool) {
        if need_whitespace && !self.whitespace {
            self.put(' ');
        }
        text.chars().for_each(|c| self.put(c));
        self.whitespace = false;
        self.indention &= is_indention;
    }

    /// Moves to column `indent`, on a new line unless this one has only indentation.
    fn indent_line(&mut self, indent: Option<usize>) {
        let indent = indent.unwrap_or(0);
        if !self.indention || self.column > indent || (self.column == indent && !self.whitespace) {
            self.put('\n');
        }
        while self.column < indent {
            self.put(' ');
        }
        self.whitespace = true;
        self.indention = true;
    }

    /// Writes a node; `indent` is that of the enclosing collection.
    fn node(&mut self, value: &Value, indent: Option<usize>, place: Place) {
        match value {
            Value::List(items) if items.is_empty() => self.empty("[", "]"),
            Value::Map(map) if map.is_empty() => self.empty("{", "}"),
            Value::List(items) => {
                // The dashes of a list under a key are not indented further than the key.
                let below_key = place == Place::Value && !self.indention;
                let indent =
                    indent.map_or(0, |indent| if below_key { indent } else { indent + INDENT });
                items.iter().for_each(|item| self.item(item, indent));
            }
            Value::Map(map) => self.mapping(map, indent.map_or(0, |indent| indent + INDENT)),
            Value::Str(text) => self.text(text, indent, place),
            scalar => match plain(scalar) {
                Some(text) => self.scalar(&text, &Analysis::of(&text), true, indent, place),
                None => self.text(&scalar.to_string(), indent, place),
            },
        }
    }

    fn empty(&mut self, open: &str, close: &str) {
        self.indicator(open, true, false);
        self.indicator(close, false, false);
    }

    fn item(&mut self, value: &Value, indent: usize) {
        self.indent_line(Some(indent));
        self.indicator("-", true, true);
        self.node(value, Some(indent), Place::Item);
    }

    fn mapping(&mut self, map: &Map, indent: usize) {
        let mut entries: Vec<(&Key, &Value)> = map.iter().collect();
        entries.sort_by(|(a, _), (b, _)| a.text().cmp(&b.text()));
        for (key, value) in entries {
            self.indent_line(Some(indent));
            let text = key.text();
            let analysis = Analysis::of(&text);
            if text.len() <= LONGEST_SIMPLE_KEY && !analysis.multiline {
                self.text(&text, Some(indent), Place::Key);
                self.indicator(":", false, false);
            } else {
                self.indicator("?", true, true);
                self.text(&text, Some(indent), Place::Value);
                self.indent_line(Some(indent));
                self.indicator(":", true, true);
            }
            self.node(value, Some(indent), Place::Value);
        }
    }

    fn text(&mut self, text: &str, indent: Option<usize>, place: Place) {
        let reads_as_text = resolve(text, Version::V1_2) == Tag::Str;
        self.scalar(text, &Analysis::of(text), reads_as_text, indent, place);
    }
}

/// Writes a scalar that is not text.
fn plain(value: &Value) -> Option<String> {
    Some(match value {
        Value::Null => "null".to_owned(),
        Value::Bool(true) => "true".to_owned(),
        Value::Bool(false) => "false".to_owned(),
        Value::Int(i) => i.to_string(),
        Value::Float(x) if x.is_nan() => ".nan".to_owned(),
        Value::Float(x) if x.is_infinite() => if *x > 0.0 { ".inf" } else { "-.inf" }.to_owned(),
        Value::Float(x) => {
            let mut text = String::new();
            // Writing to a string cannot fail.
            let _ = fmt_float(*x, &mut text);
            text
        }
        _ => return None,
    })
}
