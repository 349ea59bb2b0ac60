//! How long reports are, and that no problem takes longer than the model is large.

use std::fmt::Write as _;

use smithgen_model::{Errors, load, resolve};

/// The report on a service with these shapes and statements.
fn report(shapes: &str) -> String {
    let text = format!(
        r##"{{"smithy": "2.0", "shapes": {{
        "ex#S": {{"type": "service", "version": "1", "operations": [{{"target": "ex#Get"}}],
            "traits": {{"aws.protocols#restJson1": {{}}}}}},
        "ex#Get": {{"type": "operation", "input": {{"target": "ex#In"}},
            "traits": {{"smithy.api#http": {{"method": "POST", "uri": "/"}}}}}},
        "ex#In": {{"type": "structure", "members": {{}}}}{shapes}
        }}}}"##
    );
    let mut errors = Errors::new();
    let loaded = load::load_texts(vec![("m.json".to_owned(), text.into_bytes())], &mut errors);
    match resolve::finish(loaded, errors, None, &[]) {
        Ok(_) => String::new(),
        Err(errors) => errors.report(false),
    }
}

/// So many shapes, made from their number and the next one's, which is 0 for the last.
fn ring(count: usize, make: impl Fn(usize, usize) -> String) -> String {
    let mut shapes = String::new();
    for number in 0..count {
        let shape = make(number, (number + 1) % count);
        let _ = write!(shapes, ",\n\"ex#N{number}\": {{{shape}}}");
    }
    shapes
}

#[test]
fn of_a_cycle_eight_shapes_are_named() {
    let list =
        |_: usize, next: usize| format!(r#""type": "list", "member": {{"target": "ex#N{next}"}}"#);
    let resource = |_: usize, next: usize| {
        format!(r#""type": "resource", "resources": [{{"target": "ex#N{next}"}}]"#)
    };
    let kinds: [&dyn Fn(usize, usize) -> String; 2] = [&list, &resource];
    for make in kinds {
        let told = report(&ring(7, make)).replace('`', "");
        assert!(told.contains("ex#N5 → ex#N6 → ex#N0\n"), "{told}");
        let told = report(&ring(9, make)).replace('`', "");
        assert!(told.contains("ex#N6 → ex#N7 → …\n"), "{told}");
        // It is told at each of its shapes, up to the number of problems that are shown.
        assert!(report(&ring(1_500, make)).len() < 600_000);
    }
    // Each of these is the end of a cycle, and the longest has all of them.
    let back = |number: usize, next: usize| {
        format!(
            r#""type": "resource", "resources": [{{"target": "ex#N{next}"}}, {{"target": "ex#N{}"}}]"#,
            number / 2
        )
    };
    let told = report(&ring(1_500, back));
    assert!(told.len() < 600_000, "{}", told.len());
}

#[test]
fn the_first_thousand_problems_are_shown() {
    let wrong = |count: usize| {
        ring(count, |_, _| {
            r#""type": "structure", "members": {"a": {"target": "ex#In0"}}"#.to_owned()
        })
    };
    let told = report(&wrong(1_000));
    assert_eq!(told.matches("error: ").count(), 1_000);
    assert!(!told.contains("not shown"));
    // What was meant is looked for a hundred times.
    assert!((99..=101).contains(&told.matches("did you mean `ex#In`?").count()));
    let told = report(&wrong(1_003));
    assert_eq!(told.matches("error: ").count(), 1_000);
    assert!(told.ends_with("\n3 more problems are not shown"));
}

#[test]
fn shapes_copy_this_many_members_from_mixins_and_no_more() {
    // A thousand members each; the last use moves them.
    let users = |count: usize| {
        let mut members = String::new();
        for number in 0..1_000 {
            let comma = if number > 0 { ", " } else { "" };
            let _ = write!(
                members,
                r#"{comma}"m{number}": {{"target": "smithy.api#String"}}"#
            );
        }
        let mixin = format!(
            r#", "ex#M": {{"type": "structure", "traits": {{"smithy.api#mixin": {{}}}}, "members": {{{members}}}}}"#
        );
        mixin
            + &ring(count, |_, _| {
                r#""type": "structure", "members": {}, "mixins": [{"target": "ex#M"}]"#.to_owned()
            })
    };
    let told = report(&users(202));
    assert_eq!(
        told.matches("more than 200000 members from mixins").count(),
        1,
        "{told}"
    );
    assert!(told.contains("--> m.json:"), "{told}");
    // Those that are built in copy a few as well.
    assert_eq!(report(&users(200)), "");
}

#[test]
fn an_int_enum_has_each_value_once_however_it_is_written() {
    let values = |a: &str, b: &str| {
        format!(
            r##", "ex#N": {{"type": "intEnum", "members": {{
            "A": {{"target": "smithy.api#Unit", "traits": {{"smithy.api#enumValue": {a}}}}},
            "B": {{"target": "smithy.api#Unit", "traits": {{"smithy.api#enumValue": {b}}}}}}}}}"##
        )
    };
    assert_eq!(report(&values("2.0", "3")), "");
    for (a, b) in [("2", "2.0"), ("0", "-0.0"), ("2.00", "2.0")] {
        assert!(
            report(&values(a, b)).contains("another member has the value"),
            "{a} {b}"
        );
    }
    for wrong in ["2.5", "2147483648.0", "\"2\"", "1e0"] {
        let told = report(&values(wrong, "3"));
        assert!(told.contains("whole number"), "{told}");
    }
}
