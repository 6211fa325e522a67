//! An `Authorization` header, and an access token.
#![no_main]

libfuzzer_sys::fuzz_target!(|token: &str| logto::fuzzing::bearer_token(token));
