//! Determines the schemes a request may use, in order of preference.

use super::Settings;
use crate::endpoint::{Endpoint, Value};
use smithgen_runtime::operation::{ApiKey, Auth, OperationSpec};

/// The scheme that signs with the credentials of a session.
const SESSION: &str = "sigv4-s3express";

/// A scheme that a request may use.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Candidate {
    /// No authentication.
    Anonymous,
    /// AWS Signature Version 4, with the endpoint's properties.
    SigV4(Option<Value>),
    /// Asymmetric AWS Signature Version 4, with the endpoint's properties.
    SigV4a(Option<Value>),
    Bearer,
    Basic,
    ApiKey(&'static ApiKey),
    /// An unsupported scheme, by name.
    Refused(&'static str),
    /// Unknown schemes required by the endpoint.
    Foreign(Vec<String>),
}

impl Candidate {
    /// The name of the scheme's trait, without its namespace if the library knows it.
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

/// The operation's schemes in its order, with AWS signatures replaced by the endpoint's schemes if it has any.
/// Schemes that the caller prefers come first.
///
/// Source: Smithy 2.0, "auth trait" and "Endpoint authSchemes list property".
pub(super) fn candidates(
    operation: &'static OperationSpec,
    endpoint: &Endpoint,
    settings: &Settings,
) -> Vec<Candidate> {
    let mut of_endpoint = Some(named_by_endpoint(endpoint, settings));
    let mut all = Vec::new();
    for scheme in operation.auth() {
        match scheme {
            Auth::None => all.push(Candidate::Anonymous),
            Auth::SigV4 | Auth::SigV4a => match &of_endpoint {
                // The endpoint's schemes replace the first AWS signature.
                Some(named) if !named.is_empty() => {
                    all.append(&mut of_endpoint.take().unwrap_or_default());
                }
                Some(_) if *scheme == Auth::SigV4 => {
                    all.push(Candidate::SigV4(None));
                }
                Some(_) => all.push(Candidate::SigV4a(None)),
                None => {}
            },
            Auth::Bearer => all.push(Candidate::Bearer),
            Auth::Basic => all.push(Candidate::Basic),
            Auth::ApiKey(key) => all.push(Candidate::ApiKey(key)),
            // Digest, what the generator did not know, and what only a later runtime does.
            other => all.push(Candidate::Refused(other.name())),
        }
    }
    prefer(&mut all, operation, settings);
    all
}

/// Moves preferred schemes to the front; the others keep their order.
fn prefer(all: &mut [Candidate], operation: &OperationSpec, settings: &Settings) {
    let preference = &settings.scheme_preference;
    if preference.is_empty() {
        // A token for this very service is meant to be used.
        if settings.service_token(operation.service()).is_some() {
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

/// The AWS signatures in the endpoint's `authSchemes`. If it lists only other schemes, the service would not accept
/// a signature as defined in the model.
fn named_by_endpoint(endpoint: &Endpoint, settings: &Settings) -> Vec<Candidate> {
    let mut properties = endpoint.properties.iter();
    let schemes = properties
        .find(|(name, _)| *name == "authSchemes")
        .and_then(|(_, schemes)| schemes.as_list())
        .unwrap_or_default();
    let candidate = |scheme: &Value| {
        let name = scheme.field("name")?;
        match name.as_str()? {
            "sigv4" => Some(Candidate::SigV4(Some(scheme.clone()))),
            "sigv4a" => Some(Candidate::SigV4a(Some(scheme.clone()))),
            SESSION if settings.session.is_some() => Some(Candidate::SigV4(Some(scheme.clone()))),
            SESSION => Some(Candidate::Refused(SESSION)),
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
