//! The pages, components and server functions, shared by the server and the browser.

pub mod user;

#[cfg(feature = "ssr")]
pub mod identity;
