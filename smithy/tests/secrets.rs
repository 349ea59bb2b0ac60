//! What services keep secret although their models do not say so.

use std::path::{Path, PathBuf};

use smithgen_model::Errors;
use smithgen_model::load::{load, load_texts};
use smithgen_model::model::Model;
use smithgen_model::resolve::{Resolved, finish, open};

const SENSITIVE: &str = "smithy.api#sensitive";

fn small(sdk_id: &str) -> Resolved {
    let text = format!(
        r#"{{"smithy": "2.0", "shapes": {{
  "ex#Doors": {{ "type": "service", "version": "1", "operations": [{{ "target": "ex#Open" }}],
    "traits": {{ "aws.api#service": {{ "sdkId": "{sdk_id}" }}, "aws.protocols#awsJson1_1": {{}} }} }},
  "ex#Open": {{ "type": "operation", "input": {{ "target": "ex#OpenInput" }}, "output": {{ "target": "ex#OpenOutput" }} }},
  "ex#OpenInput": {{ "type": "structure", "members": {{
    "code": {{ "target": "smithy.api#String" }}, "codeOfConduct": {{ "target": "smithy.api#String" }} }} }},
  "ex#OpenOutput": {{ "type": "structure", "members": {{ "deviceCode": {{ "target": "smithy.api#String" }} }} }} }} }}"#
    );
    let mut errors = Errors::new();
    let model = load_texts(
        vec![("doors.json".to_owned(), text.into_bytes())],
        &mut errors,
    );
    finish(model, errors, None, &[]).expect("a good model")
}

fn is_secret(model: &Model, shape: &str, member: &str) -> bool {
    let shape = model.get(shape).expect("the shape is there");
    let member = shape.members.get(member).expect("the member is there");
    let target = model.target(member).expect("its target is there");
    member.traits.has(SENSITIVE) || target.traits.has(SENSITIVE)
}

#[test]
fn codes_of_a_sign_in_are_secret_in_every_model_of_the_service() {
    let model = small("SSO OIDC").model;
    assert!(is_secret(&model, "ex#OpenInput", "code"));
    assert!(is_secret(&model, "ex#OpenOutput", "deviceCode"));
    assert!(!is_secret(&model, "ex#OpenInput", "codeOfConduct"));
}

#[test]
fn a_code_of_another_service_is_what_its_model_says() {
    let model = small("Doors").model;
    assert!(!is_secret(&model, "ex#OpenInput", "code"));
    assert!(!is_secret(&model, "ex#OpenOutput", "deviceCode"));
}

/// A correction that the model no longer needs, or whose member is gone, has to go.
#[test]
fn every_correction_is_still_needed() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../model/sso-oidc.json");
    let files: Vec<PathBuf> = vec![file];
    let before = load(&files, &mut Errors::new());
    let after = open(&files, None, &[]).expect("a good model").model;
    for (shape, member) in [
        ("CreateTokenRequest", "deviceCode"),
        ("CreateTokenRequest", "code"),
        ("CreateTokenWithIAMRequest", "code"),
        ("StartDeviceAuthorizationResponse", "deviceCode"),
    ] {
        let shape = format!("com.amazonaws.ssooidc#{shape}");
        assert!(!is_secret(&before, &shape, member), "{shape}${member}");
        assert!(is_secret(&after, &shape, member), "{shape}${member}");
    }
}
