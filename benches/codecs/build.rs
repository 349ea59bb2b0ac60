//! Generates the clients: of the records in three protocols, and of Lambda, whose model is looked for at
//! `$SMITHGEN_SHARED/models`, else `../shared/models` beside the repository.

use std::path::PathBuf;

fn main() {
    println!("cargo::rerun-if-env-changed=SMITHGEN_SHARED");
    let shared = std::env::var_os("SMITHGEN_SHARED")
        .map_or_else(|| PathBuf::from("../../../shared"), PathBuf::from);
    let records = |protocol: &str, module: &str| {
        smithgen::Config::new()
            .model("model/records.json")
            .protocol(protocol)
            .module(module)
    };
    smithgen::Config::new()
        .model(shared.join("models/lambda-2015-03-31.json"))
        .operations([
            "ListFunctions",
            "CreateFunction",
            "GetFunctionConfiguration",
        ])
        .and(records("aws.protocols#restJson1", "records_json"))
        .and(records("aws.protocols#restXml", "records_xml"))
        .and(records("smithy.protocols#rpcv2Cbor", "records_cbor"))
        .generate();
}
