//! What the protocols with XML, forms and CBOR make of good, odd, broken and hostile bodies.

mod cbor;
mod depth;
mod error_codes;
mod form;
mod hostile;
mod shapes;
mod timestamps;
mod unions;
mod xml;
