//! The `logout_token` of a back-channel logout request.
#![no_main]

libfuzzer_sys::fuzz_target!(|token: &str| logto::fuzzing::logout_token(token));
