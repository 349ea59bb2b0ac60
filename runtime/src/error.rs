//! Errors of serialization and deserialization, and metadata of error responses.

use std::fmt;

/// Metadata of a service's error response.
#[derive(Clone, Debug, Default)]
pub struct Metadata {
    /// HTTP status.
    pub status: u16,
    /// The protocol's error code, without namespace; the status as text if there is none.
    pub code: String,
    /// The message, unless the model marks it as sensitive.
    pub message: Option<String>,
    /// The request id from headers or body.
    pub request_id: Option<String>,
    /// The second request id of Amazon S3 (`x-amz-id-2`), which its support asks for.
    pub extended_request_id: Option<String>,
    /// Number of attempts.
    pub attempts: u32,
    /// Name of the error's shape, if the protocol distinguishes it from the code (`@awsQueryCompatible`).
    pub shape: Option<String>,
    /// Whose fault it is, `Sender` or `Receiver`, if the protocol tells.
    pub fault: Option<String>,
}

impl Metadata {
    /// Name of the error's shape, as far as the response tells: usually the code.
    pub fn shape_name(&self) -> &str {
        self.shape.as_deref().unwrap_or(&self.code)
    }
}

/// An input that cannot be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InputError {
    /// Required members that are not set: paths such as `clientName` or `tags[2].key`, in model order.
    Missing(Vec<String>),
    /// A member whose value cannot be serialized: its path and the reason.
    Invalid {
        /// Path of the member.
        path: String,
        /// What is wrong, without the value.
        reason: String,
    },
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            InputError::Missing(paths) => {
                write!(f, "missing required input: {}", paths.join(", "))
            }
            InputError::Invalid { path, reason } => write!(f, "invalid input `{path}`: {reason}"),
        }
    }
}

impl std::error::Error for InputError {}

/// The kind of a [`DecodeError`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DecodeErrorKind {
    /// The bytes do not match the schema.
    #[default]
    Malformed,
    /// On a server: required members are missing.
    Incomplete,
    /// On a server: the body's media type is not the operation's.
    UnsupportedMediaType,
    /// On a server: the client does not accept the media type of the operation's response.
    NotAcceptable,
}

/// Why bytes do not match the schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    /// What the error is about.
    pub kind: DecodeErrorKind,
    /// Path into the document or message, such as `Items[3].name`; empty for the whole.
    pub path: String,
    /// What is wrong, without any value from the document.
    pub reason: String,
    /// Byte offset into the body, if known.
    pub offset: Option<usize>,
}

impl DecodeError {
    /// An error that concerns the whole document.
    pub fn new(reason: impl Into<String>) -> Self {
        DecodeError::of_kind(DecodeErrorKind::Malformed, reason)
    }

    /// An error of this kind that concerns the whole document.
    pub fn of_kind(kind: DecodeErrorKind, reason: impl Into<String>) -> Self {
        DecodeError {
            kind,
            path: String::new(),
            reason: reason.into(),
            offset: None,
        }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "`{}`: ", self.path)?;
        }
        f.write_str(&self.reason)?;
        match self.offset {
            Some(offset) => write!(f, " at byte {offset}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for DecodeError {}

/// A text that is no value of an enum in the model, as `parse` finds it. `From` takes such texts too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownValue {
    shape: &'static str,
    /// `None` where the enum is sensitive.
    value: Option<String>,
    known: &'static [&'static str],
}

impl UnknownValue {
    /// Of the enum of this name. The text is left out where it is a secret.
    pub fn new(shape: &'static str, value: Option<String>, known: &'static [&'static str]) -> Self {
        UnknownValue {
            shape,
            value,
            known,
        }
    }

    /// The text, unless it is a secret.
    pub fn value(&self) -> Option<&str> {
        self.value.as_deref()
    }

    /// The values in the model.
    pub fn known(&self) -> &'static [&'static str] {
        self.known
    }
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.value {
            Some(value) => write!(f, "`{value}` is no value of `{}`", self.shape)?,
            None => write!(f, "no value of `{}`", self.shape)?,
        }
        for (number, known) in self.known.iter().enumerate() {
            let before = if number == 0 { ": known are" } else { "," };
            write!(f, "{before} `{known}`")?;
        }
        Ok(())
    }
}

impl std::error::Error for UnknownValue {}
