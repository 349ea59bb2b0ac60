//! What services want without a trait that says so, decided of their SDK id and their shapes.

use smithgen_model::Errors;
use smithgen_model::corrections::{
    AttributeMembers, Correction, DigestPair, MessageDigests, Messages, corrections, outdated,
};
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

/// A queue whose messages have a body, attributes, and this digest of the body.
fn queue(operation: &str, digest: &str) -> Model {
    let text = format!(
        r#"$version: "2"
namespace ex
@aws.api#service(sdkId: "SQS")
service Store {{ operations: [{operation}] }}
operation {operation} {{ input: Content, output: Content }}
structure Content {{
    Messages: Messages
    Id: String
    MessageBody: String
    MessageAttributes: Attributes
    {digest}: String
    MD5OfMessageAttributes: String
    Entries: Entries
    Successful: Entries
}}
list Entries {{ member: Content }}
list Messages {{ member: Message }}
structure Message {{ MessageId: String, MD5OfBody: String, Body: String }}
map Attributes {{ key: String, value: Attribute }}
structure Attribute {{ StringValue: String, BinaryValue: Blob, DataType: String }}
"#
    );
    let mut errors = Errors::new();
    let texts = vec![("queue.smithy".to_owned(), text.into_bytes())];
    let model = load_texts(texts, &mut errors);
    assert!(!errors.has_errors(), "{errors:?}");
    model
}

#[test]
fn queues_digest_messages() {
    let found = |operation: &str| {
        let model = queue(operation, "MD5OfMessageBody");
        let shape = |id: &str| model.get(id).expect("the shape is there");
        let operation = shape(&format!("ex#{operation}"));
        let [Correction::MessageDigests(found)] =
            &*corrections(&model, shape("ex#Store"), operation)
        else {
            panic!("no digests")
        };
        found.clone()
    };
    let pair = |content, digest, attributes| DigestPair {
        content,
        digest,
        attributes,
    };
    let attributes = AttributeMembers {
        data_type: 2,
        values: vec![0, 1],
    };
    let alone = Messages {
        list: None,
        id: None,
    };
    let listed = |list, id| Messages {
        list: Some(list),
        id: Some(id),
    };
    // Such a model has no system attributes.
    let sent = MessageDigests {
        received: false,
        contents: alone,
        digests: alone,
        pairs: vec![pair(2, 4, None), pair(3, 5, Some(attributes))],
    };
    assert_eq!(found("SendMessage"), sent);
    let batch = MessageDigests {
        contents: listed(6, 1),
        digests: listed(7, 1),
        ..sent
    };
    assert_eq!(found("SendMessageBatch"), batch);
    let received = MessageDigests {
        received: true,
        contents: listed(0, 0),
        digests: listed(0, 0),
        pairs: vec![pair(2, 1, None)],
    };
    assert_eq!(found("ReceiveMessage"), received);
}

#[test]
fn a_correction_that_no_longer_fits_says_so() {
    let why = |operation: &str, digest: &str| {
        let model = queue(operation, digest);
        let shape = |id: &str| model.get(id).expect("the shape is there");
        outdated(&model, shape("ex#Store"), shape(&format!("ex#{operation}")))
    };
    assert_eq!(why("SendMessage", "MD5OfMessageBody"), None);
    assert_eq!(why("DeleteMessage", "Crc"), None);
    let reason = "`ex#Content` has no member `MD5OfMessageBody`".to_owned();
    assert_eq!(why("SendMessage", "Crc"), Some(reason));
}

#[test]
fn a_bucket_may_not_want_a_body() {
    let members = r#""Body": { "target": "ex#Body" }"#;
    let found = of(&model("S3", RULES, "/", members));
    assert_eq!(found, [Correction::ExpectContinue]);
    let elsewhere = of(&model("MediaStore Data", RULES, "/", members));
    assert_eq!(elsewhere, []);
}
