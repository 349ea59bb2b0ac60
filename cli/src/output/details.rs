//! The details block of a service error: members that fit on one line each.

use crate::value::Value;

/// Lists and mappings with at least this many members are too long for one line.
const TOO_MANY: usize = 5;

/// The block to print after a service error's message, without surrounding line breaks; `None` if there is nothing
/// to show. Nulls are omitted, as are `Code` and `Message`, which are shown elsewhere.
pub fn details<'a>(members: impl IntoIterator<Item = (&'a str, &'a Value)>) -> Option<String> {
    let mut lines = vec!["Additional error details:".to_owned()];
    let mut complex = false;
    for (name, value) in members {
        if matches!(value, Value::Null) || matches!(name, "Code" | "Message") {
            continue;
        }
        let shown = inline(value);
        complex |= shown.is_none();
        lines.push(format!(
            "{name}: {}",
            shown.as_deref().unwrap_or("<complex value>")
        ));
    }
    if lines.len() == 1 {
        return None;
    }
    if complex {
        lines.push(
            "Use \"--cli-error-format json\" or another error format to see the full details."
                .to_owned(),
        );
    }
    Some(lines.join("\n"))
}

/// The value on one line, unless it is long or nested.
fn inline(value: &Value) -> Option<String> {
    match value {
        Value::List(items) => {
            let fits = items.len() < TOO_MANY && items.iter().all(Value::is_scalar);
            fits.then(|| format!("[{}]", joined(items.iter().map(ToString::to_string))))
        }
        Value::Map(map) => {
            let fits = map.len() < TOO_MANY && map.values().all(Value::is_scalar);
            fits.then(|| {
                format!(
                    "{{{}}}",
                    joined(map.iter().map(|(key, value)| format!("{key}: {value}")))
                )
            })
        }
        scalar => Some(scalar.to_string()),
    }
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    fn block(text: &str) -> Option<String> {
        let value = parse(text).unwrap();
        let map = value.as_map().unwrap();
        details(
            map.iter()
                .filter_map(|(key, value)| Some((key.as_str()?, value))),
        )
    }

    #[test]
    fn small_values_stay_on_their_line() {
        let shown = block(
            r#"{"a":[1,"a",null,true],"b":{"a":1,"b":"x"},"c":1.0,"d":"","Code":"x","n":null,"e":[]}"#,
        );
        assert_eq!(
            shown.unwrap(),
            "Additional error details:\na: [1, a, None, True]\nb: {a: 1, b: x}\nc: 1.0\nd: \ne: []"
        );
        assert_eq!(block(r#"{"Message":"m","n":null}"#), None);
    }

    #[test]
    fn long_or_nested_values_are_named_only() {
        for text in [r#"{"a":[1,2,3,4,5]}"#, r#"{"a":{"b":[]}}"#, r#"{"a":[{}]}"#] {
            assert_eq!(
                block(text).unwrap(),
                "Additional error details:\na: <complex value>\n\
                 Use \"--cli-error-format json\" or another error format to see the full details."
            );
        }
    }
}
