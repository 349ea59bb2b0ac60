//! `--query`: an expression, a line break, and the JSON it is applied to.

use smithgen_cli::fuzzing::json;
use smithgen_cli::fuzzing::output::{Format, Options, render};
use smithgen_cli::fuzzing::query::Query;

const DATA: &str = r#"{"a":[{"k":"b","v":2,"t":[1,2,[3]]},{"k":"a","v":null}],"b":{"x":1.5,"y":"z"},"c":"text","d":true}"#;

/// Reads the bytes, applies the query and prints what it gives.
pub fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let (expression, data) = text.split_once('\n').unwrap_or((text, DATA));
    let (Ok(query), Ok(value)) = (Query::compile(expression), json::parse(data)) else {
        return;
    };
    let Ok(found) = query.search(&value) else {
        return;
    };
    for format in [Format::Json, Format::Text, Format::Table, Format::Yaml] {
        let _ = render(Options::new(format, "Title"), &found, &mut std::io::sink());
    }
}
