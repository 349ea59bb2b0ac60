//! One case: the value that a trait of `smithy.test` holds, read as its members are needed.

use base64::Engine as _;
use serde_json::{Map, Value};
use smithgen_runtime::bytes::Bytes;
use smithgen_runtime::http;

/// A case.
pub struct Case(pub Value);

impl Case {
    /// Reads a case that a test holds.
    ///
    /// # Errors
    /// When it is no JSON.
    pub fn parse(text: &str) -> Result<Self, String> {
        let value = serde_json::from_str(text).map_err(|e| format!("case: {e}"))?;
        Ok(Case(value))
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
/// Text that is none.
pub fn decode(text: &str) -> Result<Bytes, String> {
    let decoded = base64::engine::general_purpose::STANDARD.decode(text);
    decoded
        .map(Bytes::from)
        .map_err(|e| format!("case: base64: {e}"))
}
