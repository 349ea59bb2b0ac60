//! One call: builds the request, sends it and reads the response.

mod buckets;
mod copies;
mod network;
pub(crate) mod sources;

use std::cell::OnceCell;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use http::header::CONTENT_TYPE;
use smithgen_client::auth::AuthError;
use smithgen_client::endpoint::{EndpointError, EndpointErrorKind, Url};
use smithgen_client::error::ClientError;
use smithgen_client::transport::{Certificates, HyperTransport, Transport, TransportError};
use smithgen_client::{Answer, ByteStream, Client, Config, Prepared};
use smithgen_runtime::dynamic::DynamicStructure;
use smithgen_runtime::operation::{OperationSpec, Service};
use smithgen_runtime::url::without_userinfo;
use tokio::runtime::Runtime;

use crate::debug::Log;
use crate::errors::{Failure, ServiceFailure, Voice};
use crate::interrupt;
use crate::json;
use crate::message::output::{self, Timestamps};
use crate::message::shown::Shown;
use crate::message::{error, foreign, input, recoded, redact};
use crate::outfile::{self, Content, Partial, Place};
use crate::params::paramfile::os_error;
use crate::progress::Progress;
use crate::refusal;
use crate::stdio;
use crate::table::{self, EncodedNames, Recoded};
use crate::value::{Map, Value};
pub(crate) use buckets::Whereabouts;
use network::cause;
pub(crate) use network::transport_message;

/// The parameter of endpoint rules that is the caller's account.
const ACCOUNT: &str = "AWS::Auth::AccountId";

/// Everything a call needs except its request.
pub(crate) struct Call {
    pub(crate) operation: &'static OperationSpec,
    pub(crate) config: Config,
    pub(crate) timestamps: Timestamps,
    /// Log for `--debug`.
    pub(crate) log: Log,
    /// Who words the errors about unusable responses.
    pub(crate) voice: Voice,
    /// The file that a member of the input streams, and the member.
    pub(crate) upload: Option<(usize, ByteStream)>,
    /// The file for the body of a success.
    pub(crate) download: Option<PathBuf>,
    /// Texts of the answer that are shown in another form.
    pub(crate) recoded: &'static [Recoded],
    /// Names that were asked for in another form.
    pub(crate) encoded_names: Option<&'static EncodedNames>,
    /// A time of the output that is also shown as the text that came, and its name then.
    pub(crate) as_text: Option<(usize, &'static str)>,
    /// Where its bucket is.
    pub(crate) place: Whereabouts,
    /// The caller's account, once keys were asked for because the endpoint depends on it.
    pub(crate) account: OnceCell<Option<String>>,
    /// Transport of the `local:` endpoint.
    pub(crate) local: Option<Arc<dyn Transport>>,
    /// What requests are sent with.
    pub(crate) link: OnceCell<Link>,
}

/// What the requests of a call are sent with. They share connections.
pub(crate) struct Link {
    /// `None` only in [`Drop`].
    runtime: Option<Runtime>,
    transport: Arc<dyn Transport>,
}

impl Drop for Link {
    /// Does not wait for connections that are still being made.
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// A response: its status, and what it says.
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) result: Result<Map, Failure>,
}

/// `Interrupted` if the user ended the call.
type Outcome<T> = Result<T, Failure>;

impl Call {
    /// Builds the request to send for `input`. Waits for keys that tell an account which the endpoint depends on.
    ///
    /// # Errors
    /// As [`Call::prepare`], and 255 if there are no such keys.
    pub(crate) fn prepare_to_send(&self, input: &Map) -> Outcome<Prepared> {
        if has_accounts(self.operation.service()) && self.account.get().is_none() {
            let client = Client::new(self.config.clone());
            let account = self.run(client.account(self.operation))?;
            let account = account.map_err(|error| failure(self.operation, &error))?;
            let _ = self.account.set(account);
        }
        self.prepare(input)
    }

    /// Builds the request for `input`, without asking for keys.
    ///
    /// # Errors
    /// 255 if there is no endpoint, or the input cannot be serialized.
    pub(crate) fn prepare(&self, input: &Map) -> Outcome<Prepared> {
        let mut prepared = self.prepare_with(self.current_config(), input, self.upload.as_ref())?;
        prepared.streams = self.download.is_some();
        Ok(prepared)
    }

    fn prepare_with(
        &self,
        config: Config,
        input: &Map,
        upload: Option<&(usize, ByteStream)>,
    ) -> Outcome<Prepared> {
        let operation = self.operation;
        let view = input::view(input, operation.input())?;
        let client = Client::new(config);
        let prepared = match upload {
            Some((member, stream)) => {
                client.prepare(operation, &input::Streaming::new(&view, *member, stream))
            }
            None => client.prepare(operation, &view),
        };
        prepared.map_err(|error| {
            let is_of_rules = |it: &&EndpointError| it.kind == EndpointErrorKind::Rules;
            let rules = error.downcast_ref::<EndpointError>().filter(is_of_rules);
            if let (Voice::Reference, Some(error)) = (self.voice, rules) {
                return refusal::of_rules(operation.service(), &error.message);
            }
            self.unsendable(&view)
                .unwrap_or_else(|| failure(operation, &error))
        })
    }

    /// The request for display, whatever it is like: no call fails because of what is shown of it.
    fn shown(&self, input: &Map, real: &Prepared) -> Shown {
        let mut config = self.current_config();
        // Compressed, a body cannot be shown.
        config.compress_from = None;
        let redacted = redact::map(input, self.operation.input());
        let prepared = self.prepare_with(config, &redacted, None).ok();
        Shown::new(prepared, real, redacted == *input)
    }

    /// The reference's message for an endpoint with a valid host whose URL is otherwise unusable.
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
            // The reference ends the authority at the first `/`, `?` or `#`, even inside a user or password.
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

    /// Sends the request and reads the response, which may be an error (254) or unusable (255).
    ///
    /// # Errors
    /// 255 if there is no response, 130 if the user interrupted the call.
    pub(crate) fn exchange(&self, input: &Map, prepared: Prepared) -> Outcome<Response> {
        let method = prepared.request.method().clone();
        let mut answer = self.sent(input, prepared)?;
        // Only once: what is elsewhere again is an error.
        if self.is_elsewhere(input, &answer, &method)? {
            answer = self.sent(input, self.prepare_to_send(input)?)?;
        }
        Ok(Response {
            status: answer.response.status().as_u16(),
            result: self.read(answer),
        })
    }

    /// Sends a request. The body of a success goes to its file.
    fn sent(&self, input: &Map, prepared: Prepared) -> Outcome<Answer> {
        let mut config = self.config_for(&prepared, input)?;
        config.transport = Some(self.transport(input, &prepared)?);
        let client = Client::new(config);
        let sent = self.run(async {
            let mut answer = client.transmit(prepared).await?;
            let written = self.download(&mut answer).await;
            Ok((answer, written))
        })?;
        let (answer, written) = sent.map_err(|error| failure(self.operation, &error))?;
        written.map_err(|error| self.unwritten(error))?;
        Ok(answer)
    }

    /// Writes the body of a success to its file.
    async fn download(&self, answer: &mut Answer) -> Result<(), outfile::Error> {
        // A body that does not stream is there already.
        let streamed = answer.body.take();
        let whole = || {
            self.is_success(answer)
                .then(|| answer.response.body().clone().into())
        };
        let (Some(path), Some(body)) = (&self.download, streamed.or_else(whole)) else {
            return Ok(());
        };
        let place = match self.voice {
            Voice::Reference => Place::File(path, Partial::Kept),
            Voice::Own if is_output(path) => Place::Output {
                is_terminal: stdio::is_terminal(),
            },
            Voice::Own => Place::File(path, Partial::Deleted),
        };
        let content = match table::event_of_output(self.operation) {
            Some(event) => Content::Events(event),
            None => Content::Bytes,
        };
        let progress = Progress::new(self.voice == Voice::Own && !self.log.is_on());
        outfile::write(body, content, place, progress).await
    }

    /// A response that did not become a file.
    fn unwritten(&self, error: outfile::Error) -> Failure {
        let path = self.download.as_deref().unwrap_or(Path::new(""));
        match error {
            outfile::Error::Body(error) => {
                Failure::Network(transport_message(&error), cause(&error))
            }
            outfile::Error::File(error) => {
                Failure::General(os_error(&error, &path.to_string_lossy()))
            }
            outfile::Error::Binary => Failure::general(
                "The body is no text, which would garble the terminal: name a file, or redirect the output.",
            ),
            outfile::Error::Event(code, message) => Failure::Service(Box::new(ServiceFailure {
                operation: self.operation.name(),
                code: Value::from(code),
                message: Value::from(message),
                members: Vec::new(),
                code_first: false,
                exhausted: None,
            })),
            outfile::Error::NoEvents(problem) => {
                Failure::general(format!("The answer is no stream of events: {problem}"))
            }
        }
    }

    fn is_success(&self, answer: &Answer) -> bool {
        let protocol = self.operation.service().protocol();
        protocol.is_success(self.operation, &answer.response)
    }

    /// Waits, unless the user interrupts.
    ///
    /// # Errors
    /// 130 if the user interrupted the call.
    pub(crate) fn wait(&self, delay: Duration) -> Outcome<()> {
        let time = Arc::clone(&self.config.time);
        // A timer of tokio is made on its runtime.
        self.run(async move { time.sleep(delay).await })
    }

    fn run<T>(&self, future: impl Future<Output = T>) -> Outcome<T> {
        let runtime = self.link()?.runtime.as_ref();
        let done = runtime.map(|runtime| runtime.block_on(interrupt::unless_interrupted(future)));
        done.flatten().ok_or(Failure::Interrupted)
    }

    fn link(&self) -> Outcome<&Link> {
        if let Some(link) = self.link.get() {
            return Ok(link);
        }
        let runtime = interrupt::runtime();
        let runtime = runtime.ok_or_else(|| Failure::general("cannot start a call"))?;
        let transport: Arc<dyn Transport> = match &self.local {
            Some(local) => Arc::clone(local),
            None => Arc::new(HyperTransport::new(self.config.http.clone())),
        };
        Ok(self.link.get_or_init(|| Link {
            runtime: Some(runtime),
            transport,
        }))
    }

    /// Reads a response.
    fn read(&self, answer: Answer) -> Outcome<Map> {
        let operation = self.operation;
        let is_error = !self.is_success(&answer);
        let Answer {
            response,
            attempts,
            reached_max,
            ..
        } = answer;
        let exhausted = reached_max.then(|| attempts.saturating_sub(1));
        let is_own = self.voice == Voice::Own;
        if is_own && let Some(failure) = foreign::failure(operation, &response, is_error, exhausted)
        {
            return Err(failure);
        }
        if is_error {
            let mut error = error::read(operation, &response, exhausted)?;
            self.explain(&mut error, &response)?;
            return Err(Failure::Service(Box::new(error)));
        }
        if is_own && let Some(failure) = foreign::missing_payload(operation, &response) {
            return Err(failure);
        }
        let (response, as_text) = recoded::header_as_text(operation, response, self.as_text);
        let result = output::read(operation, operation.output(), &response)
            .and_then(|view| output::result(operation, &view, self.timestamps, self.recoded))
            .map(|mut result| {
                if let Some(names) = self.encoded_names {
                    recoded::decode_names(&mut result, operation.output(), names);
                }
                let download = self.download.as_ref();
                let payload = download.and_then(|_| table::file_of_output(operation));
                if let Some(payload) = payload {
                    result.remove(payload.name());
                }
                if let Some((name, text)) = as_text {
                    result.insert(name, Value::from(text));
                }
                result
            });
        result.map_err(|failure| match is_own {
            true => foreign::unreadable(operation, &response),
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
        let shown = self.shown(input, &real);
        let mut headers = Map::new();
        for (name, value) in &shown.headers {
            headers.insert(
                name.as_str(),
                Value::from(String::from_utf8_lossy(value.as_bytes()).into_owned()),
            );
        }
        let mut map = Map::new();
        map.insert("method", Value::from(shown.method.as_str()));
        map.insert("url", Value::from(shown.url.as_str()));
        map.insert("headers", Value::Map(headers));
        map.insert("body", body(&shown));
        Ok(map)
    }

    /// Checks that the region and settings produce an endpoint. Other problems of a request without parameters are
    /// ignored.
    ///
    /// # Errors
    /// 255 if the endpoint is invalid.
    pub(crate) fn check_endpoint(&self) -> Outcome<()> {
        let operation = self.operation;
        let Ok(view) = input::view(&Map::new(), operation.input()) else {
            return Ok(());
        };
        let prepared = Client::new(self.config.clone()).prepare(operation, &view);
        let Err(error) = prepared else {
            return Ok(());
        };
        let kind = error
            .downcast_ref::<EndpointError>()
            .map(|error| error.kind);
        match kind == Some(EndpointErrorKind::InvalidUrl) && self.unsendable(&view).is_none() {
            true => Err(failure(operation, &error)),
            false => Ok(()),
        }
    }

    fn transport(&self, input: &Map, prepared: &Prepared) -> Outcome<Arc<dyn Transport>> {
        let inner = Arc::clone(&self.link()?.transport);
        if !self.log.is_on() {
            return Ok(inner);
        }
        Ok(Arc::new(crate::exchange_log::Logging {
            inner,
            log: self.log,
            operation: self.operation,
            shown: self.shown(input, prepared),
            max_response: self.config.max_response.unwrap_or(u64::MAX),
        }))
    }
}

/// Whether a service has endpoints for accounts.
fn has_accounts(service: &Service) -> bool {
    let rules = service.endpoint_rules();
    let mut parameters = rules.iter().flat_map(|rules| rules.parameters());
    parameters.any(|it| it.built_in() == Some(ACCOUNT))
}

/// Whether a file that is named means standard output. To the reference it is a name like any other.
pub(crate) fn is_output(path: &Path) -> bool {
    path == Path::new("-")
}

/// The request body as a value if it is labelled and valid JSON, else as text.
fn body(request: &Shown) -> Value {
    let media_type = request.headers.get(CONTENT_TYPE);
    let is_json = media_type.is_some_and(|value| value.to_str().is_ok_and(is_json));
    let text = String::from_utf8_lossy(&request.body);
    let value = is_json.then(|| json::parse(&text).ok()).flatten();
    value.unwrap_or_else(|| Value::from(text.into_owned()))
}

/// Whether a media type is JSON: `application/json`, `application/x-amz-json-1.1`.
fn is_json(media_type: &str) -> bool {
    let (_, subtype) = media_type.split_once('/').unwrap_or_default();
    subtype
        .split([';', '-', '+', '.'])
        .any(|part| part.trim().eq_ignore_ascii_case("json"))
}

/// The warning for a TLS call with certificate verification disabled.
pub(crate) fn insecure_warning(config: &Config, prepared: &Prepared) -> Option<String> {
    let uri = prepared.request.uri();
    if config.http.certificates != Certificates::Unverified || uri.scheme_str() != Some("https") {
        return None;
    }
    // A label of the host may be a secret.
    let shown = prepared.shown_url.split_once("//").unwrap_or_default().1;
    let host = match uri.host().filter(|host| shown.starts_with(host)) {
        Some(host) => host,
        None => shown.split(['/', '?', ':']).next().unwrap_or_default(),
    };
    Some(format!(
        "InsecureRequestWarning: Unverified HTTPS request is being made to host '{host}'. Adding certificate \
         verification is strongly advised.\n  see --no-verify-ssl\n"
    ))
}

/// Converts a client-side error.
pub(crate) fn failure(operation: &OperationSpec, error: &ClientError) -> Failure {
    if let Some(error) = error.downcast_ref::<TransportError>() {
        return Failure::Network(transport_message(error), cause(error));
    }
    let refused = error.downcast_ref::<AuthError>();
    if let Some(AuthError::Provider { cause, .. }) = refused
        && let Some(error) = cause.as_ref().and_then(|it| it.error().downcast_ref())
    {
        return sources::failure(error);
    }
    match refused {
        Some(error) => refusal::failure(operation, error),
        None => Failure::General(error.to_string()),
    }
}

#[cfg(test)]
#[path = "call_tests.rs"]
mod tests;
