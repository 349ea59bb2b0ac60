//! Generates the recorder's client twice: in REST, and its events in CBOR.
fn main() {
    let events = smithgen::Config::new()
        .model("model/recorder.json")
        .protocol("rpcv2Cbor")
        .operations(["Listen"])
        .module("recorder_cbor");
    smithgen::Config::new()
        .model("model/recorder.json")
        .protocol("restJson1")
        .module("recorder")
        .and(events)
        .generate();
}
