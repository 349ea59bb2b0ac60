//! Any text may be documentation: it becomes comments, each on a line of its own.

use super::model::generate;

const BEFORE: &str = r##"{"smithy": "2.0", "shapes": {
"ex#S": {"type": "service", "version": "1", "operations": [{"target": "ex#Get"}],
"traits": {"aws.protocols#restJson1": {}}},
"ex#Get": {"type": "operation", "traits": {"smithy.api#http": {"method": "POST", "uri": "/"},
"smithy.api#documentation": ""##;

/// Takes bytes as the documentation of an operation.
pub fn run(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut model = BEFORE.to_owned();
    for c in text.chars() {
        match c {
            '"' | '\\' => model.extend(['\\', c]),
            c if c.is_control() => model.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => model.push(c),
        }
    }
    model.push_str("\"}}}}");
    let files = generate(model.into_bytes());
    let files = files.expect("any documentation is as good as another");
    let file = files
        .iter()
        .find(|file| file.path.ends_with("operations/get.rs"));
    let file = file.expect("the operation has a file");
    assert!(file.text.contains("pub struct GetCall("));
    for line in file.text.lines() {
        assert!(
            !line.contains(|c: char| c.is_control() && c != '\t'),
            "{line:?}"
        );
    }
}
