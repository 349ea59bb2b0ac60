//! Servers as services over HTTP, on a socket, and behind layers.

mod auth;
mod depot;
mod mounted;
mod service;
mod socket;
