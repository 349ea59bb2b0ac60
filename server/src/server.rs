//! A service with its implementation.

use std::future::Future;
use std::sync::Arc;

use smithgen_runtime::operation::TypedOperation;
use smithgen_runtime::served::{Hosts, Rejection};
use smithgen_runtime::{OperationSpec, Protocol, Service, Structure};

use crate::context::Context;
use crate::fault::{Fault, ServedError};
use crate::handler::{Handler, Typed};
use crate::hooks::{OnFault, OnInvalid};
use crate::settings::Limits;

/// A service with its implementation, made by generated code.
///
/// Clones share the implementation.
#[derive(Clone)]
pub struct Server {
    pub(crate) service: &'static Service,
    pub(crate) protocols: &'static [&'static dyn Protocol],
    pub(crate) handlers: Vec<Arc<dyn Handler>>,
    pub(crate) limits: Limits,
    pub(crate) hosts: Hosts,
    pub(crate) on_invalid: Option<Arc<OnInvalid>>,
    pub(crate) on_fault: Option<Arc<OnFault>>,
}

impl Server {
    /// A service in these protocols, without operations.
    pub fn new(service: &'static Service, protocols: &'static [&'static dyn Protocol]) -> Self {
        Server {
            service,
            protocols,
            handlers: Vec::new(),
            limits: Limits::default(),
            hosts: Hosts::default(),
            on_invalid: None,
            on_fault: None,
        }
    }

    /// Adds an operation. The handler gets inputs that are as the model wants them.
    #[must_use]
    pub fn with_operation<O, E, F, W>(mut self, handler: F) -> Self
    where
        O: TypedOperation + 'static,
        E: ServedError,
        F: Fn(O::Input, Context) -> W + Send + Sync + 'static,
        W: Future<Output = Result<O::Output, E>> + Send + 'static,
    {
        self.handlers.push(Arc::new(Typed::<O, F>::new(handler)));
        self
    }

    /// How much it takes from its clients, and for how long.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Looks at the hosts of requests, which otherwise mean nothing: these names are the server's own, such as
    /// `example.com`.
    ///
    /// An operation with a prefix (`@endpoint`) is called at a name with that prefix alone, others without one, also at any
    /// other host. Labels of the prefix are members of the input. Any other prefix is the bucket of an object store.
    #[must_use]
    pub fn with_hosts<N: AsRef<str>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        self.hosts = Hosts::new(names);
        self
    }

    /// Answers invalid requests with an error of the model, where the answer would otherwise have the status 400. A wrong
    /// media type, a body that is too large and the like are answered by the protocol with their own.
    ///
    /// Where this is not called, or the function returns `None`, violated constraints are answered with
    /// `smithy.framework#ValidationException`, and what cannot be read with the protocol's own error.
    #[must_use]
    pub fn on_invalid<E: Structure + Send + 'static>(
        mut self,
        map: impl Fn(&'static OperationSpec, &Rejection) -> Option<E> + Send + Sync + 'static,
    ) -> Self {
        self.on_invalid = Some(Arc::new(move |operation, rejection| {
            let error = map(operation, rejection)?;
            Some(Box::new(error))
        }));
        self
    }

    /// Watches faults, to log them. The operation is unknown for requests that belong to none.
    #[must_use]
    pub fn on_fault(
        mut self,
        watch: impl Fn(Option<&'static OperationSpec>, &Fault) + Send + Sync + 'static,
    ) -> Self {
        self.on_fault = Some(Arc::new(watch));
        self
    }
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let operations = self.handlers.iter().map(|it| it.operation().name());
        f.debug_struct("Server")
            .field("service", &self.service.id())
            .field("operations", &operations.collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}
