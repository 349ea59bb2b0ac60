//! Whether a message is what a case expects: bodies by media type, headers, query parameters.

mod cbor;
mod xml;

use base64::Engine as _;
use serde_json::Value;
use smithgen_runtime::http::HeaderMap;

use self::xml::Element;

/// Bodies, compared as the media type says.
///
/// # Errors
/// Both, when they differ.
pub fn body(media_type: &str, expected: &str, found: &[u8]) -> Result<(), String> {
    compared(media_type, expected, found, |tree| tree)
}

/// [`body`] of a service's response: the elements that name a request's id do not count.
///
/// # Errors
/// As [`body`].
pub fn body_of_response(media_type: &str, expected: &str, found: &[u8]) -> Result<(), String> {
    compared(media_type, expected, found, Element::without_request_ids)
}

fn compared(
    media_type: &str,
    expected: &str,
    found: &[u8],
    without: fn(Element) -> Element,
) -> Result<(), String> {
    let kind = match media_type.split(';').next().unwrap_or_default().trim() {
        "" if expected.starts_with('<') => "application/xml",
        kind => kind,
    };
    let same = match kind {
        _ if expected.is_empty() => found.is_empty(),
        kind if kind == "application/json" || kind.ends_with("+json") => {
            match (
                serde_json::from_str(expected),
                serde_json::from_slice(found),
            ) {
                (Ok(expected), Ok(found)) => json(&expected, &found),
                _ => false,
            }
        }
        "application/xml" | "text/xml" => {
            match (xml::tree(expected.as_bytes()), xml::tree(found)) {
                (Some(expected), Some(found)) => without(expected) == without(found),
                _ => false,
            }
        }
        "application/x-www-form-urlencoded" => {
            pairs(expected) == pairs(&String::from_utf8_lossy(found))
        }
        "application/cbor" => {
            let expected = base64::engine::general_purpose::STANDARD.decode(expected);
            match (
                expected.ok().and_then(|bytes| cbor::value(&bytes)),
                cbor::value(found),
            ) {
                (Some(expected), Some(found)) => json(&expected, &found),
                _ => false,
            }
        }
        _ => expected.as_bytes() == found,
    };
    let shown = String::from_utf8_lossy(found);
    if same {
        Ok(())
    } else {
        Err(format!("body: expected {expected:?}, found {shown:?}"))
    }
}

/// The pairs of a form, in no order, still encoded.
fn pairs(form: &str) -> Vec<&str> {
    let mut pairs: Vec<&str> = form.trim().split('&').map(str::trim).collect();
    pairs.sort_unstable();
    pairs
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
