//! The protocols defined by Smithy and AWS.

/// The ids of their traits. A service has at least one.
pub const PROTOCOLS: &[&str] = &[
    "smithy.protocols#rpcv2Cbor",
    "smithy.protocols#rpcv2Json",
    "aws.protocols#awsJson1_0",
    "aws.protocols#awsJson1_1",
    "aws.protocols#restJson1",
    "aws.protocols#restXml",
    "aws.protocols#awsQuery",
    "aws.protocols#ec2Query",
];
