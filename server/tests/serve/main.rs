//! Servers as services over HTTP, on a socket, and behind layers.

mod auth;
#[cfg(feature = "sigv4")]
mod botocore;
mod depot;
#[cfg(feature = "http2")]
mod http2;
mod mounted;
mod service;
#[cfg(feature = "sigv4")]
mod signed;
#[cfg(feature = "sigv4")]
mod signed_streams;
mod socket;
#[cfg(feature = "tracing")]
mod traced;
