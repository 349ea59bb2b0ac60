#![no_main]

#[allow(dead_code)]
#[path = "../src/generator/mod.rs"]
mod generator;

libfuzzer_sys::fuzz_target!(|data: &[u8]| generator::selector::run(data));
