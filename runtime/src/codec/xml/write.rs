//! Views → XML.

use super::names::{is_attribute, is_flattened, namespace, xml_name};
use crate::codec::each_entry;
use crate::codec::failure::{Failure, Result};
use crate::codec::{JsonStyle, Part, text};
use crate::error::InputError;
use crate::limits::XML_DEPTH as DEPTH;
use crate::schema::{Member, Schema, XmlNamespace};
use crate::view::{List, Map, Ref, Structure};

const NIL: &str = " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=\"true\"/>";

/// An element around the structure, inside the root.
#[derive(Clone, Copy)]
pub(crate) struct Wrapper<'a> {
    pub(crate) name: &'a str,
    /// Elements before what the wrapper holds: name and text.
    pub(crate) before: &'a [(&'a str, &'a str)],
}

/// Writes a structure as a document: the root, in it the wrappers one in the other, the members. `before`
/// are elements that come first in the root: name and text.
///
/// # Errors
/// When a value has no form in XML or is nested too deeply.
pub(crate) fn write_document<'a>(
    name: &str,
    namespace: Namespace,
    mut before: &'a [(&'a str, &'a str)],
    wrappers: &[Wrapper<'a>],
    value: &dyn Structure,
    part: Part,
    style: JsonStyle,
) -> std::result::Result<Vec<u8>, InputError> {
    let mut writer = Writer::new(style);
    writer.open(name, namespace);
    for wrapper in wrappers {
        writer.out.push('>');
        writer.plain(before)?;
        writer.open(wrapper.name, None);
        before = wrapper.before;
    }
    // The innermost element is the structure's own.
    writer.attributes(value, part)?;
    let start = writer.start();
    writer.plain(before)?;
    writer.members(value, part)?;
    let mut names = wrappers.iter().rev().map(|it| it.name).chain([name]);
    writer.end(names.next().unwrap_or(name), start);
    for name in names {
        writer.close(name);
    }
    Ok(writer.out.into_bytes())
}

/// Writes one member as a document of its own.
///
/// # Errors
/// As [`write_document`].
pub(super) fn write_member(
    member: &'static Member,
    value: Ref<'_>,
    default: Option<&'static XmlNamespace>,
    style: JsonStyle,
) -> std::result::Result<Vec<u8>, InputError> {
    let mut writer = Writer::new(style);
    let namespace = namespace(member.traits).or(default);
    writer
        .element(xml_name(member), namespace, member, value)
        .map_err(|f| f.in_member(member.name))?;
    Ok(writer.out.into_bytes())
}

type Namespace = Option<&'static XmlNamespace>;

struct Writer {
    out: String,
    /// How many more levels may be opened.
    depth: u32,
    /// Whether it is written as Python's library does: elements without content as one tag, and no more escaped in text
    /// than must be.
    is_python: bool,
}

impl Writer {
    fn new(style: JsonStyle) -> Self {
        Writer {
            out: String::with_capacity(256),
            depth: DEPTH,
            is_python: style == JsonStyle::Python,
        }
    }

    /// Ends the start tag. Returns where the content begins.
    fn start(&mut self) -> usize {
        self.out.push('>');
        self.out.len()
    }

    /// Ends an element whose content begins there.
    fn end(&mut self, name: &str, start: usize) {
        match self.is_python && self.out.len() == start {
            true => {
                self.out.truncate(start - 1);
                self.out.push_str(" />");
            }
            false => self.close(name),
        }
    }

    /// `<name xmlns="…"`, still open for attributes.
    fn open(&mut self, name: &str, namespace: Namespace) {
        self.out.push('<');
        self.out.push_str(name);
        if let Some(namespace) = namespace {
            self.out.push_str(" xmlns");
            if let Some(prefix) = namespace.prefix.filter(|prefix| !prefix.is_empty()) {
                self.out.push(':');
                self.out.push_str(prefix);
            }
            self.out.push_str("=\"");
            // A URI of the model; characters beyond XML would be refused there.
            let _ = escape(namespace.uri, &mut self.out);
            self.out.push('"');
        }
    }

    fn close(&mut self, name: &str) {
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    /// Elements that no schema describes.
    fn plain(&mut self, elements: &[(&str, &str)]) -> Result<()> {
        for (name, text) in elements {
            self.open(name, None);
            self.out.push('>');
            escape(text, &mut self.out)?;
            self.close(name);
        }
        Ok(())
    }

    /// An element with a member's value.
    fn element(
        &mut self,
        name: &str,
        namespace: Namespace,
        member: &'static Member,
        value: Ref<'_>,
    ) -> Result<()> {
        self.open(name, namespace);
        match value {
            Ref::Null | Ref::Unset => {
                self.out.push_str(NIL);
                return Ok(());
            }
            Ref::Structure(value) => self.attributes(value, Part::All)?,
            _ => {}
        }
        let start = self.start();
        match value {
            Ref::Structure(value) => self.members(value, Part::All)?,
            Ref::List(list) => self.list(member.target, list)?,
            Ref::Map(map) => self.map(member.target, map)?,
            Ref::Str(text) if self.is_python => escape_text(text, &mut self.out)?,
            value => self.simple(member, value)?,
        }
        self.end(name, start);
        Ok(())
    }

    /// The text of a simple value.
    fn simple(&mut self, member: &Member, value: Ref<'_>) -> Result<()> {
        match value {
            Ref::Str(text) => escape(text, &mut self.out),
            value => text::write(value, member, &mut self.out),
        }
    }

    fn attributes(&mut self, value: &dyn Structure, part: Part) -> Result<()> {
        for (index, member) in value.schema().members.iter().enumerate() {
            if !is_attribute(member) || !part.holds(member) {
                continue;
            }
            let attribute = value.get(index);
            if matches!(attribute, Ref::Unset | Ref::Null) {
                continue;
            }
            self.out.push(' ');
            self.out.push_str(xml_name(member));
            self.out.push_str("=\"");
            self.simple(member, attribute)
                .map_err(|f| f.in_member(member.name))?;
            self.out.push('"');
        }
        Ok(())
    }

    fn members(&mut self, value: &dyn Structure, part: Part) -> Result<()> {
        self.depth = self
            .depth
            .checked_sub(1)
            .ok_or_else(|| Failure::new("nested too deeply"))?;
        if let Some(tag) = value.unknown().filter(|tag| !tag.is_empty()) {
            let _ = tag;
            return Err(Failure::new("a union member that the model does not know"));
        }
        let members = value.schema().members;
        let mut write = |index: usize| match members.get(index) {
            Some(member) if !is_attribute(member) && part.holds(member) => self
                .member(member, value.get(index))
                .map_err(|f| f.in_member(member.name)),
            _ => Ok(()),
        };
        match value.order() {
            Some(order) => order.iter().try_for_each(|index| write(*index))?,
            None => (0..members.len()).try_for_each(write)?,
        }
        self.depth += 1;
        Ok(())
    }

    fn member(&mut self, member: &'static Member, value: Ref<'_>) -> Result<()> {
        let name = xml_name(member);
        match value {
            Ref::Unset | Ref::Null => Ok(()),
            Ref::List(list) if is_flattened(member) => {
                let Some(item) = member.target.members.first() else {
                    return Ok(());
                };
                // The element belongs to the item as much as to the member.
                let declared = namespace(member.traits).or(namespace(item.traits));
                (0..list.len()).try_for_each(|index| {
                    self.element(name, declared, item, list.get(index))
                        .map_err(|f| f.in_item(index))
                })
            }
            Ref::Map(map) if is_flattened(member) => {
                self.entries(name, namespace(member.traits), member.target, map)
            }
            value => self.element(name, namespace(member.traits), member, value),
        }
    }

    fn list(&mut self, schema: &'static Schema, list: &dyn List) -> Result<()> {
        let Some(item) = schema.members.first() else {
            return Ok(());
        };
        self.depth = self
            .depth
            .checked_sub(1)
            .ok_or_else(|| Failure::new("nested too deeply"))?;
        let (name, declared) = (xml_name(item), namespace(item.traits));
        for index in 0..list.len() {
            self.element(name, declared, item, list.get(index))
                .map_err(|f| f.in_item(index))?;
        }
        self.depth += 1;
        Ok(())
    }

    fn map(&mut self, schema: &'static Schema, map: &dyn Map) -> Result<()> {
        self.entries("entry", None, schema, map)
    }

    /// Entries, each an element of this name with key and value in it.
    fn entries(
        &mut self,
        name: &str,
        declared: Namespace,
        schema: &'static Schema,
        map: &dyn Map,
    ) -> Result<()> {
        let [keys, member, ..] = schema.members else {
            return Ok(());
        };
        self.depth = self
            .depth
            .checked_sub(1)
            .ok_or_else(|| Failure::new("nested too deeply"))?;
        each_entry(map, keys, |key, value| {
            self.open(name, declared);
            self.out.push('>');
            self.element(xml_name(keys), namespace(keys.traits), keys, Ref::Str(key))?;
            self.element(xml_name(member), namespace(member.traits), member, *value)?;
            self.close(name);
            Ok(())
        })?;
        self.depth += 1;
        Ok(())
    }
}

/// Appends text with what must be escaped in text, and line ends.
fn escape_text(text: &str, out: &mut String) -> Result<()> {
    for part in text.split_inclusive(['"', '\t', '\u{85}', '\u{2028}']) {
        let mut plain = part.chars();
        match plain.next_back() {
            Some(c @ ('"' | '\t' | '\u{85}' | '\u{2028}')) => {
                escape(plain.as_str(), out)?;
                out.push(c);
            }
            _ => escape(part, out)?,
        }
    }
    Ok(())
}

/// Appends text with everything escaped that means something in text or attributes, or that a reader
/// would change: line ends and tabs.
fn escape(text: &str, out: &mut String) -> Result<()> {
    let mut written = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escaped = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\t' => "&#x9;",
            b'\n' => "&#xA;",
            b'\r' => "&#xD;",
            0..0x20 => return Err(Failure::new("a control character, which XML cannot hold")),
            0xC2 if text.get(at..).is_some_and(|t| t.starts_with('\u{85}')) => "&#x85;",
            0xE2 if text.get(at..).is_some_and(|t| t.starts_with('\u{2028}')) => "&#x2028;",
            0xEF if text
                .get(at..)
                .is_some_and(|t| t.starts_with(['\u{FFFE}', '\u{FFFF}'])) =>
            {
                return Err(Failure::new("a code point that XML cannot hold"));
            }
            _ => continue,
        };
        out.push_str(text.get(written..at).unwrap_or_default());
        out.push_str(escaped);
        written = at
            + if byte < 0x80 {
                1
            } else if byte < 0xE0 {
                2
            } else {
                3
            };
    }
    out.push_str(text.get(written..).unwrap_or_default());
    Ok(())
}
