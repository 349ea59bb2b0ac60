//! Shorthand: `Key=value,List=a,b,Nested={x=1}`.

/// Reads the bytes.
///
/// # Panics
/// When there is more in the value than in the text.
pub fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    if let Some(value) = smithgen_cli::fuzzing::shorthand(text) {
        let written = smithgen_cli::fuzzing::json::minimal(&value);
        assert!(written.len() <= 16 * text.len() + 16, "{written}");
    }
}
