//! Errors in configuration, in the AWS CLI's words where it has any.

use std::fmt;

use crate::limits::CONFIG_FILE_BYTES;

/// An error in environment variables or profile files.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConfigError {
    /// Python's `configparser` rejects the file.
    Parse {
        /// The file.
        path: String,
    },
    /// The file exceeds the size limit.
    TooLarge {
        /// The file.
        path: String,
    },
    /// The selected profile is in neither file.
    UnknownProfile {
        /// Its name.
        name: String,
    },
    /// The profile names a `services` section that is not in the config file.
    MissingServices {
        /// Its name.
        name: String,
    },
    /// A setting has nested settings instead of text.
    NoText {
        /// The setting.
        key: &'static str,
    },
    /// A setting has text instead of nested settings.
    NotNested {
        /// The setting.
        key: String,
    },
    /// The region cannot be part of a host name.
    InvalidRegion {
        /// The region.
        region: String,
    },
    /// The maximum number of attempts is not a positive number.
    InvalidMaxAttempts {
        /// Its value.
        value: String,
    },
    /// The retry mode is neither `standard` nor `adaptive`.
    InvalidRetryMode {
        /// Its value.
        value: String,
    },
    /// The minimum size for compression is not between 0 and 10485760.
    InvalidMinCompressionSize {
        /// Its value.
        value: String,
    },
    /// `account_id_endpoint_mode` is not `preferred`, `disabled` or `required`.
    InvalidAccountIdEndpointMode {
        /// Its value.
        value: String,
    },
    /// A checksum setting is neither `when_supported` nor `when_required`.
    InvalidChecksumMode {
        /// The setting.
        key: &'static str,
        /// Its value.
        value: String,
    },
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ConfigError::Parse { path } => write!(f, "Unable to parse config file: {path}"),
            ConfigError::TooLarge { path } => write!(
                f,
                "Unable to read config file: {path}: it is larger than {} MiB",
                CONFIG_FILE_BYTES >> 20
            ),
            ConfigError::UnknownProfile { name } => {
                write!(f, "The config profile ({name}) could not be found")
            }
            ConfigError::MissingServices { name } => write!(
                f,
                "The profile is configured to use the services section but the \"{name}\" services \
                 configuration does not exist."
            ),
            ConfigError::NoText { key } => write!(
                f,
                "The setting {key} is a text: give it on its own line, as in \"{key} = value\""
            ),
            ConfigError::NotNested { key } => write!(
                f,
                "The setting {key} holds settings: give them below it, indented, one a line"
            ),
            ConfigError::InvalidRegion { region } => {
                write!(
                    f,
                    "Provided region_name '{region}' doesn't match a supported format."
                )
            }
            ConfigError::InvalidMaxAttempts { value } => write!(
                f,
                "Value provided to \"max_attempts\": {value} must be an integer greater than or \
                 equal to one."
            ),
            ConfigError::InvalidRetryMode { value } => write!(
                f,
                "Invalid value provided to \"mode\": \"{value}\" must be one of: \"standard\" or \
                 \"adaptive\""
            ),
            ConfigError::InvalidMinCompressionSize { value } => write!(
                f,
                "Invalid value \"{value}\" for request_min_compression_size_bytes: it must be an \
                 integer from 0 to 10485760"
            ),
            ConfigError::InvalidAccountIdEndpointMode { value } => write!(
                f,
                "The configured value '{value}' for 'account_id_endpoint_mode' is invalid. Valid values are: \
                 ('preferred', 'disabled', 'required')."
            ),
            ConfigError::InvalidChecksumMode { key, value } => write!(
                f,
                "Unsupported configuration value for {key}. Expected one of when_supported or \
                 when_required but got {value}."
            ),
        }
    }
}

impl std::error::Error for ConfigError {}
