//! How expressions see shapes: members by their names in the model, those that are unset not at all.

use std::ops::ControlFlow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::limits::DOCUMENT_DEPTH;
use crate::value::{DateTime, Document, Number};
use crate::view::{Ref, Structure};

/// A structure, as expressions see it.
pub fn of_structure(structure: &dyn Structure) -> Document {
    within(structure, DOCUMENT_DEPTH)
}

/// An input and an output, as expressions about both see them: an object with these two members.
pub fn of_pair(input: &dyn Structure, output: &dyn Structure) -> Document {
    Document::Object(vec![
        ("input".to_owned(), of_structure(input)),
        ("output".to_owned(), of_structure(output)),
    ])
}

fn within(structure: &dyn Structure, depth: u32) -> Document {
    let members = structure.schema().members().iter().enumerate();
    let members = members.filter_map(|(index, member)| {
        let value = of_value(structure.get(index), depth)?;
        Some((member.name().to_owned(), value))
    });
    Document::Object(members.collect())
}

/// A value; `None` where there is none, or none that expressions can see.
fn of_value(value: Ref<'_>, depth: u32) -> Option<Document> {
    let inner = depth.checked_sub(1)?;
    Some(match value {
        Ref::Unset | Ref::Stream(_) | Ref::Events(_) => return None,
        Ref::Null => Document::Null,
        Ref::Bool(value) => value.into(),
        Ref::Int(value) => value.into(),
        Ref::Float(value) => f64::from(value).into(),
        Ref::Double(value) => value.into(),
        Ref::Str(text) => text.into(),
        Ref::Blob(bytes) => STANDARD.encode(bytes).into(),
        // Seconds since 1970, as numbers.
        Ref::Timestamp(at) => (seconds(at)).into(),
        Ref::BigInteger(value) => match value.as_str().parse() {
            Ok(value) => Document::Number(Number::Big(value)),
            Err(_) => value.as_str().into(),
        },
        Ref::BigDecimal(value) => Document::Number(Number::Big(value.clone())),
        Ref::Document(value) => value.clone(),
        Ref::Untyped(value) => value.to_document(),
        Ref::Structure(structure) => within(structure, inner),
        Ref::List(list) => {
            let items = (0..list.len()).map(|index| of_value(list.get(index), inner));
            Document::Array(items.map(Option::unwrap_or_default).collect())
        }
        Ref::Map(map) => {
            let mut members = Vec::with_capacity(map.len());
            map.visit(&mut |key, value| {
                let value = of_value(value, inner).unwrap_or_default();
                members.push((key.to_owned(), value));
                ControlFlow::Continue(())
            });
            Document::Object(members)
        }
    })
}

#[allow(
    clippy::cast_precision_loss,
    reason = "doubles are precise enough up to 30 million years"
)]
fn seconds(at: DateTime) -> f64 {
    at.secs() as f64 + f64::from(at.subsec_nanos()) / 1e9
}
