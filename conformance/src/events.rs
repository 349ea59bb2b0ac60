//! Runs event stream cases: each event to and from its bytes, and what stands beside a stream.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value as Json};
use smithgen_runtime::bytes::Bytes;
use smithgen_runtime::dynamic::{DynamicStructure, Typing};
use smithgen_runtime::event::{self, Decoder, Event, HeaderValue, Message};
use smithgen_runtime::http;
use smithgen_runtime::operation::EventFormat;

use crate::values::{Side, params, same};
use conformance_support::compare;

/// One case on one side.
pub(crate) struct Run<'a> {
    pub(crate) data: &'a Json,
    pub(crate) operation: &'static smithgen_runtime::OperationSpec,
    pub(crate) side: Side,
}

/// What a stream came to.
#[derive(Debug, PartialEq)]
enum Failure {
    /// An error of the model, by its shape's id.
    Modeled(String),
    Other(String),
}

impl From<String> for Failure {
    fn from(reason: String) -> Self {
        Failure::Other(reason)
    }
}

/// What the case checks is wrong, rather than what it runs.
fn differs(what: &str, expected: impl std::fmt::Debug, found: impl std::fmt::Debug) -> String {
    format!("{what}: expected {expected:?}, found {found:?}")
}

impl Run<'_> {
    pub(crate) fn run(&self) -> Result<(), String> {
        let mut wrong = Vec::new();
        let outcome = self.all(&mut wrong);
        if let Some(wrong) = wrong.pop() {
            return Err(wrong);
        }
        let expected = self.data.get("expectation").and_then(|e| e.get("failure"));
        match (expected, outcome) {
            (None, Ok(())) => Ok(()),
            (None, Err(failure)) => Err(format!("{failure:?}")),
            (Some(_), Ok(())) => Err("no failure".to_owned()),
            (Some(expected), Err(failure)) => match expected["errorId"].as_str() {
                Some(id) if failure != Failure::Modeled(id.to_owned()) => {
                    Err(differs("failure", id, failure))
                }
                _ => Ok(()),
            },
        }
    }

    /// Everything in order. `wrong` takes what has nothing to do with an expected failure.
    fn all(&self, wrong: &mut Vec<String>) -> Result<(), Failure> {
        let has = |direction: &str| {
            let mut events = self.events();
            events.any(|event| event["type"] == direction)
        };
        let initial = |name: &str| self.data.get(name).is_some();
        if initial("initialRequest") || has("request") {
            match self.side {
                Side::Client if initial("initialRequest") => self.write_request(wrong)?,
                Side::Client => {}
                Side::Server => self.read_request(wrong)?,
            }
        }
        if initial("initialResponse") || has("response") {
            match self.side {
                Side::Server if initial("initialResponse") => self.write_response(wrong)?,
                Side::Server => {}
                Side::Client => self.read_response(wrong)?,
            }
        }
        for event in self.events() {
            let writes = (self.side == Side::Client) == (event["type"] == "request");
            match writes {
                true => self.write(event, wrong)?,
                false => self.read(event, wrong)?,
            }
        }
        Ok(())
    }

    fn events(&self) -> impl Iterator<Item = &Json> {
        self.data["events"].as_array().into_iter().flatten()
    }

    fn union(&self, event: &Json) -> Result<&'static smithgen_runtime::Schema, String> {
        let schema = match event["type"] == "request" {
            true => self.operation.input(),
            false => self.operation.output(),
        };
        let mut members = schema.members().iter();
        members
            .find(|member| {
                member
                    .traits()
                    .contains(&smithgen_runtime::Trait::Streaming)
            })
            .map(|member| member.target())
            .ok_or_else(|| "no event stream".to_owned())
    }

    fn format(&self) -> Result<EventFormat<'static>, String> {
        let format = self.operation.service().protocol().events();
        format.ok_or_else(|| "the protocol has no event streams".to_owned())
    }

    fn write(&self, data: &Json, wrong: &mut Vec<String>) -> Result<(), Failure> {
        let event = params(self.union(data)?, &data["params"])?;
        let written = event::encode(self.format()?, self.operation, &event);
        let message = written.map_err(|e| e.to_string())?;
        let frame = message.encode().map_err(|e| e.to_string())?;
        let check = || {
            same_message(data, &message)?;
            let expected = decode_frame(&bytes_of(data)?)?;
            if sorted(&expected) != sorted(&message) {
                return Err(differs("headers", &expected.headers, &message.headers));
            }
            let media_type = data["bodyMediaType"].as_str().unwrap_or_default();
            let expected = String::from_utf8_lossy(&expected.payload).into_owned();
            compare::body_of_response(media_type, &expected, &message.payload)?;
            match decode_frame(&frame)? == message {
                true => Ok(()),
                false => Err("the frame is not what it was written from".to_owned()),
            }
        };
        wrong.extend(check().err());
        Ok(())
    }

    fn read(&self, data: &Json, wrong: &mut Vec<String>) -> Result<(), Failure> {
        let message = decode_frame(&bytes_of(data)?)?;
        wrong.extend(same_message(data, &message).err());
        let schema = self.union(data)?;
        let mut event = DynamicStructure::new(schema, Typing::Typed);
        let strictness = match self.side {
            Side::Client => smithgen_runtime::Strictness::Lenient,
            Side::Server => smithgen_runtime::Strictness::Strict,
        };
        let read = event::decode(
            self.format()?,
            self.operation,
            &message,
            &mut event,
            strictness,
        );
        let kind = read.map_err(|e| e.to_string())?;
        if let Some(given) = data.get("params") {
            let expected = params(schema, given)?;
            if !same(&expected, &event) {
                wrong.push(differs("event", expected, &event));
            }
        }
        match kind {
            Event::Event => Ok(()),
            Event::Exception => {
                let set = (0..schema.members().len()).find(|index| event.value(*index).is_some());
                let member = set.and_then(|index| schema.members().get(index));
                let id = member.map_or("", |member| member.target().id());
                Err(Failure::Modeled(id.to_owned()))
            }
            Event::Error { code, .. } => Err(Failure::Other(code)),
        }
    }

    fn write_request(&self, wrong: &mut Vec<String>) -> Result<(), Failure> {
        let given = &self.data["initialRequestParams"];
        let input = params(self.operation.input(), &object(given))?;
        let request =
            smithgen_client::encode_operation(self.operation, &input, &Default::default());
        let request = request.map_err(|e| e.to_string())?;
        let expected = &self.data["initialRequest"];
        let check = || {
            let (method, path) = (request.method().as_str(), request.uri().path());
            if expected["method"] != method {
                return Err(differs("method", &expected["method"], method));
            }
            if expected["uri"] != path {
                return Err(differs("path", &expected["uri"], path));
            }
            same_http(expected, request.headers(), request.body())
        };
        wrong.extend(check().err());
        Ok(())
    }

    fn read_request(&self, wrong: &mut Vec<String>) -> Result<(), Failure> {
        let data = &self.data["initialRequest"];
        let http = self.operation.http();
        let method = data["method"].as_str().or(http.map(|http| http.method()));
        let builder = http::Request::builder()
            .method(method.unwrap_or("POST"))
            .uri(data["uri"].as_str().unwrap_or("/"));
        let builder = headers(data).fold(builder, |builder, (name, value)| {
            builder.header(name, value)
        });
        let body = first_payload(data)?;
        let request = builder.body(body).map_err(|e| e.to_string())?;
        let mut input = DynamicStructure::new(self.operation.input(), Typing::Typed);
        let protocol = self.operation.service().protocol();
        // A request that says nothing of itself stands for one whose head was not looked at.
        if data.is_object() {
            let read = protocol.decode_request(self.operation, &request, &mut input);
            read.map_err(|e| e.to_string())?;
        }
        if let Some(given) = self.data.get("initialRequestParams") {
            let expected = params(self.operation.input(), given)?;
            if !same(&expected, &input) {
                wrong.push(differs("input", expected, &input));
            }
        }
        Ok(smithgen_runtime::validate::required(&input).map_err(|e| e.to_string())?)
    }

    fn write_response(&self, wrong: &mut Vec<String>) -> Result<(), Failure> {
        let given = &self.data["initialResponseParams"];
        let output = params(self.operation.output(), &object(given))?;
        let protocol = self.operation.service().protocol();
        let response = protocol.encode_response(self.operation, &output);
        let response = response.map_err(|e| e.to_string())?;
        let expected = &self.data["initialResponse"];
        let check = || {
            if expected["code"] != response.status().as_u16() {
                return Err(differs("status", &expected["code"], response.status()));
            }
            same_http(expected, response.headers(), response.body())
        };
        wrong.extend(check().err());
        Ok(())
    }

    fn read_response(&self, wrong: &mut Vec<String>) -> Result<(), Failure> {
        let data = &self.data["initialResponse"];
        let code = data["code"]
            .as_u64()
            .and_then(|code| u16::try_from(code).ok());
        let builder = http::Response::builder().status(code.unwrap_or(200));
        let builder = headers(data).fold(builder, |builder, (name, value)| {
            builder.header(name, value)
        });
        let body = data["body"].as_str().unwrap_or_default().to_owned();
        let response = builder.body(Bytes::from(body)).map_err(|e| e.to_string())?;
        let protocol = self.operation.service().protocol();
        if !protocol.is_success(self.operation, &response) {
            let metadata = protocol.error_metadata(self.operation, &response);
            let found = protocol.error_index(self.operation, &metadata);
            let schema = found.and_then(|index| self.operation.errors().get(index));
            return Err(match schema {
                Some(schema) => Failure::Modeled(schema.id().to_owned()),
                None => Failure::Other(metadata.code),
            });
        }
        let initial = match self.format()?.initial_messages {
            true => initial_message(data)?,
            false => None,
        };
        let mut output = DynamicStructure::new(self.operation.output(), Typing::Typed);
        let head = response.map(drop);
        let opened = event::open(self.operation, head, initial.as_ref(), &mut output);
        opened.map_err(|e| e.to_string())?;
        if let Some(given) = self.data.get("initialResponseParams") {
            let expected = params(self.operation.output(), given)?;
            if !same(&expected, &output) {
                wrong.push(differs("output", expected, &output));
            }
        }
        Ok(())
    }
}

fn object(value: &Json) -> Json {
    match value {
        Json::Null => Json::Object(Map::new()),
        value => value.clone(),
    }
}

fn headers(data: &Json) -> impl Iterator<Item = (&str, &str)> {
    let headers = data["headers"].as_object().into_iter().flatten();
    headers.filter_map(|(name, value)| Some((name.as_str(), value.as_str()?)))
}

/// The first message of a stream that a case gives as the body of its HTTP message.
fn initial_message(data: &Json) -> Result<Option<Message>, String> {
    match data["body"].as_str().filter(|body| !body.is_empty()) {
        None => Ok(None),
        Some(body) => {
            let bytes = STANDARD.decode(body).map_err(|e| format!("body: {e}"))?;
            decode_frame(&bytes).map(Some)
        }
    }
}

/// What the first message of a stream holds.
fn first_payload(data: &Json) -> Result<Bytes, String> {
    Ok(initial_message(data)?
        .map(|message| message.payload)
        .unwrap_or_default())
}

fn same_http(expected: &Json, found: &http::HeaderMap, body: &[u8]) -> Result<(), String> {
    for (name, value) in headers(expected) {
        compare::header(name, value, found)?;
    }
    match expected["body"].as_str() {
        Some(text) => {
            let media_type = expected["bodyMediaType"].as_str().unwrap_or_default();
            compare::body_of_response(media_type, text, body)
        }
        None => Ok(()),
    }
}

fn bytes_of(data: &Json) -> Result<Vec<u8>, String> {
    let text = data["bytes"].as_str().unwrap_or_default();
    STANDARD.decode(text).map_err(|e| format!("bytes: {e}"))
}

/// Exactly one frame.
fn decode_frame(bytes: &[u8]) -> Result<Message, String> {
    let mut decoder = Decoder::default();
    decoder.push(bytes);
    let message = decoder.next_message().map_err(|e| e.to_string())?;
    match (message, decoder.is_inside()) {
        (Some(message), false) => Ok(message),
        _ => Err("not one frame".to_owned()),
    }
}

fn sorted(message: &Message) -> Vec<(String, HeaderValue)> {
    let mut headers = message.headers.clone();
    headers.sort_by(|a, b| a.0.cmp(&b.0));
    headers
}

/// A message against the headers and body that the case spells out.
fn same_message(data: &Json, message: &Message) -> Result<(), String> {
    let expected = data["headers"].as_object().into_iter().flatten();
    for (name, value) in expected {
        let wanted = header_value(value).ok_or_else(|| format!("header {name}: {value}"))?;
        if message.header(name) != Some(&wanted) {
            return Err(differs(name, wanted, message.header(name)));
        }
    }
    for name in texts(data, "forbidHeaders") {
        if message.header(name).is_some() {
            return Err(format!("header {name} must not be there"));
        }
    }
    for name in texts(data, "requireHeaders") {
        if message.header(name).is_none() {
            return Err(format!("header {name} must be there"));
        }
    }
    match data["body"].as_str() {
        Some(body) => {
            let media_type = data["bodyMediaType"].as_str().unwrap_or_default();
            compare::body_of_response(media_type, body, &message.payload)
        }
        None => Ok(()),
    }
}

fn texts<'a>(data: &'a Json, name: &str) -> impl Iterator<Item = &'a str> {
    let list = data[name].as_array().into_iter().flatten();
    list.filter_map(Json::as_str)
}

/// A header as cases write it: `{"string": "event"}`.
fn header_value(value: &Json) -> Option<HeaderValue> {
    let (kind, value) = value.as_object()?.iter().next()?;
    let blob = || STANDARD.decode(value.as_str()?).ok();
    Some(match kind.as_str() {
        "boolean" => HeaderValue::Bool(value.as_bool()?),
        "byte" => HeaderValue::Byte(i8::try_from(value.as_i64()?).ok()?),
        "short" => HeaderValue::Short(i16::try_from(value.as_i64()?).ok()?),
        "integer" => HeaderValue::Integer(i32::try_from(value.as_i64()?).ok()?),
        "long" => HeaderValue::Long(value.as_i64()?),
        "blob" => HeaderValue::Blob(blob()?.into()),
        "string" => HeaderValue::Text(value.as_str()?.to_owned()),
        "timestamp" => HeaderValue::Timestamp(instant(value)?),
        _ => return None,
    })
}

/// A text of RFC 3339, or seconds since 1970.
fn instant(value: &Json) -> Option<smithgen_runtime::DateTime> {
    match value.as_str() {
        Some(text) => {
            smithgen_runtime::DateTime::parse(text, smithgen_runtime::TimestampFormat::DateTime)
                .ok()
        }
        None => smithgen_runtime::DateTime::parse(
            &value.to_string(),
            smithgen_runtime::TimestampFormat::EpochSeconds,
        )
        .ok(),
    }
}
