//! What a replaced model changes for users is said by each run, and stands in the surface file.

use std::fs;
use std::process::Command;

use crate::scratch::Scratch;
use smithgen::{Config, Grade, Mode, Package, Report, Side, generate};

const TODAY: &str = include_str!("../../model/sso-oidc.json");

/// The service as it was when a client was registered with a name, a type and scopes.
fn older() -> String {
    let mut model: serde_json::Value = serde_json::from_str(TODAY).unwrap();
    let input = &mut model["shapes"]["com.amazonaws.ssooidc#RegisterClientRequest"];
    let members = input["members"].as_object_mut().unwrap();
    members.retain(|name, _| ["clientName", "clientType", "scopes"].contains(&name.as_str()));
    assert_eq!(members.len(), 3);
    for unused in ["GrantTypes", "RedirectUris"] {
        let id = format!("com.amazonaws.ssooidc#{unused}");
        model["shapes"]
            .as_object_mut()
            .unwrap()
            .remove(&id)
            .unwrap();
    }
    // The model's own checks may name what is gone.
    let input = &mut model["shapes"]["com.amazonaws.ssooidc#RegisterClient"];
    input["traits"]
        .as_object_mut()
        .unwrap()
        .remove("smithy.api#examples");
    model.to_string()
}

/// Replaces a model by another and says what that changes, before and after it is written.
fn replaced(name: &str, old: &str, new: &str) -> Report {
    let scratch = Scratch::new(name);
    let config = || {
        let model = scratch.0.join("sso-oidc.json");
        let package = Package::new(scratch.0.join("out"), "sso-oidc-client");
        Config::new().model(model).cli(true).package(package)
    };
    scratch.put("sso-oidc.json", old);
    let first = config().try_generate().unwrap();
    assert!(first.surface.is_empty(), "nothing was there before");
    scratch.put("sso-oidc.json", new);
    let told = generate(&config(), Mode::Check).unwrap();
    let done = config().try_generate().unwrap();
    assert_eq!(told.surface, done.surface);
    assert!(config().try_generate().unwrap().surface.is_empty());
    done
}

fn lines(report: &Report, side: Side) -> Vec<String> {
    let changes = report.surface.iter().filter(|change| change.side() == side);
    changes.map(ToString::to_string).collect()
}

#[test]
fn inputs_that_a_client_gained_only_add() {
    let report = replaced("gained", &older(), TODAY);
    let worst = report
        .surface
        .iter()
        .filter_map(|change| change.grade())
        .max();
    assert_eq!(worst, Some(Grade::Additive));
    assert_eq!(
        lines(&report, Side::Command),
        [
            "+ cli register-client --entitled-application-arn: string",
            "+ cli register-client --grant-types: list",
            "+ cli register-client --issuer-url: string",
            "+ cli register-client --redirect-uris: list",
        ]
    );
    let rust = lines(&report, Side::Rust);
    assert!(
        rust.contains(
            &"+ rust operations::register_client::RegisterClientInput::issuer_url: Option<String>"
                .to_owned()
        )
    );
    assert_eq!(rust.len(), 8, "a field and a setter each: {rust:#?}");
    let summary = report.summary();
    assert_eq!(summary.len(), 10, "{summary:#?}");
    assert_eq!(summary[0], "the change only adds to what is generated:");
}

#[test]
fn inputs_that_a_client_lost_break_scripts_and_programs() {
    let report = replaced("lost", TODAY, &older());
    let breaking = report.surface.iter();
    let breaking = breaking.filter(|change| change.grade() == Some(Grade::Breaking));
    assert_eq!(breaking.count(), 4 + 8);
    assert!(
        lines(&report, Side::Wire)
            .contains(&"- wire RegisterClientRequest$issuerUrl: string".to_owned())
    );
    assert!(report.summary()[0].contains("breaks"));
}

#[test]
fn a_check_says_what_changes_before_it_lists_files() {
    let scratch = Scratch::new("check-says");
    let run = |more: &[&str]| {
        let run = Command::new(env!("CARGO_BIN_EXE_smithgen"))
            .args(["generate", "--model", "m.json", "--cli", "--out", "out"])
            .args(more)
            .current_dir(&scratch.0)
            .output()
            .unwrap();
        (run.status.success(), String::from_utf8(run.stdout).unwrap())
    };
    scratch.put("m.json", &older());
    assert!(run(&[]).0);
    scratch.put("m.json", TODAY);
    let (is_same, said) = run(&["--check"]);
    assert!(!is_same);
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines[0], "the change only adds to what is generated:");
    assert!(
        lines[9].ends_with("more, all in the surface file"),
        "{said}"
    );
    assert_eq!(lines[10], "out is out of date:");
    // Only what has a reason to differ does.
    let files = &lines[11..lines.len() - 1];
    assert_eq!(files.len(), 4, "{files:#?}");
}

#[test]
fn the_lines_are_sorted_and_say_all_three_sides() {
    let scratch = Scratch::new("sorted");
    let model = scratch.put("m.json", TODAY);
    let config = Config::new()
        .model(model)
        .cli(true)
        .out_dir(scratch.0.join("out"));
    config.try_generate().unwrap();
    let text = fs::read_to_string(scratch.0.join("out/sso_oidc/API.txt")).unwrap();
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    for side in ["cli", "rust", "wire"] {
        let of_side = lines
            .iter()
            .filter(|line| line.starts_with(&format!("{side} ")));
        assert!(of_side.count() > 20, "{side}");
    }
    for expected in [
        "cli register-client --client-name: string, required",
        "cli register-client > clientSecret: string",
        "rust Client::register_client: fn() -> operations::register_client::RegisterClientCall",
        "wire RegisterClient: POST /client/register 200",
        "wire RegisterClientResponse$clientSecret: string, sensitive",
    ] {
        assert!(lines.contains(&expected), "{expected}");
    }
}

#[test]
fn derived_traits_and_types_of_others_are_of_the_surface() {
    let scratch = Scratch::new("surface-shapes");
    let model = scratch.put("sso-oidc.json", TODAY);
    let shape = |name: &str| format!("com.amazonaws.ssooidc#{name}");
    let broken = || shape("InvalidClientException");
    let generate = |config: Config| {
        let config = config.model(&model).out_dir(scratch.0.join("out"));
        config.try_generate().unwrap()
    };
    let plain = Config::new();
    generate(plain.clone());
    let more = plain.clone().serde(true).derive(broken(), ["Eq"]);
    let added = generate(more);
    let name = "types::InvalidClientException";
    let expected = [
        format!("+ rust {name} has Eq"),
        format!("+ rust {name} has serde"),
    ];
    let of_it = |report: &Report| {
        let lines = lines(report, Side::Rust).into_iter();
        lines.filter(|line| line.contains(name)).collect::<Vec<_>>()
    };
    assert_eq!(of_it(&added), expected);
    assert!(
        added
            .surface
            .iter()
            .all(|it| it.grade() == Some(Grade::Additive))
    );
    generate(plain.clone());
    let replaced = generate(plain.extern_path(broken(), "::others::Broken"));
    assert_eq!(
        of_it(&replaced)[0],
        format!("~ rust {name}: = ::others::Broken, was error")
    );
    let worst = replaced.surface.iter().filter_map(|it| it.grade()).max();
    assert_eq!(worst, Some(Grade::Breaking));
    let wire = replaced.surface.iter().filter(|it| it.side() == Side::Wire);
    assert_eq!(wire.count(), 0);
}
