//! One call: the request made of the input, sent, and its answer read.

use std::sync::Arc;

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderValue};
use smithgen_client::auth::AuthError;
use smithgen_client::endpoint::Url;
use smithgen_client::error::ClientError;
use smithgen_client::transport::{
    Certificates, HyperTransport, Transport, TransportError, TransportErrorKind,
};
use smithgen_client::{Answer, Client, Config, Prepared};
use smithgen_runtime::dynamic::DynamicStructure;
use smithgen_runtime::operation::OperationSpec;
use smithgen_runtime::url::without_userinfo;

use crate::debug::Log;
use crate::errors::Failure;
use crate::interrupt;
use crate::json;
use crate::params::words::Voice;
use crate::refusal;
use crate::value::{Map, Value};
use crate::wire::response::Timestamps;
use crate::wire::{self, dynamic, json_body, redact};

/// A call that is ready but for its request.
pub(crate) struct Call {
    /// The operation.
    pub(crate) operation: &'static OperationSpec,
    /// The client's settings.
    pub(crate) config: Config,
    /// How instants are shown.
    pub(crate) timestamps: Timestamps,
    /// The log of `--debug`.
    pub(crate) log: Log,
    /// Whose words are used for answers that are none.
    pub(crate) voice: Voice,
    /// Transport of the `local:` endpoint.
    pub(crate) local: Option<Arc<dyn Transport>>,
}

/// Why a call came to nothing; `Interrupted` where the user ended it.
type Outcome<T> = Result<T, Failure>;

impl Call {
    /// Makes the request of `input`.
    ///
    /// # Errors
    /// 255 when there is no endpoint, or the input has no form on the wire.
    pub(crate) fn prepare(&self, input: &Map) -> Outcome<Prepared> {
        let operation = self.operation;
        let client = Client::new(self.config.clone());
        let json = wire::json(operation);
        let body = json.and_then(|json| json_body::body(input, operation.input, json));
        // What the body written here holds need not be written twice.
        let structure = dynamic::structure(input, operation.input, &|member| {
            body.is_none() || wire::is_bound(member)
        });
        let mut prepared = client.prepare(operation, &structure).map_err(|error| {
            self.unsendable(&structure)
                .unwrap_or_else(|| failure(operation, &error))
        })?;
        if let Some(body) = body {
            let text = Bytes::from(json::compact(&body));
            let headers = prepared.request.headers_mut();
            headers.insert(CONTENT_LENGTH, HeaderValue::from(text.len()));
            if !headers.contains_key(CONTENT_TYPE) {
                headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            }
            *prepared.request.body_mut() = text;
        }
        Ok(prepared)
    }

    /// The reference's words for an endpoint with a proper host that no request can be sent to.
    fn unsendable(&self, input: &DynamicStructure) -> Option<Failure> {
        let url = self.config.endpoint_url.as_deref()?;
        if Url::parse(url).is_some() {
            return None;
        }
        let (scheme, rest) = url.split_once("://")?;
        let scheme = scheme.trim_start().to_ascii_lowercase();
        let fault = if matches!(&*scheme, "http" | "https") {
            let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
            let (authority, tail) = rest.split_at_checked(end)?;
            let mut config = self.config.clone();
            config.endpoint_url = Some(format!("http://localhost{tail}"));
            let prepared = Client::new(config).prepare(self.operation, input).ok()?;
            let path = prepared.request.uri().path_and_query()?;
            // A `/`, `?` or `#` ends what the library takes for a user and a password, not what is one.
            match tail.contains('@') {
                true => format!("Failed to parse: {}", without_userinfo(url)),
                false => format!(
                    "Failed to parse: {}{path}",
                    without_userinfo(&format!("{scheme}://{authority}"))
                ),
            }
        } else {
            format!("Not supported URL scheme {scheme}")
        };
        Some(Failure::general(format!(
            "An HTTP Client raised an unhandled exception: {fault}"
        )))
    }

    /// Sends the request and reads its answer.
    ///
    /// # Errors
    /// 254 when the answer is an error, 255 when there is none, 130 when the user ended the call.
    pub(crate) fn send(mut self, input: &Map, prepared: Prepared) -> Outcome<Map> {
        let operation = self.operation;
        let transport = self.transport(input)?;
        self.config.transport = Some(transport);
        let client = Client::new(self.config);
        let runtime =
            interrupt::runtime().ok_or_else(|| Failure::general("cannot start a call"))?;
        let sent = runtime
            .block_on(async { interrupt::unless_interrupted(client.transmit(prepared)).await });
        // Connections still being made need not be waited for.
        runtime.shutdown_background();
        let Answer {
            response,
            attempts,
            reached_max,
            ..
        } = match sent {
            None => return Err(Failure::Interrupted),
            Some(Err(error)) => return Err(failure(operation, &error)),
            Some(Ok(answer)) => answer,
        };
        let is_error = wire::error::is_error(operation, &response);
        let exhausted = reached_max.then(|| attempts.saturating_sub(1));
        let is_own = self.voice == Voice::Own;
        if is_own
            && let Some(failure) = wire::foreign::failure(operation, &response, is_error, exhausted)
        {
            return Err(failure);
        }
        if is_error {
            let error = wire::error::read(operation, &response, exhausted)?;
            return Err(Failure::Service(Box::new(error)));
        }
        let result = wire::response::read(operation, operation.output, &response, self.timestamps);
        result.map_err(|failure| match is_own {
            true => wire::foreign::unreadable(operation, &response),
            false => failure,
        })
    }

    /// The request that would be sent, for `--dry-run`: method, URL, headers and body, with sensitive
    /// values hidden.
    ///
    /// # Errors
    /// As [`Call::prepare`].
    pub(crate) fn dry_run(&self, input: &Map) -> Outcome<Map> {
        let real = self.prepare(input)?;
        let operation = self.operation;
        let hidden = redact::map(input, operation.input, redact::Names::Model);
        let shown = self.prepare(&hidden)?.request;
        let mut headers = Map::new();
        for (name, value) in shown.headers() {
            // The length is that of what is sent.
            let value = if name == CONTENT_LENGTH {
                real.request.headers().get(name).unwrap_or(value)
            } else {
                value
            };
            headers.insert(
                name.as_str(),
                Value::from(String::from_utf8_lossy(value.as_bytes()).into_owned()),
            );
        }
        let body =
            wire::json(operation).and_then(|json| json_body::body(&hidden, operation.input, json));
        let text = || Value::from(String::from_utf8_lossy(shown.body()).into_owned());
        let mut map = Map::new();
        map.insert("method", Value::from(shown.method().as_str()));
        map.insert("url", Value::from(shown.uri().to_string()));
        map.insert("headers", Value::Map(headers));
        map.insert("body", body.unwrap_or_else(text));
        Ok(map)
    }

    /// Whether region and settings make an endpoint; of all that a request without parameters lacks,
    /// only this counts.
    ///
    /// # Errors
    /// 255 when the endpoint is none.
    pub(crate) fn check_endpoint(&self) -> Outcome<()> {
        match self.prepare(&Map::new()) {
            Err(Failure::General(message)) if message.starts_with("Invalid endpoint: ") => {
                Err(Failure::General(message))
            }
            _ => Ok(()),
        }
    }

    fn transport(&self, input: &Map) -> Outcome<Arc<dyn Transport>> {
        let inner: Arc<dyn Transport> = match &self.local {
            Some(local) => Arc::clone(local),
            None => Arc::new(HyperTransport::new(self.config.http.clone())),
        };
        if !self.log.is_on() {
            return Ok(inner);
        }
        let shown = self.prepare(&redact::map(
            input,
            self.operation.input,
            redact::Names::Model,
        ))?;
        Ok(Arc::new(crate::exchange_log::Logging {
            inner,
            log: self.log,
            operation: self.operation,
            shown,
        }))
    }
}

/// The warning of a call over TLS whose server is not verified.
pub(crate) fn insecure_warning(config: &Config, prepared: &Prepared) -> Option<String> {
    let uri = prepared.request.uri();
    if config.http.certificates != Certificates::Unverified || uri.scheme_str() != Some("https") {
        return None;
    }
    let host = uri.host().unwrap_or_default();
    Some(format!(
        "InsecureRequestWarning: Unverified HTTPS request is being made to host '{host}'. Adding certificate \
         verification is strongly advised.\n  see --no-verify-ssl\n"
    ))
}

/// What an error on this side is shown as.
pub(crate) fn failure(operation: &OperationSpec, error: &ClientError) -> Failure {
    if let Some(error) = error.downcast_ref::<TransportError>() {
        return Failure::Network(transport_message(error), cause(error));
    }
    match error.downcast_ref::<AuthError>() {
        Some(error) => refusal::failure(operation, error),
        None => Failure::General(error.to_string()),
    }
}

/// The cause that the words of [`transport_message`] leave out.
fn cause(error: &TransportError) -> Option<String> {
    match error.kind {
        TransportErrorKind::Connect
        | TransportErrorKind::ConnectTimeout
        | TransportErrorKind::ReadTimeout
        | TransportErrorKind::Closed
        | TransportErrorKind::Proxy => {}
        _ => return None,
    }
    let mut causes: Vec<String> = Vec::new();
    let mut next = std::error::Error::source(error);
    while let Some(error) = next {
        let text = error.to_string();
        // Some errors show the one behind them too, each in a form of its own.
        let essence = text.split(" (os error").next().unwrap_or_default();
        let essence = essence.rsplit(": ").next().unwrap_or_default();
        let essence = essence.to_lowercase();
        if !causes
            .iter()
            .any(|shown| shown.to_lowercase().contains(&essence))
        {
            causes.push(text);
        }
        next = error.source();
    }
    (!causes.is_empty()).then(|| causes.join(": "))
}

/// The reference's words for a failure of the network.
pub(crate) fn transport_message(error: &TransportError) -> String {
    let url = &error.url;
    match error.kind {
        TransportErrorKind::Connect => format!("Could not connect to the endpoint URL: \"{url}\""),
        TransportErrorKind::ConnectTimeout => format!("Connect timeout on endpoint URL: \"{url}\""),
        TransportErrorKind::ReadTimeout => format!("Read timeout on endpoint URL: \"{url}\""),
        TransportErrorKind::Closed => {
            format!(
                "Connection was closed before we received a valid response from endpoint URL: \"{url}\"."
            )
        }
        TransportErrorKind::Proxy => {
            format!(
                "Failed to connect to proxy URL: \"{}\"",
                error.proxy.as_deref().unwrap_or_default()
            )
        }
        TransportErrorKind::Tls => match &error.source {
            Some(source) => format!("SSL validation failed for {url} {source}"),
            None => format!("SSL validation failed for {url}"),
        },
        TransportErrorKind::Unusable if error.proxy.is_some() => {
            let fault = error.source.as_ref().map(ToString::to_string);
            format!(
                "An HTTP Client raised an unhandled exception: {}",
                fault.unwrap_or_default()
            )
        }
        TransportErrorKind::Corrupt
        | TransportErrorKind::TooLarge
        | TransportErrorKind::Body
        | TransportErrorKind::Unusable => error.to_string(),
    }
}
