//! Converts parser events to a graph of nodes, with aliases resolved.

use std::borrow::Cow;
use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle, Tag as EventTag};

use super::tabs::Tabs;
use super::{Error, Tag, Version, resolve};
use crate::limits::YAML_DEPTH;

/// A node's index in the graph.
pub(super) type Id = usize;

/// The nodes of a document; empty if there is none.
#[derive(Debug, Default)]
pub(super) struct Graph {
    pub(super) nodes: Vec<Node>,
    pub(super) root: Option<Id>,
}

#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) kind: Type,
    pub(super) content: Content,
}

#[derive(Clone, Debug)]
pub(super) enum Content {
    Scalar(String),
    Sequence(Vec<Id>),
    Mapping(Vec<(Id, Id)>),
}

/// A type, from a tag or from the form of a plain scalar.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Type {
    Scalar(Tag),
    Binary,
    Sequence,
    Mapping,
    Set,
    OrderedMap,
    Pairs,
    /// An unknown tag.
    Unknown(String),
}

/// A collection that has not ended yet.
struct Open {
    id: Id,
    children: Vec<Id>,
}

struct Composer {
    graph: Graph,
    open: Vec<Open>,
    anchors: HashMap<usize, Id>,
    version: Version,
}

/// Reads all events of a document.
pub(super) fn compose(text: &str, version: Version) -> Result<Graph, Error> {
    let mut composer = Composer {
        graph: Graph::default(),
        open: Vec::new(),
        anchors: HashMap::new(),
        version,
    };
    let mut documents = 0;
    let mut tabs = Tabs::new(text);
    let mut last_block = None;
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| Error::Invalid(error.to_string()))?;
        tabs.event(&event, span);
        if let Event::Scalar(_, style, ..) = &event {
            let block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
            last_block = block.then_some((composer.graph.nodes.len(), span.end.index()));
        }
        if matches!(event, Event::DocumentStart(_)) {
            documents += 1;
            if documents > 1 {
                return Err(Error::Invalid("more than one document".to_owned()));
            }
        }
        composer.event(event)?;
    }
    if let Some(line) = tabs.misplaced() {
        return Err(Error::Invalid(format!(
            "a tab that cannot start any token in line {line}"
        )));
    }
    if let Some((id, end)) = last_block {
        composer.trim_block(id, end, text);
    }
    Ok(composer.graph)
}

impl Composer {
    /// A block scalar at the end of a text without a final line break must not gain one.
    fn trim_block(&mut self, id: Id, end: usize, text: &str) {
        let ends_text = text.chars().count() <= end && !text.ends_with(['\n', '\r']);
        if let (
            true,
            Some(Node {
                content: Content::Scalar(content),
                ..
            }),
        ) = (ends_text, self.graph.nodes.get_mut(id))
            && content.ends_with('\n')
        {
            content.pop();
        }
    }

    fn event(&mut self, event: Event<'_>) -> Result<(), Error> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let kind = self.scalar_type(&text, style, tag)?;
                let id = self.add(
                    Node {
                        kind,
                        content: Content::Scalar(text.into_owned()),
                    },
                    anchor,
                );
                self.attach(id);
            }
            Event::SequenceStart(anchor, tag) => {
                let kind = collection_type(tag, Type::Sequence)?;
                self.start(
                    Node {
                        kind,
                        content: Content::Sequence(Vec::new()),
                    },
                    anchor,
                )?;
            }
            Event::MappingStart(anchor, tag) => {
                let kind = collection_type(tag, Type::Mapping)?;
                self.start(
                    Node {
                        kind,
                        content: Content::Mapping(Vec::new()),
                    },
                    anchor,
                )?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(),
            Event::Alias(anchor) => {
                let id = self.anchors.get(&anchor).copied();
                let id = id.ok_or_else(|| Error::Invalid("found undefined alias".to_owned()))?;
                self.attach(id);
            }
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => {}
        }
        Ok(())
    }

    fn add(&mut self, node: Node, anchor: usize) -> Id {
        let id = self.graph.nodes.len();
        self.graph.nodes.push(node);
        // Zero means no anchor.
        if anchor != 0 {
            self.anchors.insert(anchor, id);
        }
        id
    }

    fn attach(&mut self, id: Id) {
        match self.open.last_mut() {
            Some(open) => open.children.push(id),
            None => self.graph.root = Some(id),
        }
    }

    fn start(&mut self, node: Node, anchor: usize) -> Result<(), Error> {
        if self.open.len() == YAML_DEPTH {
            return Err(Error::Invalid("nested too deep".to_owned()));
        }
        let id = self.add(node, anchor);
        self.attach(id);
        self.open.push(Open {
            id,
            children: Vec::new(),
        });
        Ok(())
    }

    fn end(&mut self) {
        let Some(Open { id, children }) = self.open.pop() else {
            return;
        };
        let Some(node) = self.graph.nodes.get_mut(id) else {
            return;
        };
        match &mut node.content {
            Content::Sequence(items) => *items = children,
            Content::Mapping(pairs) => {
                *pairs = children
                    .chunks_exact(2)
                    .filter_map(|pair| Some((*pair.first()?, *pair.get(1)?)))
                    .collect();
            }
            Content::Scalar(_) => {}
        }
    }

    fn scalar_type(
        &self,
        text: &str,
        style: ScalarStyle,
        tag: Option<Cow<'_, EventTag>>,
    ) -> Result<Type, Error> {
        match tag.map(|tag| full(&tag)) {
            None if style != ScalarStyle::Plain => Ok(Type::Scalar(Tag::Str)),
            None => Ok(Type::Scalar(resolve(text, self.version))),
            // The non-specific tag, for which the reference resolves the scalar as if it were plain.
            Some(tag) if tag == "!" => Ok(Type::Scalar(resolve(text, self.version))),
            Some(tag) => named(&tag),
        }
    }
}

fn collection_type(tag: Option<Cow<'_, EventTag>>, default: Type) -> Result<Type, Error> {
    match tag.map(|tag| full(&tag)) {
        None => Ok(default),
        Some(tag) if tag == "!" => Ok(default),
        Some(tag) => named(&tag),
    }
}

fn full(tag: &EventTag) -> String {
    format!("{}{}", tag.handle, tag.suffix)
}

fn named(tag: &str) -> Result<Type, Error> {
    let name = tag
        .strip_prefix("tag:yaml.org,2002:")
        .or_else(|| tag.strip_prefix("!!"));
    Ok(match name {
        Some("null") => Type::Scalar(Tag::Null),
        Some("bool") => Type::Scalar(Tag::Bool),
        Some("int") => Type::Scalar(Tag::Int),
        Some("float") => Type::Scalar(Tag::Float),
        Some("timestamp") => Type::Scalar(Tag::Timestamp),
        Some("str") => Type::Scalar(Tag::Str),
        Some("merge") => Type::Scalar(Tag::Merge),
        Some("value") => Type::Scalar(Tag::Value),
        Some("binary") => Type::Binary,
        Some("seq") => Type::Sequence,
        Some("map") => Type::Mapping,
        Some("set") => Type::Set,
        Some("omap") => Type::OrderedMap,
        Some("pairs") => Type::Pairs,
        Some("") => return Err(Error::Invalid("a tag without name".to_owned())),
        _ => Type::Unknown(tag.to_owned()),
    })
}
