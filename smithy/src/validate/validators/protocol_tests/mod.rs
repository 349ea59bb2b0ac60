//! Validators of tests of protocols.

mod cases;
mod events;
mod ids;
mod malformed;
mod media;
mod xml;

use super::{Validator, listed};

pub(super) const TABLE: &[Validator] = &[
    Validator::other("EventStreamTestsTrait", events::check),
    Validator::other("HttpMalformedRequestTests", malformed::check),
    Validator::other("HttpRequestTestsInput", cases::inputs),
    Validator::other("HttpResponseTestsError", cases::errors),
    Validator::other("HttpResponseTestsOutput", cases::outputs),
    Validator::other("UniqueProtocolTestCaseId", ids::check),
];

const REQUESTS: &str = "smithy.test#httpRequestTests";
const RESPONSES: &str = "smithy.test#httpResponseTests";
const MALFORMED: &str = "smithy.test#httpMalformedRequestTests";
const EVENTS: &str = "smithy.test#eventStreamTests";
