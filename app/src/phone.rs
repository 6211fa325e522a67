//! Phone sign-in behind its pages: what the server knows of an attempt, as the pages take it.

mod problem;
mod service;
pub mod step;
mod steps;

pub(crate) use problem::{NAME_NOT_SAVED, NAME_TOO_LONG, NUMBER_UNCHANGED, UNAVAILABLE};
pub use service::{ClientAddress, PhoneService};
pub(crate) use service::{client_address, now};
pub use steps::{CHANGED, DONE, code_step, done_step, name_step, new_number_step, number_page};
