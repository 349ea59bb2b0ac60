//! Operations of Lambda: generated code beside structs derived for serde_json and beside the AWS SDK,
//! whose whole operation, as counted by `run`, has its orchestration and signing in it as well.

#[cfg(feature = "sdk")]
mod sdk;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use smithgen_client::runtime::bytes::Bytes;
use smithgen_client::{decode, encode};
use smithgen_client::runtime::http;
use stats_alloc::Region as Allocations;

#[cfg(feature = "sdk")]
use self::sdk::Sdk;
#[cfg(feature = "sdk")]
use crate::race::Runner;
use crate::race::{race as compare, runner};

#[allow(dead_code, unused_imports)]
mod ours {
    include!(concat!(env!("OUT_DIR"), "/lambda/mod.rs"));
}

use ours::operations::create_function::{CreateFunction, CreateFunctionInput};
use ours::operations::get_function_configuration::{
    GetFunctionConfiguration, GetFunctionConfigurationInput,
};
use ours::operations::list_functions::{ListFunctions, ListFunctionsInput};

/// What `run` knows.
pub(crate) const NAMES: &[&str] = &[
    "smithgen-get",
    "smithgen-list",
    "smithgen-create",
    #[cfg(feature = "sdk")]
    "sdk-get",
    #[cfg(feature = "sdk")]
    "sdk-list",
    #[cfg(feature = "sdk")]
    "sdk-create",
];

const COUNT: usize = 1000;
const VARIABLES: usize = 12_000;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
#[allow(
    dead_code,
    reason = "read by nobody: what is measured is how they are filled"
)]
struct DerivedPage {
    next_marker: Option<String>,
    functions: Option<Vec<DerivedFunction>>,
}

/// All members of the model, as generated code has them.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
#[allow(
    dead_code,
    reason = "read by nobody: what is measured is how they are filled"
)]
struct DerivedFunction {
    function_name: Option<String>,
    function_arn: Option<String>,
    runtime: Option<String>,
    role: Option<String>,
    handler: Option<String>,
    code_size: Option<i64>,
    description: Option<String>,
    timeout: Option<i32>,
    memory_size: Option<i32>,
    last_modified: Option<String>,
    code_sha256: Option<String>,
    version: Option<String>,
    vpc_config: Option<DerivedVpc>,
    dead_letter_config: Option<BTreeMap<String, String>>,
    environment: Option<DerivedEnvironment>,
    #[serde(rename = "KMSKeyArn")]
    kms_key_arn: Option<String>,
    tracing_config: Option<DerivedTracing>,
    master_arn: Option<String>,
    revision_id: Option<String>,
    layers: Option<Vec<DerivedLayer>>,
    state: Option<String>,
    state_reason: Option<String>,
    state_reason_code: Option<String>,
    last_update_status: Option<String>,
    last_update_status_reason: Option<String>,
    last_update_status_reason_code: Option<String>,
    file_system_configs: Option<Vec<DerivedFileSystem>>,
    package_type: Option<String>,
    image_config_response: Option<DerivedImage>,
    signing_profile_version_arn: Option<String>,
    signing_job_arn: Option<String>,
    architectures: Option<Vec<String>>,
    ephemeral_storage: Option<DerivedStorage>,
    snap_start: Option<DerivedSnapStart>,
    runtime_version_config: Option<DerivedRuntime>,
    logging_config: Option<DerivedLogging>,
}

macro_rules! derived {
    ($($name:ident { $($member:ident: $type:ty,)* })*) => {$(
        #[derive(Serialize, Deserialize)]
        #[serde(rename_all = "PascalCase")]
        #[allow(dead_code, reason = "read by nobody: what is measured is how they are filled")]
        struct $name {
            $($member: Option<$type>,)*
        }
    )*};
}

derived! {
    DerivedVpc {
        subnet_ids: Vec<String>,
        security_group_ids: Vec<String>,
        vpc_id: String,
        ipv6_allowed_for_dual_stack: bool,
    }
    DerivedEnvironment { variables: BTreeMap<String, String>, error: DerivedError, }
    DerivedError { error_code: String, message: String, }
    DerivedTracing { mode: String, }
    DerivedLayer {
        arn: String,
        code_size: i64,
        signing_profile_version_arn: String,
        signing_job_arn: String,
    }
    DerivedFileSystem { arn: String, local_mount_path: String, }
    DerivedImage { image_config: DerivedImageConfig, error: DerivedError, }
    DerivedImageConfig { entry_point: Vec<String>, command: Vec<String>, working_directory: String, }
    DerivedStorage { size: i32, }
    DerivedSnapStart { apply_on: String, optimization_status: String, }
    DerivedRuntime { runtime_version_arn: String, error: DerivedError, }
    DerivedLogging {
        log_format: String,
        application_log_level: String,
        system_log_level: String,
        log_group: String,
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct DerivedCreate {
    code: Value,
    environment: DerivedVariables,
    function_name: String,
    role: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct DerivedVariables {
    variables: BTreeMap<String, String>,
}

fn function(index: usize) -> Value {
    json!({
        "FunctionName": format!("function-{index:05}"),
        "FunctionArn": format!("arn:aws:lambda:us-east-1:123456789012:function:function-{index:05}"),
        "Runtime": "provided.al2023",
        "Role": "arn:aws:iam::123456789012:role/service-role/lambda-basic-execution",
        "Handler": "bootstrap",
        "CodeSize": 5_831_042 + index * 977,
        "Description": "Reads \"orders\" from the queue,\nand writes them to the table.",
        "Timeout": index % 900,
        "MemorySize": 128 << (index % 5),
        "LastModified": "2024-11-05T12:34:56.789+0000",
        "CodeSha256": "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
        "Version": "$LATEST",
        "VpcConfig": {
            "SubnetIds": ["subnet-0a1b2c3d4e5f60718", "subnet-0a1b2c3d4e5f60719"],
            "SecurityGroupIds": ["sg-0123456789abcdef0"],
            "VpcId": "vpc-0fedcba9876543210",
            "Ipv6AllowedForDualStack": false,
        },
        "Environment": { "Variables": {
            "LOG_LEVEL": "info", "QUEUE_URL": format!("queue-{index}"), "TABLE_NAME": format!("table-{index}"),
        } },
        "TracingConfig": { "Mode": "PassThrough" },
        "RevisionId": "0c7d9a3e-8f2b-4a1d-9e6c-5b4a3f2e1d0c",
        "Layers": [{ "Arn": "arn:aws:lambda:us-east-1:123456789012:layer:telemetry:17", "CodeSize": 1_234_567 }],
        "PackageType": "Zip",
        "Architectures": ["arm64"],
        "EphemeralStorage": { "Size": 512 },
    })
}

fn page() -> Bytes {
    let functions: Vec<Value> = (0..COUNT).map(function).collect();
    json!({ "Functions": functions }).to_string().into()
}

fn variables() -> BTreeMap<String, String> {
    (0..VARIABLES)
        .map(|n| {
            let value = format!(
                "value of the variable with number {n}, at some \"length\": {:060}",
                n * 7919
            );
            (format!("VARIABLE_{n:06}"), value)
        })
        .collect()
}

fn create() -> DerivedCreate {
    DerivedCreate {
        code: json!({ "S3Bucket": "bucket", "S3Key": "key" }),
        environment: DerivedVariables {
            variables: variables(),
        },
        function_name: "function".to_owned(),
        role: "arn:aws:iam::123456789012:role/role".to_owned(),
    }
}

fn our_create() -> CreateFunctionInput {
    let bytes = serde_json::to_vec(&create()).expect("JSON");
    smithgen_client::runtime::json::from_slice(&bytes).expect("an input")
}

fn response(body: &Bytes) -> http::Response<Bytes> {
    http::Response::new(body.clone())
}

fn our_get(body: &Bytes) {
    let input = GetFunctionConfigurationInput {
        function_name: Some("function".to_owned()),
        ..GetFunctionConfigurationInput::default()
    };
    drop(std::hint::black_box(encode::<GetFunctionConfiguration>(
        &input,
    )));
    let output = decode::<GetFunctionConfiguration>(response(body)).expect("readable");
    assert_eq!(output.function_name.as_deref(), Some("function-00007"));
}

fn our_list(body: &Bytes) {
    drop(std::hint::black_box(encode::<ListFunctions>(
        &ListFunctionsInput::default(),
    )));
    let output = decode::<ListFunctions>(response(body)).expect("readable");
    assert_eq!(output.functions.map(|all| all.len()), Some(COUNT));
}

fn our_create_and_read(input: &CreateFunctionInput) {
    drop(std::hint::black_box(encode::<CreateFunction>(input)));
    decode::<CreateFunction>(response(&Bytes::from_static(b"{}"))).expect("readable");
}

fn task(name: &str) -> Box<dyn FnMut()> {
    let small = Bytes::from(function(7).to_string());
    match name {
        "smithgen-get" => Box::new(move || our_get(&small)),
        "smithgen-list" => {
            let body = page();
            Box::new(move || our_list(&body))
        }
        "smithgen-create" => {
            let input = our_create();
            Box::new(move || our_create_and_read(&input))
        }
        #[cfg(feature = "sdk")]
        "sdk-get" => {
            let sdk = Sdk::new(small);
            Box::new(move || sdk.get())
        }
        #[cfg(feature = "sdk")]
        "sdk-list" => {
            let sdk = Sdk::new(page());
            Box::new(move || sdk.list())
        }
        #[cfg(feature = "sdk")]
        "sdk-create" => {
            let sdk = Sdk::new(Bytes::from_static(b"{}"));
            let variables = variables().into_iter().collect();
            Box::new(move || sdk.create(&variables))
        }
        other => panic!("{other} is none of {NAMES:?}"),
    }
}

/// One thing so many times, and once before: whatever is made once is made then.
pub(crate) fn run(name: &str, times: usize) {
    let mut task = task(name);
    for _ in 0..=times {
        task();
    }
}

pub(crate) fn race() {
    decoding();
    encoding();
}

fn decoding() {
    let body = page();
    #[allow(unused_mut)]
    let mut runners = vec![
        runner("smithgen", || decode::<ListFunctions>(response(&body))),
        runner("serde_json derive", || {
            serde_json::from_slice::<DerivedPage>(&body)
        }),
    ];
    #[cfg(feature = "sdk")]
    runners.push({
        let sdk = Sdk::new(body.clone());
        let run = Box::new(move || {
            sdk.list();
            sdk.shares().1
        });
        let name = "aws-sdk-lambda";
        Runner { name, run }
    });
    compare("ListFunctions decode", body.len(), runners);
}

fn encoding() {
    let (input, derived) = (our_create(), create());
    let request = encode::<CreateFunction>(&input).expect("a request");
    #[allow(unused_mut)]
    let mut runners = vec![
        runner("smithgen", || encode::<CreateFunction>(&input)),
        runner("serde_json derive", || serde_json::to_vec(&derived)),
    ];
    #[cfg(feature = "sdk")]
    runners.push({
        let sdk = Sdk::new(Bytes::from_static(b"{}"));
        let variables = variables().into_iter().collect();
        let run = Box::new(move || {
            sdk.create(&variables);
            sdk.shares().0
        });
        let name = "aws-sdk-lambda";
        Runner { name, run }
    });
    compare("CreateFunction encode", request.body().len(), runners);
}

/// Prints how often and how much memory is asked for by one operation.
pub(crate) fn allocations() {
    println!("\n| one operation without network | allocations | bytes |\n|---|--:|--:|");
    for name in NAMES {
        let mut task = task(name);
        task();
        let region = Allocations::new(crate::ALLOCATOR);
        task();
        let change = region.change();
        println!(
            "| {name} | {} | {} |",
            change.allocations + change.reallocations,
            change.bytes_allocated
        );
    }
}
