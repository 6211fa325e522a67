//! The server functions: reached by links and plain forms, so no client for them is part of the WebAssembly.
//!
//! Each is a public endpoint. One layer guards them all (`server/src/server_function_guard.rs`): cross-site posts never
//! get here, and an error that leaves here never shows its inside.

mod change_name;
mod current_user;
mod end_session;
mod handle_sign_in_callback;
pub(crate) mod phone;
mod renew_access;
mod sign_in;
mod sign_in_failed;
mod sign_out;
mod sign_out_everywhere;
mod sign_up;

pub use change_name::{ChangeName, change_name};
pub use current_user::{CurrentUser, current_user};
pub use end_session::{EndSession, end_session};
pub use handle_sign_in_callback::{CallbackQuery, HandleSignInCallback, handle_sign_in_callback};
pub use phone::{ResendCode, SendCode, VerifyCode, resend_code, send_code, verify_code};
pub use renew_access::{RenewAccess, renew_access};
pub use sign_in::{SignIn, sign_in};
pub use sign_out::{SignOut, sign_out};
pub use sign_out_everywhere::{SignOutEverywhere, sign_out_everywhere};
pub use sign_up::{SignUp, sign_up};
