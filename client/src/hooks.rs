//! Interceptors: what a program does to, or learns of, each call and each attempt.

use std::fmt;

use bytes::Bytes;
use smithgen_runtime::operation::OperationSpec;
use smithgen_runtime::view::Structure;

use crate::error::ClientError;
use crate::messages::Answer;

/// Why an interceptor ends a call.
pub type InterceptorError = Box<dyn std::error::Error + Send + Sync>;

/// Which call an interceptor sees.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct CallContext {
    /// The operation.
    pub operation: &'static OperationSpec,
    /// The number of the attempt, from 1; 0 before the first.
    pub attempt: u32,
}

impl CallContext {
    pub(crate) fn new(operation: &'static OperationSpec, attempt: u32) -> Self {
        CallContext { operation, attempt }
    }
}

impl fmt::Debug for CallContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallContext")
            .field("operation", &self.operation.name())
            .field("attempt", &self.attempt)
            .finish()
    }
}

/// Sees a client's calls, and may change their requests. Every method does nothing unless it is implemented.
///
/// Interceptors are called in the order in which they were added. An error ends the call: nothing further is sent. The
/// last method is called however a call ends, unless its future is dropped.
///
/// ```
/// use smithgen_client::{CallContext, Config, Interceptor, InterceptorError, bytes::Bytes, http};
///
/// struct Tenant(http::HeaderValue);
///
/// impl Interceptor for Tenant {
///     fn before_signing(
///         &self,
///         _: &CallContext,
///         request: &mut http::Request<Bytes>,
///     ) -> Result<(), InterceptorError> {
///         request.headers_mut().insert("x-tenant", self.0.clone());
///         Ok(())
///     }
/// }
///
/// let config = Config::new().interceptor(Tenant(http::HeaderValue::from_static("7")));
/// ```
pub trait Interceptor: Send + Sync {
    /// Before the input becomes a request, once a call.
    ///
    /// # Errors
    /// The call is not to be made.
    fn before_serialization(
        &self,
        context: &CallContext,
        input: &dyn Structure,
    ) -> Result<(), InterceptorError> {
        let _ = (context, input);
        Ok(())
    }

    /// Before the request is signed, at each attempt. The URI is absolute; the body is empty if it streams.
    ///
    /// # Errors
    /// The call is to end.
    fn before_signing(
        &self,
        context: &CallContext,
        request: &mut http::Request<Bytes>,
    ) -> Result<(), InterceptorError> {
        let _ = (context, request);
        Ok(())
    }

    /// Before the signed request is sent, at each attempt. A change of what is signed makes the signature invalid.
    ///
    /// # Errors
    /// The call is to end.
    fn before_sending(
        &self,
        context: &CallContext,
        request: &mut http::Request<Bytes>,
    ) -> Result<(), InterceptorError> {
        let _ = (context, request);
        Ok(())
    }

    /// After a response, at each attempt that has one, before it is decided whether to retry. The body is empty if it
    /// streams.
    ///
    /// # Errors
    /// The call is to end.
    fn after_response(
        &self,
        context: &CallContext,
        response: &http::Response<Bytes>,
    ) -> Result<(), InterceptorError> {
        let _ = (context, response);
        Ok(())
    }

    /// After the last attempt, once a call that was sent. An error of the service is an answer, too.
    fn after_call(&self, context: &CallContext, outcome: Result<&Answer, &ClientError>) {
        let _ = (context, outcome);
    }
}
