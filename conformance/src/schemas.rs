//! Run-time tables made from a model: what generated code has as statics, leaked.

use std::collections::HashMap;

use serde_json::Value;
use smithgen_model::corrections::Correction;
use smithgen_runtime as rt;

use crate::model::{Model, target, targets};

/// Makes the tables of one model. Nothing is ever freed: the process runs its cases and ends.
pub(crate) struct Tables<'a> {
    model: &'a Model,
    made: HashMap<String, &'static rt::Schema>,
    /// Shapes being made: a cycle ends in a shape that is cut off.
    open: Vec<(String, u32)>,
}

/// How often a recursive shape is unrolled: statics can refer to each other, leaked boxes cannot.
const UNROLLED: u32 = 6;

fn leak<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

fn text(value: &str) -> &'static str {
    Box::leak(value.to_owned().into_boxed_str())
}

fn slice<T>(items: Vec<T>) -> &'static [T] {
    Box::leak(items.into_boxed_slice())
}

impl<'a> Tables<'a> {
    pub(crate) fn new(model: &'a Model) -> Self {
        Tables {
            model,
            made: HashMap::new(),
            open: Vec::new(),
        }
    }

    /// The service with one operation.
    pub(crate) fn operation(
        &mut self,
        service: &str,
        operation: &str,
        protocol: &'static dyn rt::Protocol,
    ) -> &'static rt::OperationSpec {
        let shape = self.model.shape(operation).cloned().unwrap_or_default();
        let service_shape = self.model.shape(service).cloned().unwrap_or_default();
        let ids = targets(&shape["errors"]).chain(targets(&service_shape["errors"]));
        let ids: Vec<String> = ids.map(str::to_owned).collect();
        let errors = slice(ids.iter().map(|id| self.schema(id)).collect());
        let namespace = self.model.shape_trait(service, "smithy.api#xmlNamespace");
        let mut table = rt::Service::new(
            text(service),
            text(service_shape["version"].as_str().unwrap_or_default()),
            text(service.rsplit('#').next().unwrap_or_default()),
            protocol,
        )
        .with_errors(errors);
        if let Some(namespace) = namespace {
            table = table.with_xml_namespace(xml_namespace(namespace));
        }
        let input = self.structure(&shape["input"]);
        let corrections = self.model.corrections(service, operation);
        let in_endpoint = corrections.iter().find_map(|correction| match correction {
            Correction::PathInEndpoint(member) => Some(rt::Segment::Label(*member)),
            _ => None,
        });
        let http = shape["traits"].get("smithy.api#http");
        let http = http.map(|http| leak(self.http(http, input, in_endpoint)));
        let mut traits = operation_traits(&shape["traits"]).to_vec();
        traits.extend(self.checksum(&shape["traits"], input));
        traits.extend(corrections.into_iter().map(property));
        let prefix = shape["traits"]["smithy.api#endpoint"]["hostPrefix"].as_str();
        let mut operation = rt::OperationSpec::new(
            text(operation.rsplit('#').next().unwrap_or_default()),
            leak(table),
            input,
            self.structure(&shape["output"]),
        )
        .with_errors(errors)
        .with_traits(slice(traits));
        if let Some(http) = http {
            operation = operation.with_http(http);
        }
        if let Some(prefix) = prefix {
            operation = operation.with_host_prefix(text(prefix));
        }
        leak(operation)
    }

    fn checksum(&self, traits: &Value, input: &'static rt::Schema) -> Option<rt::OperationTrait> {
        let plain = traits.get("smithy.api#httpChecksumRequired").is_some();
        let Some(value) = traits.get("aws.protocols#httpChecksum") else {
            return plain.then_some(rt::OperationTrait::ChecksumRequired);
        };
        let member = |name: &str| input.member_index(value[name].as_str()?);
        let algorithm_member = member("requestAlgorithmMember");
        let required = plain || value["requestChecksumRequired"] == true;
        let response = value["responseAlgorithms"].as_array().cloned();
        if algorithm_member.is_none() && required && response.is_none() {
            return Some(rt::OperationTrait::ChecksumRequired);
        }
        let named = algorithm_member.and_then(|index| input.members().get(index));
        let named = named
            .map(|member| member.target().traits())
            .unwrap_or_default();
        let named = named.iter().find_map(|t| match t {
            rt::Trait::EnumValues(values) => Some(*values),
            _ => None,
        });
        let response = response.unwrap_or_default();
        let checksum = rt::Checksum::new(
            algorithm_member,
            algorithms(named.unwrap_or_default().iter().copied()),
            member("requestValidationModeMember"),
            algorithms(response.iter().filter_map(Value::as_str)),
        );
        Some(rt::OperationTrait::Checksum(leak(match required {
            true => checksum.with_required(),
            false => checksum,
        })))
    }

    fn structure(&mut self, reference: &Value) -> &'static rt::Schema {
        match reference["target"].as_str() {
            None | Some("smithy.api#Unit") => &rt::prelude::UNIT,
            Some(id) => self.schema(id),
        }
    }

    /// `@http`, but for the segment that is in the endpoint's URL.
    fn http(
        &self,
        http: &Value,
        input: &'static rt::Schema,
        in_endpoint: Option<rt::Segment>,
    ) -> rt::Http {
        let uri = http["uri"].as_str().unwrap_or_default();
        let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
        let segment = |part: &str| match part.strip_prefix('{').and_then(|p| p.strip_suffix('}')) {
            None => rt::Segment::Literal(text(part)),
            Some(label) => {
                let name = label.trim_end_matches('+');
                let index = input.member_index(name).unwrap_or(usize::MAX);
                match name == label {
                    true => rt::Segment::Label(index),
                    false => rt::Segment::Greedy(index),
                }
            }
        };
        let path = path.strip_prefix('/').unwrap_or(path);
        let segments = if path.is_empty() {
            Vec::new()
        } else {
            let segments = path.split('/').map(segment);
            segments.filter(|it| Some(*it) != in_endpoint).collect()
        };
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        let pairs = pairs.map(|pair| match pair.split_once('=') {
            Some((name, value)) => (text(name), Some(text(value))),
            None => (text(pair), None),
        });
        rt::Http::new(
            text(http["method"].as_str().unwrap_or_default()),
            slice(segments),
            http["code"]
                .as_u64()
                .and_then(|code| u16::try_from(code).ok())
                .unwrap_or(200),
        )
        .with_query(slice(pairs.collect()))
    }

    /// The table of a shape.
    pub(crate) fn schema(&mut self, id: &str) -> &'static rt::Schema {
        if let Some(simple) = simple(id, self.model.kind(id)) {
            return simple;
        }
        if let Some(schema) = self.made.get(id) {
            return schema;
        }
        let depth = self.open.iter().filter(|(open, _)| open == id).count() as u32;
        if depth >= UNROLLED {
            return leak(rt::Schema::new(text(id), self.kind(id), &[]));
        }
        self.open.push((id.to_owned(), depth));
        let members = match self.kind(id) {
            rt::Kind::Enum | rt::Kind::IntEnum => Vec::new(),
            _ => self.members(id),
        };
        self.open.pop();
        let traits = self.traits(id, &Value::Object(self.model.traits(id)));
        let schema = leak(rt::Schema::requiring(
            text(id),
            self.kind(id),
            slice(members),
            slice(traits),
        ));
        if self.open.is_empty() {
            self.made.insert(id.to_owned(), schema);
        }
        schema
    }

    fn members(&mut self, id: &str) -> Vec<rt::Member> {
        let members = self.model.members(id);
        let members = members.iter().map(|(name, member)| {
            let schema = self.schema(target(member));
            let mut traits = self.traits("", &member["traits"]);
            if !matches!(
                schema.kind(),
                rt::Kind::Structure
                    | rt::Kind::Union
                    | rt::Kind::List
                    | rt::Kind::Map
                    | rt::Kind::Enum
                    | rt::Kind::IntEnum
            ) {
                let own: Vec<_> = traits.iter().map(std::mem::discriminant).collect();
                let taken = Value::Object(self.model.traits(target(member)));
                let taken = self.traits(target(member), &taken);
                traits.extend(
                    taken
                        .into_iter()
                        .filter(|t| !own.contains(&std::mem::discriminant(t))),
                );
            }
            let streams = self
                .model
                .shape_trait(target(member), "smithy.api#streaming")
                .is_some();
            if streams && !traits.contains(&rt::Trait::Streaming) {
                traits.push(rt::Trait::Streaming);
            }
            rt::Member::new(text(name), schema).with_traits(slice(traits))
        });
        members.collect()
    }

    fn kind(&self, id: &str) -> rt::Kind {
        match self.model.kind(id) {
            "structure" => rt::Kind::Structure,
            "union" => rt::Kind::Union,
            "list" | "set" => rt::Kind::List,
            "map" => rt::Kind::Map,
            "enum" => rt::Kind::Enum,
            "intEnum" => rt::Kind::IntEnum,
            _ => rt::Kind::Enum,
        }
    }

    fn traits(&self, id: &str, traits: &Value) -> Vec<rt::Trait> {
        let Value::Object(traits) = traits else {
            return self.enum_values(id);
        };
        let mut found: Vec<rt::Trait> = traits
            .iter()
            .filter_map(|(name, value)| one_trait(name, value))
            .collect();
        found.extend(self.enum_values(id));
        found
    }

    /// Values of an enum, those marked internal left out.
    fn enum_values(&self, id: &str) -> Vec<rt::Trait> {
        let kind = self.model.kind(id);
        if let Some(Value::Array(values)) = self.model.shape_trait(id, "smithy.api#enum") {
            // The tag became the trait `@internal` when `@enum` became a shape.
            let public = values.iter().filter(|value| !has_tag(&value["tags"]));
            let names = public.filter_map(|value| value["value"].as_str()).map(text);
            return vec![rt::Trait::EnumValues(slice(names.collect()))];
        }
        let members = self.model.members(id);
        let internal = |member: &Value| member["traits"].get("smithy.api#internal").is_some();
        let public = members.iter().filter(|(_, member)| !internal(member));
        let value = |member: &Value| member["traits"]["smithy.api#enumValue"].clone();
        match kind {
            "enum" => {
                let names = public.map(|(name, m)| text(value(m).as_str().unwrap_or(name)));
                vec![rt::Trait::EnumValues(slice(names.collect()))]
            }
            "intEnum" => {
                let numbers = public.filter_map(|(_, m)| value(m).as_i64());
                let numbers = numbers.filter_map(|n| i32::try_from(n).ok());
                vec![rt::Trait::IntEnumValues(slice(numbers.collect()))]
            }
            _ => Vec::new(),
        }
    }
}

fn has_tag(tags: &Value) -> bool {
    tags.as_array()
        .is_some_and(|tags| tags.iter().any(|tag| tag == "internal"))
}

fn simple(id: &str, kind: &str) -> Option<&'static rt::Schema> {
    use rt::prelude as p;
    if id == "smithy.api#Unit" {
        return Some(&p::UNIT);
    }
    Some(
        match kind
            .trim_start_matches("Primitive")
            .to_ascii_lowercase()
            .as_str()
        {
            "blob" => &p::BLOB,
            "boolean" => &p::BOOLEAN,
            "string" => &p::STRING,
            "byte" => &p::BYTE,
            "short" => &p::SHORT,
            "integer" => &p::INTEGER,
            "long" => &p::LONG,
            "float" => &p::FLOAT,
            "double" => &p::DOUBLE,
            "biginteger" => &p::BIG_INTEGER,
            "bigdecimal" => &p::BIG_DECIMAL,
            "timestamp" => &p::TIMESTAMP,
            "document" => &p::DOCUMENT,
            _ => return None,
        },
    )
}

fn algorithms<'a>(names: impl Iterator<Item = &'a str>) -> &'static [rt::ChecksumAlgorithm] {
    use rt::ChecksumAlgorithm as A;
    let all = [A::Crc32, A::Crc32c, A::Crc64Nvme, A::Sha1, A::Sha256];
    let known = names.filter_map(|name| all.into_iter().find(|known| known.name() == name));
    slice(known.collect())
}

fn property(correction: Correction) -> rt::OperationTrait {
    match correction {
        Correction::Header(name, value) => {
            rt::OperationTrait::Headers(slice(vec![(name, text(&value))]))
        }
        Correction::DefaultText(member, text) => {
            rt::OperationTrait::DefaultText(leak(rt::DefaultText::new(member, text)))
        }
        Correction::ExpectContinue => rt::OperationTrait::ExpectContinue,
        Correction::TreeHash => rt::OperationTrait::TreeHash,
        Correction::EndpointMember(member) => rt::OperationTrait::EndpointMember(member),
        // No protocol has cases of it.
        Correction::MessageDigests(_) => rt::OperationTrait::Headers(&[]),
        Correction::PathInEndpoint(_) => rt::OperationTrait::PathInEndpoint,
        Correction::BucketAddressing(bucket) => rt::OperationTrait::BucketAddressing(leak(
            rt::BucketAddressing::new(bucket, "s3", "s3-accelerate"),
        )),
    }
}

fn operation_traits(traits: &Value) -> &'static [rt::OperationTrait] {
    let names = [
        ("smithy.api#readonly", rt::OperationTrait::Readonly),
        ("smithy.api#idempotent", rt::OperationTrait::Idempotent),
        (
            "aws.auth#unsignedPayload",
            rt::OperationTrait::UnsignedPayload,
        ),
        (
            "aws.customizations#s3UnwrappedXmlOutput",
            rt::OperationTrait::UnwrappedXmlOutput,
        ),
    ];
    let mut found: Vec<_> = names
        .into_iter()
        .filter(|(name, _)| traits.get(name).is_some())
        .map(|(_, found)| found)
        .collect();
    if let Some(Value::Array(encodings)) = traits["smithy.api#requestCompression"].get("encodings")
    {
        let encodings = encodings.iter().filter_map(Value::as_str).map(text);
        let encodings = slice(encodings.collect());
        found.push(rt::OperationTrait::RequestCompression(encodings));
    }
    slice(found)
}

fn xml_namespace(value: &Value) -> &'static rt::XmlNamespace {
    leak(rt::XmlNamespace::new(
        text(value["uri"].as_str().unwrap_or_default()),
        value["prefix"].as_str().map(text),
    ))
}

fn bounds(value: &Value) -> &'static rt::Bounds {
    let end = |name: &str| value.get(name).map(|end| text(&end.to_string()));
    leak(rt::Bounds::new(end("min"), end("max")))
}

fn one_trait(name: &str, value: &Value) -> Option<rt::Trait> {
    let string = || text(value.as_str().unwrap_or_default());
    Some(match name {
        "smithy.api#required" => rt::Trait::Required,
        "smithy.api#default" if !value.is_null() => rt::Trait::Defaulted,
        "smithy.api#sensitive" => rt::Trait::Sensitive,
        "smithy.api#sparse" => rt::Trait::Sparse,
        "smithy.api#uniqueItems" => rt::Trait::UniqueItems,
        "smithy.api#jsonName" => rt::Trait::JsonName(string()),
        "smithy.api#xmlName" => rt::Trait::XmlName(string()),
        "smithy.api#xmlAttribute" => rt::Trait::XmlAttribute,
        "smithy.api#xmlFlattened" => rt::Trait::XmlFlattened,
        "smithy.api#xmlNamespace" => rt::Trait::XmlNamespace(xml_namespace(value)),
        "aws.protocols#ec2QueryName" => rt::Trait::Ec2QueryName(string()),
        "smithy.api#timestampFormat" => rt::Trait::TimestampFormat(match value.as_str()? {
            "date-time" => rt::TimestampFormat::DateTime,
            "http-date" => rt::TimestampFormat::HttpDate,
            _ => rt::TimestampFormat::EpochSeconds,
        }),
        "smithy.api#mediaType" => rt::Trait::MediaType(string()),
        "smithy.api#httpLabel" => rt::Trait::HttpLabel,
        "smithy.api#httpQuery" => rt::Trait::HttpQuery(string()),
        "smithy.api#httpQueryParams" => rt::Trait::HttpQueryParams,
        "smithy.api#httpHeader" => rt::Trait::HttpHeader(string()),
        "smithy.api#httpPrefixHeaders" => rt::Trait::HttpPrefixHeaders(string()),
        "smithy.api#httpPayload" => rt::Trait::HttpPayload,
        "smithy.api#httpResponseCode" => rt::Trait::HttpResponseCode,
        "smithy.api#hostLabel" => rt::Trait::HostLabel,
        "smithy.api#idempotencyToken" => rt::Trait::IdempotencyToken,
        "smithy.api#streaming" => rt::Trait::Streaming,
        "smithy.api#requiresLength" => rt::Trait::RequiresLength,
        "smithy.api#eventHeader" => rt::Trait::EventHeader,
        "smithy.api#eventPayload" => rt::Trait::EventPayload,
        "smithy.api#length" => rt::Trait::Length(bounds(value)),
        "smithy.api#range" => rt::Trait::Range(bounds(value)),
        "smithy.api#pattern" => rt::Trait::Pattern(string()),
        "smithy.api#error" => rt::Trait::Error {
            client: value == "client",
        },
        "aws.protocols#awsQueryError" => rt::Trait::AwsQueryError(leak(rt::QueryError::new(
            text(value["code"].as_str().unwrap_or_default()),
            value["httpResponseCode"]
                .as_u64()
                .and_then(|code| u16::try_from(code).ok())?,
        ))),
        "smithy.api#httpError" => {
            rt::Trait::HttpError(value.as_u64().and_then(|code| u16::try_from(code).ok())?)
        }
        _ => return None,
    })
}
