#![no_main]

#[path = "../src/cli/yaml.rs"]
mod yaml;

libfuzzer_sys::fuzz_target!(|data: &[u8]| yaml::run(data));
