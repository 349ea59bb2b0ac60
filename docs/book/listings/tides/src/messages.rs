//! Messages as values.

use std::error::Error;

use smithgen_client::encode;

use crate::tides::operations::report_level::{ReportLevel, ReportLevelInput};
use crate::tides::types::Kind;

/// The request that reports a level.
pub fn written() -> Result<Vec<u8>, Box<dyn Error>> {
    let input = ReportLevelInput {
        station: Some("CUXH".to_owned()),
        level: Some(3.2),
        kind: Some(Kind::Measured),
        ..ReportLevelInput::default()
    };
    let request = encode::<ReportLevel>(&input)?;
    assert_eq!(request.uri().path(), "/service/Tides/operation/ReportLevel");
    Ok(request.body().to_vec())
}

#[test]
fn the_request_is_written() {
    assert!(written().unwrap().starts_with(&[0xbf]));
}
