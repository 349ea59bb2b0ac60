//! Synchronous servers of a few operations: route, deserialize, validate, call, serialize.
//!
//! For stand-ins of services, from handlers over the client's types. Servers of a whole model are
//! [`Server`](crate::Server)s.

mod conduct;
mod handlers;
mod listen;

pub use conduct::Conduct;
pub use handlers::{Error, Invalid, Server};
pub use listen::{listen, listen_until, serve};
