//! Runtime of the clients that `smithgen` generates: endpoints, authentication, transport, retries, pagination.
//!
//! A generated client wraps a [`Client`], which is configured by a [`Config`] and sends requests through a
//! [`Transport`]. Anything specific to AWS, such as signatures, is in `smithgen-aws`.
//!
//! ```
//! use smithgen_client::transport::LocalTransport;
//! use smithgen_client::{Client, Config, http};
//!
//! let answers = LocalTransport::new(|_: http::Request<_>| http::Response::new("{}".into()));
//! let config = Config::new()
//!     .endpoint_url("http://127.0.0.1:8080")
//!     .max_attempts(2)
//!     .transport(answers);
//! let client = Client::new(config);
//! ```

pub mod auth;
#[cfg(feature = "blocking")]
mod block_on;
pub mod blocking;
mod call;
mod config;
mod config_error;
mod encoded;
pub mod endpoint;
pub mod environment;
pub mod error;
#[doc(hidden)]
pub mod generated;
mod given;
mod hooks;
pub mod limits;
mod messages;
mod operation;
pub mod pages;
pub mod require;
pub mod retry;
pub mod time;
mod trace;
pub mod transport;
mod unsent;
pub mod waiters;

pub use smithgen_runtime as runtime;
pub use smithgen_runtime::{
    BigDecimal, BigInteger, Blob, ByteSource, ByteStream, DateTime, Document, InputError, Number,
    bytes, http,
};
#[cfg(feature = "event-streams")]
pub use smithgen_runtime::{EventError, EventSender, EventStream};

#[cfg(feature = "blocking")]
pub use block_on::{Blocking, block_on};
pub use call::{AnswerFuture, Client, INVOCATION_ID, Prepared, PresignedRequest};
pub use config::{Config, Dialect};
pub use config_error::ConfigError;
pub use encoded::EncodedRequest;
pub use environment::Environment;
#[cfg(feature = "checksums")]
pub use error::DamagedMessage;
pub use error::{
    ClientError, ClientErrorKind, ErrorView, Modeled, OperationError, ResponseError, TimedOut,
    Unmodeled, Unread,
};
pub use hooks::{CallContext, Interceptor, InterceptorError};
pub use messages::{Answer, decode, encode, encode_operation, encode_with};
pub use operation::Operation;
pub use pages::{Item, Items, Paged, PagedItems, Pages, Paginated};
pub use retry::{FailedAttempt, Reason, RetryConfig, RetryMode, RetryStrategy};
pub use transport::Transport;
pub use unsent::Call;

// The example of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
