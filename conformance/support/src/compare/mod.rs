//! Whether a message is what a case expects: bodies by media type, headers, query parameters.

mod cbor;
mod form;
mod maps;
mod xml;

use base64::Engine as _;
use serde_json::Value;
use smithgen_runtime::http::HeaderMap;

pub use self::maps::Maps;
use self::xml::Element;

/// Bodies, compared as the media type says: JSON and CBOR by value, XML by its tree, forms by their pairs, the rest byte
/// by byte. An empty body is only that. `maps` says what the entries of maps are called, whose order does not count.
///
/// # Errors
/// Both, when they differ.
pub fn body(media_type: &str, expected: &str, found: &[u8], maps: &Maps) -> Result<(), String> {
    compared(media_type, expected, found, maps, |tree| tree)
}

/// [`body`] of a service's response: the elements that name a request's id do not count.
///
/// # Errors
/// As [`body`].
pub fn body_of_response(media_type: &str, expected: &str, found: &[u8]) -> Result<(), String> {
    body_of_response_with(media_type, expected, found, &Maps::default())
}

/// [`body_of_response`], in which the order of the entries of maps does not count.
///
/// # Errors
/// As [`body`].
pub fn body_of_response_with(
    media_type: &str,
    expected: &str,
    found: &[u8],
    maps: &Maps,
) -> Result<(), String> {
    let without = Element::without_request_ids;
    compared(media_type, expected, found, maps, without)
}

fn compared(
    media_type: &str,
    expected: &str,
    found: &[u8],
    maps: &Maps,
    without: fn(Element) -> Element,
) -> Result<(), String> {
    let text = String::from_utf8_lossy(found);
    let is_same = match essence(media_type, expected) {
        _ if expected.is_empty() => found.is_empty(),
        Essence::Json => {
            let values = (
                serde_json::from_str(expected),
                serde_json::from_slice(found),
            );
            matches!(values, (Ok(expected), Ok(found)) if json(&expected, &found))
        }
        Essence::Xml => {
            let tree = |bytes| {
                let mut tree = xml::tree(bytes).map(without)?;
                tree.sort_maps(maps);
                Some(tree)
            };
            let expected = tree(expected.as_bytes());
            expected.is_some() && expected == tree(found)
        }
        Essence::Form => form::tree(expected, maps) == form::tree(&text, maps),
        Essence::Cbor => {
            let expected = base64::engine::general_purpose::STANDARD.decode(expected);
            let expected = expected.ok().and_then(|bytes| cbor::value(&bytes));
            let found = cbor::value(found);
            expected
                .zip(found)
                .is_some_and(|(expected, found)| json(&expected, &found))
        }
        Essence::Bytes => expected.as_bytes() == found,
    };
    match is_same {
        true => Ok(()),
        false => Err(format!("body: expected {expected:?}, found {text:?}")),
    }
}

/// How bodies of a media type are compared.
enum Essence {
    Json,
    Xml,
    Form,
    Cbor,
    Bytes,
}

fn essence(media_type: &str, body: &str) -> Essence {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    match essence.to_ascii_lowercase().as_str() {
        "application/json" | "application/x-amz-json-1.0" | "application/x-amz-json-1.1" => {
            Essence::Json
        }
        "application/xml" | "text/xml" => Essence::Xml,
        "application/x-www-form-urlencoded" => Essence::Form,
        "application/cbor" => Essence::Cbor,
        "" if body.trim_start().starts_with('<') => Essence::Xml,
        essence if essence.ends_with("+json") => Essence::Json,
        essence if essence.ends_with("+xml") => Essence::Xml,
        _ => Essence::Bytes,
    }
}

/// JSON by value: order of members and spelling of numbers do not count.
fn json(expected: &Value, found: &Value) -> bool {
    match (expected, found) {
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len()
                && a.iter()
                    .all(|(key, value)| b.get(key).is_some_and(|other| json(value, other)))
        }
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| json(a, b))
        }
        (Value::Number(a), Value::Number(b)) => decimal(&a.to_string()) == decimal(&b.to_string()),
        _ => expected == found,
    }
}

/// Sign, digits without zeros at their ends, power of ten of the last.
pub(crate) fn decimal(text: &str) -> (bool, String, i64) {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = format!("{}{fraction}", whole.trim_start_matches('-'));
    let digits = all.trim_end_matches('0');
    let exponent = exponent.parse::<i64>().unwrap_or(i64::MAX / 2);
    let power = exponent - fraction.len() as i64 + (all.len() - digits.len()) as i64;
    let digits = digits.trim_start_matches('0').to_owned();
    match digits.is_empty() {
        true => (false, digits, 0),
        false => (text.starts_with('-'), digits, power),
    }
}

/// A header that must be there with this value; lists may have either spacing.
///
/// # Errors
/// Both, when they differ.
pub fn header(name: &str, expected: &str, found: &HeaderMap) -> Result<(), String> {
    let lines: Vec<_> = found
        .get_all(name)
        .iter()
        .map(|line| String::from_utf8_lossy(line.as_bytes()))
        .collect();
    let joined = lines.join(", ");
    let same = !lines.is_empty() && (joined == expected || spaced(&joined) == spaced(expected));
    if same {
        Ok(())
    } else {
        Err(format!(
            "header {name}: expected {expected:?}, found {lines:?}"
        ))
    }
}

fn spaced(text: &str) -> String {
    text.split(',').map(str::trim).collect::<Vec<_>>().join(",")
}

/// Query parameters that must be there, as often as they are listed; still percent-encoded.
///
/// # Errors
/// The first that is not there.
pub fn query<'a>(
    expected: impl Iterator<Item = &'a str>,
    found: Option<&str>,
) -> Result<(), String> {
    let mut pairs: Vec<&str> = found.unwrap_or_default().split('&').collect();
    for pair in expected {
        let place = pairs.iter().position(|found| {
            *found == pair || found.strip_suffix('=').is_some_and(|name| name == pair)
        });
        match place {
            Some(index) => drop(pairs.remove(index)),
            None => return Err(format!("query: no {pair:?} in {found:?}")),
        }
    }
    Ok(())
}

/// Whether the query has a parameter of this name.
pub fn has_parameter(name: &str, found: Option<&str>) -> bool {
    found
        .unwrap_or_default()
        .split('&')
        .any(|pair| pair.split('=').next() == Some(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_by_value() {
        let value = |text: &str| serde_json::from_str::<Value>(text).unwrap();
        assert!(json(&value("[1.0, 1e3, -0]"), &value("[1, 1000, 0.0]")));
        assert!(!json(&value("[1]"), &value("[-1]")));
        assert!(!json(&value("0.10000000000000000001"), &value("0.1")));
        assert!(json(
            &value("{\"a\":1,\"b\":[]}"),
            &value("{\"b\":[],\"a\":1}")
        ));
        assert!(!json(&value("{}"), &value("{\"a\":null}")));
    }
}
