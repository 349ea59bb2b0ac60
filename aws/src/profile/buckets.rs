//! The section `s3` of a profile: how buckets are addressed.

use smithgen_client::{Config, Environment};

use super::{Profile, is_true};

/// Switches: the built-in of endpoint rules, the variable if there is one, the key in the section.
const SWITCHES: &[(&str, &str, &str)] = &[
    ("AWS::S3::Accelerate", "", "use_accelerate_endpoint"),
    (
        "AWS::S3::UseArnRegion",
        "AWS_S3_USE_ARN_REGION",
        "use_arn_region",
    ),
    (
        "AWS::S3::DisableMultiRegionAccessPoints",
        "AWS_S3_DISABLE_MULTIREGION_ACCESS_POINTS",
        "s3_disable_multiregion_access_points",
    ),
    (
        "AWS::S3::DisableS3ExpressSessionAuth",
        "AWS_S3_DISABLE_EXPRESS_SESSION_AUTH",
        "s3_disable_express_session_auth",
    ),
];
/// The built-in for buckets in the path.
const PATH_STYLE: &str = "AWS::S3::ForcePathStyle";

/// How the host of a bucket is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AddressingStyle {
    /// The bucket is in the host where it can be.
    #[default]
    Auto,
    /// The bucket is in the host.
    Virtual,
    /// The bucket is in the path.
    Path,
}

impl AddressingStyle {
    /// That of a profile.
    pub fn of(profile: &Profile) -> Self {
        match profile.nested("s3", "addressing_style") {
            Some("virtual") => AddressingStyle::Virtual,
            Some("path") => AddressingStyle::Path,
            _ => AddressingStyle::Auto,
        }
    }
}

/// Sets the parameters of endpoint rules that the section is for. Rules without such parameters ignore them.
#[must_use]
pub fn with_bucket_settings(
    mut config: Config,
    environment: &Environment,
    profile: &Profile,
) -> Config {
    for (built_in, variable, key) in SWITCHES {
        let set = environment.get(variable).filter(|text| !text.is_empty());
        let set = set.or_else(|| profile.nested("s3", key).map(str::to_owned));
        if let Some(text) = set {
            let value = is_true(&text).into();
            config
                .endpoint_parameters
                .push(((*built_in).to_owned(), value));
        }
    }
    if profile
        .nested("s3", "use_dualstack_endpoint")
        .is_some_and(is_true)
    {
        config.use_dual_stack = true;
    }
    if AddressingStyle::of(profile) == AddressingStyle::Path {
        let value = true.into();
        config
            .endpoint_parameters
            .push((PATH_STYLE.to_owned(), value));
    }
    config
}
