//! Protocols: convert operations to HTTP messages and back, as pure functions without I/O.
//!
//! A protocol composes an HTTP binding style with codecs. Client and server share it.

mod aws_json;
#[cfg(feature = "query")]
mod aws_query;
#[cfg(feature = "query")]
mod ec2_query;
pub mod error_code;
mod json_error;
mod query_compatible;
mod rest_json1;
#[cfg(feature = "xml")]
mod rest_xml;
mod rpc_v2;
#[cfg(feature = "cbor")]
mod rpc_v2_cbor;
mod rpc_v2_json;
#[cfg(feature = "xml")]
mod xml_error;

pub use aws_json::{
    AWS_JSON_1_0, AWS_JSON_1_0_QUERY_COMPATIBLE, AWS_JSON_1_1, AWS_JSON_1_1_QUERY_COMPATIBLE,
    AwsJson,
};
#[cfg(feature = "query")]
pub use aws_query::{AWS_QUERY, AwsQuery};
#[cfg(feature = "query")]
pub use ec2_query::{EC2_QUERY, Ec2Query};
pub use rest_json1::RestJson1;
#[cfg(feature = "xml")]
pub use rest_xml::{REST_XML, REST_XML_NO_ERROR_WRAPPING, RestXml};
pub use rpc_v2::RpcV2;
#[cfg(feature = "cbor")]
pub use rpc_v2_cbor::{RPC_V2_CBOR, RPC_V2_CBOR_QUERY_COMPATIBLE};
pub use rpc_v2_json::{RPC_V2_JSON, RPC_V2_JSON_QUERY_COMPATIBLE};

use crate::schema::Schema;

/// `aws.protocols#restJson1`.
pub static REST_JSON_1: RestJson1 = RestJson1;

/// The serialized name of an error.
pub fn error_name(schema: &Schema) -> &'static str {
    schema.service_name()
}
