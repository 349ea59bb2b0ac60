//! Parameters of cases as dynamic values, with defaults filled as generated types fill them.

use serde_json::Value as Json;
use smithgen_runtime::Structure;
use smithgen_runtime::dynamic::{BlobText, DynamicStructure, Typing, Value};

use crate::model::Model;

/// Whose rules fill what is not set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Client,
    Server,
}

/// What a structure is to its operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Input,
    /// Output, error, and everything below the top of an input.
    Other,
}

/// Case parameters: timestamps are epoch seconds, blobs plain text.
pub(crate) fn params(
    schema: &'static smithgen_runtime::Schema,
    params: &Json,
) -> Result<DynamicStructure, String> {
    let text = params.to_string();
    let document =
        smithgen_runtime::json::document(text.as_bytes()).map_err(|e| format!("params: {e}"))?;
    DynamicStructure::from_document(schema, &document, BlobText::Plain)
        .map_err(|e| format!("params: {e}"))
}

/// Sets what a generated type has when nothing set it: defaults, and with `correct` zero values of
/// required members that a message lacked.
pub(crate) fn fill(
    model: &Model,
    value: &mut DynamicStructure,
    side: Side,
    role: Role,
    correct: bool,
) {
    let schema = value.schema();
    let members = model.members(schema.id());
    for (index, member) in schema.members().iter().enumerate() {
        if value.value(index).is_none()
            && schema.kind() == smithgen_runtime::Kind::Structure
            && let Some(json) = members.get(member.name())
        {
            let traits = &json["traits"];
            let optional = side == Side::Client
                && (role == Role::Input || traits.get("smithy.api#clientOptional").is_some());
            let default = traits
                .get("smithy.api#default")
                .filter(|default| !default.is_null());
            if optional {
                continue;
            }
            match default {
                Some(default) => {
                    if let Some(default) = one(schema, member.name(), default) {
                        value.set(index, default);
                    }
                }
                None if correct
                    && member.is_required()
                    && member.target().kind() != smithgen_runtime::Kind::Union =>
                {
                    value.set(index, Value::zero(member.target(), Typing::Typed));
                }
                None => {}
            }
        }
        if let Some(value) = value.value_mut(index) {
            fill_inside(model, value, side, correct);
        }
    }
}

fn fill_inside(model: &Model, value: &mut Value, side: Side, correct: bool) {
    match value {
        Value::Structure(value) => fill(model, value, side, Role::Other, correct),
        Value::List(list) => {
            list.items
                .iter_mut()
                .for_each(|item| fill_inside(model, item, side, correct));
        }
        Value::Map(map) => map
            .values_mut()
            .for_each(|item| fill_inside(model, item, side, correct)),
        _ => {}
    }
}

/// A default: blobs are base64 there.
fn one(schema: &'static smithgen_runtime::Schema, name: &str, default: &Json) -> Option<Value> {
    let text = Json::Object([(name.to_owned(), default.clone())].into_iter().collect()).to_string();
    let document = smithgen_runtime::json::document(text.as_bytes()).ok()?;
    let whole = DynamicStructure::from_document(schema, &document, BlobText::Base64).ok()?;
    whole.value(schema.member_index(name)?).cloned()
}

/// Equal, where NaN equals NaN.
pub(crate) fn same(a: &DynamicStructure, b: &DynamicStructure) -> bool {
    (0..a.schema().members().len()).all(|index| match (a.value(index), b.value(index)) {
        (Some(a), Some(b)) => same_value(a, b),
        (None, None) => true,
        _ => false,
    })
}

fn same_value(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Float(a), Value::Float(b)) => a == b || (a.is_nan() && b.is_nan()),
        (Value::Double(a), Value::Double(b)) => a == b || (a.is_nan() && b.is_nan()),
        (Value::Structure(a), Value::Structure(b)) => same(a, b),
        (Value::List(a), Value::List(b)) => {
            a.items.len() == b.items.len()
                && a.items.iter().zip(&b.items).all(|(a, b)| same_value(a, b))
        }
        (Value::Map(a), Value::Map(b)) => {
            a.iter().count() == b.iter().count()
                && a.iter()
                    .all(|(key, a)| b.value(key).is_some_and(|b| same_value(a, b)))
        }
        _ => a == b,
    }
}
