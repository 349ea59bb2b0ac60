//! The protocols that there are for a service to name. The only list of them in the generator.

/// A protocol that the runtime implements.
pub(in crate::lower) struct Protocol {
    /// The trait's id.
    pub(in crate::lower) id: &'static str,
    /// The runtime's constant, under `rt::protocol`.
    pub(in crate::lower) constant: &'static str,
    /// What the constant's name ends in for services that vary the protocol.
    pub(in crate::lower) variant: Option<Variant>,
    /// The cargo feature of the runtime that it needs.
    pub(in crate::lower) feature: Option<&'static str>,
    /// Whether it sends members where `@http` and its kin say.
    pub(in crate::lower) binds: bool,
}

/// Something that a service may say of its protocol, and the ending of the constant that does so.
#[derive(Clone, Copy)]
pub(in crate::lower) enum Variant {
    /// `@awsQueryCompatible`.
    QueryCompatible,
    /// `noErrorWrapping` of `@restXml`.
    NoErrorWrapping,
}

/// The protocols, best first: smaller messages and cheaper codecs come before larger and dearer ones, and those that
/// say what they mean before those that guess. A service with several is called by the first.
pub(in crate::lower) const PROTOCOLS: &[Protocol] = {
    use Variant::{NoErrorWrapping, QueryCompatible};
    &[
        rpc(
            "smithy.protocols#rpcv2Cbor",
            "RPC_V2_CBOR",
            Some(QueryCompatible),
            Some("cbor"),
        ),
        rpc(
            "smithy.protocols#rpcv2Json",
            "RPC_V2_JSON",
            Some(QueryCompatible),
            None,
        ),
        rpc(
            "aws.protocols#awsJson1_0",
            "AWS_JSON_1_0",
            Some(QueryCompatible),
            None,
        ),
        rpc(
            "aws.protocols#awsJson1_1",
            "AWS_JSON_1_1",
            Some(QueryCompatible),
            None,
        ),
        rest("aws.protocols#restJson1", "REST_JSON_1", None, None),
        rest(
            "aws.protocols#restXml",
            "REST_XML",
            Some(NoErrorWrapping),
            Some("xml"),
        ),
        rpc("aws.protocols#awsQuery", "AWS_QUERY", None, Some("query")),
        rpc("aws.protocols#ec2Query", "EC2_QUERY", None, Some("query")),
    ]
};

type Name = &'static str;

const fn rpc(
    id: Name,
    constant: Name,
    variant: Option<Variant>,
    feature: Option<Name>,
) -> Protocol {
    Protocol {
        id,
        constant,
        variant,
        feature,
        binds: false,
    }
}

const fn rest(
    id: Name,
    constant: Name,
    variant: Option<Variant>,
    feature: Option<Name>,
) -> Protocol {
    Protocol {
        id,
        constant,
        variant,
        feature,
        binds: true,
    }
}
