//! Clients of two services with models of their own; `tests/` shows what can be done with them beyond one call.

/// Crossings of a ferry, and who is on board.
pub mod ferry {
    include!(concat!(env!("OUT_DIR"), "/ferry/mod.rs"));
}

/// Tugs, each of which is called where the service says.
pub mod tugs {
    include!(concat!(env!("OUT_DIR"), "/tugs/mod.rs"));
}
