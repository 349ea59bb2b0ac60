//! What validators of the traits of AWS, of waiters, tests and endpoints say, and what they let pass.

use crate::support::events;

/// Checks which events a model of the namespace `ex` has, each as `SEVERITY id shape`, in the order of these. Those of
/// linters for documentation and the like do not count.
fn expect(text: &str, expected: &[&str]) {
    let found = events(&format!("$version: \"2.0\"\nnamespace ex\n{text}"));
    assert_eq!(found, expected, "{text}");
}

#[test]
fn services_of_aws_have_proper_names() {
    let service = |told: &str| {
        format!(
            "@aws.api#service({told})\n@aws.auth#sigv4(name: \"a\")\n@xmlNamespace(uri: \"a:b\")\nservice A {{ version: \"1\" }}"
        )
    };
    let id = |sdk_id: &str| service(&format!("sdkId: \"{sdk_id}\""));
    expect(&id("Exact Words"), &[]);
    expect(&id("2 Words"), &["DANGER SdkServiceId ex#A"]);
    expect(&id("My Client"), &["DANGER SdkServiceId ex#A"]);
}

#[test]
fn arns_name_what_the_resource_has() {
    let service = "@aws.api#service(sdkId: \"Exact\", arnNamespace: \"ex\")\nservice A { version: \"1\", resources: [B] }";
    let resource = |arn: &str| {
        format!(
            "{service}\n@aws.api#arn(template: \"{arn}\")\nresource B {{ identifiers: {{ id: String }} }}"
        )
    };
    let of_arn = |arn: &str| {
        let found = events(&format!(
            "$version: \"2.0\"\nnamespace ex\n{}",
            resource(arn)
        ));
        let is_of_arn = |event: &String| event.contains(" ArnTemplate ");
        found.into_iter().filter(is_of_arn).collect::<Vec<_>>()
    };
    assert!(of_arn("b/{id}").is_empty());
    // One placeholder is too many, and one is missing.
    assert_eq!(of_arn("b/{other}"), ["ERROR ArnTemplate ex#B"; 2]);
    assert!(!of_arn("b/{").is_empty());
}

#[test]
fn conditions_of_waiters_are_typed() {
    let waiter = |path: &str, expected: &str| {
        let text = format!(
            "$version: \"2.0\"\nnamespace ex\n@smithy.waiters#waitable(Done: {{ acceptors: [{{ state: \"success\", matcher: {{ output: {{ path: {path:?}, expected: \"x\", comparator: {expected:?} }} }} }}] }})\n@readonly\noperation A {{ output: B }}\n@output\nstructure B {{ word: String, words: Words, count: Integer }}\nlist Words {{ member: String }}"
        );
        let found = events(&text);
        let is_of_waiters = |event: &String| event.contains("Waitable");
        found.into_iter().filter(is_of_waiters).collect::<Vec<_>>()
    };
    assert!(waiter("word", "stringEquals").is_empty());
    assert!(waiter("words[?@ == 'a']", "anyStringEquals").is_empty());
    for (path, comparator) in [
        ("count", "stringEquals"),
        ("words", "stringEquals"),
        ("word", "allStringEquals"),
        ("words[", "stringEquals"),
        ("length(count)", "stringEquals"),
    ] {
        let found = waiter(path, comparator);
        assert!(!found.is_empty(), "{path} {comparator}");
        let is_ours = |event: &String| event.contains("WaitableTrait") && event.ends_with("ex#A");
        assert!(found.iter().all(is_ours), "{found:?}");
    }
    // The nesting of expressions is limited, and none of them ends the program.
    let deep = format!("{}word{}", "(".repeat(10_000), ")".repeat(10_000));
    assert!(!waiter(&deep, "stringEquals").is_empty());
    let long = "word || ".repeat(5_000) + "word";
    assert!(!waiter(&long, "stringEquals").is_empty());
}

#[test]
fn topics_have_one_kind_of_message() {
    let both = |first: &str, second: &str| {
        format!(
            "@smithy.mqtt#publish(\"{first}\")\noperation A {{ input: B }}\n@smithy.mqtt#publish(\"{second}\")\noperation C {{ input: D }}\n@input\nstructure B {{}}\n@input\nstructure D {{}}"
        )
    };
    let of_topics = |text: String| {
        let found = events(&format!("$version: \"2.0\"\nnamespace ex\n{text}"));
        let is_of_topics = |event: &String| event.contains("Mqtt");
        found.into_iter().filter(is_of_topics).collect::<Vec<_>>()
    };
    assert!(of_topics(both("a/b", "a/c")).is_empty());
    assert_eq!(
        of_topics(both("a/b", "a/b")),
        [
            "ERROR MqttTopicConflict ex#A",
            "ERROR MqttTopicConflict ex#C"
        ]
    );
}

#[test]
fn parameters_of_endpoint_rules_are_bound() {
    let rules = |parameters: &str| {
        format!(
            "@smithy.rules#endpointRuleSet({{ version: \"1.0\", parameters: {{ {parameters} }}, rules: [{{ conditions: [], type: \"endpoint\", endpoint: {{ url: \"https://a.b\" }} }}] }})\nservice A {{ version: \"1\", operations: [B] }}\noperation B {{ input: BInput }}\n@input\nstructure BInput {{ @smithy.rules#contextParam(name: \"Bucket\")\nbucket: String }}"
        )
    };
    let of_rules = |parameters: &str| {
        let found = events(&format!(
            "$version: \"2.0\"\nnamespace ex\n{}",
            rules(parameters)
        ));
        let is_of_rules = |event: &String| event.contains("RuleSet") && event.starts_with("ERROR");
        found.into_iter().filter(is_of_rules).collect::<Vec<_>>()
    };
    let bucket = "Bucket: { type: \"string\", documentation: \"a\" }";
    assert_eq!(of_rules(bucket), [""; 0]);
    for wrong in [
        "",
        "Bucket: { type: \"boolean\", documentation: \"a\" }",
        "Bucket: { type: \"string\", documentation: \"a\" }, More: { type: \"string\", documentation: \"a\" }",
    ] {
        assert!(!of_rules(wrong).is_empty(), "{wrong}");
    }
}
