//! The functions of endpoint rules.
//!
//! Source: Smithy's specification, "Rules engine standard library" and "AWS rules engine library functions".

use std::net::{Ipv4Addr, Ipv6Addr};

use super::partitions::partition;
use super::value::Value;

/// What is wrong with the arguments of a function.
pub(super) type Result<T> = std::result::Result<T, String>;

/// Calls a function that is no part of the language itself.
pub(super) fn call(name: &str, arguments: &[Value]) -> Result<Value> {
    let argument = |number: usize| arguments.get(number).unwrap_or(&Value::Unset);
    let text = |number: usize| text(argument(number));
    let boolean = |number: usize| boolean(argument(number));
    let integer = |number: usize| match argument(number) {
        Value::Integer(value) => Ok(*value),
        other => Err(format!("an integer is needed, which is {}", other.kind())),
    };
    Ok(match name {
        "isSet" => Value::Boolean(*argument(0) != Value::Unset),
        "not" => Value::Boolean(!boolean(0)?),
        "booleanEquals" => Value::Boolean(boolean(0)? == boolean(1)?),
        "stringEquals" => Value::Boolean(text(0)? == text(1)?),
        "coalesce" => {
            let mut set = arguments.iter().filter(|it| **it != Value::Unset);
            set.next().cloned().unwrap_or(Value::Unset)
        }
        "ite" => argument(if boolean(0)? { 1 } else { 2 }).clone(),
        "substring" => substring(text(0)?, integer(1)?, integer(2)?, boolean(3)?),
        "split" => split(text(0)?, text(1)?, integer(2)?)?,
        "uriEncode" => Value::text(&uri_encode(text(0)?)),
        "parseURL" => parse_url(text(0)?).unwrap_or(Value::Unset),
        "isValidHostLabel" => Value::Boolean(is_host_label(text(0)?, boolean(1)?)),
        "aws.partition" => partition(text(0)?),
        "aws.parseArn" => parse_arn(text(0)?).unwrap_or(Value::Unset),
        "aws.isVirtualHostableS3Bucket" => Value::Boolean(is_bucket(text(0)?, boolean(1)?)),
        other => return Err(format!("there is no function `{other}`")),
    })
}

/// A text, or that there is none.
pub(super) fn text(value: &Value) -> Result<&str> {
    match value {
        Value::Text(text) => Ok(text),
        other => Err(format!("a string is needed, which is {}", other.kind())),
    }
}

fn boolean(value: &Value) -> Result<bool> {
    match value {
        Value::Boolean(value) => Ok(*value),
        other => Err(format!("a boolean is needed, which is {}", other.kind())),
    }
}

/// The value that a path of `getAttr` leads to.
pub(super) fn attribute(value: &Value, path: &str) -> Result<Value> {
    let mut value = value.clone();
    for part in path.split('.') {
        let (name, mut indices) = part.split_at(part.find('[').unwrap_or(part.len()));
        if !name.is_empty() {
            value = match &value {
                Value::Record(fields) => fields.get(name).cloned().unwrap_or(Value::Unset),
                other => return Err(format!("`{name}` is taken of what is {}", other.kind())),
            };
        }
        while let Some((index, rest)) = indices.strip_prefix('[').and_then(|it| it.split_once(']'))
        {
            let Value::List(elements) = &value else {
                return Err(format!("`[{index}]` is taken of what is {}", value.kind()));
            };
            let from_end = index.strip_prefix('-').and_then(|it| it.parse().ok());
            let at = match from_end {
                Some(back) => elements.len().checked_sub(back),
                None => index.parse().ok(),
            };
            value = at
                .and_then(|at: usize| elements.get(at))
                .cloned()
                .unwrap_or(Value::Unset);
            indices = rest;
        }
    }
    Ok(value)
}

fn substring(text: &str, start: i64, stop: i64, is_reverse: bool) -> Value {
    let (Ok(start), Ok(stop)) = (usize::try_from(start), usize::try_from(stop)) else {
        return Value::Unset;
    };
    if !text.is_ascii() || start >= stop || stop > text.len() {
        return Value::Unset;
    }
    let range = match is_reverse {
        true => text.len() - stop..text.len() - start,
        false => start..stop,
    };
    text.get(range).map_or(Value::Unset, Value::text)
}

fn split(text: &str, delimiter: &str, limit: i64) -> Result<Value> {
    if delimiter.is_empty() {
        return Err("the delimiter of `split` is empty".to_owned());
    }
    let limit = usize::try_from(limit);
    let limit = limit.map_err(|_| "the limit of `split` is negative".to_owned())?;
    Ok(Value::List(match limit {
        0 => text.split(delimiter).map(Value::text).collect(),
        limit => text.splitn(limit, delimiter).map(Value::text).collect(),
    }))
}

fn uri_encode(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        match byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            true => encoded.push(char::from(byte)),
            false => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

fn parse_url(url: &str) -> Option<Value> {
    let (scheme, rest) = url.split_once("://")?;
    let is_odd = |c: char| c.is_ascii_control() || " \"<>\\^`{|}?#".contains(c);
    if !matches!(scheme, "http" | "https") || rest.contains(is_odd) {
        return None;
    }
    let at = rest.find('/').unwrap_or(rest.len());
    let (authority, path) = rest.split_at(at);
    let (host, port) = match authority
        .rfind(':')
        .filter(|at| !authority.get(*at..).unwrap_or_default().contains(']'))
    {
        Some(at) => authority.split_at(at),
        None => (authority, ""),
    };
    let is_port = |port: &str| port.parse::<u16>().is_ok();
    if host.is_empty()
        || host.contains('@')
        || port.strip_prefix(':').is_some_and(|it| !is_port(it))
    {
        return None;
    }
    let address = host.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
    let is_ip = host.parse::<Ipv4Addr>().is_ok()
        || address.is_some_and(|it| it.parse::<Ipv6Addr>().is_ok());
    let normalized = match path.trim_matches('/') {
        "" => "/".to_owned(),
        path => format!("/{path}/"),
    };
    Some(Value::record([
        ("scheme", Value::text(scheme)),
        ("authority", Value::text(authority)),
        ("path", Value::text(path)),
        ("normalizedPath", Value::text(&normalized)),
        ("isIp", Value::Boolean(is_ip)),
    ]))
}

fn is_host_label(text: &str, may_have_dots: bool) -> bool {
    if may_have_dots {
        return text.split('.').all(|label| is_host_label(label, false));
    }
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    (1..=63).contains(&text.len())
        && text.bytes().all(is_allowed)
        && !text.starts_with('-')
        && !text.ends_with('-')
}

fn is_bucket(text: &str, may_have_dots: bool) -> bool {
    (3..=63).contains(&text.len())
        && !text.bytes().any(|byte| byte.is_ascii_uppercase())
        && is_host_label(text, may_have_dots)
        && text.parse::<Ipv4Addr>().is_err()
}

fn parse_arn(text: &str) -> Option<Value> {
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    let ["arn", partition, service, region, account, resource] = parts.as_slice() else {
        return None;
    };
    if partition.is_empty() || service.is_empty() || resource.is_empty() {
        return None;
    }
    let resource = resource.split([':', '/']).map(Value::text);
    Some(Value::record([
        ("partition", Value::text(partition)),
        ("service", Value::text(service)),
        ("region", Value::text(region)),
        ("accountId", Value::text(account)),
        ("resourceId", Value::List(resource.collect())),
    ]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_taken_apart() {
        let part = |url: &str, path: &str| attribute(&parse_url(url).unwrap(), path).unwrap();
        assert_eq!(part("https://a.b:80/c", "authority"), Value::text("a.b:80"));
        assert_eq!(part("https://a.b", "normalizedPath"), Value::text("/"));
        assert_eq!(part("http://[::1]/a/", "isIp"), Value::Boolean(true));
        assert_eq!(
            part("http://[::1]:8/a", "normalizedPath"),
            Value::text("/a/")
        );
        for url in [
            "a",
            "ftp://a",
            "http://",
            "http://a?b",
            "http://a:b",
            "http://a b",
        ] {
            assert_eq!(parse_url(url), None, "{url}");
        }
    }

    #[test]
    fn paths_lead_into_lists() {
        let list = split("a--b--c", "--", 2).unwrap();
        assert_eq!(attribute(&list, "[-1]"), Ok(Value::text("b--c")));
        assert_eq!(attribute(&list, "[5]"), Ok(Value::Unset));
        assert!(attribute(&list, "a").is_err());
        assert!(split("a", "", 0).is_err());
    }
}
