//! The pages, one file each. Every page is whole when it leaves the server.

pub mod access;
pub mod account;
pub mod home;
pub mod not_found;
pub mod server_error;
pub mod sign_in_failed;
