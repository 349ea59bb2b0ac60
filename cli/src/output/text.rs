//! `--output text`: tab-separated values, one line per mapping, with nested members on their own lines.

use super::Error;
use crate::value::{Map, Value};

pub(super) fn format(value: &Value) -> Result<String, Error> {
    let mut out = String::new();
    item(value, None, None, &mut out)?;
    Ok(out)
}

/// Formats a value. `name` is its key; `columns` are the keys of all sibling mappings.
fn item(
    value: &Value,
    name: Option<&str>,
    columns: Option<&[String]>,
    out: &mut String,
) -> Result<(), Error> {
    match value {
        Value::Map(map) => mapping(map, name, columns, out),
        Value::List(items) => list(items, name, out),
        scalar => {
            line([scalar.to_string()], out);
            Ok(())
        }
    }
}

fn list(items: &[Value], name: Option<&str>, out: &mut String) -> Result<(), Error> {
    if items.iter().any(|item| matches!(item, Value::Map(_))) {
        let columns = scalar_keys(items)?;
        return items
            .iter()
            .try_for_each(|element| item(element, name, Some(&columns), out));
    }
    let (scalars, nested): (Vec<_>, Vec<_>) = items.iter().partition(|item| item.is_scalar());
    match name {
        Some(name) => scalars
            .iter()
            .for_each(|scalar| line([name.to_uppercase(), scalar.to_string()], out)),
        None if scalars.is_empty() => {}
        None => line(scalars.iter().map(ToString::to_string), out),
    }
    nested
        .into_iter()
        .try_for_each(|element| item(element, name, None, out))
}

/// The keys with a scalar value in any of these mappings, sorted.
fn scalar_keys(items: &[Value]) -> Result<Vec<String>, Error> {
    let mut keys = Vec::new();
    for item in items {
        let Value::Map(map) = item else {
            return Err(Error::Shape(format!(
                "'{}' object has no attribute 'items'",
                item.class()
            )));
        };
        let scalars = map.iter().filter(|(_, value)| value.is_scalar());
        keys.extend(scalars.map(|(key, _)| key.text().into_owned()));
    }
    keys.sort_unstable();
    keys.dedup();
    Ok(keys)
}

fn mapping(
    map: &Map,
    name: Option<&str>,
    columns: Option<&[String]>,
    out: &mut String,
) -> Result<(), Error> {
    let mut entries: Vec<_> = map.iter().map(|(key, value)| (key.text(), value)).collect();
    entries.sort_by(|(a, _), (b, _)| a.cmp(b));
    let mut cells: Vec<String> = match columns {
        Some(columns) => columns
            .iter()
            .map(|column| map.get(column).map(ToString::to_string).unwrap_or_default())
            .collect(),
        None => entries
            .iter()
            .filter(|(_, value)| value.is_scalar())
            .map(|(_, v)| v.to_string())
            .collect(),
    };
    if !cells.is_empty() {
        if let Some(name) = name {
            cells.insert(0, name.to_uppercase());
        }
        line(cells, out);
    }
    for (key, value) in entries {
        let shown = columns.map_or(value.is_scalar(), |columns| {
            columns.iter().any(|column| *column == key)
        });
        if !shown {
            item(value, Some(&key), None, out)?;
        }
    }
    Ok(())
}

fn line(cells: impl IntoIterator<Item = String>, out: &mut String) {
    for (i, cell) in cells.into_iter().enumerate() {
        if i > 0 {
            out.push('\t');
        }
        out.push_str(&cell);
    }
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    fn text(json: &str) -> String {
        format(&parse(json).unwrap()).unwrap()
    }

    #[test]
    fn scalars_come_before_what_is_nested() {
        assert_eq!(
            text(r#"{"c":{"b":1,"a":[1,2],"d":{"x":"y"}},"s":["p","q"],"t":"t"}"#),
            "t\nC\t1\nA\t1\nA\t2\nD\ty\nS\tp\nS\tq\n"
        );
        assert_eq!(text("[1,null,true,1e16]"), "1\tNone\tTrue\t1e+16\n");
        assert_eq!(text(r#"[1,[2,3],"x",[]]"#), "1\tx\n2\t3\n");
        assert_eq!(text("[]"), "");
        assert_eq!(text("null"), "None\n");
    }

    #[test]
    fn mappings_in_a_list_share_their_columns() {
        assert_eq!(
            text(r#"[{"a":1,"b":[9]},{"c":3,"a":{}},{}]"#),
            "1\t\nB\t9\n{}\t3\n\t\n"
        );
        let error = format(&parse(r#"[{"a":1},2]"#).unwrap()).unwrap_err();
        assert_eq!(error.to_string(), "'int' object has no attribute 'items'");
    }
}
