//! XML by its tree: order of attributes and of elements of different names does not count, text between
//! elements neither; namespace declarations and white space in text do.

use std::collections::BTreeMap;

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

/// An element.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Element {
    attributes: BTreeMap<String, String>,
    /// Children by name.
    children: BTreeMap<String, Vec<Element>>,
    text: String,
}

/// The document as a tree, its root in an element without name; `None` when it is none.
pub(crate) fn tree(bytes: &[u8]) -> Option<Element> {
    let mut reader = Reader::from_reader(bytes);
    let mut open = vec![(String::new(), Element::default())];
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) => open.push(element(&start)?),
            Event::Empty(start) => {
                let (name, child) = element(&start)?;
                open.last_mut()?
                    .1
                    .children
                    .entry(name)
                    .or_default()
                    .push(child);
            }
            Event::End(_) => {
                let (name, mut child) = open.pop()?;
                if !child.children.is_empty() {
                    child.text.clear();
                }
                open.last_mut()?
                    .1
                    .children
                    .entry(name)
                    .or_default()
                    .push(child);
            }
            Event::Text(text) => open.last_mut()?.1.text.push_str(&text.xml10_content()),
            Event::CData(text) => open.last_mut()?.1.text.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) => match reference.resolve_char_ref().ok()? {
                Some(character) => open.last_mut()?.1.text.push(character),
                None => {
                    let known = resolve_predefined_entity(&reference)?;
                    open.last_mut()?.1.text.push_str(known);
                }
            },
            Event::Eof => break,
            _ => {}
        }
    }
    let (_, mut root) = open.pop()?;
    root.text.clear();
    (open.is_empty() && !root.children.is_empty()).then_some(root)
}

impl Element {
    /// Takes away the elements in which a service puts the id that it gave the request: no parameter of
    /// a case holds it.
    pub(crate) fn without_request_ids(mut self) -> Self {
        for name in ["RequestId", "RequestID", "requestId", "ResponseMetadata"] {
            self.children.remove(name);
        }
        for children in self.children.values_mut() {
            let taken = std::mem::take(children);
            *children = taken
                .into_iter()
                .map(Element::without_request_ids)
                .collect();
        }
        self
    }
}

fn element(start: &BytesStart<'_>) -> Option<(String, Element)> {
    let mut element = Element::default();
    for attribute in start.attributes() {
        let attribute = attribute.ok()?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?;
        element
            .attributes
            .insert(attribute.key.as_ref().to_owned(), value.into_owned());
    }
    Some((start.name().as_ref().to_owned(), element))
}
