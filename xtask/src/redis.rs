//! A Redis or Valkey for the tests of what several processes share. They start and stop it themselves.

use crate::{apt, process, step::step};

/// What the programs are called.
const NAMES: [&str; 2] = ["redis-server", "valkey-server"];
const HINT: &str = "install redis-server or valkey-server";

/// Whether there is one, installed if need be. Where it cannot be had the tests with `redis` in their names are left out,
/// and the totals say so: everything else can be tried without it.
pub fn ensure() -> bool {
    let found = || NAMES.iter().any(|name| process::in_path(name).is_some());
    if found() {
        return true;
    }
    // The service that the package starts is of no use here, and does no harm: the tests take ports of their own.
    if let Err(error) = step("Redis, the system's package", || apt::install("redis-server", HINT)) {
        eprintln!("{error}");
    }
    found()
}
