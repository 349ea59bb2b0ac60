//! What calls tell subscribers of `tracing`, with the feature of that name: a span for each call, an event for each attempt.
//! Neither has anything of inputs, outputs, headers or queries.

#[cfg(feature = "tracing")]
mod told {
    use bytes::Bytes;
    use smithgen_runtime::TransportError;
    use smithgen_runtime::operation::OperationSpec;
    use tracing::Instrument as _;

    use crate::hooks::CallContext;

    /// The call within its span.
    pub(crate) fn call<F: Future>(
        operation: &'static OperationSpec,
        work: F,
    ) -> impl Future<Output = F::Output> {
        let service = operation.service().sdk_id();
        let operation = operation.name();
        work.instrument(tracing::debug_span!("call", service, operation))
    }

    /// An attempt that is over.
    pub(crate) fn attempt(
        context: &CallContext,
        outcome: Result<&http::Response<Bytes>, &TransportError>,
    ) {
        let attempt = context.attempt;
        match outcome {
            Ok(response) => {
                let status = response.status().as_u16();
                tracing::debug!(attempt, status, "response");
            }
            Err(error) => tracing::debug!(attempt, kind = ?error.kind, "no response"),
        }
    }
}

#[cfg(feature = "tracing")]
pub(crate) use told::{attempt, call};

#[cfg(not(feature = "tracing"))]
mod untold {
    use bytes::Bytes;
    use smithgen_runtime::TransportError;
    use smithgen_runtime::operation::OperationSpec;

    use crate::hooks::CallContext;

    pub(crate) fn call<F: Future>(_: &'static OperationSpec, work: F) -> F {
        work
    }

    pub(crate) fn attempt(_: &CallContext, _: Result<&http::Response<Bytes>, &TransportError>) {}
}

#[cfg(not(feature = "tracing"))]
pub(crate) use untold::{attempt, call};
