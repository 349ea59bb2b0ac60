//! Forms: requests of the two query protocols, as a server reads them.

use smithgen_runtime::EncodeOptions;

use super::properties;
use super::shapes::{EC2, QUERY};

/// Reads the bytes.
///
/// # Panics
/// When something that must hold does not.
pub fn run(data: &[u8]) {
    let operation = [&QUERY, &EC2][data.len() % 2];
    let Some(value) = properties::serve(operation, data) else {
        return;
    };
    // Structures without members leave no trace in a form: lists of them come back shorter.
    let protocol = operation.service().protocol();
    if let Ok(request) = protocol.encode_request(operation, &value, &EncodeOptions::default()) {
        let body = request.into_body();
        assert!(body.len() <= data.len() * properties::GROWTH + properties::FRAME);
        assert!(properties::serve(operation, &body).is_some(), "{value:?}");
    }
}
