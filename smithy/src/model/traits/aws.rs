//! Traits that AWS defines: signing, checksums, names, error codes.

use serde::Deserialize;

/// AWS Signature Version 4.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(expecting = "an object")]
pub struct Sigv4 {
    /// The signing name.
    pub name: String,
}

/// Asymmetric AWS Signature Version 4.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(expecting = "an object")]
pub struct Sigv4a {
    /// The signing name.
    pub name: String,
}

/// The `aws.api#service` trait.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an object")]
pub struct AwsService {
    /// The SDK id, which may contain spaces.
    pub sdk_id: String,
    /// The service part of an ARN.
    pub arn_namespace: Option<String>,
    /// The name in CloudFormation.
    pub cloud_formation_name: Option<String>,
    /// The event source in CloudTrail.
    pub cloud_trail_event_source: Option<String>,
    /// The prefix of its host name.
    pub endpoint_prefix: Option<String>,
    /// The id of its documentation.
    pub doc_id: Option<String>,
}

/// Checksums of requests and responses.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an object")]
pub struct HttpChecksum {
    /// The input member that selects the algorithm.
    pub request_algorithm_member: Option<String>,
    /// Whether requests require a checksum.
    #[serde(default)]
    pub request_checksum_required: bool,
    /// The input member that enables validation of the response.
    pub request_validation_mode_member: Option<String>,
    /// The algorithms that the response may use.
    #[serde(default)]
    pub response_algorithms: Vec<String>,
}

/// An error's code and status in awsQuery.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an object")]
pub struct AwsQueryError {
    /// The code.
    pub code: String,
    /// The HTTP status.
    pub http_response_code: u16,
}

/// The operation that tells where to call a service's other operations.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an object")]
pub struct ClientEndpointDiscovery {
    /// Its id, or its name if it stands beside the service.
    pub operation: String,
}

/// How an operation depends on its service's endpoint discovery.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an object")]
pub struct ClientDiscoveredEndpoint {
    /// Whether it cannot be called otherwise.
    #[serde(default)]
    pub required: bool,
}
