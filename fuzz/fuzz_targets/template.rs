#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| gradual_fuzz::template(bytes));
