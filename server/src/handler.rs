//! Operations with their implementations, behind one type.

use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use http::StatusCode;
use http::request::Parts;
use smithgen_runtime::OperationSpec;
use smithgen_runtime::body::Body;
use smithgen_runtime::operation::TypedOperation;
use smithgen_runtime::served::{
    Problem, Rejection, Route, StreamFailure, read_request, read_streaming, write_response,
};

use crate::context::Context;
use crate::fault::{Fault, ServedError};

/// What is left to do for a request: it makes a response, or finds out why there is none.
pub(crate) type Work = Pin<Box<dyn Future<Output = Result<http::Response<Body>, Failure>> + Send>>;

/// Why an operation has no output.
pub(crate) enum Failure {
    /// The request is not what the model wants.
    Rejection(Rejection),
    /// The method failed, with an error of the model or a fault.
    Error(Box<dyn ServedError>),
    /// The method failed after the stream of its input, for this reason.
    Stream(Problem, Box<dyn ServedError>),
    /// The output cannot be written.
    Fault(Fault),
}

impl Failure {
    /// What it is if the stream of the input has failed: what broke in the method broke for that.
    fn after(self, stream: &StreamFailure) -> Self {
        let internal = StatusCode::INTERNAL_SERVER_ERROR;
        match (self, stream.get()) {
            (Failure::Error(error), Some(problem)) if matches!(error.modeled(), Err(fault) if fault.status() == internal) => {
                Failure::Stream(problem.clone(), error)
            }
            (failure, _) => failure,
        }
    }
}

/// An operation with its implementation.
pub(crate) trait Handler: Send + Sync {
    /// The operation.
    fn operation(&self) -> &'static OperationSpec;

    /// Reads the input from the whole request and begins the work.
    fn start(&self, route: Route, request: http::Request<Bytes>) -> Result<Work, Rejection>;

    /// Begins the work for an input whose last member streams.
    fn start_streaming(&self, route: Route, head: Parts, body: Body) -> Work;
}

/// A handler of a particular operation.
pub(crate) struct Typed<O, F> {
    handler: Arc<F>,
    operation: PhantomData<fn() -> O>,
}

impl<O, F> Typed<O, F> {
    pub(crate) fn new(handler: F) -> Self {
        Typed {
            handler: Arc::new(handler),
            operation: PhantomData,
        }
    }
}

impl<O, E, F, W> Handler for Typed<O, F>
where
    O: TypedOperation + 'static,
    E: ServedError,
    F: Fn(O::Input, Context) -> W + Send + Sync + 'static,
    W: Future<Output = Result<O::Output, E>> + Send + 'static,
{
    fn operation(&self) -> &'static OperationSpec {
        O::SPEC
    }

    fn start(&self, route: Route, request: http::Request<Bytes>) -> Result<Work, Rejection> {
        let mut input = O::Input::default();
        read_request(route, &request, &mut input)?;
        let working = (self.handler)(input, Context::of(route, request.into_parts().0));
        Ok(Box::pin(finish::<O, E, W>(route, working)))
    }

    fn start_streaming(&self, route: Route, head: Parts, body: Body) -> Work {
        let handler = self.handler.clone();
        Box::pin(async move {
            let mut input = O::Input::default();
            let failed = StreamFailure::default();
            // Boxed, for it is large and the same for all operations.
            let reading = Box::pin(read_streaming(route, &head, body, &mut input, &failed));
            reading.await.map_err(Failure::Rejection)?;
            let working = handler(input, Context::of(route, head));
            let finished = finish::<O, E, W>(route, working).await;
            finished.map_err(|failure| failure.after(&failed))
        })
    }
}

/// Waits for the method and writes what it returns.
async fn finish<O, E, W>(route: Route, working: W) -> Result<http::Response<Body>, Failure>
where
    O: TypedOperation,
    E: ServedError,
    W: Future<Output = Result<O::Output, E>>,
{
    match working.await {
        Ok(output) => {
            write_response(route, &output).map_err(|error| Failure::Fault(Fault::internal(error)))
        }
        Err(error) => Err(Failure::Error(Box::new(error))),
    }
}
