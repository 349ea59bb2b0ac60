//! What must hold of any bytes that a protocol reads as a body.

use smithgen_runtime::bytes::Bytes;
use smithgen_runtime::dynamic::{DynamicStructure, Typing};
use smithgen_runtime::http::{Request, Response};
use smithgen_runtime::{OperationSpec, Structure};

use super::shapes::WRONG;

/// How many bytes may be written for one that was read, and a few for the frame. A control
/// character of one byte becomes six in JSON; a date of CBOR's five bytes becomes thirty.
pub(crate) const GROWTH: usize = 32;
pub(crate) const FRAME: usize = 1024;

/// Reads the body as a response, as an error and as a request, with and without the schema's types.
///
/// # Panics
/// When something is lost on the way out and in again, or grows.
pub fn body(operation: &'static OperationSpec, data: &[u8]) {
    let lenient = read(operation, data, Typing::Typed);
    if let Some(value) = &lenient {
        comes_back(operation, value, data.len());
    }
    // The query protocols' requests are forms, of which another target takes care.
    let same = operation.service().protocol().id() != "aws.protocols#awsQuery"
        && operation.service().protocol().id() != "aws.protocols#ec2Query";
    if same && let Some(value) = serve(operation, data) {
        let strictly = write(operation, &value);
        if let (Some(strictly), Some(lenient)) = (strictly, &lenient) {
            assert_eq!(
                Some(strictly),
                write(operation, lenient),
                "a server reads something else than a client"
            );
        }
    }
    if let Some(value) = read(operation, data, Typing::Loose) {
        let _ = write(operation, &value);
        let _ = format!("{value:?}");
    }
    error(operation, data);
}

/// What was written is read again as the same.
fn comes_back(operation: &'static OperationSpec, value: &DynamicStructure, length: usize) {
    let Some(once) = write(operation, value) else {
        return;
    };
    assert!(
        once.len() <= length * GROWTH + FRAME,
        "{} bytes became {}",
        length,
        once.len()
    );
    let again = read(operation, &once, Typing::Typed);
    let again = again.expect("what was written can be read");
    let twice = write(operation, &again);
    assert_eq!(Some(once), twice, "{value:?}");
}

/// Reads a response of a success.
pub fn read(
    operation: &'static OperationSpec,
    data: &[u8],
    typing: Typing,
) -> Option<DynamicStructure> {
    let mut value = DynamicStructure::new(operation.output(), typing);
    let response = Response::new(Bytes::copy_from_slice(data));
    operation
        .service()
        .protocol()
        .decode_response(operation, &response, &mut value)
        .ok()
        .map(|()| value)
}

/// Writes a response of a success.
pub fn write(operation: &'static OperationSpec, value: &DynamicStructure) -> Option<Bytes> {
    operation
        .service()
        .protocol()
        .encode_response(operation, value)
        .ok()
        .map(Response::into_body)
}

/// Reads a request.
pub fn serve(operation: &'static OperationSpec, data: &[u8]) -> Option<DynamicStructure> {
    let mut value = DynamicStructure::new(operation.input(), Typing::Typed);
    let mut request = Request::new(Bytes::copy_from_slice(data));
    *request.method_mut() = smithgen_runtime::http::Method::POST;
    operation
        .service()
        .protocol()
        .decode_request(operation, &request, &mut value)
        .ok()
        .map(|()| value)
}

fn error(operation: &'static OperationSpec, data: &[u8]) {
    let mut response = Response::new(Bytes::copy_from_slice(data));
    *response.status_mut() = smithgen_runtime::http::StatusCode::BAD_REQUEST;
    let protocol = operation.service().protocol();
    let metadata = protocol.error_metadata(operation, &response);
    assert_eq!(metadata.status, 400);
    let mut error = DynamicStructure::new(&WRONG, Typing::Typed);
    if protocol
        .decode_error(operation, &response, &mut error)
        .is_ok()
    {
        let _ = protocol.encode_error(operation, &error);
        assert!(std::ptr::eq(error.schema(), &WRONG));
    }
}
