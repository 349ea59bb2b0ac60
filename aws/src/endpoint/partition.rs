//! AWS partitions, which determine the domain names of a region's endpoints.
//!
//! The data is that of AWS CLI 2.36.7. Tests of rules that were made with older data pass their own table to
//! [`Aws::new`](super::Aws::new).

use smithgen_client::endpoint::{Attributes, Value};

/// A group of regions that share domain names and accounts.
#[derive(Debug, PartialEq, Eq)]
pub struct Partition {
    /// Name, such as `aws-cn`.
    pub name: &'static str,
    /// Suffix of host names.
    pub dns_suffix: &'static str,
    /// Suffix of host names that support both IPv4 and IPv6.
    pub dual_stack_dns_suffix: &'static str,
    /// Whether there are FIPS endpoints.
    pub supports_fips: bool,
    /// Whether there are dual-stack endpoints.
    pub supports_dual_stack: bool,
    /// Signing region for services without regions.
    pub implicit_global_region: &'static str,
    /// Known regions; newer ones are recognized by their prefixes.
    pub regions: &'static [&'static str],
    /// Prefixes of region names, which have the form `prefix-word-number`.
    pub prefixes: &'static [&'static str],
}

macro_rules! partitions {
    ($($name:literal $dns:literal $dual:literal $global:literal [$($region:literal)*] [$($prefix:literal)*];)*) => {
        &[$(Partition {
            name: $name,
            dns_suffix: $dns,
            dual_stack_dns_suffix: $dual,
            supports_fips: true,
            supports_dual_stack: true,
            implicit_global_region: $global,
            regions: &[$($region),*],
            prefixes: &[$($prefix),*],
        }),*]
    };
}

/// All partitions, starting with the one used for unknown regions.
pub static PARTITIONS: &[Partition] = partitions! {
    "aws" "amazonaws.com" "api.aws" "us-east-1"
        ["af-south-1" "ap-east-1" "ap-east-2" "ap-northeast-1" "ap-northeast-2" "ap-northeast-3"
         "ap-south-1" "ap-south-2" "ap-southeast-1" "ap-southeast-2" "ap-southeast-3" "ap-southeast-4"
         "ap-southeast-5" "ap-southeast-6" "ap-southeast-7" "ca-central-1" "ca-west-1" "eu-central-1"
         "eu-central-2" "eu-north-1" "eu-south-1" "eu-south-2" "eu-west-1" "eu-west-2" "eu-west-3"
         "il-central-1" "me-central-1" "me-south-1" "mx-central-1" "sa-east-1" "us-east-1" "us-east-2"
         "us-west-1" "us-west-2" "aws-global"] ["us" "eu" "ap" "sa" "ca" "me" "af" "il" "mx"];
    "aws-cn" "amazonaws.com.cn" "api.amazonwebservices.com.cn" "cn-northwest-1"
        ["cn-north-1" "cn-northwest-1" "aws-cn-global"] ["cn"];
    "aws-eusc" "amazonaws.eu" "api.amazonwebservices.eu" "eusc-de-east-1"
        ["eusc-de-east-1"] ["eusc-de"];
    "aws-iso" "c2s.ic.gov" "api.aws.ic.gov" "us-iso-east-1"
        ["us-iso-east-1" "us-iso-west-1" "aws-iso-global"] ["us-iso"];
    "aws-iso-b" "sc2s.sgov.gov" "api.aws.scloud" "us-isob-east-1"
        ["us-isob-east-1" "us-isob-west-1" "aws-iso-b-global"] ["us-isob"];
    "aws-iso-e" "cloud.adc-e.uk" "api.cloud-aws.adc-e.uk" "eu-isoe-west-1"
        ["eu-isoe-west-1" "aws-iso-e-global"] ["eu-isoe"];
    "aws-iso-f" "csp.hci.ic.gov" "api.aws.hci.ic.gov" "us-isof-south-1"
        ["us-isof-east-1" "us-isof-south-1" "aws-iso-f-global"] ["us-isof"];
    "aws-us-gov" "amazonaws.com" "api.aws" "us-gov-west-1"
        ["us-gov-east-1" "us-gov-west-1" "aws-us-gov-global"] ["us-gov"];
};

impl Partition {
    /// The partition of a region; for an unknown region, the first in the table.
    pub fn of(region: &str, partitions: &'static [Partition]) -> Option<&'static Partition> {
        let named = || partitions.iter().find(|p| p.regions.contains(&region));
        let alike = || {
            partitions
                .iter()
                .find(|p| p.prefixes.iter().any(|x| is_alike(region, x)))
        };
        named().or_else(alike).or(partitions.first())
    }
}

impl Attributes for Partition {
    fn attribute(&self, name: &str) -> Option<Value> {
        Some(match name {
            "name" => self.name.into(),
            "dnsSuffix" => self.dns_suffix.into(),
            "dualStackDnsSuffix" => self.dual_stack_dns_suffix.into(),
            "implicitGlobalRegion" => self.implicit_global_region.into(),
            "supportsFIPS" => self.supports_fips.into(),
            "supportsDualStack" => self.supports_dual_stack.into(),
            _ => return None,
        })
    }
}

/// Whether the region matches `^prefix-\w+-\d+$`.
fn is_alike(region: &str, prefix: &str) -> bool {
    let rest = region
        .strip_prefix(prefix)
        .and_then(|rest| rest.strip_prefix('-'));
    let Some((word, number)) = rest.and_then(|rest| rest.split_once('-')) else {
        return false;
    };
    !word.is_empty()
        && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        && !number.is_empty()
        && number.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_find_their_partition_by_name_or_form() {
        for (region, partition) in [
            ("us-east-1", "aws"),
            ("aws-global", "aws"),
            ("mx-central-99", "aws"),
            ("cn-north-1", "aws-cn"),
            ("us-gov-west-1", "aws-us-gov"),
            ("us-iso-east-1", "aws-iso"),
            ("us-isob-new-7", "aws-iso-b"),
            ("eu-isoe-west-1", "aws-iso-e"),
            ("aws-iso-f-global", "aws-iso-f"),
            ("eusc-de-east-1", "aws-eusc"),
            ("eusc-fr-east-1", "aws"),
            ("xx-fake-9", "aws"),
            ("us-gov-west-x", "aws"),
            ("", "aws"),
        ] {
            assert_eq!(
                Partition::of(region, PARTITIONS).unwrap().name,
                partition,
                "{region}"
            );
        }
    }
}
