//! Shows the syntax of an option's value: a list of words, shorthand, JSON.
//!
//! The notation is that of the AWS CLI's help, which its users know.

use crate::limits::{JSON_LENGTH, SHORTHAND_DEPTH};
use crate::page::{Block, Span};
use crate::shape::{Kind, Member, Shape};

/// The blocks that show an option's syntax; empty for a single word.
pub(crate) fn syntax<'a, S: Shape<'a>>(shape: S) -> Vec<Block> {
    if shape.kind().is_scalar() || is_lone_value(shape) {
        return Vec::new();
    }
    let mut blocks = Vec::new();
    if let Some(item) = scalar_item(shape) {
        let word = scalar(item, false);
        let mut code = format!("{word} {word} ...");
        let values = item.values();
        if !values.is_empty() {
            code.push_str("\n\nWhere valid values are:\n");
            for value in values {
                code.push_str(&format!("  {value}\n"));
            }
        }
        blocks.extend(titled("Syntax:", code));
        return blocks;
    }
    if let Some(code) = shorthand(shape) {
        blocks.extend(titled("Shorthand Syntax:", code));
    }
    let mut json = Json {
        text: String::new(),
        indent: 0,
    };
    json.value(shape, &mut Vec::new());
    blocks.extend(titled("JSON Syntax:", json.text));
    blocks
}

/// How the value of an option is written that is more than a word, unless it can be given only as JSON.
#[must_use]
pub fn shorthand_syntax<'a, S: Shape<'a>>(shape: S) -> Option<String> {
    if shape.kind().is_scalar() || is_lone_value(shape) {
        return None;
    }
    match scalar_item(shape) {
        Some(item) => {
            let word = scalar(item, false);
            Some(format!("{word} {word} ..."))
        }
        None => shorthand(shape),
    }
}

fn titled(title: &str, code: String) -> [Block; 2] {
    [
        Block::Heading(vec![Span::plain(title)]),
        Block::Code(code.trim_end().to_owned()),
    ]
}

/// Whether the shape is a structure with a single string named `Value`, which may be given as just that string.
fn is_lone_value<'a, S: Shape<'a>>(shape: S) -> bool {
    shape.kind() == Kind::Structure
        && matches!(shape.members().as_slice(), [only] if only.name == "Value"
            && only.target.kind() == Kind::String)
}

/// The item shape of a list of single words.
fn scalar_item<'a, S: Shape<'a>>(shape: S) -> Option<S> {
    let item = shape.members().first().map(|member| member.target)?;
    (shape.kind() == Kind::List && item.kind().is_scalar()).then_some(item)
}

/// A placeholder for a scalar in JSON.
fn scalar<'a, S: Shape<'a>>(shape: S, with_values: bool) -> String {
    let values = shape.values();
    match shape.kind() {
        Kind::Boolean => "true|false".to_owned(),
        Kind::String | Kind::Enum if with_values && !values.is_empty() => {
            let quoted: Vec<String> = values.iter().map(|value| format!("\"{value}\"")).collect();
            quoted.join("|")
        }
        Kind::String | Kind::Enum => "\"string\"".to_owned(),
        kind => kind.word().to_owned(),
    }
}

// ---- shorthand ----

fn shorthand<'a, S: Shape<'a>>(shape: S) -> Option<String> {
    if is_document(shape) {
        return None;
    }
    let mut stack = Vec::new();
    if shape.kind() == Kind::List {
        let item = shape.members().first()?.target;
        return Some(shorthand_value(item, &mut stack)? + " ...");
    }
    shorthand_value(shape, &mut stack)
}

/// Documents, and lists and maps of them, can be given only as JSON.
fn is_document<'a, S: Shape<'a>>(shape: S) -> bool {
    match shape.kind() {
        Kind::Document => true,
        Kind::List | Kind::Map => shape
            .members()
            .last()
            .is_some_and(|member| member.target.id() != shape.id() && is_document_item(member)),
        _ => false,
    }
}

fn is_document_item<'a, S: Shape<'a>>(member: &Member<'a, S>) -> bool {
    let shape = member.target;
    match shape.kind() {
        Kind::Document => true,
        Kind::List | Kind::Map => shape
            .members()
            .last()
            .is_some_and(|inner| inner.target.kind() == Kind::Document),
        _ => false,
    }
}

/// `None` if the value is nested too deeply.
fn shorthand_value<'a, S: Shape<'a>>(shape: S, stack: &mut Vec<&'a str>) -> Option<String> {
    if stack.len() > SHORTHAND_DEPTH {
        return None;
    }
    match shape.kind() {
        Kind::Structure | Kind::Union => shorthand_structure(shape, stack),
        Kind::List => {
            let item = shape.members().first()?.target;
            stack.push(item.id());
            let value = shorthand_value(item, stack);
            stack.pop();
            let value = value?;
            let brackets = !item.kind().is_scalar() || stack.len() > 1;
            Some(if brackets {
                format!("[{value},{value}]")
            } else {
                format!("{value},{value}")
            })
        }
        Kind::Map => shorthand_map(shape, stack),
        kind => Some(kind.word().to_owned()),
    }
}

fn shorthand_structure<'a, S: Shape<'a>>(shape: S, stack: &mut Vec<&'a str>) -> Option<String> {
    let mut parts = Vec::new();
    for member in shape.members() {
        if is_document(member.target) {
            continue;
        }
        let id = member.target.id();
        if !member.target.kind().is_scalar() && stack.contains(&id) {
            parts.push("( ... recursive ... )".to_owned());
            continue;
        }
        stack.push(id);
        let value = shorthand_value(member.target, stack);
        stack.pop();
        parts.push(format!("{}={}", member.name, value?));
    }
    let inner = parts.join(",");
    Some(if stack.is_empty() {
        inner
    } else {
        format!("{{{inner}}}")
    })
}

fn shorthand_map<'a, S: Shape<'a>>(shape: S, stack: &mut Vec<&'a str>) -> Option<String> {
    let members = shape.members();
    let (key, value) = (members.first()?.target, members.last()?.target);
    stack.push(value.id());
    let word = shorthand_value(value, stack);
    stack.pop();
    let word = word?;
    let mut text = format!("KeyName1={word},KeyName2={word}");
    if !stack.is_empty() {
        return Some(format!("{{{text}}}"));
    }
    let keys = key.values();
    if !keys.is_empty() {
        text.push_str("\n\nWhere valid key names are:\n");
        for key in keys {
            text.push_str(&format!("  {key}\n"));
        }
    }
    Some(text)
}

// ---- JSON ----

struct Json {
    text: String,
    indent: usize,
}

impl Json {
    fn value<'a, S: Shape<'a>>(&mut self, shape: S, stack: &mut Vec<&'a str>) {
        match shape.kind() {
            Kind::Document => self.text.push_str("{...}"),
            Kind::List | Kind::Map | Kind::Structure | Kind::Union => {
                let id = shape.id();
                if stack.iter().filter(|other| **other == id).count() > 1 {
                    let list = shape.kind() == Kind::List;
                    self.text.push_str(if list {
                        "[ ... recursive ... ]"
                    } else {
                        "{ ... recursive ... }"
                    });
                    return;
                }
                if self.text.len() > JSON_LENGTH {
                    self.text.push_str("...");
                    return;
                }
                stack.push(id);
                self.aggregate(shape, stack);
                stack.pop();
            }
            _ => self.text.push_str(&scalar(shape, true)),
        }
    }

    fn aggregate<'a, S: Shape<'a>>(&mut self, shape: S, stack: &mut Vec<&'a str>) {
        let members = shape.members();
        match (shape.kind(), members.as_slice()) {
            (Kind::List, [item]) if item.target.kind().is_scalar() => {
                self.text
                    .push_str(&format!("[{}, ...]", scalar(item.target, true)));
            }
            (Kind::List, [item]) => {
                self.open('[');
                self.value(item.target, stack);
                self.line();
                self.text.push_str("...");
                self.close(']');
            }
            (Kind::Map, [key, value]) => {
                self.text
                    .push_str(&format!("{{{}: ", scalar(key.target, true)));
                self.indent += 2;
                let nested = if value.target.kind().is_scalar() {
                    0
                } else {
                    2
                };
                self.indent += nested;
                self.value(value.target, stack);
                self.indent -= nested;
                self.line();
                self.text.push_str("...}");
                self.indent -= 2;
            }
            _ => self.structure(&members, stack),
        }
    }

    fn structure<'a, S: Shape<'a>>(&mut self, members: &[Member<'a, S>], stack: &mut Vec<&'a str>) {
        if members.is_empty() {
            self.text.push_str("{}");
            return;
        }
        self.open('{');
        for (index, member) in members.iter().enumerate() {
            if index > 0 {
                self.text.push(',');
                self.line();
            }
            self.text.push_str(&format!("\"{}\": ", member.name));
            self.value(member.target, stack);
        }
        self.close('}');
    }

    fn open(&mut self, bracket: char) {
        self.text.push(bracket);
        self.indent += 2;
        self.line();
    }

    fn close(&mut self, bracket: char) {
        self.indent = self.indent.saturating_sub(2);
        self.line();
        self.text.push(bracket);
    }

    fn line(&mut self) {
        self.text.push('\n');
        self.text.push_str(&" ".repeat(self.indent));
    }
}
