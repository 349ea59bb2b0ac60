//! The files beside a description, other kinds of files with it, and files that are damaged.

use serde_json::{Value, json};
use smithgen_model::{Errors, load, print, resolve};

use super::{at, read, service};

/// A service whose results come in pages, and that can be waited for.
fn listed() -> Value {
    let operations = json!({ "List": { "name": "List", "http": { "method": "GET", "requestUri": "/" },
        "input": { "shape": "ListRequest" }, "output": { "shape": "ListResponse" },
        "errors": [{ "shape": "Missing" }] } });
    let shapes = json!({
        "ListRequest": { "type": "structure", "members": { "next": { "shape": "S" }, "max": { "shape": "I" } } },
        "ListResponse": { "type": "structure", "members": { "page": { "shape": "Page" } } },
        "Page": { "type": "structure", "members": { "next": { "shape": "S" }, "items": { "shape": "L" } } },
        "Missing": { "type": "structure", "exception": true, "error": { "httpStatusCode": 404 }, "members": {} },
        "L": { "type": "list", "member": { "shape": "S" } },
        "S": { "type": "string" }, "I": { "type": "integer" }
    });
    service("rest-json", operations, shapes)
}

#[test]
fn files_beside_a_description_belong_to_it() {
    let pages = json!({ "pagination": { "List": { "input_token": "next", "output_token": "page.next",
        "limit_key": "max", "result_key": "page.items", "more_results": "page.more" } } });
    let waiters = json!({ "version": 2, "waiters": { "Lit": { "operation": "List", "delay": 200, "maxAttempts": 3,
        "acceptors": [
            { "matcher": "pathAll", "argument": "page.items", "expected": "lit", "state": "success" },
            { "matcher": "path", "argument": "page.next == 'a'", "expected": true, "state": "failure" },
            { "matcher": "status", "expected": 404, "state": "retry" },
            { "matcher": "error", "expected": "Dark", "state": "retry" }
        ] } } });
    let rules = json!({ "version": "1.0", "parameters": {}, "rules": [] });
    let extras = json!({ "merge": {
        "metadata": { "serviceId": "Lamp Works" },
        "shapes": { "I": { "type": "long" }, "ListRequest": { "members": { "more": { "shape": "S" } } } }
    } });
    let mut described = listed();
    described["metadata"]["serviceId"] = json!("Lantern");
    let (ast, problems) = read(&[
        ("waiters-2.json", &waiters),
        ("paginators-1.json", &pages),
        ("service-2.json", &described),
        ("endpoint-rule-set-1.json", &rules),
        ("service-2.sdk-extras.json", &extras),
        ("examples-1.json", &json!({ "examples": {} })),
    ]);
    assert_eq!(problems, "");
    let traits = at(&ast, "List", &["traits"]);
    let paginated = json!({ "inputToken": "next", "outputToken": "page.next",
        "items": "page.items", "pageSize": "max" });
    assert_eq!(traits["smithy.api#paginated"], paginated);
    let output = |path: &str, expected: &str, comparator: &str| json!({ "output": { "path": path, "expected": expected, "comparator": comparator } });
    let waitable = json!({ "Lit": { "acceptors": [
        { "state": "success", "matcher": output("page.items", "lit", "allStringEquals") },
        { "state": "failure", "matcher": output("page.next == 'a'", "true", "booleanEquals") },
        { "state": "retry", "matcher": { "errorType": "Missing" } },
        { "state": "retry", "matcher": { "errorType": "Dark" } }
    ], "minDelay": 200, "maxDelay": 200 } });
    assert_eq!(traits["smithy.waiters#waitable"], waitable);
    let paginator = json!({ "inputTokens": ["next"], "outputTokens": ["page.next"], "items": ["page.items"],
        "pageSize": "max", "moreResults": "page.more" });
    assert_eq!(traits["smithgen.commands#paginator"], paginator);
    let waiter = &traits["smithgen.commands#waiters"]["Lit"];
    assert_eq!(
        (&waiter["delay"], &waiter["maxAttempts"]),
        (&json!(200), &json!(3))
    );
    let status = json!({ "matcher": "status", "expected": 404, "state": "retry" });
    assert_eq!(waiter["acceptors"][2], status);
    assert_eq!(
        at(&ast, "LampWorks", &["traits"])["smithy.rules#endpointRuleSet"],
        rules
    );
    assert_eq!(at(&ast, "I", &["type"]), "long");
    let more = at(&ast, "ListRequest", &["members", "more", "target"]);
    assert_eq!(more, "com.amazonaws.lampworks#S");
}

#[test]
fn what_a_model_cannot_say_is_noted() {
    let pages = json!({ "pagination": {
        "List": { "input_token": ["next", "max"], "output_token": ["page.next", "a"] },
        "Gone": { "input_token": "a", "output_token": "b" }
    } });
    let waiters = json!({ "waiters": { "Lit": { "operation": "List", "delay": 1, "acceptors": [
        { "matcher": "status", "expected": 418, "state": "success" }
    ] } } });
    let described = listed();
    let files = [
        ("service-2.json", &described),
        ("paginators-1.json", &pages),
        ("waiters-2.json", &waiters),
    ];
    let (ast, problems) = read(&files);
    let traits = at(&ast, "List", &["traits"]);
    assert!(traits.get("smithy.api#paginated").is_none());
    assert!(traits.get("smithy.waiters#waitable").is_none());
    for told in [
        "note: `com.amazonaws.lampworks#List`: the paginator's tokens",
        "warning: the service has no operation `Gone`",
        "note: `com.amazonaws.lampworks#List`: the waiter `Lit` is left out",
    ] {
        assert!(problems.contains(told), "{told} in:\n{problems}");
    }
}

#[test]
fn a_description_mixes_with_other_kinds_of_files() {
    let idl = "$version: \"2\"\nnamespace mine\nuse com.amazonaws.lampworks#Page\n\
               structure Mine { page: Page }\napply Page @documentation(\"Mine.\")\n";
    let mut errors = Errors::new();
    let texts = vec![
        ("a.smithy".to_owned(), idl.as_bytes().to_vec()),
        (
            "lamp/service-2.json".to_owned(),
            listed().to_string().into_bytes(),
        ),
    ];
    let loaded = load::load_texts(texts, &mut errors);
    let merged = resolve::merge(loaded, false, &mut errors);
    assert_eq!(errors.to_string(), "");
    let ast = print::json_ast(&merged.model);
    assert_eq!(
        at(&ast, "Page", &["traits"])["smithy.api#documentation"],
        "Mine."
    );
    assert_eq!(
        ast["shapes"]["mine#Mine"]["members"]["page"]["target"],
        "com.amazonaws.lampworks#Page"
    );
}

#[test]
fn hostile_descriptions_are_refused_and_nothing_panics() {
    let whole = listed();
    let (_, problems) = read(&[("service-2.json", &whole)]);
    assert_eq!(problems, "");
    // Each value in turn becomes one of each other type.
    let mut paths = Vec::new();
    pointers(&whole, String::new(), &mut paths);
    assert!(paths.len() > 50);
    for path in paths {
        for other in [
            json!(null),
            json!(true),
            json!(-1),
            json!("x"),
            json!([[]]),
            json!({ "a": {} }),
        ] {
            let mut damaged = whole.clone();
            *damaged.pointer_mut(&path).unwrap() = other;
            let mut errors = Errors::new();
            let texts = vec![("a.json".to_owned(), damaged.to_string().into_bytes())];
            let loaded = load::load_texts(texts, &mut errors);
            let _ = resolve::resolve(loaded, &mut errors);
        }
    }
    // Nesting is bounded, and text that ends early is told.
    for text in [
        "{\"metadata\":".repeat(500),
        "{\"operations\":".to_owned(),
        "{\"a\":[".repeat(100_000),
    ] {
        let mut errors = Errors::new();
        load::load_texts(vec![("a.json".into(), text.into_bytes())], &mut errors);
        assert!(errors.has_errors());
    }
}

fn pointers(value: &Value, path: String, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                pointers(value, format!("{path}/{key}"), found);
            }
        }
        Value::Array(elements) => {
            for (at, value) in elements.iter().enumerate() {
                pointers(value, format!("{path}/{at}"), found);
            }
        }
        _ => {}
    }
    if !path.is_empty() {
        found.push(path);
    }
}
