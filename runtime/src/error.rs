//! What can go wrong with a call, and how generated error enums present it.

use std::fmt;
use std::ops::Deref;

use bytes::Bytes;

use crate::auth::AuthError;
use crate::endpoint::EndpointError;
use crate::schema::{Schema, Trait};
use crate::transport::TransportError;
use crate::view::Structure;

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

/// An error that the model describes. Dereferences to the generated structure.
#[derive(Clone, Debug)]
pub struct Modeled<T>(Box<(T, Metadata)>);

impl<T: Default> Modeled<T> {
    /// An error whose members are still to be read.
    pub fn new(metadata: Metadata) -> Self {
        Modeled(Box::new((T::default(), metadata)))
    }
}

impl<T> Modeled<T> {
    /// Status, code, message and request id.
    pub fn metadata(&self) -> &Metadata {
        &self.0.1
    }

    /// The error's members.
    pub fn get_mut(&mut self) -> &mut T {
        &mut self.0.0
    }

    /// Gives the members away.
    pub fn into_inner(self) -> T {
        self.0.0
    }
}

impl<T: Structure> Modeled<T> {
    /// The error without its type.
    pub fn view(&self) -> ErrorView<'_> {
        ErrorView::Modeled(self.metadata(), &self.0.0)
    }
}

impl<T> Deref for Modeled<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0.0
    }
}

impl<T> From<T> for Modeled<T> {
    /// An error made by hand, for tests and stand-ins.
    fn from(value: T) -> Self {
        Modeled(Box::new((value, Metadata::default())))
    }
}

/// A service error that the model does not describe, kept whole.
#[derive(Clone)]
pub struct Unmodeled(Box<(Metadata, http::Response<Bytes>)>);

impl Unmodeled {
    /// Keeps the response.
    pub fn new(metadata: Metadata, response: http::Response<Bytes>) -> Self {
        Unmodeled(Box::new((metadata, response)))
    }

    /// Status, code, message and request id.
    pub fn metadata(&self) -> &Metadata {
        &self.0.0
    }

    /// The whole response.
    pub fn response(&self) -> &http::Response<Bytes> {
        &self.0.1
    }
}

impl fmt::Debug for Unmodeled {
    /// Leaves the body out: it may hold what nobody marked as secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unmodeled")
            .field("metadata", self.metadata())
            .field("body_length", &self.response().body().len())
            .finish()
    }
}

/// An error on this side: nothing was sent, nothing came back, or what came back could not be read.
#[derive(Debug)]
pub enum ClientError {
    /// The input cannot be sent; nothing was sent.
    Input(InputError),
    /// No endpoint follows from region and settings; nothing was sent.
    Endpoint(EndpointError),
    /// The request has no identity to carry; nothing was sent.
    Auth(AuthError),
    /// The network failed.
    Transport(TransportError),
    /// The response could not be read.
    Response(Box<ResponseError>),
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

/// A response that could not be read, with what is needed to find out why.
pub struct ResponseError {
    /// What is wrong.
    pub error: DecodeError,
    /// HTTP status.
    pub status: http::StatusCode,
    /// Headers.
    pub headers: http::HeaderMap,
    /// The start of the body, at most [`ResponseError::BODY_KEPT`] bytes. Never shown by `Debug` or
    /// `Display`: it may hold secrets.
    pub body: Bytes,
}

impl ResponseError {
    /// How much of the body is kept.
    pub const BODY_KEPT: usize = crate::limits::ERROR_BODY_KEPT;

    /// Keeps status, headers and the start of the body.
    pub fn new(error: DecodeError, response: &http::Response<Bytes>) -> Self {
        let kept = response.body().len().min(Self::BODY_KEPT);
        ResponseError {
            error,
            status: response.status(),
            headers: response.headers().clone(),
            body: response.body().slice(..kept),
        }
    }
}

impl fmt::Debug for ResponseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseError")
            .field("error", &self.error)
            .field("status", &self.status)
            .field("body_kept", &self.body.len())
            .finish_non_exhaustive()
    }
}

impl fmt::Display for ClientError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ClientError::Input(error) => write!(f, "{error}"),
            ClientError::Endpoint(error) => write!(f, "{error}"),
            ClientError::Auth(error) => write!(f, "{error}"),
            ClientError::Transport(error) => write!(f, "{error}"),
            ClientError::Response(error) => {
                write!(
                    f,
                    "cannot read the response (HTTP {}): {}",
                    error.status.as_u16(),
                    error.error
                )
            }
        }
    }
}

impl std::error::Error for ClientError {}

impl From<InputError> for ClientError {
    fn from(error: InputError) -> Self {
        ClientError::Input(error)
    }
}

impl From<AuthError> for ClientError {
    fn from(error: AuthError) -> Self {
        ClientError::Auth(error)
    }
}

impl From<EndpointError> for ClientError {
    fn from(error: EndpointError) -> Self {
        ClientError::Endpoint(error)
    }
}

impl From<TransportError> for ClientError {
    fn from(error: TransportError) -> Self {
        ClientError::Transport(error)
    }
}

/// A generated error, seen without its type.
pub enum ErrorView<'a> {
    /// An error of the model.
    Modeled(&'a Metadata, &'a dyn Structure),
    /// A service error that the model does not describe.
    Unmodeled(&'a Unmodeled),
    /// An error on this side.
    Client(&'a ClientError),
}

/// An operation's error enum.
pub trait OperationError:
    std::error::Error + From<Unmodeled> + From<ClientError> + Send + Sized
{
    /// The variant of the `index`-th error of the operation's table, its members at zero.
    fn modeled(index: usize, metadata: Metadata) -> Option<Self>;
    /// The members of a modelled error.
    fn structure_mut(&mut self) -> Option<&mut dyn Structure>;
    /// The error without its type.
    fn view(&self) -> ErrorView<'_>;
}

impl<'a> ErrorView<'a> {
    /// What the service said, where it said anything.
    pub fn metadata(&self) -> Option<&'a Metadata> {
        match self {
            ErrorView::Modeled(metadata, _) => Some(metadata),
            ErrorView::Unmodeled(error) => Some(error.metadata()),
            ErrorView::Client(_) => None,
        }
    }

    /// The service's code for the error.
    pub fn code(&self) -> Option<&'a str> {
        self.metadata().map(|metadata| metadata.code.as_str())
    }

    /// The service's message, unless the model marks it as secret.
    pub fn message(&self) -> Option<&'a str> {
        self.metadata()?.message.as_deref()
    }

    /// What the service calls the request.
    pub fn request_id(&self) -> Option<&'a str> {
        self.metadata()?.request_id.as_deref()
    }

    /// The second id of the request, of services that give two.
    pub fn extended_request_id(&self) -> Option<&'a str> {
        self.metadata()?.extended_request_id.as_deref()
    }

    /// The HTTP status; none when there was no response.
    pub fn status(&self) -> Option<u16> {
        self.metadata().map(|metadata| metadata.status)
    }

    /// What is behind an error on this side, which shows itself.
    pub fn source(&self) -> Option<&'a (dyn std::error::Error + 'static)> {
        match self {
            ErrorView::Client(error) => std::error::Error::source(*error),
            _ => None,
        }
    }

    /// Whether sending the request again may help. Source: the AWS SDKs' standard retry mode.
    pub fn is_retryable(&self) -> bool {
        match self {
            ErrorView::Modeled(metadata, shape) => {
                crate::retry::is_retryable_code(metadata) || schema_retryable(shape.schema())
            }
            ErrorView::Unmodeled(error) => crate::retry::is_retryable_unmodeled(error.metadata()),
            ErrorView::Client(ClientError::Transport(error)) => error.is_retryable(),
            ErrorView::Client(_) => false,
        }
    }
}

impl fmt::Display for ErrorView<'_> {
    /// `Code: message (HTTP status, request id …, extended request id …)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(metadata) = self.metadata() else {
            return match self {
                ErrorView::Client(error) => write!(f, "{error}"),
                _ => Ok(()),
            };
        };
        f.write_str(&metadata.code)?;
        if let Some(message) = &metadata.message {
            write!(f, ": {message}")?;
        }
        write!(f, " (HTTP {}", metadata.status)?;
        if let Some(id) = &metadata.request_id {
            write!(f, ", request id {id}")?;
        }
        if let Some(id) = &metadata.extended_request_id {
            write!(f, ", extended request id {id}")?;
        }
        f.write_str(")")
    }
}

fn schema_retryable(schema: &Schema) -> bool {
    schema
        .traits
        .iter()
        .any(|t| matches!(t, Trait::Retryable { .. }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_much_of_a_body_is_kept_as_is_allowed() {
        for (length, kept) in [(4096, 4096), (4097, 4096), (3, 3)] {
            let response = http::Response::new(Bytes::from(vec![b'x'; length]));
            let error = ResponseError::new(DecodeError::new("odd"), &response);
            assert_eq!(error.body.len(), kept);
        }
    }
}
