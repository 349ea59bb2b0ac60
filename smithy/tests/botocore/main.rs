//! Descriptions of services in botocore's form, read into the same model as any other.

mod files;

use serde_json::{Value, json};
use smithgen_model::{Errors, load, print, resolve};

/// The model of a description and the files beside it, as a JSON AST, and what was found wrong with it.
fn read(files: &[(&str, &Value)]) -> (Value, String) {
    let texts = files
        .iter()
        .map(|(name, value)| (format!("lamp/{name}"), value.to_string().into_bytes()));
    let mut errors = Errors::new();
    let loaded = load::load_with(texts.collect(), Vec::new(), &mut errors);
    let merged = resolve::merge(loaded, false, &mut errors);
    errors.sort();
    (print::json_ast(&merged.model), errors.to_string())
}

/// The same of a description that has no mistakes.
fn good(service: &Value) -> Value {
    let (ast, problems) = read(&[("service-2.json", service)]);
    assert_eq!(problems, "");
    ast
}

fn service(protocol: &str, operations: Value, shapes: Value) -> Value {
    json!({
        "version": "2.0",
        "metadata": {
            "apiVersion": "2020-01-02", "endpointPrefix": "lamp", "serviceId": "Lamp Works",
            "protocol": protocol, "signatureVersion": "v4", "serviceFullName": "Lamps"
        },
        "operations": operations,
        "shapes": shapes
    })
}

/// A value in the AST: the name of a shape, then keys.
fn at<'a>(ast: &'a Value, shape: &str, keys: &[&str]) -> &'a Value {
    let shape = &ast["shapes"][format!("com.amazonaws.lampworks#{shape}")];
    keys.iter().fold(shape, |value, key| &value[*key])
}

fn traits<'a>(ast: &'a Value, shape: &str, member: &str) -> &'a Value {
    at(ast, shape, &["members", member, "traits"])
}

#[test]
fn a_service_has_the_traits_of_its_metadata() {
    let mut described = service("rest-json", json!({}), json!({}));
    described["documentation"] = json!("<p>Lamps.</p>");
    described["clientContextParams"] = json!({ "Dim": { "type": "boolean" } });
    let metadata = described["metadata"].as_object_mut().unwrap();
    metadata.insert("signingName".into(), json!("glow"));
    metadata.insert(
        "auth".into(),
        json!(["aws.auth#sigv4", "smithy.api#httpBearerAuth"]),
    );
    metadata.insert("protocolSettings".into(), json!({ "h2": "eventstream" }));
    let ast = good(&described);
    let found = at(&ast, "LampWorks", &[]);
    assert_eq!(found["type"], "service");
    assert_eq!(found["version"], "2020-01-02");
    let expected = json!({
        "aws.api#service": { "sdkId": "Lamp Works", "endpointPrefix": "lamp" },
        "aws.auth#sigv4": { "name": "glow" },
        "aws.protocols#restJson1": { "http": ["http/1.1", "h2"], "eventStreamHttp": ["h2"] },
        "smithy.api#auth": ["aws.auth#sigv4", "smithy.api#httpBearerAuth"],
        "smithy.api#documentation": "<p>Lamps.</p>",
        "smithy.api#httpBearerAuth": {},
        "smithy.api#title": "Lamps",
        "smithy.rules#clientContextParams": { "Dim": { "type": "boolean" } }
    });
    assert_eq!(found["traits"], expected);
}

#[test]
fn the_prefix_of_targets_names_the_service() {
    let mut described = service("json", json!({}), json!({}));
    described["metadata"]["targetPrefix"] = json!("com.lamps.Lamps_2020");
    described["metadata"]["jsonVersion"] = json!("1.0");
    described["metadata"]["protocols"] = json!(["smithy-rpc-v2-cbor", "json"]);
    let ast = good(&described);
    let traits = at(&ast, "Lamps_2020", &["traits"]);
    assert_eq!(traits["smithy.protocols#rpcv2Cbor"], json!({}));
    assert_eq!(traits["aws.protocols#awsJson1_0"], json!({}));
}

#[test]
fn members_are_bound_where_they_are_sent() {
    let operations = json!({ "GetLamp": {
        "name": "GetLamp",
        "http": { "method": "GET", "requestUri": "/lamps/{lamp-id}/{Rest+}?view=all", "responseCode": 201 },
        "input": { "shape": "GetLampRequest" }, "output": { "shape": "GetLampResponse" },
        "errors": [{ "shape": "Broken" }, { "shape": "Broken" }],
        "endpoint": { "hostPrefix": "{Account}." }, "authtype": "none", "idempotent": true,
        "deprecated": true, "deprecatedMessage": "Use another."
    } });
    let shapes = json!({
        "GetLampRequest": { "type": "structure", "required": ["Account"], "members": {
            "Account": { "shape": "S", "hostLabel": true },
            "Id": { "shape": "S", "location": "uri", "locationName": "lamp-id" },
            "Rest": { "shape": "S", "location": "uri", "locationName": "Rest" },
            "Sort": { "shape": "S", "location": "querystring", "locationName": "sort" },
            "More": { "shape": "M", "location": "querystring" },
            "Token": { "shape": "S", "location": "header", "locationName": "x-token", "idempotencyToken": true },
            "Meta": { "shape": "M", "location": "headers", "locationName": "x-meta-" },
            "Colour": { "shape": "S", "locationName": "color" }
        } },
        "GetLampResponse": { "type": "structure", "payload": "Light", "members": {
            "Status": { "shape": "I", "location": "statusCode" },
            "Light": { "shape": "B" },
            "Hint": { "shape": "S", "jsonvalue": true, "location": "header", "locationName": "x-hint" }
        } },
        "Broken": { "type": "structure", "exception": true, "error": { "httpStatusCode": 503 },
            "retryable": { "throttling": true }, "members": {} },
        "S": { "type": "string", "min": 1, "max": 9, "pattern": "a|b", "sensitive": true },
        "M": { "type": "map", "key": { "shape": "S" }, "value": { "shape": "S" } },
        "I": { "type": "integer", "min": 0, "max": 1000 },
        "B": { "type": "blob", "streaming": true }
    });
    let ast = good(&service("rest-json", operations, shapes));
    let http = &at(&ast, "GetLamp", &["traits"])["smithy.api#http"];
    let uri = "/lamps/{Id}/{Rest+}?view=all";
    assert_eq!(*http, json!({ "method": "GET", "uri": uri, "code": 201 }));
    let operation = at(&ast, "GetLamp", &[]);
    assert_eq!(operation["errors"].as_array().unwrap().len(), 1);
    assert_eq!(operation["traits"]["smithy.api#auth"], json!([]));
    assert_eq!(
        operation["traits"]["smithy.api#endpoint"],
        json!({ "hostPrefix": "{Account}." })
    );
    let deprecated = &operation["traits"]["smithy.api#deprecated"];
    assert_eq!(*deprecated, json!({ "message": "Use another." }));
    let input = |member| traits(&ast, "GetLampRequest", member);
    let label = json!({ "smithy.api#httpLabel": {}, "smithy.api#required": {} });
    assert_eq!(*input("Id"), label);
    assert_eq!(input("Account")["smithy.api#hostLabel"], json!({}));
    assert_eq!(input("Sort")["smithy.api#httpQuery"], "sort");
    assert_eq!(input("More")["smithy.api#httpQueryParams"], json!({}));
    assert_eq!(input("Token")["smithy.api#httpHeader"], "x-token");
    assert_eq!(input("Meta")["smithy.api#httpPrefixHeaders"], "x-meta-");
    assert_eq!(input("Colour")["smithy.api#jsonName"], "color");
    let output = |member| traits(&ast, "GetLampResponse", member);
    assert_eq!(output("Status")["smithy.api#httpResponseCode"], json!({}));
    let payload = json!({ "smithy.api#default": "", "smithy.api#httpPayload": {} });
    assert_eq!(*output("Light"), payload);
    let hint = at(&ast, "GetLampResponse", &["members", "Hint", "target"]);
    assert_eq!(hint, "com.amazonaws.lampworks#SynthesizedJsonS");
    let media = &at(&ast, "SynthesizedJsonS", &["traits"])["smithy.api#mediaType"];
    assert_eq!(media, "application/json");
    let broken = at(&ast, "Broken", &["traits"]);
    assert_eq!(broken["smithy.api#error"], "server");
    assert_eq!(broken["smithy.api#httpError"], 503);
    assert_eq!(
        broken["smithy.api#retryable"],
        json!({ "throttling": true })
    );
    let text = at(&ast, "S", &["traits"]);
    assert_eq!(text["smithy.api#length"], json!({ "min": 1, "max": 9 }));
    assert_eq!(text["smithy.api#pattern"], "^(?:a|b)$");
    assert_eq!(
        at(&ast, "I", &["traits"])["smithy.api#range"],
        json!({ "min": 0, "max": 1000 })
    );
}

#[test]
fn a_member_in_the_path_leaves_its_name_in_the_body_to_another() {
    let operations = json!({ "Put": { "name": "Put", "http": { "method": "PUT", "requestUri": "/{way}" },
        "input": { "shape": "PutRequest" } } });
    let shapes = json!({
        "PutRequest": { "type": "structure", "members": {
            "kind": { "shape": "S", "location": "uri", "locationName": "way" },
            "other": { "shape": "S", "locationName": "kind" }
        } },
        "S": { "type": "string" }
    });
    let ast = good(&service("rest-json", operations, shapes));
    assert_eq!(
        at(&ast, "Put", &["traits"])["smithy.api#http"]["uri"],
        "/{kind}"
    );
    assert_eq!(
        traits(&ast, "PutRequest", "kind")["smithy.api#jsonName"],
        "requestKind"
    );
    assert_eq!(
        traits(&ast, "PutRequest", "other")["smithy.api#jsonName"],
        "kind"
    );
}

#[test]
fn shapes_are_of_the_kinds_that_their_flags_say() {
    let shapes = json!({
        "Switch": { "type": "string", "enum": ["on", "off", "on", "half-on", "HALF_ON", ""] },
        "Choice": { "type": "structure", "union": true, "members": { "a": { "shape": "Any" } } },
        "Any": { "type": "structure", "document": true, "members": {} },
        "Events": { "type": "structure", "eventstream": true, "members": { "Flash": { "shape": "Flash" } } },
        "Flash": { "type": "structure", "event": true, "members": {
            "Where": { "shape": "Switch", "eventheader": true },
            "What": { "shape": "Any", "eventpayload": true }
        } },
        "When": { "type": "timestamp", "timestampFormat": "rfc822" },
        "Few": { "type": "list", "member": { "shape": "When" }, "sparse": true },
        "flash": { "type": "long" }
    });
    let ast = good(&service("json", json!({}), shapes));
    let names = at(&ast, "Switch", &["members"]).as_object().unwrap();
    let names: Vec<(&String, &Value)> = names
        .iter()
        .map(|(name, member)| (name, &member["traits"]["smithy.api#enumValue"]))
        .collect();
    let expected = [
        ("on", "on"),
        ("off", "off"),
        ("half_on", "half-on"),
        ("HALF_ON_", "HALF_ON"),
        ("VALUE_", ""),
    ];
    assert_eq!(names.len(), expected.len());
    for ((name, value), expected) in names.into_iter().zip(expected) {
        assert_eq!((name.as_str(), value.as_str().unwrap()), expected);
    }
    for (shape, kind) in [
        ("Choice", "union"),
        ("Any", "document"),
        ("Events", "union"),
        ("Flash", "structure"),
    ] {
        assert_eq!(at(&ast, shape, &["type"]), kind, "{shape}");
    }
    assert_eq!(
        at(&ast, "Events", &["traits"])["smithy.api#streaming"],
        json!({})
    );
    assert_eq!(
        traits(&ast, "Flash", "Where")["smithy.api#eventHeader"],
        json!({})
    );
    assert_eq!(
        traits(&ast, "Flash", "What")["smithy.api#eventPayload"],
        json!({})
    );
    assert_eq!(
        at(&ast, "When", &["traits"])["smithy.api#timestampFormat"],
        "http-date"
    );
    assert_eq!(at(&ast, "Few", &["traits"])["smithy.api#sparse"], json!({}));
    // Names that differ in case only would be one; structures keep theirs.
    assert_eq!(at(&ast, "flash_", &["type"]), "long");
}

#[test]
fn shapes_give_way_to_operations_of_their_name() {
    let operations = json!({ "Dim": { "name": "Dim", "http": {}, "input": { "shape": "Dim" } } });
    let shapes = json!({ "Dim": { "type": "structure", "members": {} } });
    let ast = good(&service("json", operations, shapes));
    let input = at(&ast, "Dim", &["input", "target"]);
    assert_eq!(input, "com.amazonaws.lampworks#Dim_");
}

#[test]
fn names_in_xml_are_those_of_members_lists_and_roots() {
    let operations = json!({ "Put": {
        "name": "Put", "http": { "method": "PUT", "requestUri": "/" },
        "input": { "shape": "PutRequest", "locationName": "PutLamp", "xmlNamespace": { "uri": "urn:lamps" } }
    } });
    let shapes = json!({
        "PutRequest": { "type": "structure", "members": {
            "Flat": { "shape": "FlatList", "locationName": "Unused" },
            "Deep": { "shape": "DeepList", "locationName": "deep" },
            "Kind": { "shape": "S", "xmlAttribute": true, "locationName": "xsi:type" },
            "Own": { "shape": "S", "xmlNamespace": { "prefix": "o", "uri": "urn:own" } }
        } },
        "FlatList": { "type": "list", "flattened": true, "member": { "shape": "S", "locationName": "Item" } },
        "DeepList": { "type": "list", "member": { "shape": "S", "locationName": "item" } },
        "S": { "type": "string" }
    });
    let ast = good(&service("rest-xml", operations, shapes));
    let namespace = &at(&ast, "LampWorks", &["traits"])["smithy.api#xmlNamespace"];
    assert_eq!(*namespace, json!({ "uri": "urn:lamps" }));
    assert_eq!(
        at(&ast, "PutRequest", &["traits"])["smithy.api#xmlName"],
        "PutLamp"
    );
    let input = |member| traits(&ast, "PutRequest", member);
    assert_eq!(
        *input("Flat"),
        json!({ "smithy.api#xmlFlattened": {}, "smithy.api#xmlName": "Item" })
    );
    assert_eq!(*input("Deep"), json!({ "smithy.api#xmlName": "deep" }));
    let attribute = json!({ "smithy.api#xmlAttribute": {}, "smithy.api#xmlName": "xsi:type" });
    assert_eq!(*input("Kind"), attribute);
    let own = json!({ "smithy.api#xmlNamespace": { "prefix": "o", "uri": "urn:own" } });
    assert_eq!(*input("Own"), own);
    assert_eq!(
        at(&ast, "DeepList", &["member", "traits"])["smithy.api#xmlName"],
        "item"
    );
}

#[test]
fn queries_have_names_and_codes_of_their_own() {
    let shapes = |protocol: &str| {
        let operations = json!({ "Go": { "name": "Go", "http": {}, "input": { "shape": "GoRequest" },
            "errors": [{ "shape": "Gone", "error": { "code": "Lamp.Gone", "httpStatusCode": 410 } }] } });
        let shapes = json!({
            "GoRequest": { "type": "structure", "members": {
                "Plain": { "shape": "S", "locationName": "plain" },
                "Other": { "shape": "S", "locationName": "other", "queryName": "Third" }
            } },
            "Gone": { "type": "structure", "members": {} },
            "S": { "type": "string" }
        });
        good(&service(protocol, operations, shapes))
    };
    let ec2 = shapes("ec2");
    let plain = &traits(&ec2, "GoRequest", "Plain")["aws.protocols#ec2QueryName"];
    assert_eq!(plain, "Plain");
    let other = traits(&ec2, "GoRequest", "Other");
    let expected = json!({ "aws.protocols#ec2QueryName": "Third", "smithy.api#xmlName": "other" });
    assert_eq!(*other, expected);
    let query = shapes("query");
    let gone = at(&query, "Gone", &["traits"]);
    assert_eq!(gone["smithy.api#error"], "client");
    let code = json!({ "code": "Lamp.Gone", "httpResponseCode": 410 });
    assert_eq!(gone["aws.protocols#awsQueryError"], code);
}

#[test]
fn what_clients_know_of_s3_is_added() {
    let get =
        |name: &str| json!({ "name": name, "http": { "method": "GET", "requestUri": "/?a" } });
    let operations = json!({ "GetOne": get("GetOne"), "GetTwo": get("GetTwo"),
        "GetBucketLocation": { "name": "GetBucketLocation", "http": { "method": "GET", "requestUri": "/" } } });
    let shapes = json!({ "PartNumberMarker": { "type": "integer" } });
    let mut described = service("rest-xml", operations, shapes);
    described["metadata"]["serviceId"] = json!("S3");
    let ast = good(&described);
    let at = |shape: &str| &ast["shapes"][format!("com.amazonaws.s3#{shape}")];
    assert_eq!(
        at("GetOne")["traits"]["smithy.api#http"]["uri"],
        "/?a&x-id=GetOne"
    );
    let location = &at("GetBucketLocation")["traits"];
    assert_eq!(location["smithy.api#http"]["uri"], "/");
    assert_eq!(
        location["aws.customizations#s3UnwrappedXmlOutput"],
        json!({})
    );
    assert_eq!(at("PartNumberMarker")["type"], "string");
    let protocol = &at("S3")["traits"]["aws.protocols#restXml"];
    assert_eq!(*protocol, json!({ "noErrorWrapping": true }));
}
