//! What the tests that the conformance harness writes call.
//!
//! A test names a generated operation and holds one case of a model. Here the operation's input is filled from the
//! case's parameters, sent by the generated client to a transport in the same process, and what was sent or
//! returned is compared with what the case expects. Nothing of this knows a service.

pub mod case;
mod client;
pub mod compare;
mod events;
mod exchange;
mod frame;
pub mod generate;
mod outcome;
mod params;
mod plain;
pub mod random;
mod request;
mod response;
pub mod round;
mod run;
pub mod served;
mod streams;
mod values;

pub use events::{Streams, events, put, take};
pub use outcome::{Call, Calling, Failure, Outcome};
pub use request::request;
pub use response::{error, response};
pub use smithgen_runtime::Unit;
pub use smithgen_runtime::event::EventStream;
