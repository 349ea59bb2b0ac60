//! The value of a setting: text, or nested settings where text is expected.

use smithgen_aws::profile::Setting;

use crate::errors::Failure;
use crate::python;
use crate::value::{Int, repr_str};

/// A value from the environment or the profile.
#[derive(PartialEq)]
pub(super) enum Found {
    Text(String),
    /// Nested settings where text is expected, as Python shows them.
    Nested(String),
}

impl From<&Setting> for Found {
    fn from(setting: &Setting) -> Found {
        match setting {
            Setting::Text(text) => Found::Text(text.clone()),
            Setting::Nested(_) => Found::Nested(setting.shown(repr_str).into_owned()),
        }
    }
}

impl Found {
    /// The value as Python shows it in messages.
    pub(super) fn shown(&self) -> &str {
        match self {
            Found::Text(text) | Found::Nested(text) => text,
        }
    }

    /// Python's `int()` of the value.
    pub(super) fn int(&self) -> Result<Int, Failure> {
        match self {
            Found::Text(text) => python::int(text)
                .ok_or_else(|| Failure::general(python::int_error(&repr_str(text)))),
            Found::Nested(_) => Err(Failure::general(
                "int() argument must be a string, a bytes-like object or a real number, not 'dict'",
            )),
        }
    }
}
