//! A service whose requests and responses stream, as two clients: REST for all of it, CBOR for the
//! operation of events.

pub mod recorder {
    include!(concat!(env!("OUT_DIR"), "/recorder/mod.rs"));
}

pub mod recorder_cbor {
    include!(concat!(env!("OUT_DIR"), "/recorder_cbor/mod.rs"));
}
