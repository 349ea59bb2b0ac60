//! The AWS tools' configuration: environment variables and profile files.
//!
//! Files are parsed as the AWS CLI parses them, so that they mean the same to both.

mod buckets;
mod endpoint_url;
mod files;
mod ini;
mod process;
mod region;
mod shell;

pub use buckets::{AddressingStyle, with_bucket_settings};
pub use endpoint_url::{EndpointUrls, service_key};
pub use files::{Files, Profile, Selected, read_file};
pub use ini::{Ini, Malformed, Setting};
pub use process::{ProcessError, credential_process};
pub use region::{is_valid_region, region, split_pseudo_region};
pub use shell::{Unclosed, split as shell_split};

/// Whether a setting is true: `true` in any case, and nothing else.
pub fn is_true(text: &str) -> bool {
    text.eq_ignore_ascii_case("true")
}
