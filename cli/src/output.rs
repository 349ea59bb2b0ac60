//! Prints a response or an error mapping in one of the output formats.

mod details;
mod encode;
mod table;
mod text;
mod yaml;

use std::{fmt, io};

use crate::json;
use crate::value::{Key, Map, Value};

pub use details::details;

/// The value of `--output`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Indented JSON, the default.
    Json,
    /// Tab-separated values.
    Text,
    /// A table drawn with ASCII characters.
    Table,
    /// Block-style YAML.
    Yaml,
    /// YAML with each response as an element of a list.
    YamlStream,
    /// No output.
    Off,
}

impl Format {
    /// Looks up a format by its case-sensitive name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Format> {
        Some(match name {
            "json" => Format::Json,
            "text" => Format::Text,
            "table" => Format::Table,
            "yaml" => Format::Yaml,
            "yaml-stream" => Format::YamlStream,
            "off" => Format::Off,
            _ => return None,
        })
    }
}

/// How tables are coloured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Colour {
    /// No colours.
    #[default]
    Off,
    /// Cells and indentation bars are coloured; for standard error and for a pager.
    On,
    /// As `On`, with a reset after every write, as the reference's colour library does on standard output.
    Resetting,
    /// As `Resetting`, with one more reset at the end of the program, as that library does on a terminal. A caller
    /// that sends a table in [`Colour::On`] to a pager writes [`RESET`] to the terminal afterwards.
    Terminal,
}

/// Resets all colours.
pub const RESET: &str = "\x1b[0m";

/// Everything that rendering needs besides the value.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// The format.
    pub format: Format,
    /// Title of a table: the operation's name, or `error`.
    pub title: &'a str,
    /// Colour of a table.
    pub colour: Colour,
    /// Columns of the terminal; 80 when there is none.
    pub width: usize,
    /// Whether terminal control characters are made visible.
    pub escape: bool,
}

impl<'a> Options<'a> {
    /// No colour, 80 columns, no escaping.
    #[must_use]
    pub fn new(format: Format, title: &'a str) -> Options<'a> {
        Options {
            format,
            title,
            colour: Colour::Off,
            width: 80,
            escape: false,
        }
    }
}

/// Why a value cannot be printed. All but [`Error::Io`] display the reference's message.
#[derive(Debug)]
pub enum Error {
    /// Rows of a table differ in length.
    Row {
        /// Number of cells in the previous rows.
        expected: usize,
        /// Number of cells in the offending row.
        found: usize,
    },
    /// The format cannot show a value of this shape; the message is Python's.
    Shape(String),
    /// A row contains lone surrogates, which no encoding can represent.
    Surrogate {
        /// The first of them.
        point: u32,
        /// Number of characters before it in the text being written.
        position: usize,
        /// Length of the run of surrogates.
        length: usize,
    },
    /// Writing failed.
    Io(io::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Row { expected, found } => {
                write!(
                    f,
                    "Row should have {expected} elements, instead it has {found}"
                )
            }
            Error::Shape(message) => f.write_str(message),
            Error::Surrogate {
                position, length, ..
            } if *length > 1 => write!(
                f,
                "'utf-8' codec can't encode characters in position {position}-{}: surrogates not allowed",
                position + length - 1
            ),
            Error::Surrogate {
                point, position, ..
            } => write!(
                f,
                "'utf-8' codec can't encode character '\\u{point:04x}' in position {position}: surrogates not allowed"
            ),
            Error::Io(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Error {
        Error::Io(error)
    }
}

/// Writes `value` to `out` in a single write. An empty mapping, like [`Format::Off`], writes nothing.
///
/// # Errors
/// See [`Error`]. On [`Error::Surrogate`], everything before the offending line has been written.
pub fn render(options: Options<'_>, value: &Value, out: &mut dyn io::Write) -> Result<(), Error> {
    if encode::has_surrogates(value) {
        // The reference's YAML library encodes every text before anything is written.
        let is_yaml = match options.format {
            Format::Yaml => !value.is_scalar(),
            format => format == Format::YamlStream,
        };
        if is_yaml && let Some(error) = encode::first_surrogate(value) {
            return Err(error);
        }
        let text = to_string(options, &encode::hide(value))?;
        return encode::reveal(&text, out);
    }
    let text = to_string(options, value)?;
    if !text.is_empty() {
        out.write_all(text.as_bytes())?;
    }
    Ok(())
}

/// The text that [`render`] writes, with lone surrogates escaped.
///
/// # Errors
/// [`Error::Row`] and [`Error::Shape`].
pub fn to_string(options: Options<'_>, value: &Value) -> Result<String, Error> {
    if !options.escape {
        return formatted(options, value);
    }
    // Escape a table's cells before drawing: its colour codes must survive, and the escapes need room in the cells.
    if options.format == Format::Table {
        return formatted(options, &visible(value));
    }
    let text = formatted(options, value)?;
    Ok(match options.format {
        Format::Json => smithgen_help::visible_json(&text).into_owned(),
        _ => smithgen_help::visible(&text).into_owned(),
    })
}

/// A copy of `value` with terminal control characters made visible.
fn visible(value: &Value) -> Value {
    match value {
        Value::Str(text) => Value::from(smithgen_help::visible(text).into_owned()),
        Value::List(items) => Value::List(items.iter().map(visible).collect()),
        Value::Map(map) => {
            let entries = map.iter().map(|(key, value)| match key.as_str() {
                Some(name) => (
                    Key::from(smithgen_help::visible(name).as_ref()),
                    visible(value),
                ),
                None => (key.clone(), visible(value)),
            });
            Value::Map(Map::from_entries(entries.collect()))
        }
        other => other.clone(),
    }
}

fn formatted(options: Options<'_>, value: &Value) -> Result<String, Error> {
    let empty = matches!(value, Value::Map(map) if map.is_empty());
    if empty && options.format != Format::Table {
        return Ok(String::new());
    }
    match options.format {
        Format::Off => Ok(String::new()),
        Format::Json => Ok(json::pretty(value) + "\n"),
        Format::Text => text::format(value),
        Format::Table => table::format(options, value),
        Format::Yaml if value.is_scalar() => Ok(json::pretty(value) + "\n"),
        Format::Yaml => Ok(yaml::document(value)),
        Format::YamlStream => Ok(yaml::element(value)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    fn shown(format: Format, text: &str) -> String {
        to_string(Options::new(format, "Op"), &parse(text).unwrap()).unwrap()
    }

    #[test]
    fn an_empty_mapping_prints_nothing() {
        for format in [
            Format::Json,
            Format::Text,
            Format::Table,
            Format::Yaml,
            Format::YamlStream,
            Format::Off,
        ] {
            assert_eq!(shown(format, "{}"), "");
        }
    }

    #[test]
    fn yaml_shows_scalars_as_json_and_a_stream_as_elements() {
        assert_eq!(shown(Format::Yaml, "\"\""), "\"\"\n");
        assert_eq!(shown(Format::Yaml, "null"), "null\n");
        assert_eq!(shown(Format::YamlStream, "\"abc\""), "- abc\n");
        assert_eq!(shown(Format::YamlStream, "[]"), "- []\n");
        assert_eq!(
            shown(Format::YamlStream, r#"{"b":1,"a":[1,{}]}"#),
            "- a:\n  - 1\n  - {}\n  b: 1\n"
        );
    }

    #[test]
    fn yaml_quotes_what_would_read_as_something_else() {
        for (text, want) in [
            ("yes", "yes"),
            ("true", "'true'"),
            ("", "''"),
            ("12:30:45", "12:30:45"),
            ("1_000", "'1_000'"),
            ("it's", "it's"),
            ("'a", "'''a'"),
            ("a: b", "'a: b'"),
            ("a #b", "'a #b'"),
            ("a\tb", "\"a\\tb\""),
            ("a\nb", "'a\n\n  b'"),
            ("a \nb", "\"a \\nb\""),
            ("😀", "\"\\U0001F600\""),
            ("-a", "-a"),
            ("- a", "'- a'"),
        ] {
            let value = Value::List(vec![Value::from(text)]);
            assert_eq!(
                to_string(Options::new(Format::Yaml, ""), &value).unwrap(),
                format!("- {want}\n")
            );
        }
    }

    #[test]
    fn yaml_folds_at_a_single_blank_past_the_80th_column() {
        let long = format!("{} b c", "a".repeat(66));
        let value = Value::Map(
            [("clientSecret", Value::from(long.as_str()))]
                .into_iter()
                .collect(),
        );
        let want = format!("clientSecret: {} b\n  c\n", "a".repeat(66));
        assert_eq!(
            to_string(Options::new(Format::Yaml, ""), &value).unwrap(),
            want
        );
    }

    #[test]
    fn yaml_introduces_long_keys() {
        let key = "k".repeat(129);
        let value = Value::Map(
            [(key.as_str(), Value::from(vec![Value::from(1)]))]
                .into_iter()
                .collect(),
        );
        assert_eq!(
            to_string(Options::new(Format::Yaml, ""), &value).unwrap(),
            format!("? {key}\n: - 1\n")
        );
    }
}
