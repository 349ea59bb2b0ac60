//! Hosts of requests: what stands in front of a server's own names, as `@endpoint` and buckets have it.

use http::header::{HOST, HeaderMap};
use http::uri::{PathAndQuery, Uri};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::codec::failure::Failure;
use crate::error::DecodeError;
use crate::operation::{Http, OperationSpec};
use crate::view::{Ref, Slot, Structure};

/// The names of a server. Without any, hosts are not looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hosts(Vec<String>);

/// What stands in front of a server's name in the host of a request, with the dot behind it.
#[derive(Clone)]
pub(super) struct Prefix(String);

impl Hosts {
    /// Names such as `example.com`. A port is left out, as is one in a request.
    pub fn new<N: AsRef<str>>(names: impl IntoIterator<Item = N>) -> Self {
        let names = names.into_iter();
        let names = names.map(|name| without_port(name.as_ref()).to_ascii_lowercase());
        let mut names: Vec<String> = names.filter(|name| !name.is_empty()).collect();
        // The longest first, since one may be in front of another.
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        Hosts(names)
    }

    /// What stands in front of one of the names, empty where nothing does or the host is another; `None` if hosts are
    /// not looked at.
    pub(super) fn prefix<'a>(&self, uri: &'a Uri, headers: &'a HeaderMap) -> Option<&'a str> {
        if self.0.is_empty() {
            return None;
        }
        let host = match uri.authority() {
            Some(authority) => authority.as_str(),
            None => {
                let host = headers.get(HOST);
                host.and_then(|host| host.to_str().ok()).unwrap_or_default()
            }
        };
        let host = without_port(host);
        let mut prefixes = self.0.iter().filter_map(|name| {
            let (prefix, rest) = host.split_at_checked(host.len().checked_sub(name.len())?)?;
            let is_in_front = prefix.is_empty() || prefix.ends_with('.') && prefix.len() > 1;
            (rest.eq_ignore_ascii_case(name) && is_in_front).then_some(prefix)
        });
        Some(prefixes.next().unwrap_or_default())
    }
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}

/// Whether an operation is called at a host with this prefix; at any if hosts are not looked at.
pub(super) fn is_at(operation: &OperationSpec, prefix: Option<&str>) -> bool {
    let template = operation.host_prefix.unwrap_or_default();
    prefix.is_none_or(|prefix| labels(template, prefix).is_some())
}

/// The labels of a template such as `{account}.data.` with their values in a prefix; `None` if it is of another form.
fn labels<'a>(template: &'static str, prefix: &'a str) -> Option<Vec<(&'static str, &'a str)>> {
    let Some((before, after)) = template.split_once('{') else {
        return prefix.eq_ignore_ascii_case(template).then(Vec::new);
    };
    let (name, after) = after.split_once('}')?;
    let (found, rest) = prefix.split_at_checked(before.len())?;
    if !found.eq_ignore_ascii_case(before) {
        return None;
    }
    let is_inner = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
    let longest = rest.bytes().take_while(is_inner).count();
    // The longest value after which the rest fits.
    (1..=longest).rev().find_map(|length| {
        let (value, rest) = rest.split_at_checked(length)?;
        let mut all = labels(after, rest)?;
        all.insert(0, (name, value));
        Some(all)
    })
}

/// Whether a client puts the first label of the path into the host: a bucket.
pub(super) fn is_of_bucket(http: &Http) -> bool {
    http.path != http.route
}

/// The target of a request with the bucket that its host has in front of the path.
pub(super) fn with_bucket(uri: &Uri, prefix: &str) -> Option<Uri> {
    let bucket = prefix.strip_suffix('.')?;
    let bucket = utf8_percent_encode(bucket, NON_ALPHANUMERIC);
    // The root of a bucket is the bucket itself.
    let path = match uri.path() {
        "/" => "",
        path => path,
    };
    let target = match uri.query() {
        Some(query) => format!("/{bucket}{path}?{query}"),
        None => format!("/{bucket}{path}"),
    };
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(target).ok()?);
    Uri::from_parts(parts).ok()
}

impl Prefix {
    pub(super) fn new(prefix: &str) -> Self {
        Prefix(prefix.to_owned())
    }

    /// Sets the members that are labels of the host. What the rest of the request says of them is the same, but for the
    /// case of letters, which hosts have not.
    ///
    /// # Errors
    /// It is something else.
    pub(super) fn read(
        &self,
        operation: &OperationSpec,
        input: &mut dyn Structure,
    ) -> Result<(), DecodeError> {
        let template = operation.host_prefix.unwrap_or_default();
        let schema = input.schema();
        for (name, value) in labels(template, &self.0).unwrap_or_default() {
            let Some(index) = schema.member_index(name) else {
                continue;
            };
            match input.get(index) {
                Ref::Str(known) if known.eq_ignore_ascii_case(value) => continue,
                Ref::Str(known) if !known.is_empty() => {
                    let failure = Failure::new("another value than in the host");
                    return Err(failure.in_member(name).into());
                }
                _ => {}
            }
            match input.slot(index) {
                Slot::Str(slot) => *slot = value.to_owned(),
                Slot::Enum(slot) => slot.set(value),
                _ => {}
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_front_of_a_name_is_found() {
        let hosts = Hosts::new(["Example.com:443", "s3.example.com"]);
        for (host, expected) in [
            ("example.com", ""),
            ("example.com:8080", ""),
            ("a.example.com", "a."),
            ("A.b.EXAMPLE.com:1", "A.b."),
            ("bucket.s3.example.com", "bucket."),
            ("s3.example.com", ""),
            (".example.com", ""),
            ("badexample.com", ""),
            ("127.0.0.1:8080", ""),
            ("[::1]:80", ""),
            ("é.example.com", ""),
            ("", ""),
        ] {
            let head = http::Request::get("/").header(HOST, host).body(()).unwrap();
            let (head, ()) = head.into_parts();
            let prefix = |hosts: &Hosts| hosts.prefix(&head.uri, &head.headers).map(str::to_owned);
            assert_eq!(prefix(&hosts).as_deref(), Some(expected), "{host}");
            assert_eq!(prefix(&Hosts::default()), None);
        }
        let request = http::Request::get("http://a.example.com/")
            .body(())
            .unwrap();
        let prefix = hosts.prefix(request.uri(), request.headers());
        assert_eq!(prefix, Some("a."));
    }

    #[test]
    fn templates_fit_with_their_labels() {
        for (template, prefix, expected) in [
            ("", "", Some(vec![])),
            ("data.", "DATA.", Some(vec![])),
            ("data.", "", None),
            ("", "data.", None),
            ("{a}.", "Ab-1.", Some(vec![("a", "Ab-1")])),
            ("{a}.", "b.c.", None),
            ("{a}.", ".", None),
            (
                "x-{a}-{b}.data.",
                "x-1-2-3.data.",
                Some(vec![("a", "1-2"), ("b", "3")]),
            ),
            ("{a}.data.", "1.date.", None),
            ("{a", "1.", None),
        ] {
            assert_eq!(labels(template, prefix), expected, "{template} {prefix}");
        }
    }

    #[test]
    fn a_bucket_comes_before_the_path() {
        for (uri, expected) in [
            ("/", "/a%2Eb"),
            ("/?list-type=2", "/a%2Eb?list-type=2"),
            ("/k/%20", "/a%2Eb/k/%20"),
            ("//k?x", "/a%2Eb//k?x"),
        ] {
            let found = with_bucket(&uri.parse().unwrap(), "a.b.").unwrap();
            assert_eq!(found.to_string(), expected);
        }
    }
}
