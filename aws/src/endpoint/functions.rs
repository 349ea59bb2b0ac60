//! AWS functions of the rules engine. They are total: `None`, "not set", if there is no result.
//!
//! Source: Smithy 2.0, "AWS rules engine library functions".

use std::net::Ipv4Addr;

use smithgen_client::endpoint::{Value, is_valid_host_label};

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
