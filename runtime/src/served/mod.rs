//! A server's side of a call, without I/O: which operation a request is for, what its input is, and the answer.
//!
//! A [`Router`] finds the [`Route`] of a request. [`read_request`] and [`read_streaming`] read an input and check it:
//! whoever implements an operation never sees one that the model does not allow. [`write_response`] and
//! [`write_error`] write what the operation returns, and [`write_problem`] what the model has no error for, each in
//! the words of the route's protocol.

mod failure;
mod hosts;
mod paths;
mod problem;
mod read;
mod router;
mod stream;
mod write;

pub use failure::StreamFailure;
pub use hosts::Hosts;
pub use problem::Problem;
pub use read::{Rejection, read_request, unpack_request, unpack_streaming};
pub use router::{Found, Route, RouteError, RouteErrorKind, Router};
pub use stream::{Streams, read_streaming, streams};
pub use write::{write_error, write_problem, write_rejection, write_response};
