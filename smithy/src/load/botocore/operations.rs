//! The operations: their shapes, paths and ways to sign.

use super::layered::{Field, Fields};
use super::{Node, Reader, customizations, empty_shape, mark, object, set};
use crate::diagnostic::Diagnostic;
use crate::maps::HashMap;
use crate::model::traits::id;
use crate::model::{Kind, Operation, Reference, Shape, ShapeId, Traits};
use crate::source::Location;

/// The members of an operation.
const OPERATION: &[&str] = &[
    "alias",
    "auth",
    "authtype",
    "deprecated",
    "deprecatedMessage",
    "deprecatedSince",
    "documentation",
    "documentationUrl",
    "endpoint",
    "endpointdiscovery",
    "endpointoperation",
    "errors",
    "http",
    "httpChecksum",
    "httpChecksumRequired",
    "idempotent",
    "input",
    "name",
    "operationContextParams",
    "output",
    "readonly",
    "requestcompression",
    "staticContextParams",
    "unsignedPayload",
];

/// Traits whose values stand in descriptions as they do in models.
const AS_THEY_ARE: &[(&str, &str)] = &[
    ("httpChecksum", "aws.protocols#httpChecksum"),
    (
        "operationContextParams",
        "smithy.rules#operationContextParams",
    ),
    ("requestcompression", "smithy.api#requestCompression"),
    ("staticContextParams", "smithy.rules#staticContextParams"),
];

/// What is true of an operation, and the traits that say so.
const MARKS: &[(&str, &str)] = &[
    ("httpChecksumRequired", id::HTTP_CHECKSUM_REQUIRED),
    ("idempotent", id::IDEMPOTENT),
    ("readonly", id::READONLY),
    ("unsignedPayload", id::UNSIGNED_PAYLOAD),
];

impl<'a> Reader<'a, '_> {
    /// Finds the namespace of XML that all inputs have: the service's, where it states none.
    pub(super) fn find_xml_namespace(&mut self, operations: &[Field<'a>]) {
        if self.xml_namespace.is_some() || !self.wire.xml {
            return;
        }
        let mut found: Option<String> = None;
        let mut note = |value: Option<Node>| {
            let uri = match value {
                Some(Node::String(uri)) => uri,
                Some(value) if value.get("prefix").is_none() => value
                    .get("uri")
                    .and_then(Node::as_str)
                    .unwrap_or_default()
                    .to_owned(),
                _ => return true,
            };
            match &found {
                Some(first) => *first == uri,
                None => {
                    found = Some(uri);
                    true
                }
            }
        };
        let namespace = |fields: &Fields<'a>| fields.get("xmlNamespace")?.value.json.node().ok();
        for operation in operations {
            let fields = operation.value.fields().ok();
            let input = fields.as_ref().and_then(|fields| fields.get("input"));
            let input = input.and_then(|input| input.value.fields().ok());
            if !note(input.as_ref().and_then(namespace)) {
                return;
            }
        }
        for described in self.described.values() {
            let payload = described.fields.get("payload");
            let payload = payload.and_then(|field| field.value.json.string().ok());
            let members = described.fields.get("members");
            let members = members.and_then(|field| field.value.fields().ok());
            let (Some(payload), Some(members)) = (payload, members) else {
                continue;
            };
            let member = members
                .get(&payload)
                .and_then(|field| field.value.fields().ok());
            if !note(member.as_ref().and_then(namespace)) {
                return;
            }
        }
        self.xml_namespace = found.filter(|uri| !uri.is_empty());
    }

    /// Makes the operations, and binds them to the service.
    pub(super) fn make_operations(&mut self, operations: Vec<Field<'a>>, service: &ShapeId) {
        let mut bound = Vec::new();
        for field in operations {
            let Some(id) = self.id(&field.key) else {
                let message = format!("`{}` is no name for an operation", field.key);
                let problem = Diagnostic::error(message).at(self.file.place(field.key_at));
                let help = "a name is made of letters, digits and underscores";
                self.file.push(problem.help(help));
                continue;
            };
            if let Some(shape) = self.operation(&id, &field, service) {
                bound.push(Reference {
                    target: id.clone(),
                    location: field.key_at,
                });
                self.shapes.insert(id, shape);
            }
        }
        if customizations::has_named_twins(&self.service_id) {
            self.name_twins(&bound);
        }
        let shape = self.shapes.get_mut(service);
        if let Some(Kind::Service(service)) = shape.map(|shape| &mut shape.kind) {
            service.operations = bound;
        }
    }

    fn operation(&mut self, id: &ShapeId, field: &Field<'a>, service: &ShapeId) -> Option<Shape> {
        let subject = id.as_str();
        let fields = self.fields(field.value, "an operation", subject)?;
        self.check_known(&fields, OPERATION, subject);
        let input = self.side(&fields, "input", field.key_at, subject);
        let output = self.side(&fields, "output", field.key_at, subject);
        let errors = self.errors(&fields, subject);
        let mut traits = Traits::default();
        self.common_traits(&mut traits, &fields, subject);
        if self.wire.rest {
            self.http(&mut traits, &fields, subject);
        }
        for (key, trait_id) in MARKS {
            if let Some(at) = self.flag(&fields, key, subject) {
                mark(&mut traits, trait_id, at);
            }
        }
        for (key, trait_id) in AS_THEY_ARE {
            if let Some((value, at)) = self.node(&fields, key, subject) {
                set(&mut traits, trait_id, value, at);
            }
        }
        self.endpoint(&mut traits, &fields, id, service);
        self.operation_auth(&mut traits, &fields, subject);
        if customizations::has_bare_result(&self.service_id, &field.key) {
            mark(&mut traits, id::S3_UNWRAPPED_XML_OUTPUT, field.key_at);
        }
        let operation = Operation {
            input,
            output,
            errors,
        };
        let kind = Kind::Operation(Box::new(operation));
        let mut shape = empty_shape(id.clone(), kind, field.key_at);
        shape.traits = traits;
        Some(shape)
    }

    /// The input or output; `smithy.api#Unit` where there is none.
    fn side(&mut self, fields: &Fields<'a>, key: &str, at: Location, subject: &str) -> Reference {
        let unit = Reference {
            target: ShapeId::unit(),
            location: at,
        };
        let Some(side) = self.fields_of(fields, key, subject) else {
            return unit;
        };
        let Some(reference) = self.referenced(&side, subject) else {
            return unit;
        };
        // In REST, the name is that of the document's root; elsewhere nothing has it.
        if self.wire.rest && self.wire.xml && key == "input" {
            let called = self.text(&side, "locationName", subject);
            let called = called.filter(|it| it.0 != reference.target.name());
            let mut traits = Traits::default();
            if let Some((name, at)) = called {
                set(&mut traits, "smithy.api#xmlName", Node::String(name), at);
            }
            self.xml_namespace(&mut traits, &side, subject);
            if let Some(shape) = self.shapes.get_mut(&reference.target) {
                traits
                    .into_iter()
                    .for_each(|it| shape.traits.set(it.clone()));
            }
        }
        reference
    }

    /// The shape that an object names.
    fn referenced(&mut self, fields: &Fields<'a>, subject: &str) -> Option<Reference> {
        let (name, location) = self.shape_name(fields, fields.at, subject)?;
        let described = std::mem::take(&mut self.described);
        let found = self.target(&name, location, described.get(&name), &described, subject);
        self.described = described;
        let target = found?;
        *self.uses.entry(target.clone()).or_default() += 1;
        Some(Reference { target, location })
    }

    fn errors(&mut self, fields: &Fields<'a>, subject: &str) -> Vec<Reference> {
        let mut errors: Vec<Reference> = Vec::new();
        for fields in self.objects(fields, "errors", subject) {
            let Some(error) = self.referenced(&fields, subject) else {
                continue;
            };
            // Old descriptions say only here that a shape is an error.
            let shape = self.shapes.get_mut(&error.target);
            let traits = shape.filter(|it| !it.traits.has("smithy.api#error"));
            if let Some(mut traits) = traits.map(|shape| std::mem::take(&mut shape.traits)) {
                self.error(&mut traits, &fields, subject);
                if let Some(shape) = self.shapes.get_mut(&error.target) {
                    shape.traits = traits;
                }
            }
            if !errors.iter().any(|it| it.target == error.target) {
                errors.push(error);
            }
        }
        errors
    }

    fn http(&mut self, traits: &mut Traits, fields: &Fields<'a>, subject: &str) {
        let Some(http) = self.fields_of(fields, "http", subject) else {
            return;
        };
        self.check_known(&http, &["method", "requestUri", "responseCode"], subject);
        let method = self.text(&http, "method", subject).map(|it| it.0);
        let method = method.unwrap_or_else(|| "POST".to_owned());
        let uri = self.text(&http, "requestUri", subject).map(|it| it.0);
        let uri = self.labelled(&uri.unwrap_or_default(), fields, subject);
        let code = self.number(&http, "responseCode", subject).map(|it| it.0);
        let value = object([
            ("method", Some(Node::String(method))),
            ("uri", Some(Node::String(uri))),
            ("code", Some(code.unwrap_or_else(|| Node::from(200)))),
        ]);
        set(traits, "smithy.api#http", value, http.at);
    }

    /// Adds the name of the operation to each path that another has too.
    fn name_twins(&mut self, operations: &[Reference]) {
        let mut twins: HashMap<String, Vec<ShapeId>> = HashMap::default();
        for operation in operations {
            let shape = self.shapes.get(&operation.target);
            let http = shape.and_then(|shape| shape.traits.get("smithy.api#http"));
            if let Some(http) = http {
                let path = format!("{} {}", http["method"], http["uri"]);
                twins
                    .entry(path)
                    .or_default()
                    .push(operation.target.clone());
            }
        }
        for id in twins.into_values().filter(|ids| ids.len() > 1).flatten() {
            let shape = self.shapes.get_mut(&id);
            let http = shape.and_then(|shape| shape.traits.find_mut("smithy.api#http"));
            if let Some(Node::String(uri)) = http.and_then(|http| http.value.get_mut("uri")) {
                let separator = if uri.contains('?') { '&' } else { '?' };
                uri.push_str(&format!("{separator}x-id={}", id.name()));
            }
        }
    }

    /// A path with labels named after members, where a description has what members are called there.
    fn labelled(&mut self, uri: &str, operation: &Fields<'a>, subject: &str) -> String {
        let input = self.fields_of(operation, "input", subject);
        let input = input.and_then(|input| self.text(&input, "shape", subject));
        let shape = input.and_then(|(name, _)| self.described.get(&name));
        let members = shape.and_then(|it| it.fields.get("members")?.value.fields().ok());
        let members = members.map(|members| members.list).unwrap_or_default();
        let called = |field: &Field<'a>| -> Option<String> {
            let inner = field.value.fields().ok()?;
            let is_label = inner.get("location")?.value.json.string().ok()? == "uri";
            let name = inner.get("locationName").filter(|_| is_label)?;
            Some(name.value.json.string().ok()?.into_owned())
        };
        let mut path = match uri.starts_with('/') {
            true => String::new(),
            false => "/".to_owned(),
        };
        let mut rest = uri;
        while let Some((before, label, greedy, after)) = next_label(rest) {
            let member = members
                .iter()
                .find(|field| called(field).is_some_and(|name| name == label));
            let name = member.map_or(label, |member| &*member.key);
            path.push_str(&format!("{before}{{{name}{greedy}}}"));
            rest = after;
        }
        path.push_str(rest);
        path
    }

    fn endpoint(
        &mut self,
        traits: &mut Traits,
        fields: &Fields<'a>,
        id: &ShapeId,
        service: &ShapeId,
    ) {
        let subject = id.as_str();
        if let Some(endpoint) = self.fields_of(fields, "endpoint", subject) {
            self.check_known(&endpoint, &["hostPrefix"], subject);
            if let Some((prefix, at)) = self.text(&endpoint, "hostPrefix", subject) {
                let value = object([("hostPrefix", Some(Node::String(prefix)))]);
                set(traits, "smithy.api#endpoint", value, at);
            }
        }
        if let Some(discovery) = self.fields_of(fields, "endpointdiscovery", subject) {
            let required = self.flag(&discovery, "required", subject).is_some();
            let value = object([("required", Some(Node::Bool(required)))]);
            set(
                traits,
                "aws.api#clientDiscoveredEndpoint",
                value,
                discovery.at,
            );
        }
        if let Some(at) = self.flag(fields, "endpointoperation", subject)
            && let Some(service) = self.shapes.get_mut(service)
        {
            let value = object([("operation", Some(Node::from(subject)))]);
            set(
                &mut service.traits,
                "aws.api#clientEndpointDiscovery",
                value,
                at,
            );
        }
    }

    /// Adds how the operation is signed, if not as the service says.
    fn operation_auth(&mut self, traits: &mut Traits, fields: &Fields<'a>, subject: &str) {
        let stated = self.texts(fields, "auth", subject);
        let kind = self.text(fields, "authtype", subject);
        let (schemes, at) = match (stated, kind) {
            (Some(schemes), _) => {
                let at = schemes.first().map_or(fields.at, |it| it.1);
                (schemes.into_iter().map(|it| it.0).collect(), at)
            }
            (None, Some((kind, at))) => match kind.as_str() {
                "none" => (vec!["smithy.api#noAuth".to_owned()], at),
                "bearer" => (vec![id::HTTP_BEARER_AUTH.to_owned()], at),
                "v4-unsigned-body" => return mark(traits, id::UNSIGNED_PAYLOAD, at),
                "v4" | "" => return,
                other => return self.unknown_scheme(other, at),
            },
            (None, None) => return,
        };
        let list = schemes.iter().filter(|it| *it != "smithy.api#noAuth");
        let list = list.map(|scheme| Node::String(scheme.clone())).collect();
        set(traits, "smithy.api#auth", Node::Array(list), at);
        if schemes.iter().any(|it| it == "smithy.api#noAuth") {
            mark(traits, id::OPTIONAL_AUTH, at);
        }
    }

    /// Says of structures that they are the input or output of one operation and nothing else.
    pub(super) fn mark_inputs(&mut self) {
        let operations = self.shapes.values().filter_map(Shape::as_operation);
        let sides = operations.flat_map(|operation| {
            [
                (operation.input.target.clone(), id::INPUT),
                (operation.output.target.clone(), id::OUTPUT),
            ]
        });
        let sides: Vec<(ShapeId, &'static str)> = sides.collect();
        for (target, trait_id) in sides {
            let only = self.uses.get(&target) == Some(&1);
            if let Some(shape) = self.shapes.get_mut(&target)
                && only
                && matches!(shape.kind, Kind::Structure)
                && !shape.traits.has("smithy.api#error")
            {
                mark(&mut shape.traits, trait_id, shape.location);
            }
        }
    }
}

/// A text up to its first label, the label, `+` if it is greedy, and the rest.
fn next_label(text: &str) -> Option<(&str, &str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (label, after) = rest.split_once('}')?;
    Some(match label.strip_suffix('+') {
        Some(label) => (before, label, "+", after),
        None => (before, label, "", after),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_found() {
        assert_eq!(next_label("/a/{b+}/{c}"), Some(("/a/", "b", "+", "/{c}")));
        assert_eq!(next_label("/a/b"), None);
        assert_eq!(next_label("/{a"), None);
    }
}
