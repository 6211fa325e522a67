//! The parts of the pages that live on in the browser.
//!
//! Each is whole in the page that the server sends. Their links and forms work before hydration and without it.

pub mod current_user;
pub mod home_state;
pub mod live_account_nav;

#[cfg(feature = "hydrate")]
mod session_watch;
