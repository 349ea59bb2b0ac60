//! Asks the metadata service of the instance this runs on.

use smithgen_aws::credentials::InstanceMetadata;
use smithgen_client::Config;
use smithgen_client::transport::Proxies;

use super::Settings;
use crate::call::sources;
use crate::errors::Failure;
use crate::interrupt;

/// The region of the EC2 instance this runs on, if any.
///
/// # Errors
/// 130 if the user interrupted the wait, 255 if the service does not give a token that it must give.
pub(super) fn instance_region(settings: &Settings) -> Result<Option<String>, Failure> {
    let Some(service) = InstanceMetadata::find(&settings.environment, settings.profile()?) else {
        return Ok(None);
    };
    let Some(runtime) = interrupt::runtime() else {
        return Ok(None);
    };
    let mut config = Config::new();
    config.http.proxies = Proxies::from_env(&settings.environment);
    let asked = runtime.block_on(interrupt::unless_interrupted(service.region(&config)));
    // A connection that is being made is not waited for.
    runtime.shutdown_background();
    match asked {
        Some(region) => region.map_err(|error| sources::failure(&error)),
        None => Err(Failure::Interrupted),
    }
}
