//! What is tried on any bytes: each module reads them in one format and checks what must hold of
//! whatever was read. Fuzzing and the tests that replay the corpus share it.

pub mod cbor;
pub mod endpoint_rules;
pub mod event_stream;
pub mod form;
pub mod http_front;
pub mod json;
pub mod profile;
pub mod properties;
pub mod proxy;
pub mod shapes;
pub mod xml;
