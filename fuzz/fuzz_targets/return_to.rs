//! The path to go to after sign-in.
#![no_main]

libfuzzer_sys::fuzz_target!(|given: &str| logto::fuzzing::return_to(given));
