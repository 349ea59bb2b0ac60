//! Converts a graph of nodes to a value: applies types, merges mappings, checks keys.

use super::compose::{Content, Graph, Id, Node, Type};
use super::scalar;
use super::{Error, Tag, Version};
use crate::limits::{YAML_MERGES, YAML_VALUES};
use crate::value::{Key, Map, MapClass, Opaque, Value};

/// Builds the root's value; null if there is none.
pub(super) fn build(graph: Graph, version: Version) -> Result<Value, Error> {
    let Some(root) = graph.root else {
        return Ok(Value::Null);
    };
    let nodes = graph.nodes;
    let mut builder = Builder {
        building: vec![false; nodes.len()],
        nodes: &nodes,
        values: 0,
        version,
    };
    builder.value(root)
}

struct Builder<'a> {
    nodes: &'a [Node],
    /// Whether each node encloses the current one; an alias to such a node is shown as `[...]`.
    building: Vec<bool>,
    values: usize,
    version: Version,
}

impl<'a> Builder<'a> {
    fn node(&self, id: Id) -> Result<&'a Node, Error> {
        self.nodes
            .get(id)
            .ok_or_else(|| invalid("a node is missing"))
    }

    fn value(&mut self, id: Id) -> Result<Value, Error> {
        self.values += 1;
        if self.values > YAML_VALUES {
            return Err(invalid("too many values"));
        }
        let node = self.node(id)?;
        if let Content::Scalar(text) = &node.content {
            return scalar::build(&node.kind, text, self.version);
        }
        if self.building.get(id) == Some(&true) {
            return Ok(recursion(&node.content));
        }
        self.set_building(id, true);
        let value = self.collection(node);
        self.set_building(id, false);
        value
    }

    fn set_building(&mut self, id: Id, building: bool) {
        if let Some(flag) = self.building.get_mut(id) {
            *flag = building;
        }
    }

    fn collection(&mut self, node: &'a Node) -> Result<Value, Error> {
        match (&node.kind, &node.content) {
            (Type::Sequence, Content::Sequence(items)) => Ok(Value::List(
                items
                    .iter()
                    .map(|&item| self.value(item))
                    .collect::<Result<_, _>>()?,
            )),
            (Type::Mapping, Content::Mapping(pairs)) => Ok(Value::Map(self.mapping(pairs)?)),
            (Type::Set, Content::Mapping(pairs)) => Ok(set(&self.mapping(pairs)?)),
            (Type::OrderedMap, Content::Sequence(items)) => {
                let entries = items
                    .iter()
                    .map(|&item| self.single_pair(item))
                    .collect::<Result<Vec<_>, _>>()?;
                let length = entries.len();
                let map = Map::from_entries(entries).of_class(MapClass::OrderedMap);
                match map.len() == length {
                    true => Ok(Value::Map(map)),
                    // The reference's YAML library has an assertion without a message.
                    false => Err(Error::Scalar(String::new())),
                }
            }
            (Type::Pairs, Content::Sequence(items)) => {
                let pairs = items.iter().map(|&item| {
                    let (key, value) = self.single_pair(item)?;
                    Ok(tuple(&[key.to_value(), value]))
                });
                Ok(Value::List(pairs.collect::<Result<_, _>>()?))
            }
            (Type::Unknown(tag), _) => Err(invalid(&format!(
                "could not determine a constructor for the tag {tag}"
            ))),
            _ => Err(invalid("a tag that does not fit its node")),
        }
    }

    /// The only pair of a mapping that is an element of an ordered map.
    fn single_pair(&mut self, id: Id) -> Result<(Key, Value), Error> {
        match &self.node(id)?.content {
            Content::Mapping(pairs) => match pairs.as_slice() {
                &[(key, value)] => Ok((self.key(key)?, self.value(value)?)),
                _ => Err(invalid("expected a single mapping item")),
            },
            _ => Err(invalid("expected a mapping of length 1")),
        }
    }

    fn mapping(&mut self, pairs: &'a [(Id, Id)]) -> Result<Map, Error> {
        let (merged, own) = self.split_merges(pairs, 0)?;
        let unique = merged.is_empty();
        let mut map = Map::new();
        for (key, value) in merged.into_iter().chain(own) {
            let key = self.key(key)?;
            let value = self.value(value)?;
            // Merged keys may be overridden; others must be unique.
            if map.insert(key, value).is_some() && unique {
                return Err(invalid("found duplicate key"));
            }
        }
        Ok(map)
    }

    /// The pairs merged by `<<`, ordered so that the first mapping named wins, and the other pairs.
    #[expect(clippy::type_complexity, reason = "two lists of pairs need no name")]
    fn split_merges(
        &mut self,
        pairs: &'a [(Id, Id)],
        depth: usize,
    ) -> Result<(Vec<(Id, Id)>, Vec<(Id, Id)>), Error> {
        if depth > YAML_MERGES {
            return Err(invalid("mappings that merge themselves"));
        }
        let (mut merged, mut own) = (Vec::new(), Vec::new());
        for &(key, value) in pairs {
            if self.node(key)?.kind != Type::Scalar(Tag::Merge) {
                own.push((key, value));
                continue;
            }
            if !merged.is_empty() {
                return Err(invalid("found duplicate key \"<<\""));
            }
            match &self.node(value)?.content {
                Content::Mapping(_) => merged = self.flattened(value, depth)?,
                Content::Sequence(items) => {
                    for &item in items.iter().rev() {
                        merged.extend(self.flattened(item, depth)?);
                    }
                }
                Content::Scalar(_) => {
                    return Err(invalid(
                        "expected a mapping or list of mappings for merging",
                    ));
                }
            }
            self.values += merged.len();
            if self.values > YAML_VALUES {
                return Err(invalid("too many values"));
            }
        }
        Ok((merged, own))
    }

    /// All pairs of a mapping, with those it merges first.
    fn flattened(&mut self, id: Id, depth: usize) -> Result<Vec<(Id, Id)>, Error> {
        let Content::Mapping(pairs) = &self.node(id)?.content else {
            return Err(invalid("expected a mapping for merging"));
        };
        let (mut merged, own) = self.split_merges(pairs, depth + 1)?;
        merged.extend(own);
        Ok(merged)
    }

    /// Builds a key: scalars as they are, lists as tuples.
    fn key(&mut self, id: Id) -> Result<Key, Error> {
        if let Node {
            kind: Type::Scalar(Tag::Value),
            content: Content::Scalar(text),
        } = self.node(id)?
        {
            return Ok(Key::from(text.as_str()));
        }
        match self.value(id)? {
            Value::List(items) => match items.iter().find(|item| !item.is_scalar()) {
                Some(nested) => Err(Error::Scalar(format!(
                    "unhashable type: '{}'",
                    nested.class()
                ))),
                None => Ok(Key::from(tuple(&items))),
            },
            Value::Map(_) => Err(invalid("found unhashable key")),
            Value::Opaque(opaque) if opaque.class == "set" => Err(invalid("found unhashable key")),
            scalar => Ok(Key::from(scalar)),
        }
    }
}

fn invalid(message: &str) -> Error {
    Error::Invalid(message.to_owned())
}

fn opaque(class: &'static str, shown: String) -> Value {
    Value::Opaque(Box::new(Opaque {
        class,
        text: shown.clone(),
        repr: shown,
    }))
}

fn recursion(content: &Content) -> Value {
    match content {
        Content::Mapping(_) => opaque("dict", "{...}".to_owned()),
        _ => opaque("list", "[...]".to_owned()),
    }
}

fn reprs<'v>(values: impl Iterator<Item = &'v Value>) -> String {
    values
        .map(|value| value.repr().to_string())
        .collect::<Vec<_>>()
        .join(", ")
}

fn tuple(items: &[Value]) -> Value {
    let trailing = if items.len() == 1 { "," } else { "" };
    opaque("tuple", format!("({}{trailing})", reprs(items.iter())))
}

fn set(members: &Map) -> Value {
    if members.is_empty() {
        return opaque("set", "set()".to_owned());
    }
    let keys: Vec<Value> = members.keys().map(Key::to_value).collect();
    opaque("set", format!("{{{}}}", reprs(keys.iter())))
}
