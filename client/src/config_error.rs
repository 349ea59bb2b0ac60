//! What can be wrong with configuration. The texts are the AWS CLI's where it has any.

use std::fmt;

use crate::limits::CONFIG_FILE_BYTES;

/// What is wrong with environment variables or profile files.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConfigError {
    /// The file is not what Python's `configparser` reads.
    Parse {
        /// The file.
        path: String,
    },
    /// The file is larger than any written by hand.
    TooLarge {
        /// The file.
        path: String,
    },
    /// The profile that was asked for is in neither file.
    UnknownProfile {
        /// Its name.
        name: String,
    },
    /// The profile names a `services` section that the config file does not have.
    MissingServices {
        /// Its name.
        name: String,
    },
    /// A setting that is a text has indented settings in its place.
    NoText {
        /// The setting.
        key: &'static str,
    },
    /// A setting that holds indented settings is a text.
    NotNested {
        /// The setting.
        key: String,
    },
    /// The region is not a name that can be part of a host name.
    InvalidRegion {
        /// The region.
        region: String,
    },
    /// The greatest number of attempts is not a positive number.
    InvalidMaxAttempts {
        /// The text.
        value: String,
    },
    /// The retry mode is neither `standard` nor `adaptive`.
    InvalidRetryMode {
        /// The text.
        value: String,
    },
    /// The size from which on requests are compressed is not from 0 to 10485760.
    InvalidMinCompressionSize {
        /// The text.
        value: String,
    },
    /// A setting about checksums is neither `when_supported` nor `when_required`.
    InvalidChecksumMode {
        /// The setting.
        key: &'static str,
        /// The text.
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
            ConfigError::InvalidChecksumMode { key, value } => write!(
                f,
                "Unsupported configuration value for {key}. Expected one of when_supported or \
                 when_required but got {value}."
            ),
        }
    }
}

impl std::error::Error for ConfigError {}
