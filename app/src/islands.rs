//! The parts of the pages that live on in the browser.
//!
//! Each is whole in the page that the server sends. Their links and forms work before hydration and without it.

pub mod country_search;
pub mod current_user;
pub mod form_progress;
pub mod home_state;
pub mod live_account_nav;
pub mod resend_countdown;
pub mod web_otp;

#[cfg(not(feature = "ssr"))]
mod announce;
#[cfg(not(feature = "ssr"))]
mod callback;
#[cfg(not(feature = "ssr"))]
mod country_combobox;
#[cfg(not(feature = "ssr"))]
mod country_list;
#[cfg(any(test, not(feature = "ssr")))]
mod country_match;
#[cfg(not(feature = "ssr"))]
mod rendered_session;
#[cfg(not(feature = "ssr"))]
mod resend_clock;
#[cfg(not(feature = "ssr"))]
mod sending;
#[cfg(not(feature = "ssr"))]
mod session_watch;
#[cfg(not(feature = "ssr"))]
mod sms_code;
