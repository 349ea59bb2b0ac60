#![no_main]

#[path = "../src/cli/shorthand.rs"]
mod shorthand;

libfuzzer_sys::fuzz_target!(|data: &[u8]| shorthand::run(data));
