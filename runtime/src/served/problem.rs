//! Errors that no model has: what a server says when there is no operation, no input, or no answer.

use std::borrow::Cow;

use http::StatusCode;

use super::read::Rejection;
use crate::body::{TransportError, TransportErrorKind};
use crate::constraints::Violation;
use crate::dynamic::{DynamicList, DynamicStructure, Typing, Value};
use crate::error::{DecodeError, DecodeErrorKind};
use crate::schema::{Kind, Member, Schema, Trait, prelude};
use crate::view::{Ref, Slot, Structure};

/// An error that no model has, with a message that may be shown to a client.
#[derive(Clone, Debug)]
pub struct Problem {
    schema: &'static Schema,
    status: StatusCode,
    message: Cow<'static, str>,
}

macro_rules! problems {
    ($($(#[$doc:meta])* $function:ident $name:ident $id:literal $status:literal $words:literal;)*) => {
        $(
            static $name: Schema = problem(
                concat!("smithy.framework#", $id),
                &[Trait::Error { client: $status < 500 }, Trait::HttpError($status)],
            );
        )*
        impl Problem {
            $(
                $(#[$doc])*
                pub fn $function() -> Self {
                    Problem::new(&$name, $status, $words)
                }
            )*

            /// The problem that a status stands for, with a message for the client.
            pub fn of_status(status: StatusCode, message: impl Into<Cow<'static, str>>) -> Self {
                let schema = match status.as_u16() {
                    $($status if $id != "SerializationException" => &$name,)*
                    400..500 => &BAD_REQUEST,
                    _ => &INTERNAL,
                };
                Problem { schema, status, message: message.into() }
            }
        }
    };
}

problems! {
    /// The request is for no operation of the service.
    unknown_operation UNKNOWN_OPERATION "UnknownOperationException" 404 "there is no such operation";
    /// The request's path belongs to operations with other methods.
    method_not_allowed METHOD_NOT_ALLOWED "MethodNotAllowedException" 405 "the method is not allowed here";
    /// The request does not match the model.
    serialization SERIALIZATION "SerializationException" 400 "the request does not match the model";
    /// The client may not do this.
    access_denied ACCESS_DENIED "AccessDeniedException" 403 "access denied";
    /// The client did not tell who it is.
    unauthorized UNAUTHORIZED "UnauthorizedException" 401 "authentication is missing or wrong";
    /// The client accepts no media type that the answer may have.
    not_acceptable NOT_ACCEPTABLE "NotAcceptableException" 406 "no acceptable media type";
    /// The request did not arrive in time.
    request_timeout REQUEST_TIMEOUT "RequestTimeoutException" 408 "the request did not arrive in time";
    /// The request is larger than the server allows.
    too_large TOO_LARGE "RequestEntityTooLargeException" 413 "the request is too large";
    /// The body is of another media type than the operation's.
    unsupported_media_type UNSUPPORTED_MEDIA_TYPE "UnsupportedMediaTypeException" 415 "unsupported media type";
    /// The client is too fast.
    throttling THROTTLING "ThrottlingException" 429 "too many requests";
    /// The server failed; why is not the client's business.
    internal INTERNAL "InternalFailureException" 500 "internal failure";
    /// Nobody implements the operation.
    not_implemented NOT_IMPLEMENTED "NotImplementedException" 501 "the operation is not implemented";
    /// The server cannot answer now.
    unavailable UNAVAILABLE "ServiceUnavailableException" 503 "the service is unavailable";
    /// The answer was not ready in time.
    timed_out TIMED_OUT "GatewayTimeoutException" 504 "the operation took too long";
}

static BAD_REQUEST: Schema = problem(
    "smithy.framework#BadRequestException",
    &[Trait::Error { client: true }, Trait::HttpError(400)],
);

static MESSAGE: [Member; 1] =
    [Member::new("message", &prelude::STRING).with_traits(&[Trait::XmlName("Message")])];

const fn problem(id: &'static str, traits: &'static [Trait]) -> Schema {
    Schema::annotated(id, Kind::Structure, &MESSAGE, traits)
}

impl Problem {
    fn new(schema: &'static Schema, status: u16, message: &'static str) -> Self {
        Problem {
            schema,
            status: StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            message: Cow::Borrowed(message),
        }
    }

    /// The same problem with a message for the client.
    #[must_use]
    pub fn with_message(mut self, message: impl Into<Cow<'static, str>>) -> Self {
        self.message = message.into();
        self
    }

    /// HTTP status of the answer.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Name of the error, such as `UnknownOperationException`.
    pub fn name(&self) -> &'static str {
        self.schema.name()
    }

    /// What the client is told.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl From<&DecodeError> for Problem {
    fn from(error: &DecodeError) -> Self {
        let problem = match error.kind {
            DecodeErrorKind::UnsupportedMediaType => Problem::unsupported_media_type(),
            DecodeErrorKind::NotAcceptable => Problem::not_acceptable(),
            _ => Problem::serialization(),
        };
        problem.with_message(error.to_string())
    }
}

impl From<&TransportError> for Problem {
    /// Why the body of a request cannot be read.
    fn from(error: &TransportError) -> Self {
        let problem = match error.kind {
            TransportErrorKind::TooLarge => Problem::too_large(),
            TransportErrorKind::ReadTimeout => Problem::request_timeout(),
            TransportErrorKind::Unsigned => Problem::access_denied(),
            TransportErrorKind::Corrupt => Problem::serialization(),
            _ => return Problem::serialization().with_message("the body cannot be read"),
        };
        match error.cause() {
            Some(reason) => problem.with_message(reason),
            None => problem,
        }
    }
}

impl Structure for Problem {
    fn schema(&self) -> &'static Schema {
        self.schema
    }
    fn get(&self, member: usize) -> Ref<'_> {
        match member {
            0 => Ref::Str(&self.message),
            _ => Ref::Unset,
        }
    }
    fn slot(&mut self, _: usize) -> Slot<'_> {
        Slot::Skip
    }
}

static VALIDATION: Schema = Schema::annotated(
    "smithy.framework#ValidationException",
    Kind::Structure,
    &[
        Member::new("message", &prelude::STRING),
        Member::new("fieldList", &FIELDS),
    ],
    &[Trait::Error { client: true }, Trait::HttpError(400)],
);
static FIELDS: Schema = Schema::new(
    "smithy.framework#ValidationExceptionFieldList",
    Kind::List,
    &[Member::new("member", &FIELD)],
);
static FIELD: Schema = Schema::new(
    "smithy.framework#ValidationExceptionField",
    Kind::Structure,
    &[
        Member::new("path", &prelude::STRING),
        Member::new("message", &prelude::STRING),
    ],
);

/// `smithy.framework#ValidationException` of these violations.
pub(super) fn validation(violations: &[Violation]) -> DynamicStructure {
    let mut fields = DynamicList::new(&FIELDS, Typing::Typed);
    for violation in violations {
        let mut field = DynamicStructure::new(&FIELD, Typing::Typed);
        field.set(0, Value::Str(violation.path.clone()));
        field.set(1, Value::Str(violation.message.clone()));
        fields.items.push(Value::Structure(field));
    }
    let mut exception = DynamicStructure::new(&VALIDATION, Typing::Typed);
    exception.set(0, Value::Str(Rejection::summary(violations)));
    exception.set(1, Value::List(fields));
    exception
}
