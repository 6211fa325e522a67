//! The pages, components and server functions, shared by the server and the browser.
//!
//! The browser gets the [`islands`] and the [`components`] they are made of, nothing else: pages, the
//! router and everything that knows the session are compiled for the server alone.

// The type of a view is as deep as the page is nested.
#![recursion_limit = "256"]

#[cfg(not(any(feature = "ssr", feature = "hydrate")))]
compile_error!("`app` is built for the server with the feature `ssr`, for the browser with `hydrate`");

pub mod components;
pub mod islands;
pub mod user;

#[cfg(feature = "ssr")]
pub mod app;
#[cfg(feature = "ssr")]
pub mod assets;
#[cfg(feature = "ssr")]
pub mod identity;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod phone;
#[cfg(feature = "ssr")]
pub mod render;
#[cfg(feature = "ssr")]
pub mod see_other;
#[cfg(feature = "ssr")]
pub mod server_functions;
#[cfg(feature = "ssr")]
pub mod sign_in_failure;
