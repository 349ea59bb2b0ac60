//! Endpoints of an object store whose model has no rules. The bucket goes into the host where possible, otherwise
//! into the path. Source: "Virtual hosting of buckets", Amazon S3 user guide.

use smithgen_client::endpoint::{EndpointError, EndpointErrorKind, Store, Url, Value, uri_encode};
use smithgen_runtime::operation::BucketAddressing;

use super::Partition;
use super::functions::is_virtual_hostable;

/// The URL of a store, including the bucket.
///
/// # Errors
/// Neither URL nor region is set, or they do not form a valid URL.
pub(super) fn url(
    store: &Store<'_>,
    partitions: &'static [Partition],
) -> Result<Url, EndpointError> {
    let addressing = Addressing::of(store.parameters, store.dual_stack);
    let url = match &store.url {
        Some(url) => url.clone(),
        None => {
            let region = store.region.ok_or_else(|| {
                EndpointError::new(EndpointErrorKind::Missing, "no region is set")
            })?;
            let url = base(store.addressing, region, addressing, partitions);
            Url::parse(&url)
                .filter(Url::has_valid_host)
                .ok_or_else(|| EndpointError::invalid_url(&url))?
        }
    };
    Ok(match store.bucket {
        Some(bucket) => with_bucket(url, bucket, addressing),
        None => url,
    })
}

/// Settings for buckets, named after S3's endpoint parameters.
#[derive(Clone, Copy, Debug, Default)]
struct Addressing {
    /// Whether the bucket is never part of the host.
    force_path_style: bool,
    /// Whether to use the S3 Transfer Acceleration host.
    accelerate: bool,
    /// Whether to use hosts that support both IPv4 and IPv6.
    dual_stack: bool,
}

impl Addressing {
    fn of(parameters: &[(String, Value)], dual_stack: bool) -> Self {
        let is_set = |name: &str| {
            let mut values = parameters.iter().rev().filter(|(known, _)| known == name);
            values
                .next()
                .is_some_and(|(_, value)| *value == Value::Bool(true))
        };
        Addressing {
            force_path_style: is_set("ForcePathStyle"),
            accelerate: is_set("Accelerate"),
            dual_stack,
        }
    }
}

/// The URL of the service in a region.
fn base(
    store: &BucketAddressing,
    region: &str,
    addressing: Addressing,
    partitions: &'static [Partition],
) -> String {
    let partition = Partition::of(region, partitions);
    let suffix = partition.map_or("amazonaws.com", |partition| partition.dns_suffix);
    let dual_stack = if addressing.dual_stack {
        ".dualstack"
    } else {
        ""
    };
    match addressing.accelerate {
        true => format!("https://{}{dual_stack}.{suffix}", store.accelerated_host()),
        false => format!("https://{}{dual_stack}.{region}.{suffix}", store.host()),
    }
}

/// Adds the bucket to the URL.
fn with_bucket(mut url: Url, bucket: &str, addressing: Addressing) -> Url {
    // A certificate for `*.s3…` does not cover `a.b.s3…`.
    let hostable = is_virtual_hostable(bucket, !url.https) && !url.is_address();
    if hostable && !addressing.force_path_style {
        url.authority = format!("{bucket}.{}", url.authority);
    } else {
        let path = url.path.strip_suffix('/').unwrap_or(&url.path);
        url.path = format!("{path}/{}", uri_encode(bucket));
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORE: BucketAddressing = BucketAddressing::new(Some(0), "s3", "s3-accelerate");

    fn host_and_path(url: &str, bucket: &str, force_path_style: bool) -> String {
        let addressing = Addressing {
            force_path_style,
            ..Addressing::default()
        };
        let url = with_bucket(Url::parse(url).unwrap(), bucket, addressing);
        format!("{}{}", url.authority, url.path)
    }

    #[test]
    fn buckets_are_in_the_host_where_they_can_be() {
        let s3 = "https://s3.eu-west-1.amazonaws.com";
        let host = "s3.eu-west-1.amazonaws.com";
        assert_eq!(host_and_path(s3, "mine", false), format!("mine.{host}"));
        assert_eq!(host_and_path(s3, "mine", true), format!("{host}/mine"));
        assert_eq!(host_and_path(s3, "my.own", false), format!("{host}/my.own"));
        assert_eq!(host_and_path(s3, "My", false), format!("{host}/My"));
        assert_eq!(
            host_and_path("http://127.0.0.1:5000/", "mine", false),
            "127.0.0.1:5000/mine"
        );
        assert_eq!(
            host_and_path("http://localhost", "my.own", false),
            "my.own.localhost"
        );
    }

    #[test]
    fn hosts_follow_region_and_settings() {
        let base = |region, accelerate, dual_stack| {
            let addressing = Addressing {
                accelerate,
                dual_stack,
                ..Addressing::default()
            };
            super::base(&STORE, region, addressing, super::super::PARTITIONS)
        };
        assert_eq!(
            base("us-west-2", false, false),
            "https://s3.us-west-2.amazonaws.com"
        );
        assert_eq!(
            base("cn-north-1", false, true),
            "https://s3.dualstack.cn-north-1.amazonaws.com.cn"
        );
        assert_eq!(
            base("us-west-2", true, true),
            "https://s3-accelerate.dualstack.amazonaws.com"
        );
    }
}
