//! What becomes of parameters before they are checked and sent.

use md5::{Digest as _, Md5};
use smithgen_runtime::schema::{Class, Schema};

use super::added::substituted;
use super::{base64, policy, unpack};
use crate::errors::Failure;
use crate::json;
use crate::table::Fix;
use crate::value::{Map, Value};

/// Applies fixes in their order.
///
/// # Errors
/// 252 for parameters that are no good.
pub(crate) fn apply(
    params: &mut Map,
    fixes: &[Fix],
    input: &'static Schema,
) -> Result<(), Failure> {
    let name = |member: usize| input.members().get(member).map_or("", |it| it.name());
    for fix in fixes {
        match *fix {
            Fix::Number(member, number) => {
                if !params.contains_key(name(member)) {
                    params.insert(name(member), Value::from(number));
                }
            }
            Fix::Base64(member) => text(params, name(member), base64::encode),
            Fix::Words(member, words) => {
                if let Some(Value::Str(word)) = params.get_mut(name(member))
                    && let Some((_, meant)) = words.iter().find(|(it, _)| it == word)
                {
                    *word = (*meant).to_owned();
                }
            }
            Fix::LastSegment(member) => {
                if let Some(Value::Str(id)) = params.get_mut(name(member))
                    && let Some((_, last)) = id.rsplit_once('/')
                {
                    *id = last.to_owned();
                }
            }
            Fix::Bucket(member) => bucket(params.get(name(member)))?,
            Fix::CopySource(member) => copy_source(params.get_mut(name(member)))?,
            Fix::InstanceGroups(member) => instance_groups(params.get_mut(name(member))),
            Fix::Ascii(member) => ascii(params.get(name(member)))?,
            Fix::Key(key, digest) => self::key(params, name(key), name(digest)),
            Fix::UploadPolicy(member, inside) => policy::complete(params, name(member), inside)?,
            Fix::Gather(into, if_any, moves) => {
                let moves = moves.iter().map(|(member, to)| (name(*member), *to));
                gather(params, name(into), if_any, moves)?;
            }
        }
    }
    Ok(())
}

/// Groups of instances as the service has them: with a role in place of the type, which names those without a name, and
/// the market, which the bid price tells. A price that is none asks for that of the market.
fn instance_groups(groups: Option<&mut Value>) {
    let Some(Value::List(groups)) = groups else {
        return;
    };
    for group in groups {
        let Value::Map(group) = group else {
            continue;
        };
        let Some(Value::Str(role)) = group.remove("InstanceGroupType") else {
            continue;
        };
        if !group.contains_key("Name") {
            group.insert("Name", Value::from(role.as_str()));
        }
        group.insert("InstanceRole", Value::from(role.to_uppercase()));
        let price = group.get("BidPrice");
        let market = if price.is_some() { "SPOT" } else { "ON_DEMAND" };
        if price.and_then(Value::as_str) == Some("OnDemandPrice") {
            group.remove("BidPrice");
        }
        group.insert("Market", Value::from(market));
    }
}

/// Writes values of texts that are JSON as such.
pub(crate) fn write_json(params: &mut Map, input: &'static Schema) {
    for member in input.members() {
        let is_json =
            member.target().kind().class() == Class::Text && unpack::is_json(member.traits());
        if let Some(value) = params.get_mut(member.name()).filter(|_| is_json) {
            *value = Value::from(json::minimal(value));
        }
    }
}

/// Replaces text or bytes.
fn text(params: &mut Map, name: &str, change: impl Fn(&[u8]) -> String) {
    let Some(value) = params.get_mut(name) else {
        return;
    };
    match value {
        Value::Str(text) => *value = Value::from(change(text.as_bytes())),
        Value::Bytes(bytes) => *value = Value::from(change(bytes)),
        _ => {}
    }
}

/// # Errors
/// 252 for what is neither the name of a bucket nor an ARN of an access point.
fn bucket(value: Option<&Value>) -> Result<(), Failure> {
    match value.and_then(Value::as_str) {
        Some(name) if !is_bucket(name) && !is_access_point(name) => Err(invalid(&format!(
            "Invalid bucket name \"{name}\": Bucket name must match the regex \"^[a-zA-Z0-9.\\-_]{{1,255}}$\" or be \
             an ARN matching the regex \"^arn:(aws).*:(s3|s3-object-lambda):[a-z\\-0-9]*:[0-9]{{12}}:accesspoint[/:]\
             [a-zA-Z0-9\\-.]{{1,63}}$|^arn:(aws).*:s3-outposts:[a-z\\-0-9]+:[0-9]{{12}}:outpost[/:]\
             [a-zA-Z0-9\\-]{{1,63}}[/:]accesspoint[/:][a-zA-Z0-9\\-]{{1,63}}$\""
        ))),
        _ => Ok(()),
    }
}

fn is_bucket(name: &str) -> bool {
    // `$` in the reference's pattern matches before a trailing line break.
    is_made_of(name.strip_suffix('\n').unwrap_or(name), 255, ".-_")
}

/// Whether text has letters, digits and these characters only, and at least one.
fn is_made_of(text: &str, most: usize, others: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || others.contains(c);
    !text.is_empty() && text.len() <= most && text.chars().all(fits)
}

fn is_access_point(arn: &str) -> bool {
    let arn = arn.strip_suffix('\n').unwrap_or(arn);
    if !arn.starts_with("arn:aws") {
        return false;
    }
    let after = |service: &'static str| {
        let found = arn.match_indices(service);
        found.filter_map(move |(at, _)| arn.get(at + service.len()..))
    };
    let mut points = after(":s3:").chain(after(":s3-object-lambda:"));
    let is_point = |rest: &str| {
        let name = resource(rest).and_then(|it| it.strip_prefix("accesspoint"));
        name.is_some_and(|name| is_segment(name, "-."))
    };
    let is_outpost = |rest: &str| {
        let outpost = resource(rest).and_then(|it| it.strip_prefix("outpost"));
        let has_region = !rest.starts_with(':');
        let parts = outpost.and_then(|it| Some((it, it.get(1..)?.find(['/', ':'])? + 1)));
        let parts = parts.and_then(|(it, end)| Some((it.get(..end)?, it.get(end + 1..)?)));
        parts.is_some_and(|(id, point)| {
            let name = point.strip_prefix("accesspoint");
            has_region && is_segment(id, "-") && name.is_some_and(|it| is_segment(it, "-"))
        })
    };
    points.any(is_point) || after(":s3-outposts:").any(is_outpost)
}

/// What follows the region and the account of an ARN.
fn resource(rest: &str) -> Option<&str> {
    let (region, rest) = rest.split_once(':')?;
    let (account, resource) = rest.split_once(':')?;
    let in_region = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let is_account = account.len() == 12 && account.bytes().all(|it| it.is_ascii_digit());
    (is_account && region.chars().all(in_region)).then_some(resource)
}

/// A separator, and a name after it.
fn is_segment(text: &str, others: &str) -> bool {
    let name = text.strip_prefix(['/', ':']);
    name.is_some_and(|name| is_made_of(name, 63, others))
}

/// The source of a copy is sent as part of a URL: `bucket/key`, with or without a version.
///
/// # Errors
/// 252 for a structure without bucket or key.
fn copy_source(value: Option<&mut Value>) -> Result<(), Failure> {
    const VERSION: &str = "?versionId=";
    let Some(value) = value else {
        return Ok(());
    };
    let source = match &*value {
        Value::Str(text) => {
            let mut found = text.match_indices(VERSION).map(|(at, _)| at);
            let is_version = |at: &usize| {
                let id = text.get(at + VERSION.len()..).unwrap_or_default();
                !id.is_empty() && !id.contains(char::is_whitespace)
            };
            let (path, version) = match found.find(is_version) {
                Some(at) => text.split_at(at),
                None => (text.as_str(), ""),
            };
            percent_encoded(path) + version
        }
        Value::Map(parts) => {
            let part = |name: &str| parts.get(name).map(Value::to_string);
            let needed = |name: &str| {
                part(name).ok_or_else(|| invalid(&format!("Missing required parameter: '{name}'")))
            };
            let (bucket, key) = (needed("Bucket")?, needed("Key")?);
            let path = match is_access_point(&bucket) {
                true => format!("{bucket}/object/{key}"),
                false => format!("{bucket}/{key}"),
            };
            let version = parts
                .get("VersionId")
                .filter(|it| !matches!(it, Value::Null));
            let version = version.map(|it| format!("{VERSION}{it}"));
            percent_encoded(&path) + &version.unwrap_or_default()
        }
        _ => return Ok(()),
    };
    *value = Value::from(source);
    Ok(())
}

/// Text in which all but letters, digits, `-._~` and slashes is percent-encoded.
fn percent_encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for byte in text.bytes() {
        match byte {
            b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => out.push(char::from(byte)),
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// # Errors
/// 252 for other characters.
fn ascii(value: Option<&Value>) -> Result<(), Failure> {
    let Some(Value::Map(map)) = value else {
        return Ok(());
    };
    for (key, value) in map.iter() {
        let (key, value) = (key.text(), value.to_string());
        if !key.is_ascii() || !value.is_ascii() {
            return Err(invalid(&format!(
                "Non ascii characters found in S3 metadata for key \"{key}\", value: \"{value}\".  \n\
                 S3 metadata can only contain ASCII characters. "
            )));
        }
    }
    Ok(())
}

/// Encodes a key and adds its digest, unless the caller gives that.
fn key(params: &mut Map, key: &str, digest: &str) {
    if params.contains_key(digest) {
        return;
    }
    let bytes = match params.get(key) {
        Some(Value::Str(text)) => text.as_bytes().to_vec(),
        Some(Value::Bytes(bytes)) => bytes.clone(),
        _ => return,
    };
    params.insert(key, Value::from(base64::encode(&bytes)));
    params.insert(digest, Value::from(base64::encode(&Md5::digest(&bytes))));
}

/// Moves members into the first item of a list, if that has any of these.
fn gather<'m>(
    params: &mut Map,
    into: &str,
    if_any: &[&str],
    moves: impl Iterator<Item = (&'m str, &'m str)>,
) -> Result<(), Failure> {
    let has_any = |item: &Value| if_any.iter().any(|name| item.get(name).is_some());
    let first = params.get(into).and_then(Value::as_list);
    if !first.and_then(<[Value]>::first).is_some_and(has_any) {
        return Ok(());
    }
    for (member, template) in moves {
        let Some(value) = params.remove(member) else {
            continue;
        };
        let template = json::parse(template).map_err(|it| Failure::general(it.to_string()))?;
        let moved = substituted(&template, &[value]);
        if let (Some(Value::List(items)), Value::Map(moved)) = (params.get_mut(into), moved)
            && let Some(Value::Map(item)) = items.first_mut()
        {
            for (key, value) in moved.iter() {
                item.insert(key.clone(), value.clone());
            }
        }
    }
    Ok(())
}

fn invalid(report: &str) -> Failure {
    Failure::param(format!("Parameter validation failed:\n{report}"))
}

/// Whether bytes are a zip archive: they end with a directory of as many entries as it says.
///
/// Source: "APPNOTE.TXT - .ZIP File Format Specification", sections 4.3.12 and 4.3.16.
pub(crate) fn is_archive(bytes: &[u8]) -> bool {
    const END: &[u8] = b"PK\x05\x06";
    const ENTRY: &[u8] = b"PK\x01\x02";
    const END_BYTES: usize = 22;
    // A comment of up to 65,535 bytes follows the end of the directory.
    let from = bytes.len().saturating_sub(END_BYTES + 0xFFFF);
    let tail = bytes.get(from..).unwrap_or_default();
    let found = tail.windows(END.len()).rposition(|it| it == END);
    let Some(end) = found.map(|at| from + at) else {
        return false;
    };
    let number = |at: usize, size: usize| {
        let digits = bytes.get(at..at + size)?.iter().rev();
        Some(digits.fold(0_usize, |sum, byte| sum << 8 | usize::from(*byte)))
    };
    let directory = number(end + 12, 4).and_then(|size| {
        let start = end.checked_sub(size)?;
        Some((size, bytes.get(start..end)?))
    });
    let has_end = bytes.len() >= end + END_BYTES;
    has_end && directory.is_some_and(|(size, it)| size == 0 || it.starts_with(ENTRY))
}

#[cfg(test)]
#[path = "fixes_tests.rs"]
mod tests;
