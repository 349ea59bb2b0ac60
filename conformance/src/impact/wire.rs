//! Bytes that one side of a pair writes, read by the other.

use serde_json::{Map, Value as Json, json};
use smithgen_runtime::bytes::Bytes;
use smithgen_runtime::dynamic::{DynamicStructure, Typing};
use smithgen_runtime::http::{Request, Response};
use smithgen_runtime::{EncodeOptions, Kind, OperationSpec, Protocol, Schema, Trait};

use crate::model::Model;
use crate::protocols::protocol;
use crate::schemas::Tables;
use crate::values::{params, same};

/// Values are made this deep; below, optional members are unset.
const DEPTH: usize = 4;

/// How many values are made of each structure: unions and enums have another case in each.
const SEEDS: usize = 4;

/// The first operation whose messages one side writes and the other does not read, with what is wrong.
pub(super) fn fault(old: &Model, new: &Model) -> Option<String> {
    let (old_service, new_service) = (*old.services().first()?, *new.services().first()?);
    let known = new.operations(new_service);
    for id in old.operations(old_service) {
        let name = id.split('#').nth(1)?;
        let other = known.iter().find(|it| it.split('#').nth(1) == Some(name));
        let sides = (
            spec(old, old_service, id),
            other.and_then(|id| spec(new, new_service, id)),
        );
        if let (Some(old), Some(new)) = sides
            && let Err(problem) = operation(old, new)
        {
            return Some(format!("{name}: {problem}"));
        }
    }
    None
}

/// An operation in the first protocol of its service that the runtime has.
pub(super) fn spec(model: &Model, service: &str, id: &str) -> Option<&'static OperationSpec> {
    let traits = model.shape(service).map(|shape| &shape["traits"])?;
    let ids = traits.as_object()?.keys();
    let protocol = ids.filter_map(|id| protocol(id, traits)).next()?;
    Some(Tables::new(model).operation(service, id, protocol))
}

fn operation(old: &'static OperationSpec, new: &'static OperationSpec) -> Result<(), String> {
    for seed in 0..SEEDS {
        for (way, reads) in [("request", request as Way), ("response", response as Way)] {
            for (writer, reader, keeps) in [(old, new, true), (new, old, false)] {
                // What does not even survive its own side says nothing.
                if reads(writer, writer, seed, true).is_err() {
                    continue;
                }
                let side = if keeps { "old" } else { "new" };
                reads(writer, reader, seed, keeps)
                    .map_err(|problem| format!("the {side} {way}: {problem}"))?;
            }
        }
    }
    Ok(())
}

/// Writes a value of one side, reads it on the other, and the same back; `keeps` demands that nothing is lost.
type Way = fn(&'static OperationSpec, &'static OperationSpec, usize, bool) -> Result<(), String>;

fn request(
    writer: &'static OperationSpec,
    reader: &'static OperationSpec,
    seed: usize,
    keeps: bool,
) -> Result<(), String> {
    let input = params(writer.input(), &sample(writer.input(), seed, 0))?;
    let sent = encoded_request(writer, &input)?;
    let read = decoded_request(reader, &sent)?;
    if !keeps {
        return Ok(());
    }
    let back = decoded_request(writer, &encoded_request(reader, &read)?)?;
    equal(&input, &back)
}

fn encoded_request(
    operation: &'static OperationSpec,
    input: &DynamicStructure,
) -> Result<Request<Bytes>, String> {
    let options = EncodeOptions {
        token: &|| "token".to_owned(),
        ..Default::default()
    };
    let request = smithgen_client::encode_operation(operation, input, &options);
    Ok(request.map_err(|e| e.to_string())?.into_inner())
}

fn decoded_request(
    operation: &'static OperationSpec,
    request: &Request<Bytes>,
) -> Result<DynamicStructure, String> {
    let mut input = DynamicStructure::new(operation.input(), Typing::Typed);
    let protocol: &dyn Protocol = operation.service().protocol();
    let read = protocol.decode_request(operation, request, &mut input);
    read.map_err(|e| e.to_string())?;
    Ok(input)
}

fn response(
    writer: &'static OperationSpec,
    reader: &'static OperationSpec,
    seed: usize,
    keeps: bool,
) -> Result<(), String> {
    let output = params(writer.output(), &sample(writer.output(), seed, 0))?;
    let read = decoded_response(reader, &encoded_response(writer, &output)?)?;
    if !keeps {
        return Ok(());
    }
    let back = decoded_response(writer, &encoded_response(reader, &read)?)?;
    equal(&output, &back)
}

fn encoded_response(
    operation: &'static OperationSpec,
    output: &DynamicStructure,
) -> Result<Response<Bytes>, String> {
    let protocol = operation.service().protocol();
    let sent = protocol.encode_response(operation, output);
    sent.map_err(|e| e.to_string())
}

fn decoded_response(
    operation: &'static OperationSpec,
    response: &Response<Bytes>,
) -> Result<DynamicStructure, String> {
    let mut output = DynamicStructure::new(operation.output(), Typing::Typed);
    let protocol = operation.service().protocol();
    let read = protocol.decode_response(operation, response, &mut output);
    read.map_err(|e| e.to_string())?;
    Ok(output)
}

fn equal(sent: &DynamicStructure, back: &DynamicStructure) -> Result<(), String> {
    match same(sent, back) {
        true => Ok(()),
        false => Err(format!("{sent:?} came back as {back:?}")),
    }
}

/// A value of a structure or union, with all its members set as far as it goes.
pub(super) fn sample(schema: &'static Schema, seed: usize, depth: usize) -> Json {
    let members = schema.members();
    let mut object = Map::new();
    for (number, member) in members.iter().enumerate() {
        let is_chosen = match schema.kind() {
            Kind::Union => number == seed % members.len().max(1),
            _ => depth < DEPTH || member.is_required(),
        };
        let is_stream = member.target().traits().contains(&Trait::Streaming)
            || member.traits().contains(&Trait::Streaming);
        if is_chosen && !is_stream {
            let value = value(member.target(), seed + number, depth + 1);
            object.extend(value.map(|value| (member.name().to_owned(), value)));
        }
    }
    Json::Object(object)
}

/// A value of a shape; `None` below the depth at which required members still lead in circles.
fn value(schema: &'static Schema, seed: usize, depth: usize) -> Option<Json> {
    if depth > DEPTH * 2 {
        return None;
    }
    let inner = |at: usize| {
        let member = schema.members().get(at)?;
        value(member.target(), seed, depth + 1)
    };
    Some(match schema.kind() {
        Kind::Boolean => json!(seed.is_multiple_of(2)),
        Kind::Byte | Kind::Short | Kind::Integer | Kind::Long | Kind::BigInteger => {
            json!(seed % 100)
        }
        Kind::IntEnum => json!(of_enum(schema, seed)?),
        Kind::Float | Kind::Double | Kind::BigDecimal => json!(1.5),
        Kind::Timestamp => json!(1_700_000_000 + seed),
        Kind::Enum => json!(text_of_enum(schema, seed)),
        // Four letters are base64 too.
        Kind::String | Kind::Blob => json!(format!("te{:02}", seed % 100)),
        Kind::Document => json!({ "a": [1, "b"] }),
        Kind::List => Json::Array(inner(0).into_iter().collect()),
        Kind::Map => {
            let key = inner(0)?.as_str()?.to_owned();
            Json::Object(inner(1).map(|value| (key, value)).into_iter().collect())
        }
        _ => sample(schema, seed, depth),
    })
}

fn text_of_enum(schema: &'static Schema, seed: usize) -> String {
    let values = schema.traits().iter().find_map(|it| match it {
        Trait::EnumValues(values) => Some(*values),
        _ => None,
    });
    let values = values.unwrap_or_default();
    let value = values.get(seed % values.len().max(1));
    value.map_or_else(|| "other".to_owned(), |value| (*value).to_owned())
}

fn of_enum(schema: &'static Schema, seed: usize) -> Option<i32> {
    let values = schema.traits().iter().find_map(|it| match it {
        Trait::IntEnumValues(values) => Some(*values),
        _ => None,
    })?;
    values.get(seed % values.len().max(1)).copied()
}
