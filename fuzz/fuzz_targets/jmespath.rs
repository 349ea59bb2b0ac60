#![no_main]

#[path = "../src/cli/jmespath.rs"]
mod jmespath;

libfuzzer_sys::fuzz_target!(|data: &[u8]| jmespath::run(data));
