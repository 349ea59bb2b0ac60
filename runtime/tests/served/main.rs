//! A server's side of a call: routes, inputs that are checked, and answers, in each protocol.

mod answers;
mod hosts;
mod model;
mod presence;
mod routes;
mod streams;
