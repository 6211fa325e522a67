//! The hosted pages: one page per file. Forms, no JavaScript needed.

pub(crate) mod account_exists;
pub(crate) mod assets;
pub(crate) mod cancel;
pub(crate) mod code;
pub(crate) mod create_account;
pub(crate) mod inbox;
pub(crate) mod not_found;
pub(crate) mod phone;
pub(crate) mod sign_out;

mod current_interaction;
mod escape;
mod finish_sign_in;
mod page;
mod send_code;
mod switched_off;
