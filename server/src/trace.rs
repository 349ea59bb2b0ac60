//! What requests tell subscribers of `tracing`, with the feature of that name: a span for each, with its operation,
//! protocol and status. Never a value.

#[cfg(feature = "tracing")]
mod traced {
    use http::StatusCode;
    use smithgen_runtime::served::{Found, RouteError};
    use tracing::Span;
    use tracing::field::Empty;

    /// The span of a request. Its time is that to the head of the response.
    pub(crate) struct Traced(Span);

    impl Traced {
        pub(crate) fn new(found: &Result<Found, RouteError>) -> Self {
            let (operation, protocol) = match found {
                Ok(Found::Route(route)) => (Some(route.operation.name()), route.protocol),
                Ok(Found::Form(protocol)) => (None, *protocol),
                Err(error) => (None, error.protocol),
            };
            let protocol = protocol.id();
            let span = tracing::info_span!("request", protocol, operation = Empty, status = Empty);
            if let Some(operation) = operation {
                span.record("operation", operation);
            }
            Traced(span)
        }

        /// Does something inside of the span.
        pub(crate) fn enter<T>(&self, work: impl FnOnce() -> T) -> T {
            self.0.in_scope(work)
        }

        pub(crate) fn answered(&self, status: StatusCode) {
            self.0.record("status", status.as_u16());
        }
    }
}

#[cfg(not(feature = "tracing"))]
mod traced {
    use http::StatusCode;
    use smithgen_runtime::served::{Found, RouteError};

    pub(crate) struct Traced;

    impl Traced {
        pub(crate) fn new(_: &Result<Found, RouteError>) -> Self {
            Traced
        }

        pub(crate) fn enter<T>(&self, work: impl FnOnce() -> T) -> T {
            work()
        }

        pub(crate) fn answered(&self, _: StatusCode) {}
    }
}

pub(crate) use traced::Traced;
