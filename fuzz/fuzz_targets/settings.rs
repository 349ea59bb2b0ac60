#![no_main]

#[path = "../src/cli/settings.rs"]
mod settings;

libfuzzer_sys::fuzz_target!(|data: &[u8]| settings::run(data));
