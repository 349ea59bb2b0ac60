//! Which schemes a request may be signed with, best first.

use super::Settings;
use crate::endpoint::{Endpoint, Value};
use crate::operation::{ApiKey, Auth, OperationSpec, OperationTrait};

/// A scheme that a request may be sent with.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Candidate {
    /// As it is.
    Anonymous,
    /// AWS Signature Version 4.
    SigV4(Signing),
    /// AWS Signature Version 4, asymmetric.
    SigV4a(Signing),
    Bearer,
    Basic,
    ApiKey(&'static ApiKey),
    /// A scheme that is refused, by its name.
    Refused(&'static str),
    /// Schemes that the endpoint names and nobody here knows.
    Foreign(Vec<String>),
}

/// What a signature is made for.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Signing {
    /// The service's name in the signature.
    pub(super) name: String,
    /// The region that the endpoint names; else the client's counts.
    pub(super) region: Option<String>,
    /// The regions that the endpoint names for SigV4a.
    pub(super) region_set: Option<String>,
    /// The path is signed as it is: neither normalised nor encoded a second time.
    pub(super) plain_path: bool,
    /// The hash of the payload travels as a header.
    pub(super) hash_header: bool,
}

/// Signing names of the object store. It signs paths as they are and asks for the payload's hash as a
/// header. Source: "Signature Version 4", AWS General Reference: "except for Amazon S3".
const OBJECT_STORE: &[&str] = &["s3", "s3-outposts", "s3-object-lambda", "s3express"];

/// Whether the signing name is one of the object store's.
pub(super) fn is_object_store(name: &str) -> bool {
    OBJECT_STORE.contains(&name)
}

impl Candidate {
    /// The name of the scheme's trait; without its namespace where the library knows it.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Candidate::Anonymous => "noAuth",
            Candidate::SigV4(_) => "sigv4",
            Candidate::SigV4a(_) => "sigv4a",
            Candidate::Bearer => "httpBearerAuth",
            Candidate::Basic => "httpBasicAuth",
            Candidate::ApiKey(_) => "httpApiKeyAuth",
            Candidate::Refused(name) => name,
            Candidate::Foreign(_) => "the endpoint's schemes",
        }
    }
}

/// The schemes of the operation in its order; in the place of the AWS signatures those that the
/// endpoint names, if it names any. What the caller prefers comes first.
///
/// Source: Smithy 2.0, "auth trait" and "Endpoint authSchemes list property".
pub(super) fn candidates(
    operation: &'static OperationSpec,
    endpoint: &Endpoint,
    settings: &Settings,
) -> Vec<Candidate> {
    let mut of_endpoint = Some(named_by_endpoint(operation, endpoint));
    let mut all = Vec::new();
    for scheme in operation.auth {
        match scheme {
            Auth::None => all.push(Candidate::Anonymous),
            Auth::SigV4 | Auth::SigV4a => match &of_endpoint {
                // The endpoint's stand where the first of both stood.
                Some(named) if !named.is_empty() => {
                    all.append(&mut of_endpoint.take().unwrap_or_default());
                }
                Some(_) if *scheme == Auth::SigV4 => {
                    all.push(Candidate::SigV4(signing(operation, None)));
                }
                Some(_) => all.push(Candidate::SigV4a(signing(operation, None))),
                None => {}
            },
            Auth::Bearer => all.push(Candidate::Bearer),
            Auth::Basic => all.push(Candidate::Basic),
            Auth::Digest => all.push(Candidate::Refused("httpDigestAuth")),
            Auth::Other(id) => all.push(Candidate::Refused(id)),
            Auth::ApiKey(key) => all.push(Candidate::ApiKey(key)),
        }
    }
    prefer(&mut all, operation, settings);
    all
}

/// Moves what is preferred to the front; the rest keeps its order.
fn prefer(all: &mut [Candidate], operation: &OperationSpec, settings: &Settings) {
    let preference = &settings.scheme_preference;
    if preference.is_empty() {
        // A token for this very service says that it is to be used.
        if settings.service_token(operation.service).is_some() {
            all.sort_by_key(|candidate| *candidate != Candidate::Bearer);
        }
        return;
    }
    let local = |name: &str| {
        name.rsplit_once('#')
            .map_or(name, |(_, local)| local)
            .to_owned()
    };
    let names: Vec<String> = preference.iter().map(|name| local(name)).collect();
    all.sort_by_key(|candidate| {
        let place = names
            .iter()
            .position(|name| *name == local(candidate.name()));
        place.unwrap_or(names.len())
    });
}

/// The AWS signatures among the endpoint's `authSchemes`. Where it names others only, a signature as the
/// model has it is not what the service there takes.
fn named_by_endpoint(operation: &'static OperationSpec, endpoint: &Endpoint) -> Vec<Candidate> {
    let mut properties = endpoint.properties.iter();
    let schemes = properties
        .find(|(name, _)| *name == "authSchemes")
        .and_then(|(_, schemes)| schemes.as_list())
        .unwrap_or_default();
    let candidate = |scheme: &Value| {
        let name = scheme.field("name")?;
        match name.as_str()? {
            "sigv4" => Some(Candidate::SigV4(signing(operation, Some(scheme)))),
            "sigv4a" => Some(Candidate::SigV4a(signing(operation, Some(scheme)))),
            "sigv4-s3express" => Some(Candidate::Refused("sigv4-s3express")),
            _ => None,
        }
    };
    let known: Vec<Candidate> = schemes.iter().filter_map(candidate).collect();
    if !known.is_empty() || schemes.is_empty() {
        return known;
    }
    let names = schemes.iter().map(|scheme| {
        let name = scheme.field("name");
        let name = name.as_ref().and_then(|name| name.as_str());
        name.unwrap_or("a scheme without a name").to_owned()
    });
    vec![Candidate::Foreign(names.collect())]
}

fn signing(operation: &'static OperationSpec, scheme: Option<&Value>) -> Signing {
    let field = |name: &str| scheme.and_then(|scheme| scheme.field(name));
    let text = |name: &str| {
        let value = field(name)?;
        let text = value.as_str().filter(|text| !text.is_empty())?;
        Some(text.to_owned())
    };
    let name = text("signingName").unwrap_or_else(|| operation.service.signing_name.to_owned());
    let region_set = field("signingRegionSet").and_then(|set| {
        let regions: Vec<&str> = set.as_list()?.iter().filter_map(Value::as_str).collect();
        (!regions.is_empty()).then(|| regions.join(","))
    });
    let object_store = is_object_store(&name);
    let disabled = field("disableDoubleEncoding").and_then(|value| value.as_bool());
    Signing {
        region: text("signingRegion"),
        region_set,
        plain_path: disabled.unwrap_or(object_store),
        hash_header: object_store || operation.traits.contains(&OperationTrait::UnsignedPayload),
        name,
    }
}
