//! Why a message cannot be written or read, and what an error response says of itself.

use std::fmt;

/// What every error response of a service says of itself.
#[derive(Clone, Debug, Default)]
pub struct Metadata {
    /// HTTP status.
    pub status: u16,
    /// Error code as the protocol gives it, without namespace; the status as text when there is none.
    pub code: String,
    /// Message, unless the model marks it sensitive.
    pub message: Option<String>,
    /// Request id from the headers or the body.
    pub request_id: Option<String>,
    /// The second id of the request, which Amazon S3 gives (`x-amz-id-2`) and its support asks for.
    pub extended_request_id: Option<String>,
    /// How often the request was sent.
    pub attempts: u32,
    /// Name of the error's shape, where the protocol tells it apart from the code
    /// (`@awsQueryCompatible`).
    pub shape: Option<String>,
    /// Whose fault the service says it is, `Sender` or `Receiver`, where the protocol says it.
    pub fault: Option<String>,
}

impl Metadata {
    /// Name of the error's shape, as far as the response tells: mostly the code.
    pub fn shape_name(&self) -> &str {
        self.shape.as_deref().unwrap_or(&self.code)
    }
}

/// An input that cannot be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InputError {
    /// Required members that are not set: paths such as `clientName` or `tags[2].key`, in model order.
    Missing(Vec<String>),
    /// A member whose value has no form on the wire: its path and the reason.
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

/// What a [`DecodeError`] is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DecodeErrorKind {
    /// The bytes are not what the schema says.
    #[default]
    Malformed,
    /// A server: the body is of another media type than the operation's.
    UnsupportedMediaType,
    /// A server: the client accepts no media type that the operation's response has.
    NotAcceptable,
}

/// Why bytes are not what the schema says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    /// What the error is about.
    pub kind: DecodeErrorKind,
    /// Path into the document or message: `Items[3].name`, empty for the whole.
    pub path: String,
    /// What is wrong. Holds no value of the document.
    pub reason: String,
    /// Byte offset into the body, where it is known.
    pub offset: Option<usize>,
}

impl DecodeError {
    /// An error at the whole document.
    pub fn new(reason: impl Into<String>) -> Self {
        DecodeError::of_kind(DecodeErrorKind::Malformed, reason)
    }

    /// An error of this kind at the whole document.
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
