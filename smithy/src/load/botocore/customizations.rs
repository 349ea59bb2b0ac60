//! What clients know of some services that their descriptions leave out, and their Smithy models say.

/// The service puts no element around its errors in XML.
pub(super) fn has_bare_errors(service_id: &str) -> bool {
    service_id == "S3"
}

/// The root element of the operation's result is its only member.
pub(super) fn has_bare_result(service_id: &str, operation: &str) -> bool {
    (service_id, operation) == ("S3", "GetBucketLocation")
}

/// A number of the description that is a text to clients.
pub(super) fn is_text(service_id: &str, shape: &str) -> bool {
    service_id == "S3" && matches!(shape, "NextPartNumberMarker" | "PartNumberMarker")
}

/// Operations with the same method and path are told apart by a parameter with their name, which the service ignores.
pub(super) fn has_named_twins(service_id: &str) -> bool {
    service_id == "S3"
}
