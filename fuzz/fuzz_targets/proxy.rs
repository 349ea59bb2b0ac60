#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| smithgen_fuzz::proxy::run(data));
