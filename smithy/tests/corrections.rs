//! What services want without a trait that says so, decided of their SDK id and their shapes.

use smithgen_model::Errors;
use smithgen_model::corrections::{Correction, corrections};
use smithgen_model::load::load_texts;
use smithgen_model::model::Model;

fn model(sdk_id: &str, more: &str, uri: &str, members: &str) -> Model {
    let text = format!(
        r#"{{"smithy": "2.0", "shapes": {{
  "ex#Store": {{ "type": "service", "version": "2012-06-01", "operations": [{{ "target": "ex#Put" }}],
    "traits": {{ "aws.api#service": {{ "sdkId": "{sdk_id}" }} {more} }} }},
  "ex#Put": {{ "type": "operation", "input": {{ "target": "ex#PutInput" }},
    "traits": {{ "smithy.api#http": {{ "method": "PUT", "uri": "{uri}" }} }} }},
  "ex#PutInput": {{ "type": "structure", "members": {{ {members} }} }},
  "ex#Body": {{ "type": "blob", "traits": {{ "smithy.api#streaming": {{}} }} }} }} }}"#
    );
    let mut errors = Errors::new();
    load_texts(
        vec![("test.json".to_owned(), text.into_bytes())],
        &mut errors,
    )
}

fn of(model: &Model) -> Vec<Correction> {
    let shape = |id| model.get(id).expect("the shape is there");
    corrections(model, shape("ex#Store"), shape("ex#Put"))
}

const BUCKET: &str = r#""Key": { "target": "smithy.api#String" },
    "Bucket": { "target": "smithy.api#String", "traits": { "smithy.api#httpLabel": {},
      "smithy.rules#contextParam": { "name": "Bucket" } } }"#;
const RULES: &str = r#", "smithy.rules#endpointRuleSet": {}"#;

#[test]
fn most_services_say_all_they_want() {
    let members =
        r#""accountId": { "target": "smithy.api#String" }, "body": { "target": "ex#Body" }"#;
    assert_eq!(of(&model("Other", "", "/{accountId}", members)), []);
    assert_eq!(of(&model("Other", RULES, "/{Bucket}", BUCKET)), []);
}

#[test]
fn glacier_has_a_version_an_account_and_a_tree() {
    let members =
        r#""accountId": { "target": "smithy.api#String" }, "body": { "target": "ex#Body" }"#;
    let version = Correction::Header("x-amz-glacier-version", "2012-06-01".to_owned());
    let all = [
        version.clone(),
        Correction::DefaultText(0, "-"),
        Correction::TreeHash,
    ];
    assert_eq!(of(&model("Glacier", "", "/{accountId}", members)), all);
    let nothing_to_hash = r#""name": { "target": "smithy.api#String" }"#;
    assert_eq!(of(&model("Glacier", "", "/", nothing_to_hash)), [version]);
}

#[test]
fn predictions_are_made_at_their_own_endpoint() {
    let members = r#""PredictEndpoint": { "target": "smithy.api#String" }"#;
    let found = of(&model("Machine Learning", "", "/", members));
    assert_eq!(found, [Correction::EndpointMember(0)]);
    let others = r#""name": { "target": "smithy.api#String" }"#;
    assert_eq!(of(&model("Machine Learning", "", "/", others)), []);
}

#[test]
fn api_gateway_is_asked_for_json() {
    let accept = Correction::Header("accept", "application/json".to_owned());
    assert_eq!(of(&model("API Gateway", "", "/", "")), [accept]);
}

#[test]
fn buckets_leave_the_path() {
    let ruled = of(&model("S3", RULES, "/{Bucket}/{Key+}", BUCKET));
    assert_eq!(ruled, [Correction::PathInEndpoint(1)]);
    let plain = of(&model("S3", "", "/{Bucket}?list-type=2", BUCKET));
    let all = [
        Correction::PathInEndpoint(1),
        Correction::BucketAddressing(Some(1)),
    ];
    assert_eq!(plain, all);
    let none = of(&model("S3", "", "/", ""));
    assert_eq!(none, [Correction::BucketAddressing(None)]);
}
