//! How much the generator takes: just as much as its limits say works, in a thread of two megabytes, and more is told.

use crate::scratch::Scratch;
use smithgen::{Config, Errors};
use smithgen_model::{load, resolve};
use std::sync::atomic::{AtomicUsize, Ordering};

/// A service whose input has a member that targets `ex#N0`, and these shapes.
fn service(shapes: &[String], traits: &str) -> String {
    format!(
        r##"{{"smithy": "2.0", "shapes": {{
        "ex#S": {{"type": "service", "version": "1", "operations": [{{"target": "ex#Get"}}],
            "traits": {{"aws.protocols#restJson1": {{}}}}}},
        "ex#Get": {{"type": "operation", "input": {{"target": "ex#In"}},
            "traits": {{"smithy.api#http": {{"method": "POST", "uri": "/"}}}}}},
        "ex#In": {{"type": "structure", "members": {{"x": {{"target": "ex#N0"}}}}{traits}}},
        {}
        }}}}"##,
        shapes.join(",\n")
    )
}

/// So many shapes, each made of the next by `make`, and a text as the last.
fn chain(count: usize, make: impl Fn(&str) -> String) -> String {
    let shape = |number: usize| {
        let next = match number + 1 < count {
            true => format!("ex#N{}", number + 1),
            false => "smithy.api#String".to_owned(),
        };
        format!("\"ex#N{number}\": {{{}}}", make(&next))
    };
    service(&(0..count).map(shape).collect::<Vec<_>>(), "")
}

/// Everything up to formatted files: how many there are, or the report.
fn generate(text: &str) -> Result<usize, String> {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let scratch = Scratch::new(&format!("limits-{number}"));
    let model = scratch.put("model.json", text);
    let made = Config::new().model(model).cli(true).files();
    let made = made.map_err(|errors| errors.report(false))?;
    Ok(made.files.len())
}

#[track_caller]
fn refused(text: &str, why: &str) {
    let report = generate(text).expect_err("it is beyond the limit");
    assert!(report.contains(why), "{report}");
    assert!(report.contains("model.json:"), "{report}");
}

#[test]
fn shapes_nest_this_deep_and_no_deeper() {
    const DEPTH: usize = 32;
    let member = |kind: &str, next: &str| {
        format!(r#""type": "{kind}", "members": {{"a": {{"target": "{next}"}}}}"#)
    };
    let kinds: [&dyn Fn(&str) -> String; 4] = [
        &|next| format!(r#""type": "list", "member": {{"target": "{next}"}}"#),
        &|next| {
            format!(
                r#""type": "map", "key": {{"target": "smithy.api#String"}}, "value": {{"target": "{next}"}},
                "traits": {{"smithy.api#sparse": {{}}}}"#
            )
        },
        &|next| member("structure", next),
        &|next| member("union", next),
    ];
    for make in kinds {
        // The input is one of them.
        generate(&chain(DEPTH - 1, make)).unwrap_or_else(|report| panic!("{report}"));
        refused(&chain(DEPTH, make), "shapes nest more than 32 deep");
        refused(&chain(5_000, make), "shapes nest more than 32 deep");
    }
    let ring = chain(DEPTH, |next| {
        member("structure", &next.replace("smithy.api#String", "ex#N0"))
    });
    refused(&ring, "shapes nest more than 32 deep");
}

#[test]
fn values_of_traits_nest_this_deep_and_no_deeper() {
    let nested = |depth: usize| {
        let value = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        let traits = format!(r##", "traits": {{"com.example#own": {value}}}"##);
        service(&[r#""ex#N0": {"type": "string"}"#.to_owned()], &traits)
    };
    generate(&nested(127)).unwrap_or_else(|report| panic!("{report}"));
    refused(&nested(128), "a value nests more than 127 deep");
    refused(&nested(100_000), "a value nests more than 127 deep");
}

#[test]
fn documentation_is_this_long_and_no_longer() {
    let documented = |length: usize| {
        let text = "word ".repeat(length / 5);
        let traits = format!(r##", "traits": {{"smithy.api#documentation": "{text}"}}"##);
        service(&[r#""ex#N0": {"type": "string"}"#.to_owned()], &traits)
    };
    generate(&documented(1_000_000)).unwrap_or_else(|report| panic!("{report}"));
    refused(
        &documented(1_000_005),
        "its documentation has 1000005 bytes, and 1000000 are the most",
    );
}

#[test]
fn mixins_and_resources_may_form_any_chain() {
    let mixin = |number: usize| {
        let uses = match number {
            0 => String::new(),
            _ => format!(r#", "mixins": [{{"target": "ex#M{}"}}]"#, number - 1),
        };
        format!(
            r##""ex#M{number}": {{"type": "structure", "traits": {{"smithy.api#mixin": {{}}}},
            "members": {{"m{number}": {{"target": "smithy.api#String"}}}}{uses}}}"##
        )
    };
    let mut shapes: Vec<String> = (0..2_000).map(mixin).collect();
    // Two shapes use the end of the chain, and one its middle: each has all members up to there.
    for (name, used) in [("N0", 1_999), ("Again", 1_999), ("Middle", 999)] {
        shapes.push(format!(
            r#""ex#{name}": {{"type": "structure", "members": {{}}, "mixins": [{{"target": "ex#M{used}"}}]}}"#
        ));
    }
    for number in 0..2_000 {
        let below = match number {
            1_999 => String::new(),
            _ => format!(r#""resources": [{{"target": "ex#R{}"}}], "#, number + 1),
        };
        shapes.push(format!(r#""ex#R{number}": {{{below}"type": "resource"}}"#));
    }
    let mut errors = Errors::new();
    let files = vec![("model.json".to_owned(), service(&shapes, "").into_bytes())];
    let loaded = load::load_texts(files, &mut errors);
    let resolved = resolve::finish(loaded, errors, None, &[]).unwrap_or_else(|it| panic!("{it}"));
    for (name, count) in [("N0", 2_000), ("Again", 2_000), ("Middle", 1_000)] {
        let shape = resolved.model.get(&format!("ex#{name}")).unwrap();
        assert_eq!(shape.members.iter().count(), count);
        for (number, member) in shape.members.iter().enumerate() {
            assert_eq!(*member.name, format!("m{number}"));
        }
    }
}

#[test]
fn endpoint_rules_nest_this_deep_and_no_deeper() {
    let ruled = |depth: usize| {
        let negated = r#"{"fn": "not", "argv": ["#.repeat(depth);
        let rules = format!(
            r##"{{"version": "1.0", "parameters": {{}}, "rules": [{{"type": "endpoint",
            "conditions": [{negated}true{}], "endpoint": {{"url": "https://e.com"}}}}]}}"##,
            "]}".repeat(depth)
        );
        service(&[r#""ex#N0": {"type": "string"}"#.to_owned()], "").replacen(
            "\"traits\": {",
            &format!("\"traits\": {{\"smithy.rules#endpointRuleSet\": {rules}, "),
            1,
        )
    };
    // The conditions of a rule are a level themselves; values of traits nest two levels to each call.
    let deepest = (1..=70)
        .take_while(|depth| generate(&ruled(*depth)).is_ok())
        .count();
    assert!((55..64).contains(&deepest), "{deepest}");
    refused(&ruled(deepest + 1), "deep");
}

#[test]
fn names_of_members_have_this_many_bytes_and_no_more() {
    let member = |name: &str| {
        let shape = format!(
            r#""ex#N0": {{"type": "structure", "members": {{"{name}": {{"target": "smithy.api#String"}}}}}}"#
        );
        service(&[shape], "")
    };
    let value = |name: &str| {
        let shape = format!(
            r#""ex#N0": {{"type": "enum", "members": {{"{name}": {{"target": "smithy.api#Unit"}}}}}}"#
        );
        service(&[shape], "")
    };
    let kinds: [&dyn Fn(&str) -> String; 2] = [&member, &value];
    for make in kinds {
        generate(&make(&"M".repeat(1_000))).unwrap_or_else(|report| panic!("{report}"));
        let told = "a member whose name has 1001 bytes: 1000 are the most";
        refused(&make(&"M".repeat(1_001)), told);
    }
    refused(&member(&"M".repeat(1_000_000)), "has 1000000 bytes");
}
