//! Texts of answers that hold something in another form, as which they are shown.

use bytes::Bytes;
use smithgen_runtime::operation::OperationSpec;
use smithgen_runtime::schema::{Schema, Trait};

use crate::json;
use crate::params::{base64, timestamp};
use crate::table::{Coding, EncodedNames};
use crate::value::{Map, Value};

/// What a text holds; the text itself if it is not what it should be.
pub(super) fn decode(value: Value, coding: Coding) -> Value {
    let Some(text) = value.as_str() else {
        return value;
    };
    let decoded = match coding {
        Coding::UrlJson => json::parse(&percent_decoded(text, false)).ok(),
        Coding::Json => json::parse(text).ok(),
        Coding::Empty => text.is_empty().then_some(Value::Null),
        Coding::Base64 => base64::decode(text)
            .map(|bytes| Value::from(String::from_utf8_lossy(&bytes).into_owned())),
    };
    decoded.unwrap_or(value)
}

/// The text of the header that a member is bound to, under the name that it is shown by. What is no time is left out of
/// the response.
pub(crate) fn header_as_text(
    operation: &OperationSpec,
    mut response: http::Response<Bytes>,
    shown: Option<(usize, &'static str)>,
) -> (http::Response<Bytes>, Option<(&'static str, String)>) {
    let found = shown.and_then(|(member, name)| {
        let member = operation.output().members().get(member)?;
        let header = member.traits().iter().find_map(|it| match it {
            Trait::HttpHeader(header) => Some(*header),
            _ => None,
        })?;
        let text = response.headers().get(header)?.to_str().ok()?;
        Some((header, name, text.to_owned()))
    });
    let Some((header, name, text)) = found else {
        return (response, None);
    };
    if timestamp::parse(&Value::from(text.as_str())).is_none() {
        response.headers_mut().remove(header);
    }
    (response, Some((name, text)))
}

/// Decodes the names in a result that says that they are encoded.
pub(crate) fn decode_names(result: &mut Map, output: &'static Schema, names: &EncodedNames) {
    let name = |member: usize| output.members().get(member).map_or("", |it| it.name());
    let (_, says) = names.says;
    let is_encoded = result.get(name(says)).and_then(Value::as_str);
    if is_encoded != Some("url") {
        return;
    }
    for member in names.texts {
        result.get_mut(name(*member)).map(decode_name);
    }
    for (list, member) in names.lists {
        let items = output.members().get(*list).map(|list| list.target());
        let item = items.and_then(|items| items.members().first());
        let member = item.and_then(|item| item.target().members().get(*member));
        let (Some(member), Some(Value::List(items))) = (member, result.get_mut(name(*list))) else {
            continue;
        };
        for item in items {
            if let Value::Map(item) = item {
                item.get_mut(member.name()).map(decode_name);
            }
        }
    }
}

fn decode_name(value: &mut Value) {
    if let Some(text) = value.as_str() {
        *value = Value::from(percent_decoded(text, true));
    }
}

/// The text without percent-encoding, in which a plus may be a blank. What is no encoding stays.
fn percent_decoded(text: &str, is_form: bool) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        let digits = after.get(..2).and_then(|it| std::str::from_utf8(it).ok());
        let byte = digits
            .filter(|it| it.bytes().all(|it| it.is_ascii_hexdigit()))
            .and_then(|it| u8::from_str_radix(it, 16).ok());
        match (first, byte) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            (b'+', _) if is_form => bytes.push(b' '),
            _ => bytes.push(*first),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_become_what_they_hold() {
        let decoded = |text: &str, coding| decode(Value::from(text), coding);
        let policy = decoded("%7B%22Version%22%3A%20%221%22%7D", Coding::UrlJson);
        assert_eq!(json::compact(&policy), r#"{"Version": "1"}"#);
        for (text, coding, expected) in [
            ("Resources: {}", Coding::Json, "Resources: {}"),
            ("b2sgw6kK", Coding::Base64, "ok é\n"),
            ("abc", Coding::Base64, "abc"),
        ] {
            assert_eq!(decoded(text, coding), Value::from(expected));
        }
    }

    #[test]
    fn only_what_is_encoded_is_decoded() {
        assert_eq!(percent_decoded("a+b%2Fx%C3%A9", true), "a b/xé");
        assert_eq!(percent_decoded("a+b%2", false), "a+b%2");
        assert_eq!(percent_decoded("%zz%", true), "%zz%");
    }
}
