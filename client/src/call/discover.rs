//! Endpoint discovery: asks a service where to call an operation, and remembers.
//!
//! Source: Smithy 2.0, "client endpoint discovery".

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use http::header::HOST;
use http::uri::{Authority, Uri};
use http::{HeaderValue, Response, StatusCode};
use smithgen_runtime::dynamic::{DynamicStructure, Typing};
use smithgen_runtime::operation::{Discovery, OperationTrait, Service};
use smithgen_runtime::value::{Document, Number};

use super::Client;
use super::prepare::Prepared;
use crate::endpoint::{EndpointError, EndpointErrorKind, Url};
use crate::error::ClientError;
use crate::limits::{DISCOVERED, DISCOVERY_AGAIN};

/// Where services have said that they are to be called, by their ids.
#[derive(Default)]
pub(super) struct Discovered(Mutex<HashMap<&'static str, Known>>);

#[derive(Clone)]
struct Known {
    /// `None` if the service did not say.
    authority: Option<Authority>,
    /// Until when, on the clock that waits.
    until: Duration,
}

impl Discovered {
    fn get(&self, service: &Service, now: Duration) -> Option<Known> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(service.id()).filter(|it| now < it.until).cloned()
    }

    fn set(&self, service: &Service, known: Known) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // A client serves few services; a list without end would be a mistake.
        if all.len() < DISCOVERED {
            all.insert(service.id(), known);
        }
    }

    /// Forgets where a service is, if its answer says that it is no longer there.
    pub(super) fn learn(&self, service: &Service, answer: &Response<bytes::Bytes>) {
        if answer.status() == StatusCode::MISDIRECTED_REQUEST {
            let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            all.remove(service.id());
        }
    }
}

/// Directs a request to where its service says, if it is one of those that depend on that.
pub(super) async fn direct(client: &Client, prepared: &mut Prepared) -> Result<(), ClientError> {
    let mut traits = prepared.operation.traits().iter();
    let discovery = traits.find_map(|it| match it {
        OperationTrait::DiscoveredEndpoint(discovery) => Some(*discovery),
        _ => None,
    });
    let Some(discovery) = discovery else {
        return Ok(());
    };
    let config = client.config();
    // Who names a URL knows better.
    if config.endpoint_url.is_some() {
        return Ok(());
    }
    match config.endpoint_discovery {
        None if !discovery.is_required() => return Ok(()),
        Some(false) if discovery.is_required() => {
            let name = prepared.operation.name();
            let message = format!("{name} needs endpoint discovery, which is disabled");
            return Err(EndpointError::new(EndpointErrorKind::Missing, message).into());
        }
        Some(false) => return Ok(()),
        _ => {}
    }
    let service = prepared.operation.service();
    let discovered = &client.0.learned.discovered;
    let known = match discovered.get(service, config.time.now()) {
        Some(known) => known,
        None => {
            let found = ask(client, discovery).await;
            let known = match found {
                Ok((authority, age)) => Known {
                    authority: Some(authority),
                    until: config.time.now().saturating_add(age),
                },
                Err(error) if discovery.is_required() => return Err(error),
                Err(_) => Known {
                    authority: None,
                    until: config.time.now().saturating_add(DISCOVERY_AGAIN),
                },
            };
            discovered.set(service, known.clone());
            known
        }
    };
    match known.authority {
        Some(authority) => redirect(prepared, authority),
        None => Ok(()),
    }
}

/// Asks where the service's operations are called, and for how long that is so.
async fn ask(client: &Client, discovery: &Discovery) -> Result<(Authority, Duration), ClientError> {
    let operation = discovery.operation();
    let input = DynamicStructure::new(operation.input(), Typing::Typed);
    let answer = client.dispatch(operation, &input).await?;
    let unusable = |why: String| {
        let message = format!("{} gives no usable endpoint: {why}", operation.name());
        ClientError::from(EndpointError::new(EndpointErrorKind::Missing, message))
    };
    let protocol = operation.service().protocol();
    if !protocol.is_success(operation, &answer.response) {
        let metadata = protocol.error_metadata(operation, &answer.response);
        let status = metadata.status;
        return Err(unusable(format!("{} (HTTP {status})", metadata.code)));
    }
    let mut output = DynamicStructure::new(operation.output(), Typing::Typed);
    protocol
        .decode_response(operation, &answer.response, &mut output)
        .map_err(|error| unusable(error.to_string()))?;
    let output = output.to_document();
    let first = match output.get("Endpoints") {
        Some(Document::Array(endpoints)) => endpoints.first(),
        _ => None,
    };
    let address = first.and_then(|it| it.get("Address")?.as_str());
    let address = address.ok_or_else(|| unusable("it is empty".to_owned()))?;
    let host = Url::parse(&format!("https://{address}"))
        .filter(|url| url.has_valid_host() && url.path.len() <= 1 && url.query.is_none())
        .filter(|_| !address.contains('@'));
    let authority = host.and_then(|url| Authority::try_from(url.authority).ok());
    let authority = authority.ok_or_else(|| unusable("it is no host".to_owned()))?;
    let minutes = match first.and_then(|it| it.get("CachePeriodInMinutes")) {
        Some(Document::Number(Number::Uint(minutes))) => *minutes,
        _ => 0,
    };
    Ok((
        authority,
        Duration::from_secs(minutes.max(1).saturating_mul(60)),
    ))
}

fn redirect(prepared: &mut Prepared, authority: Authority) -> Result<(), ClientError> {
    let unusable = || EndpointError::invalid_url(authority.as_str());
    let host = HeaderValue::from_str(authority.as_str()).map_err(|_| unusable())?;
    let mut parts = prepared.request.uri().clone().into_parts();
    let old = parts.authority.replace(authority.clone());
    *prepared.request.uri_mut() = Uri::from_parts(parts).map_err(|_| unusable())?;
    prepared.request.headers_mut().insert(HOST, host);
    if let Some(old) = old {
        let (old, new) = (old.as_str(), authority.as_str());
        prepared.shown_url = prepared.shown_url.replacen(old, new, 1);
    }
    Ok(())
}
