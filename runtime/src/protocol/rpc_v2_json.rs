//! `smithy.protocols#rpcv2Json`: RPC v2 with JSON, big numbers as strings.

use super::json_error::{self, NAMES};
use super::rpc_v2::RpcV2;
use crate::codec::json::{Json, Reader};

/// `smithy.protocols#rpcv2Json`.
pub static RPC_V2_JSON: RpcV2 = new(false);
/// `smithy.protocols#rpcv2Json` with `aws.protocols#awsQueryCompatible`.
pub static RPC_V2_JSON_QUERY_COMPATIBLE: RpcV2 = new(true);

static JSON: Json = Json {
    media_type: "application/json",
    json_name: false,
    timestamp_format: false,
    big_numbers_as_strings: true,
};

const fn new(query_compatible: bool) -> RpcV2 {
    RpcV2 {
        id: "smithy.protocols#rpcv2Json",
        name: "rpc-v2-json",
        codec: &JSON,
        texts: |bytes| Reader::texts(bytes, NAMES),
        with_type: json_error::with_type,
        query_compatible,
        is_text: true,
    }
}
