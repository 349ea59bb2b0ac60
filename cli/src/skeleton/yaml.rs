//! The input skeleton as YAML, with every member's documentation as a comment.

use smithgen_runtime::schema::{Member, Schema};

use super::enum_values;
use crate::output::{self, Format, Options};
use crate::params::{Class, class, element};
use crate::table::Commands;
use crate::value::Value;

/// The input skeleton. Comments are first sentences, truncated as the reference does if invoked as `aws`.
pub(crate) fn yaml(service: &Commands, input: &'static Schema, is_aws: bool) -> String {
    let mut writer = Writer {
        service,
        is_aws,
        out: String::new(),
        within: Vec::new(),
    };
    if input.members().is_empty() {
        return "{}\n".to_owned();
    }
    writer.structure(input, 0, true);
    writer.out
}

struct Writer<'a> {
    service: &'a Commands,
    is_aws: bool,
    out: String,
    /// Ids of the enclosing structures.
    within: Vec<&'static str>,
}

impl Writer<'_> {
    /// Writes the members, one per line. If `started`, the first one continues the current line, as after `- `.
    fn structure(&mut self, schema: &'static Schema, indent: usize, started: bool) {
        self.within.push(schema.id());
        let docs = self
            .service
            .docs
            .iter()
            .find(|d| std::ptr::eq(d.schema, schema) || d.schema.id() == schema.id());
        let mut commented = Vec::new();
        for (index, member) in schema.members().iter().enumerate() {
            if index > 0 || !started {
                self.indent(indent);
            }
            let doc = docs
                .and_then(|d| d.members.get(index))
                .copied()
                .unwrap_or_default();
            let comment = comment(member, doc, self.is_aws).map(|text| {
                let gap = if follows_comment(&commented, schema, index) {
                    " "
                } else {
                    "  "
                };
                commented.push(index);
                format!("{gap}# {text}")
            });
            self.out.push_str(&scalar(member.name()));
            self.out.push(':');
            self.value(
                member.target(),
                indent,
                comment.as_deref().unwrap_or_default(),
            );
        }
        self.within.pop();
    }

    /// Writes a value after its key's colon, with the key's comment.
    fn value(&mut self, schema: &'static Schema, indent: usize, comment: &str) {
        match class(schema) {
            Class::Structure if self.has_members(schema) => {
                self.line(comment);
                self.structure(schema, indent + 2, false);
            }
            Class::List => {
                self.line(comment);
                self.indent(indent);
                self.item(schema, indent);
            }
            Class::Map => {
                self.line(comment);
                self.indent(indent + 2);
                self.entry(schema, indent + 2);
            }
            _ => {
                self.out.push(' ');
                self.out.push_str(&self.leaf(schema));
                self.line(comment);
            }
        }
    }

    /// Writes the only item of a list.
    fn item(&mut self, list: &'static Schema, indent: usize) {
        let schema = element(list);
        self.out.push_str("- ");
        match class(schema) {
            Class::Structure if self.has_members(schema) => {
                self.structure(schema, indent + 2, true)
            }
            Class::List => self.item(schema, indent + 2),
            Class::Map => self.entry(schema, indent + 2),
            _ => {
                self.out.push_str(&self.leaf(schema));
                self.line("");
            }
        }
    }

    /// Writes the only entry of a map.
    fn entry(&mut self, map: &'static Schema, indent: usize) {
        self.out.push_str("KeyName:");
        self.value(element(map), indent, "");
    }

    fn has_members(&self, schema: &Schema) -> bool {
        !schema.members().is_empty() && !self.within.contains(&schema.id())
    }

    fn leaf(&self, schema: &Schema) -> String {
        match class(schema) {
            Class::Text => enum_values(schema)
                .first()
                .map_or_else(|| "''".to_owned(), |first| scalar(first)),
            Class::Int => "0".to_owned(),
            Class::Float => "0.0".to_owned(),
            Class::Bool => "true".to_owned(),
            Class::Timestamp => "1970-01-01 00:00:00".to_owned(),
            Class::Blob => "!!binary ''".to_owned(),
            _ => "{}".to_owned(),
        }
    }

    fn line(&mut self, comment: &str) {
        self.out.push_str(comment);
        self.out.push('\n');
    }

    fn indent(&mut self, columns: usize) {
        self.out.push_str(&" ".repeat(columns));
    }
}

/// Whether a single blank precedes the comment. The reference's YAML library writes two if there is no comment to
/// align with. It looks at the previous member, then at earlier ones up to the first whose name is not less than
/// this one's.
fn follows_comment(commented: &[usize], schema: &Schema, index: usize) -> bool {
    let Some(before) = index.checked_sub(1) else {
        return false;
    };
    if commented.contains(&before) {
        return true;
    }
    let name = schema.members().get(index).map_or("", |m| m.name());
    let smaller = schema
        .members()
        .iter()
        .take_while(|m| m.name() < name)
        .count();
    commented.iter().any(|&i| i < smaller)
}

fn comment(member: &Member, doc: &str, is_aws: bool) -> Option<String> {
    let mut parts = Vec::new();
    if member.is_required() {
        parts.push("[REQUIRED]".to_owned());
    }
    if is_aws {
        parts.push(overview(doc));
    } else {
        let sentence = smithgen_help::first_sentence(doc);
        parts.extend((!sentence.is_empty()).then_some(sentence));
    }
    let values = enum_values(member.target());
    if !values.is_empty() {
        parts.push(format!("Valid values are: {}.", values.join(", ")));
    }
    let text = parts.join(" ");
    (!text.trim().is_empty()).then_some(text)
}

/// The reference's idea of a first sentence: everything up to the first full stop or colon, even inside a number, and a
/// full stop.
fn overview(doc: &str) -> String {
    let paragraph = smithgen_help::first_paragraph(doc);
    let sentence = paragraph.split(['.', ':']).next().unwrap_or_default();
    match sentence.is_empty() {
        true => String::new(),
        false => format!("{sentence}."),
    }
}

/// Text as a YAML scalar on one line.
fn scalar(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphabetic();
    if !text.is_empty() && text.len() > 5 && text.chars().all(plain) {
        return text.to_owned();
    }
    match output::to_string(Options::new(Format::YamlStream, ""), &Value::from(text)) {
        Ok(item) => item
            .trim_start_matches("- ")
            .trim_end_matches('\n')
            .to_owned(),
        Err(_) => text.to_owned(),
    }
}
