//! A `Cookie` header, searched for the cookie of an unfinished sign-in.
#![no_main]

libfuzzer_sys::fuzz_target!(|header: &[u8]| logto::fuzzing::cookies(header));
