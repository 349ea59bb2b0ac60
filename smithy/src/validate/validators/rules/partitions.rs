//! Partitions of AWS, as far as tests of endpoint rules ask for them.
//!
//! Generated clients have a table of their own, which knows all regions: here they are told by their names. The tests in
//! models are of a time when the isolated partitions had no dual stack, and the reference has them like that as well.

use super::value::Value;

struct Partition {
    name: &'static str,
    dns_suffix: &'static str,
    /// The same as the other one where there is no dual stack.
    dual_stack_dns_suffix: &'static str,
    global_region: &'static str,
    /// What the names of its regions start with.
    prefixes: &'static [&'static str],
}

/// All partitions; that of unknown regions is the first.
const PARTITIONS: [Partition; 8] = [
    Partition {
        name: "aws",
        dns_suffix: "amazonaws.com",
        dual_stack_dns_suffix: "api.aws",
        global_region: "us-east-1",
        prefixes: &["us", "eu", "ap", "sa", "ca", "me", "af", "il", "mx"],
    },
    Partition {
        name: "aws-cn",
        dns_suffix: "amazonaws.com.cn",
        dual_stack_dns_suffix: "api.amazonwebservices.com.cn",
        global_region: "cn-northwest-1",
        prefixes: &["cn"],
    },
    Partition {
        name: "aws-eusc",
        dns_suffix: "amazonaws.eu",
        dual_stack_dns_suffix: "api.amazonwebservices.eu",
        global_region: "eusc-de-east-1",
        prefixes: &["eusc-de"],
    },
    Partition {
        name: "aws-iso",
        dns_suffix: "c2s.ic.gov",
        dual_stack_dns_suffix: "c2s.ic.gov",
        global_region: "us-iso-east-1",
        prefixes: &["us-iso"],
    },
    Partition {
        name: "aws-iso-b",
        dns_suffix: "sc2s.sgov.gov",
        dual_stack_dns_suffix: "sc2s.sgov.gov",
        global_region: "us-isob-east-1",
        prefixes: &["us-isob"],
    },
    Partition {
        name: "aws-iso-e",
        dns_suffix: "cloud.adc-e.uk",
        dual_stack_dns_suffix: "cloud.adc-e.uk",
        global_region: "eu-isoe-west-1",
        prefixes: &["eu-isoe"],
    },
    Partition {
        name: "aws-iso-f",
        dns_suffix: "csp.hci.ic.gov",
        dual_stack_dns_suffix: "csp.hci.ic.gov",
        global_region: "us-isof-south-1",
        prefixes: &["us-isof"],
    },
    Partition {
        name: "aws-us-gov",
        dns_suffix: "amazonaws.com",
        dual_stack_dns_suffix: "api.aws",
        global_region: "us-gov-west-1",
        prefixes: &["us-gov"],
    },
];

/// The partition of a region.
pub(super) fn partition(region: &str) -> Value {
    let global = region.strip_suffix("-global");
    let is_of = |it: &&Partition| {
        global == Some(it.name) || it.prefixes.iter().any(|prefix| is_alike(region, prefix))
    };
    let Some(partition) = PARTITIONS.iter().find(is_of).or(PARTITIONS.first()) else {
        return Value::Unset;
    };
    Value::record([
        ("name", Value::text(partition.name)),
        ("dnsSuffix", Value::text(partition.dns_suffix)),
        (
            "dualStackDnsSuffix",
            Value::text(partition.dual_stack_dns_suffix),
        ),
        ("supportsFIPS", Value::Boolean(true)),
        (
            "supportsDualStack",
            Value::Boolean(partition.dns_suffix != partition.dual_stack_dns_suffix),
        ),
        ("implicitGlobalRegion", Value::text(partition.global_region)),
    ])
}

/// Whether a region is called `prefix-word-number`.
fn is_alike(region: &str, prefix: &str) -> bool {
    let rest = region.strip_prefix(prefix);
    let rest = rest.and_then(|rest| rest.strip_prefix('-')?.split_once('-'));
    let is_word = |word: &str| {
        !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
    };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    rest.is_some_and(|(word, number)| is_word(word) && is_number(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_are_told_by_their_names() {
        for (region, name) in [
            ("us-east-1", "aws"),
            ("aws-global", "aws"),
            ("us-gov-west-1", "aws-us-gov"),
            ("us-isob-new-7", "aws-iso-b"),
            ("aws-cn-global", "aws-cn"),
            ("eusc-de-east-1", "aws-eusc"),
            ("nowhere", "aws"),
        ] {
            let Value::Record(found) = partition(region) else {
                panic!("{region}");
            };
            assert_eq!(found.get("name"), Some(&Value::text(name)), "{region}");
        }
    }
}
