//! Functions of the rules' library. Each is total: what cannot be computed is `None`, "not set".
//!
//! Source: Smithy 2.0, "Rules engine standard library" and "AWS rules engine library functions".

use std::net::Ipv4Addr;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{Url, Value};

/// Everything but the unreserved characters of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// `substring`: characters `start..stop`, counted from the end when `reverse`. ASCII only.
pub(super) fn substring(input: &str, start: i64, stop: i64, reverse: bool) -> Option<String> {
    let (start, stop) = (usize::try_from(start).ok()?, usize::try_from(stop).ok()?);
    if !input.is_ascii() || start >= stop || stop > input.len() {
        return None;
    }
    let range = if reverse {
        input.len() - stop..input.len() - start
    } else {
        start..stop
    };
    input.get(range).map(str::to_owned)
}

/// `split`: at most `limit` parts; 0 is no limit.
pub(super) fn split(input: &str, delimiter: &str, limit: i64) -> Option<Value> {
    if delimiter.is_empty() {
        return None;
    }
    let part = |part: &str| Value::from(part.to_owned());
    Some(Value::List(match usize::try_from(limit).ok()? {
        0 => input.split(delimiter).map(part).collect(),
        limit => input.splitn(limit, delimiter).map(part).collect(),
    }))
}

/// `uriEncode`.
pub(super) fn uri_encode(input: &str) -> String {
    utf8_percent_encode(input, RESERVED).to_string()
}

/// `parseURL`: a URL with a query is not accepted.
pub(super) fn parse_url(input: &str) -> Option<Value> {
    let url = Url::parse(input)?;
    url.query.is_none().then(|| Value::Url(Box::new(url)))
}

/// `isValidHostLabel`: RFC 1123; with `dots`, one or more labels.
pub(crate) fn is_valid_host_label(input: &str, dots: bool) -> bool {
    if dots {
        return input
            .split('.')
            .all(|label| is_valid_host_label(label, false));
    }
    (1..=63).contains(&input.len())
        && input
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-')
        && !input.starts_with('-')
        && !input.ends_with('-')
}

/// `aws.isVirtualHostableS3Bucket`.
pub(super) fn is_virtual_hostable(bucket: &str, dots: bool) -> bool {
    let end = |b: Option<&u8>| b.is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    let bytes = bucket.as_bytes();
    (3..=63).contains(&bytes.len())
        && end(bytes.first())
        && end(bytes.last())
        && bytes.iter().all(|b| match b {
            b'a'..=b'z' | b'0'..=b'9' | b'-' => true,
            b'.' => dots,
            _ => false,
        })
        && is_valid_host_label(bucket, dots)
        && bucket.parse::<Ipv4Addr>().is_err()
}

/// `aws.parseArn`.
pub(super) fn parse_arn(arn: &str) -> Option<Value> {
    let mut parts = arn.splitn(6, ':');
    let (prefix, partition, service) = (parts.next()?, parts.next()?, parts.next()?);
    let (region, account, resource) = (parts.next()?, parts.next()?, parts.next()?);
    if prefix != "arn" || partition.is_empty() || service.is_empty() || resource.is_empty() {
        return None;
    }
    let resource = resource
        .split([':', '/'])
        .map(|id| Value::from(id.to_owned()))
        .collect();
    let text = |text: &str| Value::from(text.to_owned());
    Some(Value::Record(vec![
        ("partition".into(), text(partition)),
        ("service".into(), text(service)),
        ("region".into(), text(region)),
        ("accountId".into(), text(account)),
        ("resourceId".into(), Value::List(resource)),
    ]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn substrings_count_from_either_end() {
        assert_eq!(substring("abcdef", 0, 4, false).as_deref(), Some("abcd"));
        assert_eq!(substring("abcdef", 0, 2, true).as_deref(), Some("ef"));
        assert_eq!(substring("abcdef", 4, 4, false), None);
        assert_eq!(substring("abc", 0, 4, false), None);
        assert_eq!(substring("añc", 0, 2, false), None);
        assert_eq!(substring("abc", -1, 2, false), None);
    }

    #[test]
    fn buckets_become_hosts_only_when_dns_allows() {
        assert!(is_virtual_hostable("my-bucket--x-s3", false));
        assert!(is_virtual_hostable("a.b.c", true));
        for bucket in ["a.b.c", "ab", "Bucket", "-ab", "ab-", "a_b", ""] {
            assert!(!is_virtual_hostable(bucket, false), "{bucket}");
        }
        for bucket in ["1.2.3.4", "a..b", "a.-b", "a-.b"] {
            assert!(!is_virtual_hostable(bucket, true), "{bucket}");
        }
    }

    #[test]
    fn arns_need_six_parts() {
        let arn = parse_arn("arn:aws:s3:us-east-1:123:accesspoint/my:x").unwrap();
        assert_eq!(arn.field("accountId"), Some("123".into()));
        let parts = arn.field("resourceId").unwrap();
        assert_eq!(parts.as_list().unwrap().len(), 3);
        assert_eq!(parse_arn("arn:aws:s3:us-east-1:123"), None);
        assert_eq!(parse_arn("arn:aws::us-east-1:123:x"), None);
    }
}
