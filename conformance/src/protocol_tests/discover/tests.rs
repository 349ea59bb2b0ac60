//! Discovery on a small model, and on the whole list where it is at hand.

use super::*;

const MODEL: &str = r##"{"smithy": "2.0", "shapes": {
    "a#One": {"type": "service", "version": "1", "traits": {"a#p": {}, "a#q": {}},
        "operations": [{"target": "a#Get"}], "resources": [{"target": "a#Thing"}]},
    "a#Two": {"type": "service", "version": "1", "traits": {"a#p": {}},
        "operations": [{"target": "a#Get"}], "errors": [{"target": "a#Bad"}]},
    "a#Thing": {"type": "resource", "read": {"target": "a#Read"}},
    "a#Get": {"type": "operation", "errors": [{"target": "a#Bad"}], "traits": {"smithy.test#httpRequestTests": [
        {"id": "Both", "protocol": "a#p"},
        {"id": "Client", "protocol": "a#q", "appliesTo": "client"},
        {"id": "Server", "protocol": "a#p", "appliesTo": "server"},
        {"id": "Foreign", "protocol": "a#r"}]}},
    "a#Read": {"type": "operation", "errors": [{"target": "a#Bad"}], "traits": {
        "smithy.test#httpResponseTests": [{"id": "Out", "protocol": "a#p"}],
        "smithy.test#eventStreamTests": [{"id": "Stream", "protocol": "a#p"}],
        "smithy.test#httpMalformedRequestTests": [{"id": "Malformed", "protocol": "a#p"}]}},
    "a#Unbound": {"type": "operation", "traits": {
        "smithy.test#httpRequestTests": [{"id": "Nowhere", "protocol": "a#p"}]}},
    "a#WithCases": {"type": "structure", "traits": {"smithy.api#mixin": {},
        "smithy.test#httpResponseTests": [{"id": "Error", "protocol": "a#p"}]}},
    "a#Bad": {"type": "structure", "mixins": [{"target": "a#WithCases"}], "traits": {"smithy.api#error": "client"}}
}}"##;

fn in_folder(name: &str, files: &[(&str, &str)]) -> Found {
    let folder = std::env::temp_dir().join(format!("conformance-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    for (file, text) in files {
        std::fs::write(folder.join(file), text).unwrap();
    }
    let found = discover(&folder, Side::Client).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    found
}

#[test]
fn cases_are_found_for_every_service_and_protocol() {
    let found = in_folder(
        "small",
        &[("m.json", MODEL), ("cases.tsv", ""), ("index.json", "{}")],
    );
    let ids: Vec<&str> = found.cases.iter().map(|case| case.id.as_str()).collect();
    assert_eq!(
        ids,
        [
            "Both", "Client", "Foreign", "Out", "Stream", "Nowhere", "Error"
        ]
    );
    let units = found.units.iter().map(|unit| {
        let cases = unit
            .cases
            .iter()
            .map(|placed| (ids[placed.case], placed.operations.len()));
        (
            unit.service.as_str(),
            unit.protocol.as_str(),
            cases.collect::<Vec<_>>(),
        )
    });
    assert_eq!(
        units.collect::<Vec<_>>(),
        [
            (
                "a#One",
                "a#p",
                vec![("Both", 1), ("Out", 1), ("Stream", 1), ("Error", 2)]
            ),
            ("a#Two", "a#p", vec![("Both", 1), ("Error", 1)]),
            ("a#One", "a#q", vec![("Client", 1)]),
        ]
    );
    let lost = found
        .lost
        .iter()
        .map(|(case, reason)| (ids[*case], reason.as_str()));
    assert_eq!(
        lost.collect::<Vec<_>>(),
        [
            ("Foreign", "a#Two does not speak a#r"),
            ("Nowhere", "no service has a#Unbound"),
        ]
    );
    assert_eq!(
        found.notes,
        ["cases.tsv: not a model", "index.json: not a model"]
    );
}

#[test]
fn units_have_a_part_for_every_operation() {
    let found = in_folder("parts-of-units", &[("m.json", MODEL)]);
    let parts = found.units.iter().flat_map(Unit::parts);
    let parts: Vec<_> = parts
        .map(|part| {
            let cases = part
                .cases
                .iter()
                .map(|placed| found.cases[placed.case].id.clone());
            (part.operation.unwrap(), cases.collect::<Vec<_>>())
        })
        .collect();
    let expected = [
        ("a#Get", vec!["Both", "Error"]),
        ("a#Read", vec!["Out", "Stream", "Error"]),
    ];
    assert_eq!(
        parts,
        expected.map(|(id, cases)| (
            id.to_owned(),
            cases.into_iter().map(str::to_owned).collect()
        ))
    );
}

#[test]
fn files_without_a_service_belong_to_those_that_need_them() {
    let service = r##"{"smithy": "2.0", "shapes": {"a#S": {"type": "service", "version": "1", "traits": {"a#p": {}},
        "operations": [{"target": "b#Get"}]}}}"##;
    let operation = r##"{"smithy": "2.0", "shapes": {"b#Get": {"type": "operation"}}}"##;
    let cases = r##"{"smithy": "2.0", "shapes": {"b#Get": {"type": "apply", "traits": {
        "smithy.test#httpRequestTests": [{"id": "Applied", "protocol": "a#p"}]}}}}"##;
    let other = r##"{"smithy": "2.0", "shapes": {"c#Unused": {"type": "string"}}}"##;
    let files = [
        ("a.json", other),
        ("b.json", cases),
        ("c.json", operation),
        ("s.json", service),
    ];
    let found = in_folder("parts", &files);
    let names = found.units.iter().flat_map(|unit| &unit.paths);
    let names: Vec<_> = names
        .filter_map(|path| path.file_name()?.to_str())
        .collect();
    assert_eq!(names, ["s.json", "c.json", "b.json"]);
    assert_eq!(found.cases.len(), 1);
    assert_eq!(found.lost, []);
}

#[test]
fn files_with_services_may_need_each_other() {
    let first = r##"{"smithy": "2.0", "shapes": {"a#S": {"type": "service", "version": "1", "traits": {"a#p": {}},
        "operations": [{"target": "a#Get"}]}, "a#Get": {"type": "operation", "input": {"target": "b#In"}, "traits": {
        "smithy.test#httpRequestTests": [{"id": "One", "protocol": "a#p"}]}}}}"##;
    let second = r##"{"smithy": "2.0", "shapes": {"b#S": {"type": "service", "version": "1", "traits": {"a#p": {}},
        "operations": [{"target": "b#Put"}]}, "b#In": {"type": "structure"}, "b#Put": {"type": "operation", "traits": {
        "smithy.test#httpRequestTests": [{"id": "Two", "protocol": "a#p"}]}}}}"##;
    let found = in_folder("both", &[("a.json", first), ("b.json", second)]);
    let units = found.units.iter();
    let units: Vec<_> = units
        .map(|unit| (unit.service.as_str(), unit.paths.len(), unit.cases.len()))
        .collect();
    assert_eq!(units, [("a#S", 2, 1), ("b#S", 1, 1)]);
    assert_eq!(found.cases.len(), 2);
}

#[test]
fn nothing_that_may_hold_cases_is_left_out() {
    let orphan = r##"{"smithy": "2.0", "shapes": {"a#Get": {"type": "operation", "traits": {
        "smithy.test#httpRequestTests": [{"id": "Orphan", "protocol": "a#p"}]}}}}"##;
    let applied = r##"{"smithy": "2.0", "shapes": {"b#Nowhere": {"type": "apply", "traits": {
        "smithy.test#httpResponseTests": [{"id": "Applied"}]}}}}"##;
    let malformed = r##"{"smithy": "2.0", "shapes": {"c#Get": {"type": "operation", "traits": {
        "smithy.test#httpRequestTests": {"id": "NoList"}}}}}"##;
    let files = [
        ("a.json", orphan),
        ("b.json", applied),
        ("c.json", malformed),
        ("d.json", "{\"smithy\": "),
        ("e.json", "[]"),
        ("f.txt", "{"),
    ];
    let found = in_folder("lost", &files);
    let lost = found.lost.iter().filter_map(|(index, reason)| {
        let case = found.cases.get(*index)?;
        Some((case.file.as_str(), case.kind.name(), reason.as_str()))
    });
    assert_eq!(
        lost.collect::<Vec<_>>(),
        [
            (
                "d.json",
                "unreadable",
                "EOF while parsing a value at line 1 column 11"
            ),
            ("a", "requests", "no service has a#Get"),
            ("b", "responses", "the case names no protocol"),
            (
                "c",
                "unreadable",
                "c#Get: `smithy.test#httpRequestTests` is no list"
            ),
        ]
    );
    assert_eq!(found.cases.len(), found.lost.len());
    assert_eq!(found.notes, ["e.json: not a model", "f.txt: not a model"]);
}

#[test]
fn services_take_operations_and_protocols_from_mixins() {
    let model = r##"{"smithy": "2.0", "shapes": {
        "a#Base": {"type": "service", "version": "1", "traits": {"smithy.api#mixin": {}, "a#p": {}},
            "operations": [{"target": "a#Get"}], "errors": [{"target": "a#Bad"}]},
        "a#S": {"type": "service", "version": "1", "mixins": [{"target": "a#Base"}]},
        "a#Get": {"type": "operation", "traits": {
            "smithy.test#httpRequestTests": [{"id": "Request", "protocol": "a#p"}]}},
        "a#Bad": {"type": "structure", "traits": {"smithy.api#error": "client",
            "smithy.test#httpResponseTests": [{"id": "Bad", "protocol": "a#p"}]}}}}"##;
    let found = in_folder("mixin", &[("m.json", model)]);
    let units = found.units.iter();
    let units: Vec<_> = units
        .map(|unit| (unit.service.as_str(), unit.cases.len()))
        .collect();
    assert_eq!(units, [("a#S", 2)]);
    assert_eq!(found.lost, []);
}

/// `cases.tsv` of the shared corpus lists every case of the models beside it.
#[test]
fn all_listed_cases_are_found() {
    let shared = std::env::var_os("SMITHGEN_SHARED").map(PathBuf::from);
    let shared =
        shared.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared"));
    let folder = shared.join("conformance/protocol-tests");
    let Ok(list) = std::fs::read_to_string(folder.join("cases.tsv")) else {
        println!("skipped: there is no {}", folder.display());
        return;
    };
    let mut listed = Vec::new();
    for row in list.lines().skip(1) {
        let columns: Vec<&str> = row.split('\t').collect();
        let &[file, id, kind, side, ..] = columns.as_slice() else {
            panic!("{row}");
        };
        if side != "server" && kind != "httpMalformedRequestTests" {
            listed.push((file.to_owned(), id.to_owned(), kind.to_owned()));
        }
    }
    let found = discover(&folder, Side::Client).unwrap();
    let kind = |kind| match kind {
        Kind::Request => "httpRequestTests",
        Kind::Response | Kind::Error => "httpResponseTests",
        Kind::Events => "eventStreamTests",
        Kind::Malformed => "httpMalformedRequestTests",
        Kind::Unreadable => "unreadable",
    };
    let cases = found.cases.iter();
    let mut cases: Vec<_> = cases
        .map(|case| {
            (
                case.file.clone(),
                case.id.clone(),
                kind(case.kind).to_owned(),
            )
        })
        .collect();
    cases.sort();
    listed.sort();
    assert_eq!(cases, listed);
    assert_eq!(found.lost, []);

    let found = discover(&folder, Side::Server).unwrap();
    assert_eq!(found.cases.len(), 1_469 + 80);
    assert_eq!(found.lost, []);
}
