//! Why a command fails: exit codes and messages on standard error.

use crate::output::{self, Colour, Format, Options};
use crate::value::{Map, Value};

/// Whose wording to use: the reference's, including Python's, or the program's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Voice {
    Reference,
    /// Wording for a user who knows only the model.
    Own,
}

#[derive(Debug)]
pub(crate) enum Failure {
    /// Wrong arguments or parameters: 252.
    Param(String),
    /// A value that the reference fails to read, and the message used under the program's own name.
    Misread(Box<Failure>, String),
    /// A parser's message and the usage text that follows it: 252.
    Usage(String, String),
    /// Unknown words and the usage text printed before them: 252.
    Unknown(String, String),
    /// No region: 253.
    NoRegion,
    /// No credentials to sign with: 253.
    NoCredentials,
    /// No identity other than AWS credentials, and how to set one: 253.
    NoIdentity(String),
    /// A wrong setting: 253.
    Configuration(String),
    /// The pager cannot be started: 253.
    Pager(String),
    /// An error response from the service: 254.
    Service(Box<ServiceFailure>),
    /// A network failure: the reference's message, and the cause that it omits: 255.
    Network(String, Option<String>),
    /// Everything else: 255.
    General(String),
    /// The user pressed Ctrl-C: 130.
    Interrupted,
    /// A program run for the user exited with this code and has reported the error itself.
    Exit(u8),
}

/// An error response.
#[derive(Debug)]
pub(crate) struct ServiceFailure {
    /// The operation's name in the model.
    pub(crate) operation: &'static str,
    /// The error code; not always text.
    pub(crate) code: Value,
    /// The message; not always text.
    pub(crate) message: Value,
    /// Members of a modelled error, in model order.
    pub(crate) members: Vec<(&'static str, Value)>,
    /// Whether the code stands before the message if there are no members, as in XML.
    pub(crate) code_first: bool,
    /// The number of the last retry, if all were used.
    pub(crate) exhausted: Option<u32>,
}

/// The value of `--cli-error-format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ErrorFormat {
    /// The message only.
    Legacy,
    /// The message with its code and details.
    Enhanced,
    /// A mapping in an output format.
    Structured(Format),
}

impl ErrorFormat {
    /// Looks up a format by name, ignoring case; unknown names give the default.
    pub(crate) fn from_name(name: &str) -> ErrorFormat {
        match name.to_lowercase().as_str() {
            "legacy" => ErrorFormat::Legacy,
            "json" => ErrorFormat::Structured(Format::Json),
            "yaml" => ErrorFormat::Structured(Format::Yaml),
            "text" => ErrorFormat::Structured(Format::Text),
            "table" => ErrorFormat::Structured(Format::Table),
            _ => ErrorFormat::Enhanced,
        }
    }
}

/// How failures are shown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style<'a> {
    /// The program's name.
    pub(crate) program: &'a str,
    pub(crate) format: ErrorFormat,
    /// Whether a table is coloured.
    pub(crate) colour: bool,
    /// Columns of the terminal.
    pub(crate) width: usize,
    /// Whether to make terminal control characters visible.
    pub(crate) escape: bool,
}

impl Style<'_> {
    /// Whether a mapping is shown as a coloured table.
    pub(crate) fn is_coloured(self) -> bool {
        self.colour && self.format == ErrorFormat::Structured(Format::Table)
    }
}

impl Failure {
    pub(crate) fn param(message: impl Into<String>) -> Failure {
        Failure::Param(message.into())
    }

    pub(crate) fn general(message: impl Into<String>) -> Failure {
        Failure::General(message.into())
    }

    /// Chooses the wording of a [`Failure::Misread`]: the reference's as `aws`, else the program's own.
    pub(crate) fn told(self, as_aws: bool) -> Failure {
        match self {
            Failure::Misread(reference, _) if as_aws => *reference,
            Failure::Misread(_, own) => Failure::Param(own),
            other => other,
        }
    }

    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Failure::Misread(reference, _) => reference.exit_code(),
            Failure::Param(_) | Failure::Usage(..) | Failure::Unknown(..) => 252,
            Failure::NoRegion
            | Failure::NoCredentials
            | Failure::NoIdentity(_)
            | Failure::Configuration(_)
            | Failure::Pager(_) => 253,
            Failure::Service(_) => 254,
            Failure::General(_) | Failure::Network(..) => 255,
            Failure::Interrupted => 130,
            Failure::Exit(code) => *code,
        }
    }

    /// Whether a structured error format applies.
    pub(crate) fn has_code(&self) -> bool {
        !matches!(
            self,
            Failure::Unknown(..)
                | Failure::General(_)
                | Failure::Network(..)
                | Failure::Interrupted
                | Failure::Exit(_)
        )
    }

    /// The text for standard error.
    pub(crate) fn text(&self, style: Style<'_>) -> String {
        let text = self.worded(style);
        // Escaping would destroy the table's colour codes; its cells are already escaped.
        match style.escape && !(style.is_coloured() && self.has_code()) {
            true => smithgen_help::visible(&text).into_owned(),
            false => text,
        }
    }

    fn worded(&self, style: Style<'_>) -> String {
        let program = style.program;
        match self {
            Failure::Interrupted | Failure::Exit(_) => return String::new(),
            Failure::General(message) => return plain(program, message),
            Failure::Network(message, cause) => {
                return match cause {
                    // As `aws`, print exactly what the reference prints.
                    Some(cause) if program != "aws" => plain(
                        program,
                        &format!("{}: {cause}", message.trim_end_matches('.')),
                    ),
                    _ => plain(program, message),
                };
            }
            Failure::Unknown(words, usage) => {
                return format!("\n{usage}\n\n{program}: [ERROR]: Unknown options: {words}\n");
            }
            Failure::Service(failure) => return failure.text(style),
            Failure::Misread(reference, _) => return reference.text(style),
            _ => {}
        }
        let (code, message) = self.parts();
        match style.format {
            ErrorFormat::Legacy => plain(program, &message),
            ErrorFormat::Enhanced => {
                plain(program, &format!("An error occurred ({code}): {message}"))
            }
            ErrorFormat::Structured(format) => {
                let mut map = Map::new();
                map.insert("Code", Value::from(code));
                map.insert("Message", Value::from(message));
                structured(style, format, map)
            }
        }
    }

    /// Code and message of failures that have a code.
    fn parts(&self) -> (&'static str, String) {
        match self {
            Failure::Usage(message, usage) => ("ParamValidation", format!("{message}\n\n{usage}")),
            Failure::NoRegion => (
                "NoRegion",
                "You must specify a region. You can also configure your region by running \"aws configure\".".into(),
            ),
            Failure::NoCredentials => (
                "NoCredentials",
                "Unable to locate credentials. You can configure credentials by running \"aws login\".".into(),
            ),
            Failure::NoIdentity(message) => ("NoCredentials", message.clone()),
            Failure::Configuration(message) => ("Configuration", message.clone()),
            Failure::Pager(message) => ("Pager", message.clone()),
            Failure::Param(message)
            | Failure::Misread(_, message)
            | Failure::General(message)
            | Failure::Network(message, _)
            | Failure::Unknown(message, _) => {
                ("ParamValidation", message.clone())
            }
            Failure::Service(_) | Failure::Interrupted | Failure::Exit(_) => ("", String::new()),
        }
    }
}

impl ServiceFailure {
    fn text(&self, style: Style<'_>) -> String {
        if let ErrorFormat::Structured(format) = style.format {
            let mut map = Map::new();
            if self.code_first && self.members.is_empty() {
                map.insert("Code", self.code.clone());
            }
            map.insert("Message", self.message.clone());
            map.insert("Code", self.code.clone());
            for (name, value) in &self.members {
                if !matches!(value, Value::Null) && !matches!(*name, "Code" | "Message") {
                    map.insert(*name, value.clone());
                }
            }
            return structured(style, format, map);
        }
        let exhausted = self
            .exhausted
            .map(|n| format!(" (reached max retries: {n})"))
            .unwrap_or_default();
        let sentence = format!(
            "An error occurred ({}) when calling the {} operation{exhausted}: {}",
            self.code, self.operation, self.message
        );
        let mut text = plain(style.program, &sentence);
        if style.format == ErrorFormat::Enhanced
            && let Some(details) =
                output::details(self.members.iter().map(|(name, value)| (*name, value)))
        {
            text.push('\n');
            text.push_str(&details);
            text.push('\n');
        }
        text
    }
}

/// The program's name and the message, stripped as Python strips it.
fn plain(program: &str, message: &str) -> String {
    let message =
        message.trim_matches(|c: char| c.is_whitespace() || ('\x1c'..='\x1f').contains(&c));
    let space = if message.is_empty() { "" } else { " " };
    format!("\n{program}: [ERROR]:{space}{message}\n")
}

fn structured(style: Style<'_>, format: Format, map: Map) -> String {
    let mut options = Options::new(format, "error");
    options.width = style.width;
    options.escape = style.escape;
    if style.colour {
        options.colour = Colour::On;
    }
    let value = Value::Map(map);
    // A table of one mapping always has even rows.
    output::to_string(options, &value)
        .unwrap_or_else(|error| plain(style.program, &error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn style(format: ErrorFormat) -> Style<'static> {
        Style {
            program: "aws",
            format,
            colour: false,
            width: 80,
            escape: false,
        }
    }

    #[test]
    fn blanks_around_a_message_disappear_but_not_those_of_details() {
        let failure = Failure::Service(Box::new(ServiceFailure {
            code_first: false,
            operation: "RegisterClient",
            code: Value::from("InvalidRequestException"),
            message: Value::from(""),
            members: vec![("error", Value::from("")), ("reason", Value::Null)],
            exhausted: None,
        }));
        assert_eq!(
            failure.text(style(ErrorFormat::Enhanced)),
            "\naws: [ERROR]: An error occurred (InvalidRequestException) when calling the RegisterClient operation:\n\n\
             Additional error details:\nerror: \n"
        );
        assert_eq!(
            failure.text(style(ErrorFormat::Legacy)),
            "\naws: [ERROR]: An error occurred (InvalidRequestException) when calling the RegisterClient operation:\n"
        );
    }

    #[test]
    fn the_cause_of_a_network_failure_is_told_under_the_program_s_own_name_only() {
        let failure = Failure::Network("No answer from \"u\".".into(), Some("refused".into()));
        let own = Style {
            program: "tool",
            ..style(ErrorFormat::Enhanced)
        };
        assert_eq!(
            failure.text(own),
            "\ntool: [ERROR]: No answer from \"u\": refused\n"
        );
        assert_eq!(
            failure.text(style(ErrorFormat::Enhanced)),
            "\naws: [ERROR]: No answer from \"u\".\n"
        );
    }

    #[test]
    fn failures_without_a_code_look_the_same_in_every_format() {
        for format in [
            ErrorFormat::Legacy,
            ErrorFormat::Enhanced,
            ErrorFormat::Structured(Format::Json),
        ] {
            assert_eq!(
                Failure::general("no").text(style(format)),
                "\naws: [ERROR]: no\n"
            );
        }
        assert_eq!(
            Failure::NoRegion.text(style(ErrorFormat::Structured(Format::Text))),
            "NoRegion\tYou must specify a region. You can also configure your region by running \"aws configure\".\n"
        );
    }
}
