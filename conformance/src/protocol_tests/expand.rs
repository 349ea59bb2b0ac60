//! Cases of `httpMalformedRequestTests` that are templates: one case for each row of their parameters.

use serde_json::{Map, Value, json};

/// The cases of a template, as many as its parameters have values; one without parameters is a case itself.
///
/// Source: Smithy 2.0, "HTTP Protocol Compliance Tests", parameterization: `$name:L` is a parameter's value, `$name:S`
/// the same as a quoted string, `$$` a dollar.
pub(super) fn expanded(template: &Value) -> Vec<Value> {
    let parameters = template["testParameters"].as_object();
    let parameters = parameters.cloned().unwrap_or_default();
    let rows = parameters
        .values()
        .map(|values| values.as_array().map_or(0, Vec::len))
        .max();
    let Some(rows) = rows else {
        return vec![filled(template, &Map::new())];
    };
    let cases = (0..rows).map(|row| {
        let chosen = parameters.iter();
        let chosen = chosen.map(|(name, values)| (name.clone(), values[row].clone()));
        let mut case = filled(template, &chosen.collect());
        if let Some(members) = case.as_object_mut() {
            members.remove("testParameters");
            let id = template["id"].as_str().unwrap_or_default();
            members.insert("id".to_owned(), json!(format!("{id}_case{row}")));
        }
        case
    });
    cases.collect()
}

/// A value with its templates filled in.
fn filled(value: &Value, parameters: &Map<String, Value>) -> Value {
    match value {
        Value::String(text) => text_of(text, parameters).into(),
        Value::Array(items) => items.iter().map(|item| filled(item, parameters)).collect(),
        Value::Object(members) => {
            let members = members
                .iter()
                .map(|(name, value)| (text_of(name, parameters), filled(value, parameters)));
            Value::Object(members.collect())
        }
        value => value.clone(),
    }
}

fn text_of(template: &str, parameters: &Map<String, Value>) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('$') {
        text.push_str(before);
        rest = after;
        if let Some(after) = rest.strip_prefix('$') {
            text.push('$');
            rest = after;
            continue;
        }
        let parameter = parameters.iter().find_map(|(name, value)| {
            let after = rest.strip_prefix(name.as_str())?;
            let form = ["L", "S"].into_iter();
            let mut form =
                form.filter_map(|form| Some((form, after.strip_prefix(':')?.strip_prefix(form)?)));
            form.next().map(|(form, after)| (form, value, after))
        });
        match parameter {
            Some((form, value, after)) => {
                let value = value.as_str().unwrap_or_default();
                match form {
                    "S" => text.push_str(&Value::from(value).to_string()),
                    _ => text.push_str(value),
                }
                rest = after;
            }
            None => text.push('$'),
        }
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_have_a_case_for_each_row() {
        let template = json!({
            "id": "Bad",
            "request": { "uri": "/$value:L", "body": "{\"a\": $value:S, \"b\": \"$$x $other\"}" },
            "testParameters": { "value": ["1", "a\"b"] },
        });
        let cases = expanded(&template);
        let ids: Vec<&Value> = cases.iter().map(|case| &case["id"]).collect();
        assert_eq!(ids, ["Bad_case0", "Bad_case1"]);
        assert_eq!(cases[1]["request"]["uri"], "/a\"b");
        assert_eq!(
            cases[1]["request"]["body"],
            "{\"a\": \"a\\\"b\", \"b\": \"$x $other\"}"
        );
        assert_eq!(
            expanded(&json!({ "id": "One", "body": "$$" }))[0]["body"],
            "$"
        );
    }
}
