//! Determines the region.

use smithgen_client::Environment;
use smithgen_client::endpoint::check_region;

use super::Profile;

/// The region: explicit, `AWS_REGION`, `AWS_DEFAULT_REGION`, or the profile's. Empty text counts as set.
pub fn region(
    explicit: Option<&str>,
    environment: &Environment,
    profile: &Profile,
) -> Option<String> {
    explicit
        .map(str::to_owned)
        .or_else(|| environment.get("AWS_REGION"))
        .or_else(|| environment.get("AWS_DEFAULT_REGION"))
        .or_else(|| profile.get("region").map(str::to_owned))
}

/// Whether the region may be part of a host name: at most 63 letters, digits and dashes, no dash at either end, not
/// only digits. The empty region is accepted here, but forms no valid URL.
pub fn is_valid_region(region: &str) -> bool {
    check_region(region).is_ok()
}

/// The region, and whether the name requests FIPS: `fips-R` and `R-fips` mean region R with FIPS.
pub fn split_pseudo_region(region: &str) -> (&str, bool) {
    match region
        .strip_prefix("fips-")
        .or_else(|| region.strip_suffix("-fips"))
    {
        Some(proper) => (proper, true),
        None => (region, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_are_host_labels() {
        for good in ["us-east-1", "US-EAST-1", "x", "", "1a"] {
            assert!(is_valid_region(good), "{good}");
        }
        for bad in ["bad_region", "-a", "a-", "123", "a.b", "é", &"a".repeat(64)] {
            assert!(!is_valid_region(bad), "{bad}");
        }
    }

    #[test]
    fn pseudo_regions_mean_fips() {
        assert_eq!(split_pseudo_region("fips-us-west-2"), ("us-west-2", true));
        assert_eq!(split_pseudo_region("us-west-2-fips"), ("us-west-2", true));
        assert_eq!(split_pseudo_region("us-west-2"), ("us-west-2", false));
    }
}
