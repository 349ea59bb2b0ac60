//! What a field holds before anything is set: the model's default as a constant of Rust.

use std::collections::HashMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Number;

use super::traits as schema;
use super::variant_names;
use crate::ir::{DocumentValue, Finite, Ident, NumberValue, Value};
use crate::lower::Lowering;
use crate::lower::modules::Module;
use smithgen_model::model::traits::{TimestampFormat, id};
use smithgen_model::model::{Kind, Member, Model, Node, Shape, ShapeId, integer, timestamp};

impl Lowering<'_> {
    /// The initial value of a member that cannot be absent. `Err` says why the default does not fit the target.
    pub(in crate::lower) fn default(
        &self,
        member: &Member,
        from: &Module,
    ) -> Result<Value, String> {
        let node = member
            .traits
            .get(id::DEFAULT)
            .filter(|node| !node.is_null());
        let (Some(node), Some(target)) = (node, self.resolved.model.target(member)) else {
            return Ok(Value::Zero);
        };
        let value = match (&target.kind, node) {
            (Kind::Boolean, Node::Bool(value)) => value.then_some(Value::Bool(true)),
            (kind, Node::Number(number)) if kind.is_number() => {
                self.number(target, node, number, from)?
            }
            (Kind::String, Node::String(text)) => {
                (!text.is_empty()).then(|| Value::Text(text.clone()))
            }
            (Kind::Enum, Node::String(text)) => {
                let variant = self.variant(target, text, from);
                Some(variant.ok_or_else(|| unknown(node))?)
            }
            (Kind::Blob, Node::String(text)) => match blob(text)? {
                Some(_) if target.traits.has(id::STREAMING) => {
                    return Err("a stream has no default but the empty one".to_owned());
                }
                value => value,
            },
            (Kind::Timestamp, node) => {
                let format = member.traits.read().or_else(|| target.traits.read());
                timestamp(node, format)?
            }
            (Kind::Document, node) => document(node)?,
            (Kind::List, Node::Array(items)) if items.is_empty() => None,
            (Kind::Map, Node::Object(entries)) if entries.is_empty() => None,
            (kind, _) => return Err(format!("`{node}` is no default of a {}", kind.name())),
        };
        Ok(value.unwrap_or(Value::Zero))
    }

    fn number(
        &self,
        target: &Shape,
        node: &Node,
        number: &Number,
        from: &Module,
    ) -> Result<Option<Value>, String> {
        let text = number.to_string();
        let no = || format!("`{text}` is no default of a {}", target.kind.name());
        let whole = |least: i64, most: i64| {
            let fits = integer(node).filter(|value| (least..=most).contains(value));
            fits.map(|value| (value != 0).then_some(Value::Int(value)))
                .ok_or_else(no)
        };
        match target.kind {
            Kind::Byte => whole(i8::MIN.into(), i8::MAX.into()),
            Kind::Short => whole(i16::MIN.into(), i16::MAX.into()),
            Kind::Integer => whole(i32::MIN.into(), i32::MAX.into()),
            Kind::Long => whole(i64::MIN, i64::MAX),
            Kind::IntEnum => {
                let value = integer(node).map(|value| value.to_string());
                let variant = value.and_then(|value| self.variant(target, &value, from));
                variant.map(Some).ok_or_else(|| unknown(node))
            }
            Kind::Float => float(number, f64::from(f32::MAX)).ok_or_else(no),
            Kind::Double => float(number, f64::MAX).ok_or_else(no),
            Kind::BigInteger if text.bytes().all(|b| b.is_ascii_digit() || b == b'-') => {
                Ok((text != "0").then_some(Value::BigInteger(text)))
            }
            Kind::BigDecimal => Ok((text != "0").then_some(Value::BigDecimal(text))),
            _ => Err(no()),
        }
    }

    fn variant(&self, target: &Shape, value: &str, from: &Module) -> Option<Value> {
        let path = self.type_path(&target.id, from)?;
        if self.extras.is_extern(target.id.as_str()) {
            // Its variants are not known, and it takes whatever the model has.
            return Some(match target.kind {
                Kind::Enum => Value::OfText(path, value.to_owned()),
                _ => Value::OfNumber(path, value.parse().ok()?),
            });
        }
        let variant = self.variants.get(&target.id)?.get(value)?;
        Some(Value::Variant(path, variant.clone()))
    }
}

/// The variants of enums, by value.
pub(in crate::lower) type Variants = HashMap<ShapeId, HashMap<String, Ident>>;

/// Those of all enums of which some default has a value: there may be as many defaults as values.
pub(in crate::lower) fn variants<'a>(
    model: &Model,
    shapes: impl Iterator<Item = &'a ShapeId>,
) -> Variants {
    let mut found = Variants::new();
    for shape in shapes.filter_map(|id| model.get(id.as_str())) {
        let members = shape.members.iter();
        let targets = members
            .filter(|member| member.traits.has(id::DEFAULT))
            .filter_map(|member| model.target(member));
        for target in targets {
            if matches!(target.kind, Kind::Enum | Kind::IntEnum) && !found.contains_key(&target.id)
            {
                let (_, names) = variant_names(target);
                let named = target.members.iter().zip(names);
                let named = named.filter_map(|(member, name)| {
                    let value = match target.kind {
                        Kind::Enum => Some(schema::text(member)),
                        _ => member.int_value().map(|value| value.to_string()),
                    };
                    Some((value?, name))
                });
                found.insert(target.id.clone(), named.collect());
            }
        }
    }
    found
}

fn unknown(node: impl std::fmt::Display) -> String {
    format!("`{node}` is no value of the enum")
}

/// A float that is not larger than allowed.
fn float(number: &Number, most: f64) -> Option<Option<Value>> {
    let value = number.as_f64().filter(|value| value.abs() <= most)?;
    if value == 0.0 && value.is_sign_positive() {
        return Some(None);
    }
    Finite::new(value).map(|value| Some(Value::Float(value)))
}

fn blob(text: &str) -> Result<Option<Value>, String> {
    let bytes = STANDARD
        .decode(text)
        .map_err(|_| format!("`{text}` is not base64"))?;
    Ok((!bytes.is_empty()).then_some(Value::Blob(bytes)))
}

fn timestamp(node: &Node, format: Option<TimestampFormat>) -> Result<Option<Value>, String> {
    let instant = timestamp::instant(node, format);
    let (seconds, nanos) = instant.ok_or_else(|| format!("`{node}` is no timestamp"))?;
    Ok((seconds != 0 || nanos != 0).then_some(Value::Timestamp(seconds, nanos)))
}

fn document(node: &Node) -> Result<Option<Value>, String> {
    let value = match node {
        Node::Null => DocumentValue::Null,
        Node::Bool(value) => DocumentValue::Bool(*value),
        Node::Number(number) => DocumentValue::Number(
            document_number(number)
                .ok_or_else(|| format!("`{number}` is too large for a number"))?,
        ),
        Node::String(text) => DocumentValue::Text(text.clone()),
        Node::Array(items) if items.is_empty() => DocumentValue::Array,
        Node::Object(entries) if entries.is_empty() => DocumentValue::Object,
        _ => return Err("a document's default may be no filled list or object".to_owned()),
    };
    Ok((value != DocumentValue::Null).then_some(Value::Document(value)))
}

fn document_number(number: &Number) -> Option<NumberValue> {
    match (number.as_u64(), number.as_i64()) {
        (Some(value), _) => Some(NumberValue::Uint(value)),
        (None, Some(value)) => Some(NumberValue::Int(value)),
        (None, None) => Finite::new(number.as_f64()?).map(NumberValue::Float),
    }
}
