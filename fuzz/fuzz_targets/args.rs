#![no_main]

#[path = "../src/cli/args.rs"]
mod args;

libfuzzer_sys::fuzz_target!(|data: &[u8]| args::run(data));
