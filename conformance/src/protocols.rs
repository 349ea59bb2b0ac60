//! Which of the runtime's protocols a model's id means.

use smithgen_runtime as rt;

/// The runtime's protocol with this id, as the traits of the service say it is spoken.
pub(crate) fn protocol(id: &str, service: &serde_json::Value) -> Option<&'static dyn rt::Protocol> {
    use rt::protocol as p;
    let compatible = service.get("aws.protocols#awsQueryCompatible").is_some();
    let bare_errors = service["aws.protocols#restXml"]["noErrorWrapping"] == true;
    Some(match (id, compatible) {
        ("aws.protocols#restJson1", _) => &p::REST_JSON_1,
        ("aws.protocols#restXml", _) if bare_errors => &p::REST_XML_NO_ERROR_WRAPPING,
        ("aws.protocols#restXml", _) => &p::REST_XML,
        ("aws.protocols#awsJson1_0", false) => &p::AWS_JSON_1_0,
        ("aws.protocols#awsJson1_0", true) => &p::AWS_JSON_1_0_QUERY_COMPATIBLE,
        ("aws.protocols#awsJson1_1", false) => &p::AWS_JSON_1_1,
        ("aws.protocols#awsJson1_1", true) => &p::AWS_JSON_1_1_QUERY_COMPATIBLE,
        ("aws.protocols#awsQuery", _) => &p::AWS_QUERY,
        ("aws.protocols#ec2Query", _) => &p::EC2_QUERY,
        ("smithy.protocols#rpcv2Cbor", false) => &p::RPC_V2_CBOR,
        ("smithy.protocols#rpcv2Cbor", true) => &p::RPC_V2_CBOR_QUERY_COMPATIBLE,
        ("smithy.protocols#rpcv2Json", false) => &p::RPC_V2_JSON,
        ("smithy.protocols#rpcv2Json", true) => &p::RPC_V2_JSON_QUERY_COMPATIBLE,
        _ => return None,
    })
}
