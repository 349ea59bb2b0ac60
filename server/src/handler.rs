//! Operations with their implementations, behind one type.

use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;

use http::request::Parts;
use smithgen_runtime::OperationSpec;
use smithgen_runtime::body::Body;
use smithgen_runtime::operation::TypedOperation;

use crate::context::Context;
use crate::fault::ServedError;
use crate::wire::{self, Rejection, Route};

/// What is left to do for a request whose input has been read: it makes a response, or an error to make one of.
pub(crate) type Work =
    Pin<Box<dyn Future<Output = Result<http::Response<Body>, Box<dyn ServedError>>> + Send>>;

/// An operation with its implementation.
pub(crate) trait Handler: Send + Sync {
    /// The operation.
    fn operation(&self) -> &'static OperationSpec;

    /// Reads the input and begins the work.
    fn start(&self, route: Route, head: Parts, body: Body) -> Result<Work, Rejection>;
}

/// A handler of a particular operation.
pub(crate) struct Typed<O, F> {
    handler: F,
    operation: PhantomData<fn() -> O>,
}

impl<O, F> Typed<O, F> {
    pub(crate) fn new(handler: F) -> Self {
        Typed {
            handler,
            operation: PhantomData,
        }
    }
}

impl<O, E, F, W> Handler for Typed<O, F>
where
    O: TypedOperation + 'static,
    E: ServedError,
    F: Fn(O::Input, Context) -> W + Send + Sync,
    W: Future<Output = Result<O::Output, E>> + Send + 'static,
{
    fn operation(&self) -> &'static OperationSpec {
        O::SPEC
    }

    fn start(&self, route: Route, head: Parts, body: Body) -> Result<Work, Rejection> {
        let mut input = O::Input::default();
        let head = wire::read(route, head, body, &mut input)?;
        let context = Context::new(route.operation, route.protocol, head);
        let working = (self.handler)(input, context);
        Ok(Box::pin(async move {
            let error: Box<dyn ServedError> = match working.await {
                Ok(mut output) => match wire::write(route, &mut output) {
                    Ok(response) => return Ok(response),
                    Err(fault) => Box::new(fault),
                },
                Err(error) => Box::new(error),
            };
            Err(error)
        }))
    }
}
