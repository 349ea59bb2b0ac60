//! Checks that the traits the generator reads have values that it can read, of reasonable size.

use serde::de::DeserializeOwned;

use super::Told;
use crate::diagnostic::{Diagnostic, Errors};
use crate::limits::DOCUMENTATION_LENGTH;
use crate::maps::HashMap;
use crate::model::protocols::PROTOCOLS;
use crate::model::traits::{self, Known, ProtocolHttp, Traits, id};
use crate::model::{Model, Node};

type Read = fn(&Node) -> Option<serde_json::Error>;

macro_rules! readers {
    ($($name:ident)*) => {
        HashMap::from_iter([$((traits::$name::ID, malformed::<traits::$name> as Read)),*])
    };
}

/// The bounds of a length, which may be negative: a validator tells of that.
#[derive(serde::Deserialize)]
#[serde(expecting = "an object")]
#[allow(dead_code, reason = "it matters that they can be read")]
struct Bounds {
    min: Option<i64>,
    max: Option<i64>,
}

/// Checks the values of all traits that are read, and that what goes on the wire as it is ends nothing there.
pub(super) fn check(model: &Model, told: &Told, errors: &mut Errors) {
    let mut readers = forms();
    readers.extend(readers! { HttpApiKeyAuth HttpHeader HttpPrefixHeaders XmlName MediaType });
    check_with(&readers, model, told, errors);
}

/// Checks no more than the form of values: text, object and so on.
pub(super) fn well_formed(model: &Model, told: &Told, errors: &mut Errors) {
    let mut readers = forms();
    let texts = [
        traits::HttpHeader::ID,
        traits::HttpPrefixHeaders::ID,
        traits::XmlName::ID,
        traits::MediaType::ID,
    ];
    readers.extend(texts.map(|id| (id, malformed::<String> as Read)));
    readers.insert(traits::Length::ID, malformed::<Bounds>);
    // One of several words is another value than it should be, but can be read.
    readers.remove(traits::TimestampFormat::ID);
    check_with(&readers, model, told, errors);
}

fn forms() -> HashMap<&'static str, Read> {
    let mut readers = readers! {
        Http HttpError Fault TimestampFormat Length Range Paginated Examples Endpoint Auth XmlNamespace
        Retryable Deprecated ExternalDocumentation RequestCompression Mixin EnumDefinitions Sigv4 Sigv4a AwsService
        Tags References HttpChecksum AwsQueryError ContextParam StaticContextParams OperationContextParams ClientContextParams
        EndpointBdd
        HttpQuery Pattern JsonName Ec2QueryName
    };
    let protocols = PROTOCOLS.iter();
    readers.extend(protocols.map(|id| (*id, malformed::<ProtocolHttp> as Read)));
    readers
}

fn check_with(readers: &HashMap<&str, Read>, model: &Model, told: &Told, errors: &mut Errors) {
    let mut found = Errors::new();
    find(readers, model, &mut found);
    errors.extend(found.into_iter().filter(|it| {
        let about = it.shape.as_deref().zip(it.trait_id.as_deref());
        about.is_none_or(|(shape, id)| !told.has(shape, id))
    }));
}

fn find(readers: &HashMap<&str, Read>, model: &Model, errors: &mut Errors) {
    for shape in model.shapes.values() {
        check_traits(
            model,
            readers,
            &shape.traits,
            || shape.id.to_string(),
            errors,
        );
        for member in &shape.members {
            check_traits(
                model,
                readers,
                &member.traits,
                || shape.id.member(&member.name),
                errors,
            );
        }
    }
}

fn check_traits(
    model: &Model,
    readers: &HashMap<&str, Read>,
    traits: &Traits,
    subject: impl Fn() -> String,
    errors: &mut Errors,
) {
    for applied in traits {
        let length = applied.value.as_str().map_or(0, str::len);
        if applied.id == id::DOCUMENTATION && length > DOCUMENTATION_LENGTH {
            let message = format!(
                "its documentation has {length} bytes, and {DOCUMENTATION_LENGTH} are the most"
            );
            let problem = Diagnostic::error(message).at(model.place(applied.location));
            errors.push(problem.shape(subject()).trait_id(&applied.id));
            continue;
        }
        let Some(error) = readers
            .get(applied.id.as_str())
            .and_then(|read| read(&applied.value))
        else {
            continue;
        };
        let message = format!("the value of trait `{}` is malformed: {error}", applied.id);
        let problem = Diagnostic::error(message).at(model.place(applied.location));
        errors.push(problem.shape(subject()).trait_id(&applied.id));
    }
}

fn malformed<T: DeserializeOwned>(value: &Node) -> Option<serde_json::Error> {
    T::deserialize(value).err()
}
