//! Serves a Smithy model: what generated servers are made of.
//!
//! Generated code has a trait with a method per operation and makes a [`Server`] of an implementation.
//! [`Server::into_service`] turns that into a [`tower_service::Service`] over any HTTP body, which mounts in axum, hyper,
//! adapters of serverless platforms, and tests without a socket. [`serve`] and [`listen`] serve it, or any other such
//! service, on a socket.
//!
//! ```no_run
//! use bytes::Bytes;
//! use smithgen_server::ResponseBody;
//! use tower::service_fn;
//!
//! async fn run() -> std::io::Result<()> {
//!     let service = service_fn(|_: http::Request<_>| async {
//!         let body = ResponseBody::from(Bytes::from("hello\n"));
//!         Ok::<_, std::io::Error>(http::Response::new(body))
//!     });
//!     smithgen_server::serve("127.0.0.1:8080", service).await
//! }
//! ```

pub mod auth;
mod authority;
mod body;
mod collect;
mod conduct;
mod context;
mod dispatch;
mod fault;
mod front;
#[doc(hidden)]
pub mod generated;
mod handler;
mod hooks;
mod identity;
pub mod limits;
mod listen;
mod patience;
#[cfg(feature = "http2")]
mod preface;
pub mod require;
mod response;
mod server;
mod service;
mod settings;
mod standing;
mod stop;
mod trace;

pub use body::{BoxError, ResponseBody};
pub use conduct::Conduct;
pub use context::{Context, Peer};
pub use fault::{Fault, ServedError};
pub use identity::Identity;
pub use listen::{listen, listen_until, serve, serve_connection};
pub use response::ResponseFuture;
pub use server::Server;
pub use service::{Answer, HttpService};
pub use settings::Limits;
pub use smithgen_runtime as runtime;
pub use smithgen_runtime::served::Rejection;
pub use stop::stopped;

// The example of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
