//! What is told of the changes between two versions of a model, and what comes to an end.

use std::fmt::Write;

use crate::changes::{events, lines};
use smithgen_model::diff::diff;

#[test]
fn nothing_is_told_where_nothing_changed() {
    let text = "namespace ex\nstructure A { a: A, b: String }\n@mixin\nstructure M { x: String }\nstructure B with [M] {}";
    assert_eq!(events(text, text), []);
    let moved = "namespace ex\n// Where a shape stands is no matter.\nstructure B with [M] {}\n@mixin\nstructure M { x: String }\nstructure A { a: A, b: String }";
    assert_eq!(events(text, moved), []);
}

#[test]
fn metadata_changes() {
    let with = |text: &str| format!("{text}\nnamespace ex");
    let told = events(
        &with("metadata a = 1\nmetadata b = [1]\nmetadata c = 1"),
        &with("metadata b = [2]\nmetadata c = 1\nmetadata d = \"x\""),
    );
    assert_eq!(
        lines(&told),
        [
            "DANGER RemovedMetadata.a -",
            "WARNING ChangedMetadata -",
            "NOTE AddedMetadata -",
        ]
    );
}

#[test]
fn the_new_model_says_what_is_meant_and_what_is_grave() {
    let metadata = "metadata suppressions = [{id: \"ChangedMemberOrder\", namespace: \"ex\", reason: \"no matter\"}]\n\
                    metadata severityOverrides = [{id: \"AddedShape\", namespace: \"*\", severity: \"DANGER\"}]\n";
    let old =
        "namespace ex\nstructure A { a: String, b: String }\nstructure B { a: String, b: String }";
    let new = "namespace ex\nstructure A { b: String, a: String }\n@suppress([\"ChangedMemberOrder\"])\n\
               structure B { b: String, a: String, c: String }";
    let told = events(old, &format!("{metadata}{new}"));
    assert_eq!(
        lines(&told),
        [
            "NOTE AddedMetadata -",
            "NOTE AddedMetadata -",
            "SUPPRESSED ChangedMemberOrder ex#A",
            "NOTE ModifiedTrait.Add.smithy.api#suppress ex#B",
            "SUPPRESSED ChangedMemberOrder ex#B",
            "DANGER AddedShape ex#B$c",
        ]
    );
    assert_eq!(told[2].help.as_deref(), Some("suppressed: no matter"));
    // What the old model says is past, and errors cannot be suppressed.
    let past = events(&format!("{metadata}{old}"), new);
    assert!(lines(&past).contains(&"DANGER ChangedMemberOrder ex#A".to_owned()));
    let error = "metadata suppressions = [{id: \"ChangedShapeType\", namespace: \"*\"}]\nnamespace ex\ninteger A";
    let told = events("namespace ex\nstring A", error);
    assert!(lines(&told).contains(&"ERROR ChangedShapeType ex#A".to_owned()));
}

#[test]
fn events_say_what_changed_and_where() {
    let old = "namespace ex\n\nstructure A {\n    @length(max: 9)\n    a: String\n}\n";
    let new = "namespace ex\nstructure A {\n    @length(max: 8)\n    a: String\n}\n";
    let told = events(old, new);
    let event = &told[0];
    assert_eq!(
        event.message,
        "`max` in `length` of `ex#A$a` was lowered from `9` to `8`"
    );
    let place = |place: &Option<smithgen_model::Place>| {
        place
            .as_ref()
            .map(|it| (it.file.clone(), it.line, it.column))
    };
    assert_eq!(place(&event.old), Some(("model.smithy".into(), 5, 5)));
    assert_eq!(place(&event.new), Some(("model.smithy".into(), 4, 5)));
    for event in &told {
        assert!(
            event.help.as_ref().is_some_and(|help| !help.is_empty()),
            "{event:?}"
        );
    }
    // What is only in one model has no place in the other.
    let gone = events(old, "namespace ex");
    assert!(gone[0].old.is_some() && gone[0].new.is_none());
    let came = events("namespace ex", old);
    assert!(came[0].old.is_none() && came[0].new.is_some());
}

#[test]
fn lists_that_hold_themselves_and_long_chains_come_to_an_end() {
    let mut old = "namespace ex\nstructure S { a: A0, b: B0 }\nlist A0 { member: A1 }\nlist A1 { member: A0 }\n".to_owned();
    let mut new = "namespace ex\nstructure S { a: C0, b: D0 }\nlist C0 { member: C1 }\nlist C1 { member: C0 }\n".to_owned();
    for number in 0..2_000 {
        let next = number + 1;
        writeln!(old, "list B{number} {{ member: B{next} }}").unwrap();
        writeln!(new, "map D{number} {{ key: D{next}, value: D{next} }}").unwrap();
        // Both ways of a map lead on, which must not double the work at each level.
        writeln!(old, "map E{number} {{ key: E{next}, value: E{next} }}").unwrap();
        writeln!(new, "map E{number} {{ key: E{next}, value: E{next} }}").unwrap();
        writeln!(new, "map F{number} {{ key: F{next}, value: F{next} }}").unwrap();
    }
    old.push_str("string B2000\nstring E2000\nstructure T { a: E0 }");
    new.push_str("string D2000\nstring E2000\nstring F2000\nstructure T { a: F0 }");
    // Recursion without a structure is an error of the model, which is compared all the same.
    let [old, new] =
        [old, new].map(|text| crate::support::model(&format!("$version: \"2.0\"\n{text}")).0);
    let told = diff(&old, &new);
    let find = |shape: &str| told.iter().find(|it| it.shape.as_deref() == Some(shape));
    let severity = |shape: &str| find(shape).map(|it| it.severity.name());
    assert_eq!(severity("ex#S$a"), Some("WARNING"));
    assert_eq!(severity("ex#S$b"), Some("ERROR"));
    let deep = find("ex#T$a").unwrap();
    assert_eq!(deep.severity.name(), "ERROR");
    let help = deep.help.as_deref().unwrap();
    assert!(
        help.chars().count() < 2_100,
        "{} characters",
        help.chars().count()
    );
}

#[test]
fn many_members_values_and_traits_take_no_longer_than_there_are() {
    let mut old = "namespace ex\nenum E { Z\n".to_owned();
    for number in 0..10_000 {
        writeln!(old, "V{number}").unwrap();
    }
    old.push_str("}\nstructure S {\n");
    for number in 0..10_000 {
        writeln!(old, "m{number}: String").unwrap();
    }
    old.push_str("}\n");
    let mut value = String::new();
    for number in 0..500 {
        writeln!(old, "@trait\nstructure t{number} {{}}").unwrap();
        writeln!(value, "@t{number}").unwrap();
    }
    let new = format!(
        "{}\n{value}string X",
        old.replace("enum E { Z", "enum E { Y")
            .replace("m0: String", "n0: String")
    );
    let old = format!("{old}\nstring X");
    let told = lines(&events(&old, &new));
    assert!(told.contains(&"ERROR ChangedEnumTrait.Removed.0 ex#E".to_owned()));
    assert!(told.contains(&"DANGER ChangedMemberOrder ex#S".to_owned()));
    assert_eq!(told.iter().filter(|it| it.ends_with(" ex#X")).count(), 500);
}

#[test]
fn damage_never_panics_and_always_reads_the_same() {
    const MODEL: &str = include_str!("fixtures/good/everything.json");
    let texts: Vec<&str> = MODEL.split('"').skip(1).step_by(2).collect();
    let read = |text: &str| {
        let mut errors = smithgen_model::Errors::new();
        let files = vec![("model.json".to_owned(), text.as_bytes().to_vec())];
        let loaded = smithgen_model::load::load_with(files, Vec::new(), &mut errors);
        let merged = smithgen_model::resolve::merge(loaded, true, &mut errors);
        smithgen_model::resolve::judged(merged.model, &mut errors)
    };
    let sound = read(MODEL);
    let mut state: u64 = 7;
    let mut below = |bound: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % bound.max(1)
    };
    let mut told = 0;
    for _ in 0..40 {
        let mut text = MODEL.to_owned();
        for _ in 0..=below(3) {
            let (from, to) = (texts[below(texts.len())], texts[below(texts.len())]);
            text = text.replacen(&format!("\"{from}\""), &format!("\"{to}\""), 1 + below(3));
        }
        let damaged = read(&text);
        let there = diff(&sound, &damaged);
        assert_eq!(there, diff(&sound, &damaged));
        told += there.len() + diff(&damaged, &sound).len();
    }
    assert!(told > 100, "{told}");
}
