//! The query of the callback.
#![no_main]

libfuzzer_sys::fuzz_target!(|query: &str| logto::fuzzing::callback_params(query));
