//! The pages, one file each. Every page is whole when it leaves the server.

pub mod access;
pub mod account;
pub mod account_phone;
pub mod account_phone_code;
pub mod home;
pub mod not_found;
pub mod phone;
pub mod phone_code;
pub mod phone_done;
pub mod server_error;
pub mod sign_in_failed;
