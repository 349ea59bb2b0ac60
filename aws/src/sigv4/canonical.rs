//! The canonical request, which does not depend on how proxies rewrite a request.

use std::fmt::Write;

use bytes::Bytes;
use http::Request;
use http::header::HeaderMap;
use percent_encoding::{percent_decode_str, percent_encode};

use smithgen_runtime::binding::RESERVED;

pub(super) struct Canonical {
    pub(super) text: Vec<u8>,
    /// Header names, joined by semicolons.
    pub(super) signed_headers: String,
}

/// Headers that intermediaries may add or change, that HTTP/2 does not send, or that carry the signature itself.
const UNSIGNED: &[&str] = &[
    "accept-encoding",
    "authorization",
    "connection",
    "expect",
    "keep-alive",
    "proxy-connection",
    "te",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "x-amzn-trace-id",
];

/// What a request is about.
pub(super) struct Target<'a> {
    pub(super) method: &'a str,
    pub(super) path: &'a str,
    pub(super) query: &'a str,
    /// Whether the path is signed as it is.
    pub(super) plain_path: bool,
}

pub(super) fn request(request: &Request<Bytes>, payload: &str, plain_path: bool) -> Canonical {
    let target = Target {
        method: request.method().as_str(),
        path: request.uri().path(),
        query: request.uri().query().unwrap_or_default(),
        plain_path,
    };
    let names = names(request.headers());
    Canonical {
        text: text(&target, request.headers(), &names, payload),
        signed_headers: names.join(";"),
    }
}

/// The canonical request with these headers, whose names are sorted.
pub(super) fn text(target: &Target<'_>, all: &HeaderMap, names: &[&str], payload: &str) -> Vec<u8> {
    let mut text = Vec::with_capacity(512);
    text.extend_from_slice(target.method.as_bytes());
    text.push(b'\n');
    text.extend_from_slice(path(target.path, target.plain_path).as_bytes());
    text.push(b'\n');
    text.extend_from_slice(query(target.query).as_bytes());
    text.push(b'\n');
    headers(all, names, &mut text);
    text.push(b'\n');
    text.extend_from_slice(names.join(";").as_bytes());
    text.push(b'\n');
    text.extend_from_slice(payload.as_bytes());
    text
}

/// The path, unchanged if `plain`; otherwise without empty and dot segments and encoded once more.
fn path(path: &str, plain: bool) -> String {
    if path.is_empty() {
        return "/".to_owned();
    }
    if plain {
        return path.to_owned();
    }
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            segment => segments.push(segment),
        }
    }
    let mut text = String::with_capacity(path.len() + 16);
    for segment in &segments {
        text.push('/');
        text.extend(percent_encode(segment.as_bytes(), RESERVED));
    }
    if segments.is_empty() || path.ends_with('/') {
        text.push('/');
    }
    text
}

/// The query's pairs, sorted and with canonical encoding.
fn query(query: &str) -> String {
    let encoded = |text: &str| -> String {
        let spaced = text.replace('+', " ");
        let bytes: Vec<u8> = percent_decode_str(&spaced).collect();
        percent_encode(&bytes, RESERVED).to_string()
    };
    let mut pairs: Vec<(String, String)> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (encoded(name), encoded(value))
        })
        .collect();
    pairs.sort();
    let mut text = String::with_capacity(query.len());
    for (name, value) in pairs {
        let and = if text.is_empty() { "" } else { "&" };
        // Writing to a string cannot fail.
        let _ = write!(text, "{and}{name}={value}");
    }
    text
}

/// The names of the headers that are signed, sorted.
fn names(headers: &HeaderMap) -> Vec<&str> {
    let mut names: Vec<&str> = headers.keys().map(|name| name.as_str()).collect();
    names.retain(|name| !UNSIGNED.contains(name));
    names.sort_unstable();
    names
}

/// The names of the headers that are signed, joined by semicolons.
pub(super) fn signed_headers(headers: &HeaderMap) -> String {
    names(headers).join(";")
}

/// Writes one line per header.
fn headers(headers: &HeaderMap, names: &[&str], text: &mut Vec<u8>) {
    for name in names {
        text.extend_from_slice(name.as_bytes());
        text.push(b':');
        for (index, value) in headers.get_all(*name).iter().enumerate() {
            if index > 0 {
                text.push(b',');
            }
            trimmed(value.as_bytes(), text);
        }
        text.push(b'\n');
    }
}

/// The value without surrounding blanks and with runs of blanks collapsed.
fn trimmed(value: &[u8], text: &mut Vec<u8>) {
    let mut words = value
        .split(|byte| matches!(byte, b' ' | b'\t'))
        .filter(|word| !word.is_empty());
    text.extend_from_slice(words.next().unwrap_or_default());
    for word in words {
        text.push(b' ');
        text.extend_from_slice(word);
    }
}
