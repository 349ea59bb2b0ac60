//! `--generate-cli-skeleton`: samples of a command's input and output, made from the schema.

mod yaml;

use smithgen_runtime::schema::{Schema, Trait};

use crate::params::{Class, class, element};
use crate::value::{Map, Value};

pub(crate) use yaml::yaml;

/// The sample text of strings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Texts {
    /// Empty, or the first value of an enum: an input to fill in.
    Empty,
    /// The member's name: an example of the output.
    Names,
}

/// A sample value of the schema. A structure nested within itself is empty.
pub(crate) fn sample(schema: &'static Schema, texts: Texts) -> Value {
    Sampler {
        texts,
        within: Vec::new(),
    }
    .sample(schema, "")
}

struct Sampler {
    texts: Texts,
    /// Ids of the enclosing structures.
    within: Vec<&'static str>,
}

impl Sampler {
    fn sample(&mut self, schema: &'static Schema, name: &str) -> Value {
        match class(schema) {
            Class::Structure => self.structure(schema),
            Class::List => {
                let name = match self.texts {
                    Texts::Names => element(schema).name(),
                    Texts::Empty => "",
                };
                Value::List(vec![self.sample(element(schema), name)])
            }
            Class::Map => {
                let mut map = Map::new();
                map.insert("KeyName", self.sample(element(schema), ""));
                Value::Map(map)
            }
            Class::Text => match (self.texts, enum_values(schema).first()) {
                (Texts::Names, _) => Value::from(name),
                (Texts::Empty, Some(first)) => Value::from(*first),
                (Texts::Empty, None) => Value::from(""),
            },
            Class::Int => Value::from(0),
            Class::Float => Value::from(0.0),
            Class::Bool => Value::from(true),
            Class::Timestamp => Value::from("1970-01-01T00:00:00"),
            // The reference has no sample for blobs.
            Class::Blob => Value::Null,
            Class::Document => Value::Map(Map::new()),
        }
    }

    fn structure(&mut self, schema: &'static Schema) -> Value {
        let mut map = Map::new();
        if !self.within.contains(&schema.id()) {
            self.within.push(schema.id());
            for member in schema.members() {
                map.insert(member.name(), self.sample(member.target(), member.name()));
            }
            self.within.pop();
        }
        Value::Map(map)
    }
}

/// The values of an enum, in model order.
pub(crate) fn enum_values(schema: &Schema) -> &'static [&'static str] {
    schema
        .traits()
        .iter()
        .find_map(|t| match t {
            Trait::EnumValues(values) => Some(*values),
            _ => None,
        })
        .unwrap_or_default()
}

#[cfg(test)]
mod tests;
