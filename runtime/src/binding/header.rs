//! Header values: lists, quoting, media types in base64.
//!
//! Source: Smithy 2.0, "httpHeader serialization rules"; RFC 9110 §5.6.

use std::borrow::Cow;

use base64::Engine as _;
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::codec::failure::{Failure, Result};
use crate::codec::json;
use crate::codec::plain as text;
use crate::schema::{Kind, Member, TimestampFormat, Trait};
use crate::value::{Strictness, Untyped};
use crate::view::{List, Ref, Slot};

const FORMAT: TimestampFormat = TimestampFormat::HttpDate;

/// Binds a member to a header. A list is joined with commas; an empty one gives an empty header.
pub(crate) fn write(
    headers: &mut HeaderMap,
    name: &str,
    member: &'static Member,
    value: Ref<'_>,
) -> Result<()> {
    let text = match value {
        Ref::List(list) => Cow::Owned(join(member, list)?),
        Ref::Str(value) if has_media_type(member) => {
            Cow::Owned(base64::engine::general_purpose::STANDARD.encode(value))
        }
        value => text::write(member, value, FORMAT)?,
    };
    put(headers, name, &text)?;
    let items = member.target.members.first();
    if (member.is_sensitive() || items.is_some_and(Member::is_sensitive))
        && let Some(value) = headers.get_mut(name)
    {
        value.set_sensitive(true);
    }
    Ok(())
}

/// Sets a header, replacing one of that name.
pub(crate) fn put(headers: &mut HeaderMap, name: &str, text: &str) -> Result<()> {
    let name =
        HeaderName::from_bytes(name.as_bytes()).map_err(|_| Failure::new("not a header name"))?;
    let value = HeaderValue::from_bytes(text.as_bytes())
        .map_err(|_| Failure::new("a character that headers cannot carry"))?;
    headers.insert(name, value);
    Ok(())
}

fn join(member: &'static Member, list: &dyn List) -> Result<String> {
    let mut joined = String::new();
    let Some(item_member) = member.target.members.first() else {
        return Ok(joined);
    };
    let mut first = true;
    for index in 0..list.len() {
        let item = list.get(index);
        if matches!(item, Ref::Unset | Ref::Null) {
            continue;
        }
        if !std::mem::take(&mut first) {
            joined.push_str(", ");
        }
        let text = text::write(item_member, item, FORMAT).map_err(|e| e.in_item(index))?;
        match item {
            Ref::Str(_) | Ref::Untyped(_) => push_quoted(&text, &mut joined),
            _ => joined.push_str(&text),
        }
    }
    Ok(joined)
}

/// Appends the text, quoted if it would otherwise be parsed differently.
fn push_quoted(text: &str, out: &mut String) {
    let trimmed = text.trim_matches([' ', '\t']).len() == text.len();
    if trimmed && !text.is_empty() && !text.contains([',', '"']) {
        out.push_str(text);
        return;
    }
    out.push('"');
    for character in text.chars() {
        if matches!(character, '"' | '\\') {
            out.push('\\');
        }
        out.push(character);
    }
    out.push('"');
}

/// The header's lines as one text; `None` if it is absent.
pub(crate) fn get<'a>(
    headers: &'a HeaderMap,
    name: &str,
    strictness: Strictness,
) -> Result<Option<Cow<'a, str>>> {
    let mut joined: Option<Cow<'a, str>> = None;
    for line in headers.get_all(name) {
        let line = decode(line, strictness)?;
        joined = Some(match joined {
            None => line,
            Some(before) => Cow::Owned(format!("{before}, {line}")),
        });
    }
    Ok(joined)
}

/// Decodes a header. Invalid UTF-8 is read as ISO 8859-1, the historical encoding of headers, so that an odd header
/// does not cost a client the whole response.
fn decode(value: &HeaderValue, strictness: Strictness) -> Result<Cow<'_, str>> {
    let bytes = value.as_bytes().trim_ascii();
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Cow::Borrowed(text)),
        Err(_) if strictness == Strictness::Strict => {
            Err(Failure::new("a header that is not UTF-8"))
        }
        Err(_) => Ok(bytes.iter().map(|byte| char::from(*byte)).collect()),
    }
}

/// Reads a member from a header's text.
pub(crate) fn read(
    text: &str,
    member: &'static Member,
    slot: Slot<'_>,
    strictness: Strictness,
) -> Result<()> {
    match slot {
        Slot::List(list) => read_list(text, member, list, strictness),
        Slot::Str(slot) if has_media_type(member) => {
            let bytes = base64::engine::general_purpose::STANDARD
                .decode(text)
                .map_err(|_| Failure::new("not base64"))?;
            *slot = String::from_utf8(bytes).map_err(|_| Failure::new("not UTF-8"))?;
            Ok(())
        }
        Slot::Untyped(slot) if has_media_type(member) => {
            *slot = of_media_type(text).unwrap_or(text.into());
            Ok(())
        }
        slot => text::read(text, member, slot, FORMAT, strictness),
    }
}

/// Decodes a media type's base64. The result is a value if it is JSON, as it usually is.
fn of_media_type(text: &str) -> Option<Untyped> {
    let bytes = base64::engine::general_purpose::STANDARD
        .decode(text)
        .ok()?;
    let text = String::from_utf8(bytes).ok()?;
    let value = json::document(text.as_bytes()).map(Untyped::from);
    Some(value.unwrap_or(Untyped::Text(text)))
}

fn read_list(
    text: &str,
    member: &'static Member,
    list: &mut dyn List,
    strictness: Strictness,
) -> Result<()> {
    let Some(item) = member.target.members.first() else {
        return Ok(());
    };
    let http_date = item.target.kind == Kind::Timestamp
        && item.timestamp_format().unwrap_or(FORMAT) == TimestampFormat::HttpDate;
    let items = if http_date {
        split_dates(text)
    } else {
        split(text)?
    };
    for (index, text) in items.iter().enumerate() {
        let read = text::read(text, item, list.push(), FORMAT, strictness);
        read.map_err(|e| e.in_item(index))?;
    }
    Ok(())
}

/// Splits a list at commas and removes quotes. Empty text has no items.
fn split(text: &str) -> Result<Vec<Cow<'_, str>>> {
    let mut items = Vec::new();
    let mut rest = text.trim_matches([' ', '\t']);
    if rest.is_empty() {
        return Ok(items);
    }
    loop {
        rest = rest.trim_start_matches([' ', '\t']);
        let after = match rest.strip_prefix('"') {
            Some(quoted) => {
                let (item, after) = unquote(quoted)?;
                items.push(Cow::Owned(item));
                after.trim_start_matches([' ', '\t'])
            }
            None => {
                let (item, _) = rest.split_once(',').unwrap_or((rest, ""));
                items.push(Cow::Borrowed(item.trim_end_matches([' ', '\t'])));
                rest.get(item.len()..).unwrap_or_default()
            }
        };
        match after.strip_prefix(',') {
            Some(next) => rest = next,
            None if after.is_empty() => return Ok(items),
            None => return Err(Failure::new("text after a quoted item of a header")),
        }
    }
}

/// The text up to the closing quote, and the rest.
fn unquote(text: &str) -> Result<(String, &str)> {
    let mut item = String::new();
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return Ok((item, text.get(at + 1..).unwrap_or_default())),
            '\\' => match characters.next() {
                Some((_, escaped)) => item.push(escaped),
                None => break,
            },
            _ => item.push(character),
        }
    }
    Err(Failure::new("a quoted item of a header does not end"))
}

/// Splits a list of dates, which contain a comma each: items end at every second comma.
fn split_dates(text: &str) -> Vec<Cow<'_, str>> {
    let text = text.trim_matches([' ', '\t']);
    let mut items = Vec::new();
    let mut start = 0;
    for (count, (at, _)) in text.match_indices(',').enumerate() {
        if count % 2 == 1 {
            items.push(text.get(start..at).unwrap_or_default());
            start = at + 1;
        }
    }
    let last = text.get(start..).unwrap_or_default();
    if !text.is_empty() {
        items.push(last);
    }
    items
        .into_iter()
        .map(|item| Cow::Borrowed(item.trim_matches([' ', '\t', '"'])))
        .collect()
}

/// In headers, strings with a media type are base64-encoded, since they may contain anything.
fn has_media_type(member: &Member) -> bool {
    member
        .traits
        .iter()
        .any(|t| matches!(t, Trait::MediaType(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_come_back_as_they_went() {
        for items in [
            &["a", "b"][..],
            &["b,c", "\"def\"", "a"],
            &["", " x ", "back\\slash", "q\"\\"],
            &[""],
            &[],
        ] {
            let mut text = String::new();
            for (index, item) in items.iter().enumerate() {
                text.push_str(if index > 0 { ", " } else { "" });
                push_quoted(item, &mut text);
            }
            assert_eq!(split(&text).unwrap(), items, "{text}");
        }
    }

    #[test]
    fn an_odd_header_costs_a_client_nothing() {
        let mut headers = HeaderMap::new();
        let odd = HeaderValue::from_bytes(b" caf\xe9 ").unwrap();
        headers.insert("x-odd", odd);
        let lenient = get(&headers, "x-odd", Strictness::Lenient).unwrap();
        assert_eq!(lenient.as_deref(), Some("café"));
        assert!(get(&headers, "x-odd", Strictness::Strict).is_err());
    }

    #[test]
    fn splits_what_services_send() {
        assert_eq!(split(" a ,b,  c").unwrap(), ["a", "b", "c"]);
        assert_eq!(split("a,,b").unwrap(), ["a", "", "b"]);
        assert_eq!(
            split_dates("Mon, 16 Dec 2019 23:48:18 GMT,Mon, 16 Dec 2019 23:48:18 GMT"),
            ["Mon, 16 Dec 2019 23:48:18 GMT"; 2]
        );
        for bad in ["\"a", "\"a\\", "\"a\"b"] {
            assert!(split(bad).is_err(), "{bad}");
        }
    }
}
