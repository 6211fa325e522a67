//! The building blocks of the pages: one job each, native elements first.

pub mod account_nav;
pub mod avatar;
pub mod greeting;
pub mod invitation;
pub mod sign_in_link;
pub mod sign_out_button;
pub mod sign_up_link;

#[cfg(feature = "ssr")]
pub mod brand;
#[cfg(feature = "ssr")]
pub mod code_art;
#[cfg(feature = "ssr")]
pub mod date_time;
#[cfg(feature = "ssr")]
pub mod description_list;
#[cfg(feature = "ssr")]
pub mod document_head;
#[cfg(feature = "ssr")]
pub mod footer;
#[cfg(feature = "ssr")]
pub mod header;
#[cfg(feature = "ssr")]
pub mod home_link;
#[cfg(feature = "ssr")]
pub mod hydration_scripts;
#[cfg(feature = "ssr")]
pub mod message;
#[cfg(feature = "ssr")]
pub mod page;
#[cfg(feature = "ssr")]
pub mod promises;
#[cfg(feature = "ssr")]
pub mod skip_link;
