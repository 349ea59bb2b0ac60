//! MB/s of the JSON codec beside serde_json with derived structs, on one large list of records.
//!
//! `cargo bench -p smithgen-runtime --bench json`. Rates of one run may be compared, not kept: the
//! ratio is what counts.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use smithgen_runtime::{Kind, Member, Ref, Schema, Slot, Structure, Trait, View, json, prelude};

/// Structs as generated code has them, with serde's derives beside.
macro_rules! structures {
    ($($schema:ident $name:ident { $($index:literal $field:ident $wire:literal : $type:ty = $target:expr,)* })*) => {$(
        #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
        #[serde(default)]
        struct $name {
            $(#[serde(rename = $wire, skip_serializing_if = "Option::is_none")] $field: Option<$type>,)*
        }

        static $schema: Schema = Schema::new(
            concat!("bench#", stringify!($name)),
            Kind::Structure,
            &[$(Member::new(stringify!($field), $target).with_traits(&[Trait::JsonName($wire)]),)*],
        );

        impl Structure for $name {
            fn schema(&self) -> &'static Schema {
                &$schema
            }
            fn get(&self, member: usize) -> Ref<'_> {
                match member {
                    $($index => self.$field.view(),)*
                    _ => Ref::Unset,
                }
            }
            fn slot(&mut self, member: usize) -> Slot<'_> {
                match member {
                    $($index => self.$field.slot(),)*
                    _ => Slot::Skip,
                }
            }
        }
    )*};
}

static STRINGS: Schema = Schema::new(
    "bench#Strings",
    Kind::List,
    &[Member::new("member", &prelude::STRING)],
);
static LAYERS: Schema = Schema::new("bench#Layers", Kind::List, &[Member::new("member", &LAYER)]);
static FUNCTIONS: Schema = Schema::new(
    "bench#Functions",
    Kind::List,
    &[Member::new("member", &FUNCTION)],
);
static TAGS: Schema = Schema::new(
    "bench#Tags",
    Kind::Map,
    &[
        Member::new("key", &prelude::STRING),
        Member::new("value", &prelude::STRING),
    ],
);

structures! {
    LAYER Layer {
        0 arn "Arn": String = &prelude::STRING,
        1 code_size "CodeSize": i64 = &prelude::LONG,
    }
    NETWORK Network {
        0 subnets "SubnetIds": Vec<String> = &STRINGS,
        1 groups "SecurityGroupIds": Vec<String> = &STRINGS,
        2 vpc "VpcId": String = &prelude::STRING,
        3 ipv6 "Ipv6AllowedForDualStack": bool = &prelude::BOOLEAN,
    }
    FUNCTION Function {
        0 name "FunctionName": String = &prelude::STRING,
        1 arn "FunctionArn": String = &prelude::STRING,
        2 runtime "Runtime": String = &prelude::STRING,
        3 role "Role": String = &prelude::STRING,
        4 handler "Handler": String = &prelude::STRING,
        5 code_size "CodeSize": i64 = &prelude::LONG,
        6 description "Description": String = &prelude::STRING,
        7 timeout "Timeout": i32 = &prelude::INTEGER,
        8 memory "MemorySize": i32 = &prelude::INTEGER,
        9 modified "LastModified": String = &prelude::STRING,
        10 sha "CodeSha256": String = &prelude::STRING,
        11 version "Version": String = &prelude::STRING,
        12 network "VpcConfig": Network = &NETWORK,
        13 environment "Environment": BTreeMap<String, String> = &TAGS,
        14 weight "Weight": f64 = &prelude::DOUBLE,
        15 layers "Layers": Vec<Layer> = &LAYERS,
        16 state "State": String = &prelude::STRING,
        17 architectures "Architectures": Vec<String> = &STRINGS,
        18 traced "Traced": bool = &prelude::BOOLEAN,
        19 revision "RevisionId": String = &prelude::STRING,
    }
    OUTPUT Output {
        0 marker "NextMarker": String = &prelude::STRING,
        1 functions "Functions": Vec<Function> = &FUNCTIONS,
    }
}

fn function(index: i32) -> Function {
    let name = format!("function-{index:05}");
    let text = |text: &str| Some(text.to_owned());
    Function {
        arn: Some(format!(
            "arn:aws:lambda:us-east-1:123456789012:function:{name}"
        )),
        name: Some(name),
        runtime: text("provided.al2023"),
        role: text("arn:aws:iam::123456789012:role/service-role/lambda-basic-execution"),
        handler: text("bootstrap"),
        code_size: Some(5_831_042 + i64::from(index) * 977),
        description: text(
            "Reads \"orders\" from the queue,\nand writes them to the table — twice.",
        ),
        timeout: Some(index % 900),
        memory: Some(128 << (index % 5)),
        modified: text("2024-11-05T12:34:56.789+0000"),
        sha: text("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
        version: text("$LATEST"),
        network: Some(Network {
            subnets: Some(
                (0..3)
                    .map(|n| format!("subnet-0a1b2c3d4e5f{n:05}"))
                    .collect(),
            ),
            groups: Some(vec!["sg-0123456789abcdef0".to_owned()]),
            vpc: text("vpc-0fedcba9876543210"),
            ipv6: Some(index % 2 == 0),
        }),
        environment: Some(
            ["LOG_LEVEL", "TABLE_NAME", "QUEUE_URL"]
                .map(|key| (key.to_owned(), format!("value-of-{key}-{index}")))
                .into(),
        ),
        weight: Some(f64::from(index) * 0.25),
        layers: Some(vec![Layer {
            arn: text("arn:aws:lambda:us-east-1:123456789012:layer:telemetry:17"),
            code_size: Some(1_234_567),
        }]),
        state: text("Active"),
        architectures: Some(vec!["arm64".to_owned()]),
        traced: Some(false),
        revision: text("0c7d9a3e-8f2b-4a1d-9e6c-5b4a3f2e1d0c"),
    }
}

/// The best of many short rounds, taken in turn so that both meet the same machine.
fn race(bytes: usize, names: [&str; 2], mut runs: [Box<dyn FnMut() + '_>; 2]) {
    let mut best = [Duration::MAX; 2];
    for _ in 0..200 {
        for (run, best) in runs.iter_mut().zip(&mut best) {
            let start = Instant::now();
            run();
            *best = (*best).min(start.elapsed());
        }
    }
    let rate = |time: Duration| bytes as f64 / time.as_secs_f64() / 1e6;
    let [ours, theirs] = best.map(rate);
    println!(
        "{:24} {ours:7.0} MB/s   {:24} {theirs:7.0} MB/s   ratio {:.2}",
        names[0],
        names[1],
        ours / theirs
    );
}

fn main() {
    let output = Output {
        marker: None,
        functions: Some((0..1000).map(function).collect()),
    };
    let text = serde_json::to_string(&output).unwrap_or_default();
    assert!(json::from_str::<Output>(&text).ok().as_ref() == Some(&output));
    let ours = json::to_string(&output).unwrap_or_default();
    assert!(serde_json::from_str::<Output>(&ours).ok().as_ref() == Some(&output));
    println!("{} records, {} bytes", 1000, text.len());
    race(
        text.len(),
        ["decode", "serde_json derive"],
        [
            Box::new(|| drop(black_box(json::from_slice::<Output>(text.as_bytes())))),
            Box::new(|| drop(black_box(serde_json::from_slice::<Output>(text.as_bytes())))),
        ],
    );
    race(
        text.len(),
        ["encode", "serde_json derive"],
        [
            Box::new(|| drop(black_box(json::to_string(&output)))),
            Box::new(|| drop(black_box(serde_json::to_string(&output)))),
        ],
    );
    let document = json::document(text.as_bytes()).unwrap_or_default();
    race(
        text.len(),
        ["decode a document", "serde_json::Value"],
        [
            Box::new(|| drop(black_box(json::document(text.as_bytes())))),
            Box::new(|| {
                drop(black_box(serde_json::from_slice::<serde_json::Value>(
                    text.as_bytes(),
                )));
            }),
        ],
    );
    black_box(&document);
}
