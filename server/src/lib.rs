//! Serves operations from handlers: route, deserialize, validate, call, serialize. Without I/O.
//!
//! Intended for stand-ins of services. It uses the same schemas and protocols as clients, from the other side.
//! [`listen`] serves it on a socket.

mod authority;
mod conduct;
mod handlers;
pub mod limits;
mod listen;
mod patience;

pub use conduct::Conduct;
pub use handlers::{Error, Invalid, Server};
pub use listen::{listen, listen_until, serve};
