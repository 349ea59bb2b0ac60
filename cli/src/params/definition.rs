//! Definitions of pipelines, as people write them: objects whose fields stand beside their id, where the service has lists
//! of keys and values.

use crate::args::operation::Supplied;
use crate::errors::Failure;
use crate::json;
use crate::table::Definition;
use crate::value::{Key, Map, Value};

/// Names in a definition, and those of the service's members for the same.
const OBJECTS: (&str, &str) = ("objects", "pipelineObjects");
const PARAMETERS: (&str, &str) = ("parameters", "parameterObjects");
const VALUES: (&str, &str) = ("values", "parameterValues");

/// Puts what is given for an option that takes a part of a definition into the parameters. `text` is that of an option
/// that takes one word.
///
/// # Errors
/// 255 for what is no JSON, 252 for what is no such part.
pub(crate) fn fill(
    params: &mut Map,
    part: Definition,
    supplied: &Supplied,
    text: &str,
) -> Result<(), Failure> {
    let is_of_values = matches!(part, Definition::Values | Definition::Pairs);
    if is_of_values && params.contains_key(VALUES.1) {
        return Err(Failure::param(
            "Only parameter-values or parameter-values-uri is allowed",
        ));
    }
    if part == Definition::Pairs {
        let values = values(&pairs(supplied)?);
        params.insert(VALUES.1, values);
        return Ok(());
    }
    let definition = json::parse(text).map_err(|error| Failure::general(error.to_string()))?;
    let Value::Map(definition) = definition else {
        return Err(wrong("it is no object"));
    };
    let objects = |of: (&str, &str), fields: &str, what: &str| {
        let given = definition.get(of.0);
        given.map(|it| objects(it, fields, what)).transpose()
    };
    if part == Definition::Whole {
        let objects = objects(OBJECTS, "fields", "element")?;
        let objects = objects.ok_or_else(|| wrong("Missing \"objects\" key"))?;
        params.insert(OBJECTS.1, objects);
    }
    if part != Definition::Values
        && let Some(parameters) = objects(PARAMETERS, "attributes", "parameter")?
        && (part == Definition::Parameters || !params.contains_key(PARAMETERS.1))
    {
        params.insert(PARAMETERS.1, parameters);
    }
    if part != Definition::Parameters
        && let Some(Value::Map(given)) = definition.get(VALUES.0)
        && !params.contains_key(VALUES.1)
    {
        params.insert(VALUES.1, values(given));
    }
    Ok(())
}

fn wrong(problem: &str) -> Failure {
    Failure::param(format!("Error in pipeline definition: {problem}\n"))
}

/// The service's objects: each with its id, and a list of keys and values.
fn objects(given: &Value, fields: &str, what: &str) -> Result<Value, Failure> {
    let items = given.as_list().unwrap_or_default();
    let objects = items.iter().map(|item| {
        let Value::Map(mut item) = item.clone() else {
            return Err(wrong(&format!("an {what} is no object")));
        };
        let Some(id) = item.remove("id") else {
            let shown = json::compact(&Value::Map(item));
            return Err(wrong(&format!("Missing \"id\" key of {what}: {shown}")));
        };
        let mut object = Map::new();
        if fields == "fields" {
            // What has no name is called by its id.
            let name = item.remove("name").unwrap_or_else(|| id.clone());
            object.insert("name", name);
        }
        object.insert("id", id);
        let mut entries: Vec<(&Key, &Value)> = item.iter().collect();
        entries.sort_by(|(a, _), (b, _)| a.text().cmp(&b.text()));
        let all = entries
            .into_iter()
            .flat_map(|(key, value)| each(value).iter().map(move |value| field(key, value)));
        object.insert(fields, Value::List(all.collect()));
        Ok(Value::Map(object))
    });
    objects.collect::<Result<Vec<_>, _>>().map(Value::List)
}

/// The items of a list, or the value itself.
fn each(value: &Value) -> &[Value] {
    value.as_list().unwrap_or(std::slice::from_ref(value))
}

/// A key and its value: a text, or a reference to another object.
fn field(key: &Key, value: &Value) -> Value {
    let mut field = Map::new();
    field.insert("key", key.to_value());
    let reference = value.as_map().filter(|it| it.len() == 1);
    match reference.and_then(|it| it.get("ref")) {
        Some(id) => field.insert("refValue", id.clone()),
        None => field.insert("stringValue", value.clone()),
    };
    Value::Map(field)
}

/// The service's list of values: one for each, and several with the same id for a list.
fn values(given: &Map) -> Value {
    let values = given.iter().flat_map(|(id, value)| {
        each(value).iter().map(move |value| {
            let mut one = Map::new();
            one.insert("id", id.to_value());
            one.insert("stringValue", value.clone());
            Value::Map(one)
        })
    });
    Value::List(values.collect())
}

/// Words like `key=value`; those with the same key are a list.
fn pairs(supplied: &Supplied) -> Result<Map, Failure> {
    let mut map = Map::new();
    let words = match supplied {
        Supplied::Many(words) => words.as_slice(),
        Supplied::One(_) | Supplied::Flag(_) => &[],
    };
    for word in words {
        let text = word.text();
        let Some((key, value)) = text.split_once('=') else {
            return Err(Failure::param(format!(
                "Invalid inline parameter format: {text}"
            )));
        };
        add(&mut map, key.to_owned().into(), Value::from(value));
    }
    Ok(map)
}

/// Adds a value; values of the same key are a list.
fn add(map: &mut Map, key: Key, value: Value) {
    match map.get_mut(&key.text()) {
        Some(Value::List(values)) => values.push(value),
        Some(first) => *first = Value::List(vec![std::mem::take(first), value]),
        None => {
            map.insert(key, value);
        }
    }
}

/// Turns the answer of the service into a definition.
pub(crate) fn shown(answer: &mut Map) {
    for (of, fields) in [(OBJECTS, "fields"), (PARAMETERS, "attributes")] {
        if let Some(Value::List(objects)) = answer.remove(of.1) {
            let objects = objects.iter().filter_map(Value::as_map);
            let objects = objects.map(|object| shown_object(object, fields));
            answer.insert(of.0, Value::List(objects.collect()));
        }
    }
    if let Some(Value::List(given)) = answer.remove(VALUES.1) {
        let mut values = Map::new();
        for value in &given {
            if let (Some(id), Some(value)) = (value.get("id"), value.get("stringValue")) {
                add(&mut values, id.to_string().into(), value.clone());
            }
        }
        answer.insert(VALUES.0, Value::Map(values));
    }
}

fn shown_object(object: &Map, fields: &str) -> Value {
    let mut shown = Map::new();
    for name in ["id", "name"] {
        if let Some(value) = object.get(name) {
            shown.insert(name, value.clone());
        }
    }
    let fields = object.get(fields).and_then(Value::as_list);
    for field in fields.unwrap_or_default() {
        let reference = field.get("refValue").map(|id| {
            let mut reference = Map::new();
            reference.insert("ref", id.clone());
            Value::Map(reference)
        });
        let value = field.get("stringValue").cloned().or(reference);
        if let (Some(key), Some(value)) = (field.get("key"), value) {
            add(&mut shown, key.to_string().into(), value);
        }
    }
    Value::Map(shown)
}
