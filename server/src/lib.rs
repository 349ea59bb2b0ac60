//! Serves operations from handlers: route, decode, validate, call, encode. Without I/O.
//!
//! Made for stand-ins of a service: the same schemas and the same protocol as the client's, read
//! from the other side. [`listen`] puts it on a socket.

mod authority;
mod conduct;
mod handlers;
pub mod limits;
mod listen;
mod patience;

pub use conduct::Conduct;
pub use handlers::{Error, Invalid, Server};
pub use listen::{listen, listen_until, serve};
