//! A setting as it was found: a text, or settings where a text is meant.

use smithgen_aws::profile::Setting;

use crate::errors::Failure;
use crate::python;
use crate::value::{Int, repr_str};

/// What environment or profile say.
#[derive(PartialEq)]
pub(super) enum Found {
    Text(String),
    /// Settings where a text is meant, as Python shows them.
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
    /// As Python shows it in a message.
    pub(super) fn shown(&self) -> &str {
        match self {
            Found::Text(text) | Found::Nested(text) => text,
        }
    }

    /// What Python's `int()` makes of it.
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
