//! Code as the generator wrote it for each layout of the tables, never changed since: crates that are published keep
//! theirs. `tests/calls.rs` runs it.
//!
//! `freeze.sh` wrote `layout_1/`. When the layout changes, it writes another directory beside it, and this one stays
//! for as long as its layout is served.

#[allow(missing_docs, reason = "each is named after its protocol")]
#[rustfmt::skip]
pub mod layout_1 {
    pub mod aws_json1_0 { pub mod notes; }
    pub mod aws_json1_1 { pub mod notes; }
    pub mod aws_query { pub mod notes; }
    pub mod ec2_query { pub mod notes; }
    pub mod rest_json1 { pub mod notes; }
    pub mod rest_xml { pub mod notes; }
    pub mod rpc_v2_cbor { pub mod notes; }
    pub mod sso_oidc;
}
