//! `--cli-input-json` and `--cli-input-yaml`: all members at once.

use super::{param_error, unpack};
use crate::args::Word;
use crate::args::operation::Operation;
use crate::errors::Failure;
use crate::value::{Map, Value};
use crate::{json, yaml};

/// Loads the members from either option, if given.
///
/// # Errors
/// 252 if the text is not a mapping in its format; 255 if a key is not text.
pub(crate) fn load(operation: &Operation) -> Result<Option<Map>, Failure> {
    let (name, word) = match (&operation.input_json, &operation.input_yaml) {
        (Some(_), Some(_)) => {
            return Err(Failure::param(
                "Only one --cli-input- parameter may be specified.",
            ));
        }
        (Some(word), None) => ("cli-input-json", word),
        (None, Some(word)) => ("cli-input-yaml", word),
        (None, None) => return Ok(None),
    };
    let dashed = format!("--{name}");
    let text = unpack::loaded(&dashed, word)?.unwrap_or_else(|| word.value());
    let parsed = match name {
        "cli-input-json" => json::parse_value(&text).map_err(|error| match error.reason {
            json::Reason::Depth(_) => Failure::general(error.to_string()),
            _ => param_error(name, "Invalid JSON received."),
        })?,
        _ => yaml::parse_value(&text).map_err(|error| match error {
            yaml::Error::Scalar(message) => Failure::general(message),
            yaml::Error::Invalid(_) => param_error(name, "Invalid YAML received."),
        })?,
    };
    let Value::Map(map) = parsed else {
        let class = parsed.class();
        return Err(param_error(
            &dashed,
            &format!("Invalid type: expecting map, received <class '{class}'>"),
        ));
    };
    if map.keys().any(|key| !key.is_string()) {
        return Err(Failure::general("keywords must be strings"));
    }
    Ok(Some(map))
}

/// Reads the options' files and discards the content, as the reference does before [`load`] reads them again: a
/// pipe is already drained then.
///
/// # Errors
/// 252 if a file cannot be read.
pub(crate) fn first_reading(operation: &Operation) -> Result<(), Failure> {
    let read = |name: &str, word: &Option<Word>| match word {
        Some(word) => unpack::loaded(name, word).map(drop),
        None => Ok(()),
    };
    read("--cli-input-json", &operation.input_json)?;
    read("--cli-input-yaml", &operation.input_yaml)
}
