//! Cases for servers that say more than a server can know: they are meant for clients too, or were written for them.
//!
//! They run as all others do. What is left out of the comparison stands here, case by case, and nothing else is.

/// Cases whose body is compared by what a client makes of it, with the reason.
const READ: &[(&str, &str)] = &[
    ("RestXmlDateTimeWithNegativeOffset", OFFSET),
    ("RestXmlDateTimeWithPositiveOffset", OFFSET),
    ("Ec2QueryDateTimeWithNegativeOffset", OFFSET),
    ("Ec2QueryDateTimeWithPositiveOffset", OFFSET),
    (
        "QueryNoInputAndNoOutputWithResponseMetadata",
        "the id of a request and no namespace",
    ),
    (
        "InvalidGreetingError",
        "an element that is not in the model",
    ),
    ("ComplexError", MESSAGE),
    ("Ec2ComplexError", MESSAGE),
];

const OFFSET: &str = "an instant does not know in which offset it is to be written";
const MESSAGE: &str = "a message of an error that has no message";

/// Headers of cases that are not compared, with the reason.
const IGNORED: &[(&str, &str, &str)] = &[
    ("AwsJson11IntEnums", "X-Amz-Target", "a header of requests"),
    (
        "parses_the_request_id_from_the_response",
        "X-Amzn-Requestid",
        "the id of a request",
    ),
    (
        "RestXmlHttpResponseCode",
        "Content-Type",
        "the type of a body that is not there",
    ),
];

/// Whether the body of a case is compared by what a client makes of it.
pub(super) fn is_read(id: &str) -> bool {
    READ.iter().any(|(other, _)| *other == id)
}

/// Whether a header of a case is not compared.
pub(super) fn is_ignored(id: &str, header: &str) -> bool {
    let is =
        |(other, name, _): &(&str, &str, &str)| *other == id && name.eq_ignore_ascii_case(header);
    IGNORED.iter().any(is)
}
