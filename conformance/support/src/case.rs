//! One case: the value that a trait of `smithy.test` holds, read as its members are needed.

use base64::Engine as _;
use serde_json::{Map, Value};
use smithgen_runtime::bytes::Bytes;
use smithgen_runtime::http;

/// Members of the traits that are text.
const TEXTS: &[&str] = &[
    "id",
    "protocol",
    "authScheme",
    "method",
    "uri",
    "host",
    "resolvedHost",
    "body",
    "bodyMediaType",
    "bytes",
];

/// Members that are objects.
const OBJECTS: &[&str] = &[
    "params",
    "vendorParams",
    "initialRequestParams",
    "initialResponseParams",
    "expectation",
];

/// Members that are lists of texts.
const LISTS: &[&str] = &[
    "queryParams",
    "forbidQueryParams",
    "requireQueryParams",
    "forbidHeaders",
    "requireHeaders",
];

/// A case.
pub struct Case(pub Value);

impl Case {
    /// Reads a case that a test holds.
    ///
    /// # Errors
    /// When it is not JSON, or says something in a form that would be passed over.
    pub fn parse(text: &str) -> Result<Self, String> {
        let value = serde_json::from_str(text).map_err(|e| format!("case: {e}"))?;
        let case = Case(value);
        let fault = case.malformed().or_else(|| case.malformed_events());
        match fault {
            Some(name) => Err(format!("case: {name} is not what the trait says")),
            None => Ok(case),
        }
    }

    /// The first member of an event, or of what comes before the events, that is of another type than the trait says.
    fn malformed_events(&self) -> Option<&'static str> {
        for name in ["initialRequest", "initialResponse"] {
            let initial = &self.0[name];
            if !initial.is_null() && !initial.is_object() {
                return Some(name);
            }
            if let Some(fault) = Case(initial.clone()).malformed() {
                return Some(fault);
            }
        }
        match &self.0["events"] {
            Value::Null => None,
            Value::Array(events) => events.iter().find_map(malformed_event),
            _ => Some("events"),
        }
    }

    /// The first member that is of another type than the traits say.
    fn malformed(&self) -> Option<&'static str> {
        let is = |names: &[&'static str], fits: fn(&Value) -> bool| {
            let mut names = names.iter();
            let wrong = |name: &&&'static str| !self.0[**name].is_null() && !fits(&self.0[**name]);
            names.find(wrong).copied()
        };
        is(TEXTS, Value::is_string)
            .or_else(|| is(OBJECTS, Value::is_object))
            .or_else(|| {
                is(LISTS, |list| {
                    list.as_array()
                        .is_some_and(|it| it.iter().all(Value::is_string))
                })
            })
            .or_else(|| {
                is(&["headers"], |map| {
                    map.as_object()
                        .is_some_and(|it| it.values().all(Value::is_string))
                })
            })
            .or_else(|| {
                is(&["code"], |code| {
                    code.as_u64().is_some_and(|it| (100..600).contains(&it))
                })
            })
    }

    /// A member that is text.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0[name].as_str()
    }

    /// The texts of a member that is a list.
    pub fn texts(&self, name: &str) -> impl Iterator<Item = &str> {
        let list = self.0[name].as_array().into_iter().flatten();
        list.filter_map(Value::as_str)
    }

    /// Expected headers, or those of a response.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        let headers = self.0["headers"].as_object().into_iter();
        let pairs = headers.flat_map(Map::iter);
        pairs.filter_map(|(name, value)| Some((name.as_str(), value.as_str()?)))
    }

    /// The media type of the body: what the case says, else its `Content-Type`, else what is certain of its protocol.
    pub fn media_type(&self) -> &str {
        let header = || {
            let mut headers = self.headers();
            headers.find(|(name, _)| name.eq_ignore_ascii_case("content-type"))
        };
        let protocol = || match self.text("protocol") {
            Some("smithy.protocols#rpcv2Cbor") => "application/cbor",
            _ => "",
        };
        self.text("bodyMediaType")
            .or_else(|| header().map(|(_, value)| value))
            .unwrap_or_else(protocol)
    }

    /// The media type of an event's body: what the case says, else the event's own header.
    pub fn media_type_of_event(&self) -> &str {
        let header = || self.0["headers"][":content-type"]["string"].as_str();
        self.text("bodyMediaType")
            .or_else(header)
            .unwrap_or_default()
    }

    /// The response that the case describes.
    ///
    /// # Errors
    /// What is wrong with the case.
    pub fn response(&self) -> Result<http::Response<Bytes>, String> {
        let code = self.0["code"]
            .as_u64()
            .and_then(|code| u16::try_from(code).ok());
        let mut builder = http::Response::builder().status(code.unwrap_or(200));
        for (name, value) in self.headers() {
            builder = builder.header(name, value);
        }
        let body = bytes(self.media_type(), self.text("body").unwrap_or_default())?;
        builder.body(body).map_err(|e| format!("case: {e}"))
    }
}

/// A body as it is on the wire; binary ones stand in cases in base64.
///
/// # Errors
/// Text that is not base64.
pub fn bytes(media_type: &str, body: &str) -> Result<Bytes, String> {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    match essence {
        "application/cbor" | "application/vnd.amazon.eventstream" => decode(body),
        _ => Ok(body.to_owned().into()),
    }
}

/// The base64 text of bytes.
pub fn encode(bytes: &[u8]) -> String {
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

/// The bytes of base64 text.
///
/// # Errors
/// Text that is not base64.
pub fn decode(text: &str) -> Result<Bytes, String> {
    let decoded = base64::engine::general_purpose::STANDARD.decode(text);
    decoded
        .map(Bytes::from)
        .map_err(|e| format!("case: base64: {e}"))
}

/// The first member of an event that is of another type than the trait says. Its headers have types of their own.
fn malformed_event(event: &Value) -> Option<&'static str> {
    let Some(mut members) = event.as_object().cloned() else {
        return Some("events");
    };
    let headers = members.remove("headers").unwrap_or_default();
    let is_typed = |map: &Map<String, Value>| map.values().all(Value::is_object);
    if !headers.is_null() && !headers.as_object().is_some_and(is_typed) {
        return Some("headers");
    }
    match event["type"].as_str() {
        Some("request" | "response") => Case(Value::Object(members)).malformed(),
        _ => Some("type"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_be_passed_over_is_an_error() {
        let fits = |text: &str| Case::parse(text).is_ok();
        assert!(fits(
            r#"{"id": "a", "headers": {"a": "1"}, "code": 200, "params": null, "queryParams": ["a=b"]}"#
        ));
        for wrong in [
            r#"{"headers": {"a": 1}}"#,
            r#"{"body": {}}"#,
            r#"{"queryParams": "a=b"}"#,
            r#"{"forbidHeaders": [1]}"#,
            r#"{"params": []}"#,
            r#"{"code": "200"}"#,
            r#"{"code": 70000}"#,
            r#"{"initialRequest": []}"#,
            r#"{"initialResponse": {"headers": {"a": 1}}}"#,
            r#"{"events": {}}"#,
            r#"{"events": [{"type": "other"}]}"#,
            r#"{"events": [{"type": "request", "body": {}}]}"#,
            r#"{"events": [{"type": "request", "headers": {"a": "b"}}]}"#,
        ] {
            assert!(!fits(wrong), "{wrong}");
        }
    }
}
