//! `smithy.protocols#rpcv2Cbor`: RPC v2 with CBOR.

use super::json_error::NAMES;
use super::rpc_v2::RpcV2;
use crate::codec::cbor::{self, Cbor};

/// `smithy.protocols#rpcv2Cbor`.
pub static RPC_V2_CBOR: RpcV2 = new(false);
/// `smithy.protocols#rpcv2Cbor` with `aws.protocols#awsQueryCompatible`.
pub static RPC_V2_CBOR_QUERY_COMPATIBLE: RpcV2 = new(true);

const fn new(query_compatible: bool) -> RpcV2 {
    RpcV2 {
        id: "smithy.protocols#rpcv2Cbor",
        name: "rpc-v2-cbor",
        codec: &Cbor,
        texts: |bytes| cbor::texts(bytes, NAMES),
        with_type: cbor::with_type,
        query_compatible,
        is_text: false,
    }
}
