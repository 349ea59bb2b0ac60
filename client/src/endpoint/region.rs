//! Checks region names.

use super::functions::is_valid_host_label;
use crate::config_error::ConfigError;

/// Checks that the region can be part of a host name: at most 63 letters, digits and dashes, no dash at either end,
/// not only digits. The empty region passes; it forms no valid URL.
///
/// # Errors
/// [`ConfigError::InvalidRegion`].
pub fn check_region(region: &str) -> Result<(), ConfigError> {
    let is_number = || region.bytes().all(|b| b.is_ascii_digit());
    if region.is_empty() || (is_valid_host_label(region, false) && !is_number()) {
        return Ok(());
    }
    Err(ConfigError::InvalidRegion {
        region: region.to_owned(),
    })
}
