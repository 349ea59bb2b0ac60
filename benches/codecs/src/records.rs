//! One page of a thousand records in JSON, XML and CBOR: generated code beside serde's derives with the
//! crate for the format that is used most.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use smithgen_client::runtime::bytes::Bytes;
use smithgen_client::{Operation, decode, encode};
use smithgen_client::runtime::{Structure, http};

use crate::race::{race as compare, runner};

#[allow(dead_code, unused_imports)]
mod records_json {
    include!(concat!(env!("OUT_DIR"), "/records_json/mod.rs"));
}
#[allow(dead_code, unused_imports)]
mod records_xml {
    include!(concat!(env!("OUT_DIR"), "/records_xml/mod.rs"));
}
#[allow(dead_code, unused_imports)]
mod records_cbor {
    include!(concat!(env!("OUT_DIR"), "/records_cbor/mod.rs"));
}

const COUNT: usize = 1000;

/// Structs as one would write them for JSON and CBOR.
mod derived {
    use super::{BTreeMap, Deserialize, Serialize};

    #[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(default, rename_all = "camelCase")]
    pub(super) struct RecordPage {
        #[serde(skip_serializing_if = "Option::is_none")]
        pub(super) marker: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub(super) records: Option<Vec<Record>>,
    }

    #[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(default, rename_all = "camelCase")]
    pub(super) struct Record {
        #[serde(skip_serializing_if = "Option::is_none")]
        pub(super) name: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub(super) arn: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub(super) role: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub(super) handler: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub(super) code_size: Option<i64>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub(super) description: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub(super) timeout: Option<i32>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub(super) memory: Option<i32>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub(super) modified: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub(super) sha: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub(super) network: Option<Network>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub(super) environment: Option<BTreeMap<String, String>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub(super) weight: Option<f64>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub(super) traced: Option<bool>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub(super) state: Option<State>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub(super) architectures: Option<Vec<String>>,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    pub(super) enum State {
        Active,
        Pending,
    }

    #[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(default, rename_all = "camelCase")]
    pub(super) struct Network {
        #[serde(skip_serializing_if = "Option::is_none")]
        pub(super) subnets: Option<Vec<String>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub(super) groups: Option<Vec<String>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub(super) vpc: Option<String>,
    }
}

/// The same as XML has them: elements around items.
mod derived_xml {
    use super::derived::State;
    use super::{Deserialize, Serialize};

    #[derive(Serialize, Deserialize)]
    pub(super) struct Items<T> {
        #[serde(default = "Vec::new")]
        pub(super) member: Vec<T>,
    }

    #[derive(Serialize, Deserialize)]
    pub(super) struct Entries {
        pub(super) entry: Vec<Entry>,
    }

    #[derive(Serialize, Deserialize)]
    pub(super) struct Entry {
        pub(super) key: String,
        pub(super) value: String,
    }

    #[derive(Serialize, Deserialize)]
    pub(super) struct RecordPage {
        pub(super) records: Option<Items<Record>>,
    }

    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    pub(super) struct Record {
        pub(super) name: Option<String>,
        pub(super) arn: Option<String>,
        pub(super) role: Option<String>,
        pub(super) handler: Option<String>,
        pub(super) code_size: Option<i64>,
        pub(super) description: Option<String>,
        pub(super) timeout: Option<i32>,
        pub(super) memory: Option<i32>,
        pub(super) modified: Option<String>,
        pub(super) sha: Option<String>,
        pub(super) network: Option<Network>,
        pub(super) environment: Option<Entries>,
        pub(super) weight: Option<f64>,
        pub(super) traced: Option<bool>,
        pub(super) state: Option<State>,
        pub(super) architectures: Option<Items<String>>,
    }

    #[derive(Serialize, Deserialize)]
    pub(super) struct Network {
        pub(super) subnets: Option<Items<String>>,
        pub(super) groups: Option<Items<String>>,
        pub(super) vpc: Option<String>,
    }
}

fn record(index: usize) -> derived::Record {
    let text = |text: &str| Some(text.to_owned());
    let number = i32::try_from(index).expect("few records");
    derived::Record {
        name: Some(format!("function-{index:05}")),
        arn: Some(format!(
            "arn:aws:lambda:us-east-1:123456789012:function:function-{index:05}"
        )),
        role: text("arn:aws:iam::123456789012:role/service-role/basic-execution"),
        handler: text("bootstrap"),
        code_size: Some(5_831_042 + i64::from(number) * 977),
        description: text(
            "Reads \"orders\" from the queue,\nand writes them to the table — twice.",
        ),
        timeout: Some(number % 900),
        memory: Some(128 << (index % 5)),
        modified: text("2024-11-05T12:34:56.789+0000"),
        sha: text("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
        network: Some(derived::Network {
            subnets: Some(
                (0..3)
                    .map(|n| format!("subnet-0a1b2c3d4e5f{n:05}"))
                    .collect(),
            ),
            groups: Some(vec!["sg-0123456789abcdef0".to_owned()]),
            vpc: text("vpc-0fedcba9876543210"),
        }),
        environment: Some(
            ["LOG_LEVEL", "QUEUE_URL", "TABLE_NAME"]
                .map(|key| (key.to_owned(), format!("value-of-{key}-{index}")))
                .into(),
        ),
        weight: Some(f64::from(number) * 0.25),
        traced: Some(false),
        state: Some(match index % 2 {
            0 => derived::State::Active,
            _ => derived::State::Pending,
        }),
        architectures: Some(vec!["arm64".to_owned()]),
    }
}

fn response(body: &Bytes) -> http::Response<Bytes> {
    http::Response::new(body.clone())
}

/// Generated input from JSON, whatever the protocol of the module.
fn page<T: Structure + Default>(json: &[u8]) -> T {
    smithgen_client::runtime::json::from_slice(json).expect("records are JSON")
}

/// A response body as a server of this protocol writes it.
fn answer<O: Operation>(output: &O::Output) -> Bytes {
    let answer = O::SPEC
        .service()
        .protocol()
        .encode_response(O::SPEC, output);
    answer.expect("records can be written").into_body()
}

pub(crate) fn race() {
    let value = derived::RecordPage {
        marker: None,
        records: Some((0..COUNT).map(record).collect()),
    };
    println!("| {COUNT} records | codec | MB/s | smithgen is × |\n|---|---|--:|--:|");
    json(&value);
    xml(&value);
    cbor(&value);
}

fn json(value: &derived::RecordPage) {
    use records_json::operations::{list_records::ListRecords, put_records::PutRecords};
    let body = Bytes::from(serde_json::to_vec(value).expect("JSON"));
    let input = page(&body);
    let output = decode::<ListRecords>(response(&body)).expect("readable");
    assert_eq!(answer::<ListRecords>(&output), body);
    compare(
        "JSON decode",
        body.len(),
        vec![
            runner("smithgen", || decode::<ListRecords>(response(&body))),
            runner("serde_json derive", || {
                serde_json::from_slice::<derived::RecordPage>(&body)
            }),
        ],
    );
    compare(
        "JSON encode",
        body.len(),
        vec![
            runner("smithgen", || encode::<PutRecords>(&input)),
            runner("serde_json derive", || serde_json::to_vec(value)),
        ],
    );
}

fn xml(value: &derived::RecordPage) {
    use records_xml::operations::{list_records::ListRecords, put_records::PutRecords};
    let json = serde_json::to_vec(value).expect("JSON");
    let body = answer::<ListRecords>(&page(&json));
    let text = std::str::from_utf8(&body).expect("XML is text");
    let input = page(&json);
    let peer: derived_xml::RecordPage = quick_xml::de::from_str(text).expect("readable");
    assert_eq!(
        peer.records.as_ref().map(|all| all.member.len()),
        Some(COUNT)
    );
    compare(
        "XML decode",
        body.len(),
        vec![
            runner("smithgen", || decode::<ListRecords>(response(&body))),
            runner("quick-xml with serde derive", || {
                quick_xml::de::from_str::<derived_xml::RecordPage>(text)
            }),
        ],
    );
    compare(
        "XML encode",
        body.len(),
        vec![
            runner("smithgen", || encode::<PutRecords>(&input)),
            runner("quick-xml with serde derive", || {
                quick_xml::se::to_string(&peer)
            }),
        ],
    );
}

fn cbor(value: &derived::RecordPage) {
    use records_cbor::operations::{list_records::ListRecords, put_records::PutRecords};
    let body = answer::<ListRecords>(&page(&serde_json::to_vec(value).expect("JSON")));
    let input = decode::<ListRecords>(response(&body)).expect("readable");
    let input = page(
        smithgen_client::runtime::json::to_string(&input)
            .expect("JSON")
            .as_bytes(),
    );
    let peer: derived::RecordPage = ciborium::from_reader(&body[..]).expect("readable");
    assert_eq!(&peer, value);
    compare(
        "CBOR decode",
        body.len(),
        vec![
            runner("smithgen", || decode::<ListRecords>(response(&body))),
            runner("ciborium with serde derive", || {
                ciborium::from_reader::<derived::RecordPage, _>(&body[..])
            }),
            runner("minicbor-serde derive", || {
                minicbor_serde::from_slice::<derived::RecordPage>(&body)
            }),
        ],
    );
    compare(
        "CBOR encode",
        body.len(),
        vec![
            runner("smithgen", || encode::<PutRecords>(&input)),
            runner("ciborium with serde derive", || {
                let mut bytes = Vec::new();
                ciborium::into_writer(value, &mut bytes).map(|()| bytes)
            }),
            runner("minicbor-serde derive", || minicbor_serde::to_vec(value)),
        ],
    );
}
