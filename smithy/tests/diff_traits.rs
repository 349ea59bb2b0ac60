//! What is told of traits that came, went or changed.

use crate::changes::{events, expect};

#[test]
fn bounds_become_narrower() {
    expect(
        "@length(min: 1, max: 9)\nstring A",
        "@length(min: 2, max: 8)\nstring A",
        &[
            "ERROR ChangedLengthTrait ex#A",
            "ERROR ChangedLengthTrait ex#A",
            "NOTE ModifiedTrait.Update.smithy.api#length ex#A",
        ],
    );
    expect(
        "@range(min: 1.50)\ndouble A",
        "@range(min: 1.5, max: 1e3)\ndouble A",
        &[
            "ERROR ChangedRangeTrait ex#A",
            "NOTE ModifiedTrait.Update.smithy.api#range ex#A",
        ],
    );
    expect(
        "@length(min: 2)\nstring A",
        "@length(min: 1)\nstring A",
        &["NOTE ModifiedTrait.Update.smithy.api#length ex#A"],
    );
}

#[test]
fn a_target_is_compared_as_if_it_were_another_version() {
    let member = |target: &str, more: &str| format!("structure S {{ a: {target} }}\n{more}");
    let more = "string A\n@pattern(\"a\")\nstring B\n@length(max: 1)\nstring C\n@length(max: 2)\nstring D\n\
                structure T {}\nstructure U {}\nlist L { member: C }\nlist M { member: D }\nlist N { member: M }\n\
                list O { member: L }\nenum E { A }\nenum F { A }\nmap P { key: A, value: L }\nmap Q { key: A, value: M }";
    let cases = [
        ("A", "B", "WARNING"),
        ("A", "String", "WARNING"),
        ("A", "Integer", "ERROR"),
        ("D", "C", "ERROR"),
        ("C", "D", "WARNING"),
        ("M", "L", "ERROR"),
        ("L", "M", "WARNING"),
        ("N", "O", "ERROR"),
        ("O", "N", "WARNING"),
        ("Q", "P", "ERROR"),
        ("T", "U", "ERROR"),
        ("E", "F", "ERROR"),
        ("E", "String", "ERROR"),
    ];
    for (old, new, severity) in cases {
        let expected = format!("{severity} ChangedMemberTarget ex#S$a");
        expect(&member(old, more), &member(new, more), &[&expected]);
    }
    let [old, new] = ["N", "O"].map(|target| format!("namespace ex\n{}", member(target, more)));
    let told = events(&old, &new);
    let help = told[0].help.as_deref().unwrap();
    assert!(
        help.contains("`max` in `length` of `ex#C` was lowered from `2` to `1`"),
        "{help}"
    );
}

#[test]
fn definitions_say_which_changes_of_a_trait_break() {
    let text = |rules: &str, value: &str| {
        format!(
            "@trait(breakingChanges: [{rules}])\nstructure t {{ a: String, list: Items, map: Map }}\n\
             list Items {{ member: Item }}\nmap Map {{ key: String, value: Item }}\nstructure Item {{ a: String }}\n\
             {value}\nstring X"
        )
    };
    let cases = [
        (
            "{change: \"add\"}",
            "",
            "@t",
            "ERROR TraitBreakingChange.Add.ex#t ex#X",
        ),
        (
            "{change: \"presence\", severity: \"DANGER\"}",
            "@t",
            "",
            "DANGER TraitBreakingChange.Remove.ex#t ex#X",
        ),
        (
            "{change: \"update\"}",
            "@t(a: \"1\")",
            "@t(a: \"2\")",
            "ERROR TraitBreakingChange.Update.ex#t ex#X",
        ),
        (
            "{change: \"any\"}",
            "@t(a: \"1\")",
            "@t(a: \"2\")",
            "ERROR TraitBreakingChange.Update.ex#t ex#X",
        ),
        ("{change: \"remove\"}", "@t(a: \"1\")", "@t(a: \"2\")", ""),
        (
            "{path: \"/a\", change: \"remove\"}",
            "@t(a: \"1\")",
            "@t",
            "ERROR TraitBreakingChange.Remove.ex#t ex#X",
        ),
        // Of a trait that is gone, nothing but that is told.
        ("{path: \"/a\", change: \"remove\"}", "@t(a: \"1\")", "", ""),
        (
            "{path: \"/list/member/a\", change: \"update\"}",
            "@t(list: [{a: \"1\"}, {a: \"2\"}])",
            "@t(list: [{a: \"1\"}, {a: \"3\"}])",
            "ERROR TraitBreakingChange.Update.ex#t ex#X",
        ),
        (
            "{path: \"/map/value/a\", change: \"add\"}",
            "@t(map: {x: {}})",
            "@t(map: {x: {a: \"1\"}})",
            "ERROR TraitBreakingChange.Add.ex#t ex#X",
        ),
        (
            "{path: \"/none/a\", change: \"any\"}",
            "@t",
            "@t(a: \"1\")",
            "",
        ),
    ];
    for (rule, old, new, expected) in cases {
        let expected: &[&str] = if expected.is_empty() {
            &[]
        } else {
            &[expected]
        };
        expect(&text(rule, old), &text(rule, new), expected);
    }
    let rule = "{path: \"/list/member/a\", change: \"update\", message: \"Mind the items\"}";
    let told = events(
        &format!("namespace ex\n{}", text(rule, "@t(list: [{a: \"1\"}])")),
        &format!("namespace ex\n{}", text(rule, "@t(list: [{a: \"2\"}])")),
    );
    assert_eq!(
        told[0].message,
        "`/list/0/a` in the trait `ex#t` of `ex#X` was changed from `1` to `2`"
    );
    assert_eq!(told[0].help.as_deref(), Some("Mind the items"));
}

#[test]
fn tags_say_how_grave_changes_of_a_trait_are() {
    let text = |tags: &str, value: &str| {
        format!(
            "@trait\n@tags([{tags}])\nstructure t {{ @tags([\"diff.danger.update\"]) a: String, b: Inner }}\n\
             structure Inner {{ @tags([\"diff.error.const\"]) c: String }}\n{value}\nstring X"
        )
    };
    let usual = [
        ("", "@t", "NOTE ModifiedTrait.Add.ex#t ex#X"),
        ("@t", "@t(a: \"1\")", "NOTE ModifiedTrait.Update.ex#t ex#X"),
        ("@t", "", "WARNING ModifiedTrait.Remove.ex#t ex#X"),
    ];
    for (old, new, expected) in usual {
        expect(&text("", old), &text("", new), &[expected]);
    }
    expect(
        &text("\"diff.error.add\"", ""),
        &text("\"diff.error.add\"", "@t"),
        &["ERROR ModifiedTrait.Add.ex#t ex#X"],
    );
    expect(
        &text("\"diff.error.add\"", "@t"),
        &text("\"diff.error.add\"", ""),
        &[],
    );
    let contents = "\"diff.contents\"";
    expect(
        &text(contents, "@t(a: \"1\")"),
        &text(contents, "@t(a: \"2\", b: {c: \"x\"})"),
        &["DANGER ModifiedTrait.Update.ex#t ex#X"],
    );
    expect(
        &text(contents, "@t(b: {c: \"1\"})"),
        &text(contents, "@t(b: {})"),
        &["ERROR ModifiedTrait.Remove.ex#t ex#X"],
    );
}

#[test]
fn schemes_to_sign_with_change() {
    let service = |auth: &str| {
        format!(
            "@aws.auth#sigv4(name: \"a\")\n@aws.auth#sigv4a(name: \"a\")\n@auth([{auth}])\n\
             service S {{ version: \"1\", operations: [O] }}\noperation O {{}}"
        )
    };
    let (v4, v4a) = ("\"aws.auth#sigv4\"", "\"aws.auth#sigv4a\"");
    let moves = [
        (v4.to_owned(), v4a.to_owned(), true),
        (v4a.to_owned(), v4.to_owned(), true),
        (v4.to_owned(), format!("{v4a}, {v4}"), true),
        (v4.to_owned(), format!("{v4}, {v4a}"), false),
        (format!("{v4}, {v4a}"), format!("{v4a}, {v4}"), true),
        (v4a.to_owned(), format!("{v4}, {v4a}"), true),
        (v4a.to_owned(), format!("{v4a}, {v4}"), false),
    ];
    for (old, new, is_told) in moves {
        let mut expected = vec!["DANGER SigV4Migration ex#S"; usize::from(is_told)];
        expected.push("NOTE ModifiedTrait.Update.smithy.api#auth ex#S");
        expect(&service(&old), &service(&new), &expected);
    }
}

#[test]
fn schemes_of_endpoints_change() {
    let service = |schemes: &str| {
        format!(
            "@smithy.rules#endpointRuleSet({{version: \"1.0\", parameters: {{}}, rules: [{{\n\
             type: \"tree\", conditions: [], rules: [{{type: \"endpoint\", conditions: [], endpoint: {{\n\
             url: \"https://example.com\", properties: {{authSchemes: [{schemes}]}}}}}}]}}]}})\n\
             @aws.auth#sigv4(name: \"a\")\nservice S {{ version: \"1\" }}"
        )
    };
    let (v4, v4a, express) = (
        "{name: \"sigv4\"}",
        "{name: \"sigv4a\"}",
        "{name: \"sigv4-s3express\"}",
    );
    let rules = "NOTE ModifiedTrait.Update.smithy.rules#endpointRuleSet ex#S";
    let moved = ["DANGER EndpointSigV4Migration ex#S", rules];
    expect(&service(v4), &service(v4a), &moved);
    expect(&service(express), &service(v4a), &moved);
    expect(&service(v4), &service(&format!("{v4a}, {v4}")), &moved);
    expect(&service(v4), &service(&format!("{v4}, {v4a}")), &[rules]);
    // Without schemes of its own, an endpoint has those of the service.
    expect(&service(""), &service(v4a), &moved);
    let namespace = |text: String| format!("namespace ex\n{text}");
    let told = events(&namespace(service(v4)), &namespace(service(v4a)));
    assert!(
        told[0].message.contains("`/rules/0/rules/0/endpoint`"),
        "{}",
        told[0].message
    );
}
