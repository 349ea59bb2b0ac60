//! Errors of calls, and how generated error enums present them.

use std::fmt;
use std::ops::Deref;
use std::time::Duration;

use bytes::Bytes;
use smithgen_runtime::view::Structure;
use smithgen_runtime::{DecodeError, InputError, Metadata, TransportError};

/// A modelled error. Dereferences to the generated structure.
#[derive(Clone, Debug)]
pub struct Modeled<T>(Box<(T, Metadata)>);

impl<T: Default> Modeled<T> {
    /// An error whose members have yet to be read.
    pub fn new(metadata: Metadata) -> Self {
        Modeled(Box::new((T::default(), metadata)))
    }
}

/// A modelled error whose members have yet to be read, and whose type has yet to be found.
pub struct Unread<'a> {
    metadata: Metadata,
    read: &'a mut dyn FnMut(&mut dyn Structure),
}

impl<'a> Unread<'a> {
    /// What is known of the error, and what reads its members.
    pub fn new(metadata: Metadata, read: &'a mut dyn FnMut(&mut dyn Structure)) -> Self {
        Unread { metadata, read }
    }

    /// The error, of this type.
    pub fn read<T: Structure + Default>(self) -> Modeled<T> {
        let mut error = Modeled::<T>::new(self.metadata);
        (self.read)(error.get_mut());
        error
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

    /// Returns the members.
    pub fn into_inner(self) -> T {
        self.0.0
    }
}

impl<T: Structure> Modeled<T> {
    /// The error as an untyped view.
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
    /// An error constructed by hand, for tests and stand-ins.
    fn from(value: T) -> Self {
        Modeled(Box::new((value, Metadata::default())))
    }
}

/// A service error that is not in the model, with its whole response.
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
    /// Omits the body, which may contain secrets that the model does not mark.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unmodeled")
            .field("metadata", self.metadata())
            .field("body_length", &self.response().body().len())
            .finish()
    }
}

type Source = Box<dyn std::error::Error + Send + Sync>;

/// A client-side error: nothing was sent, nothing came back, or the response could not be parsed.
///
/// Its message is that of its cause, which is available through [`ClientError::downcast_ref`]: an [`InputError`],
/// an [`EndpointError`](crate::endpoint::EndpointError), an [`AuthError`](crate::auth::AuthError), a
/// [`TransportError`] or a [`ResponseError`].
#[derive(Debug)]
pub struct ClientError {
    kind: ClientErrorKind,
    cause: Source,
}

/// The kind of a [`ClientError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ClientErrorKind {
    /// The input is invalid; nothing was sent.
    Input,
    /// Region and settings do not form an endpoint; nothing was sent.
    Endpoint,
    /// The request cannot be authenticated; nothing was sent.
    Auth,
    /// The network failed.
    Transport,
    /// The response could not be parsed, or is damaged.
    Response,
    /// An interceptor ended the call.
    Interceptor,
    /// The call took longer than it may.
    Timeout,
}

impl ClientError {
    /// An error of this kind.
    pub fn new(kind: ClientErrorKind, cause: impl Into<Source>) -> Self {
        ClientError {
            kind,
            cause: cause.into(),
        }
    }

    pub(crate) fn timeout(limit: Option<Duration>) -> Self {
        let limit = limit.unwrap_or_default();
        ClientError::new(ClientErrorKind::Timeout, TimedOut { limit })
    }

    pub(crate) fn intercepted(error: Source) -> Self {
        ClientError::new(ClientErrorKind::Interceptor, error)
    }

    /// The kind of error.
    pub fn kind(&self) -> ClientErrorKind {
        self.kind
    }

    /// The cause, if it is of this type.
    ///
    /// # Errors
    /// The error itself, if it is of another type.
    pub fn downcast<E: std::error::Error + 'static>(self) -> Result<E, Self> {
        let kind = self.kind;
        match self.cause.downcast() {
            Ok(cause) => Ok(*cause),
            Err(cause) => Err(ClientError { kind, cause }),
        }
    }

    /// The cause, if it is of this type.
    pub fn downcast_ref<E: std::error::Error + 'static>(&self) -> Option<&E> {
        self.cause.downcast_ref()
    }
}

/// A call that took longer than it may ([`Config::call_timeout`](crate::Config::call_timeout)). The service may have done
/// what it was asked all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TimedOut {
    /// How long it may take.
    pub limit: Duration,
}

impl fmt::Display for TimedOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no answer within {:?}", self.limit)
    }
}

impl std::error::Error for TimedOut {}

/// The service has another message than the one that was sent, or the one received is another than the service has: their
/// digests differ. Whoever sends it again has it sent twice.
#[cfg(feature = "checksums")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DamagedMessage(pub(crate) String);

#[cfg(feature = "checksums")]
impl fmt::Display for DamagedMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(feature = "checksums")]
impl std::error::Error for DamagedMessage {}

/// A response that could not be parsed, with details for diagnosis.
pub struct ResponseError {
    /// What is wrong.
    pub error: DecodeError,
    /// HTTP status.
    pub status: http::StatusCode,
    /// Headers.
    pub headers: http::HeaderMap,
    /// The start of the body, at most [`ResponseError::BODY_KEPT`] bytes. Hidden in `Debug` and `Display`, since it
    /// may contain secrets.
    pub body: Bytes,
}

impl ResponseError {
    /// Number of bytes of the body that are kept.
    pub const BODY_KEPT: usize = crate::limits::ERROR_BODY_KEPT;

    /// Keeps status, headers and the start of the body.
    pub fn new(error: DecodeError, response: &http::Response<Bytes>) -> Self {
        let kept = response.body().iter().take(Self::BODY_KEPT);
        ResponseError {
            error,
            status: response.status(),
            headers: response.headers().clone(),
            // A slice would keep the whole response in memory.
            body: kept.copied().collect(),
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

impl fmt::Display for ResponseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let status = self.status.as_u16();
        write!(
            f,
            "cannot read the response (HTTP {status}): {}",
            self.error
        )
    }
}

impl std::error::Error for ResponseError {}

impl fmt::Display for ClientError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.cause.fmt(f)
    }
}

impl std::error::Error for ClientError {
    /// The cause's source, since the error already displays the cause.
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.cause.source()
    }
}

impl From<InputError> for ClientError {
    fn from(error: InputError) -> Self {
        ClientError::new(ClientErrorKind::Input, error)
    }
}

impl From<TransportError> for ClientError {
    fn from(error: TransportError) -> Self {
        ClientError::new(ClientErrorKind::Transport, error)
    }
}

impl From<ResponseError> for ClientError {
    fn from(error: ResponseError) -> Self {
        ClientError::new(ClientErrorKind::Response, error)
    }
}

/// An operation's error as an untyped view.
pub enum ErrorView<'a> {
    /// A modelled error.
    Modeled(&'a Metadata, &'a dyn Structure),
    /// A service error that is not in the model.
    Unmodeled(&'a Unmodeled),
    /// A client-side error.
    Client(&'a ClientError),
}

/// An operation's error enum.
pub trait OperationError:
    std::error::Error + From<Unmodeled> + From<ClientError> + Send + Sized
{
    /// The variant for an index in the operation's table of errors.
    fn modeled(index: usize, unread: Unread<'_>) -> Option<Self>;
    /// The error as an untyped view.
    fn view(&self) -> ErrorView<'_>;
}

impl<'a> ErrorView<'a> {
    /// Metadata of the service's response, if there was one.
    pub fn metadata(&self) -> Option<&'a Metadata> {
        match self {
            ErrorView::Modeled(metadata, _) => Some(metadata),
            ErrorView::Unmodeled(error) => Some(error.metadata()),
            ErrorView::Client(_) => None,
        }
    }

    /// The service's error code.
    pub fn code(&self) -> Option<&'a str> {
        self.metadata().map(|metadata| metadata.code.as_str())
    }

    /// The service's message, unless the model marks it as sensitive.
    pub fn message(&self) -> Option<&'a str> {
        self.metadata()?.message.as_deref()
    }

    /// The service's id for the request.
    pub fn request_id(&self) -> Option<&'a str> {
        self.metadata()?.request_id.as_deref()
    }

    /// The request's second id, for services that have one.
    pub fn extended_request_id(&self) -> Option<&'a str> {
        self.metadata()?.extended_request_id.as_deref()
    }

    /// The HTTP status; `None` if there was no response.
    pub fn status(&self) -> Option<u16> {
        self.metadata().map(|metadata| metadata.status)
    }
}

impl<'a> ErrorView<'a> {
    /// The source of a client-side error, which displays its cause itself.
    pub fn source(&self) -> Option<&'a (dyn std::error::Error + 'static)> {
        match self {
            ErrorView::Client(error) => std::error::Error::source(*error),
            _ => None,
        }
    }
}

impl fmt::Debug for ErrorView<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        /// A structure without its secrets.
        struct Members<'a>(&'a dyn Structure);

        impl fmt::Debug for Members<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                smithgen_runtime::generated::show(self.0, f)
            }
        }

        match self {
            ErrorView::Modeled(metadata, members) => f
                .debug_tuple(members.type_name())
                .field(&Members(*members))
                .field(metadata)
                .finish(),
            ErrorView::Unmodeled(error) => error.fmt(f),
            ErrorView::Client(error) => f.debug_tuple("Client").field(error).finish(),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_much_of_a_body_is_kept_as_is_allowed() {
        for (length, kept) in [(4096, 4096), (4097, 4096), (3, 3)] {
            let response = http::Response::new(Bytes::from(vec![b'x'; length]));
            let error = ResponseError::new(DecodeError::new("odd"), &response);
            assert_eq!(error.body.len(), kept);
            // The rest of the response is not kept in memory by it.
            assert_ne!(error.body.as_ptr(), response.body().as_ptr());
        }
    }

    #[test]
    fn what_a_service_calls_the_request_is_shown() {
        let metadata = Metadata {
            status: 404,
            code: "NoSuchKey".to_owned(),
            request_id: Some("id-1".to_owned()),
            extended_request_id: Some("id-2".to_owned()),
            ..Metadata::default()
        };
        let error = ErrorView::Modeled(&metadata, &smithgen_runtime::Unit);
        let expected = "NoSuchKey (HTTP 404, request id id-1, extended request id id-2)";
        assert_eq!(error.to_string(), expected);
    }
}
