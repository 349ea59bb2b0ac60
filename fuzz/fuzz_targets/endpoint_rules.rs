#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| smithgen_fuzz::endpoint_rules::run(data));
