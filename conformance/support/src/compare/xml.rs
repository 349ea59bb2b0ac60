//! XML by its tree: order of attributes and of elements of different names does not count, text between
//! elements neither; namespace declarations and white space in text do.

use std::collections::BTreeMap;

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::maps::Maps;

#[derive(Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Element {
    attributes: BTreeMap<String, String>,
    /// Children by name.
    children: BTreeMap<String, Vec<Element>>,
    text: String,
}

/// The document as a tree, its root in a nameless element; `None` when it is not XML.
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
    /// Puts the entries of maps into one order, wherever they stand side by side.
    pub(crate) fn sort_maps(&mut self, maps: &Maps) {
        for children in self.children.values_mut() {
            children.iter_mut().for_each(|child| child.sort_maps(maps));
            if children
                .iter()
                .all(|child| maps.is_entry(child.children.keys()))
            {
                children.sort();
            }
        }
    }

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

#[cfg(test)]
mod tests {
    use super::*;
    use smithgen_runtime::{Kind, Member, Schema, prelude};

    static MAP: Schema = Schema::new(
        "a#M",
        Kind::Map,
        &[
            Member::new("key", &prelude::STRING),
            Member::new("value", &prelude::STRING),
        ],
    );

    fn same(a: &str, b: &str) -> bool {
        let tree = |text: &str| {
            let mut tree = tree(text.as_bytes()).unwrap();
            tree.sort_maps(&Maps::of(&MAP));
            tree
        };
        tree(a) == tree(b)
    }

    #[test]
    fn only_entries_of_maps_have_no_order() {
        assert!(same(
            "<a x='1' y='2'> <b/><c>1</c></a>",
            "<a y='2' x='1'><c>1</c><b/></a>"
        ));
        assert!(!same("<a><b>1</b><b>2</b></a>", "<a><b>2</b><b>1</b></a>"));
        assert!(!same("<a xmlns='x'>1</a>", "<a>1</a>"));
        let entry = |key: &str| format!("<e><key>{key}</key><value>1</value></e>");
        let both = |a, b| format!("<m>{}{}</m>", entry(a), entry(b));
        assert!(same(&both("x", "y"), &both("y", "x")));
        assert!(!same(&both("x", "y"), &both("y", "z")));
    }
}
