//! Signing in by phone, and changing one's number: a number, a code, done. The same three for both.

mod resend_code;
mod send_code;
mod verify_code;

pub use resend_code::{ResendCode, resend_code};
pub use send_code::{SendCode, send_code};
pub use verify_code::{VerifyCode, verify_code};

use logto::{PhoneAttempt, PhoneProblem, PhonePurpose, PhoneSignInError};

use crate::{
    phone::{PhoneService, now},
    see_other::see_other,
};

/// The page of an attempt's number.
pub(crate) fn number_path(attempt: &PhoneAttempt) -> String {
    format!("{}?v={}", base(attempt), attempt.handle)
}

/// The page of an attempt's code.
pub(crate) fn code_path(attempt: &PhoneAttempt) -> String {
    format!("{}/code?v={}", base(attempt), attempt.handle)
}

fn base(attempt: &PhoneAttempt) -> &'static str {
    match attempt.purpose {
        PhonePurpose::SignIn(_) => "/phone",
        PhonePurpose::ChangeNumber(_) => "/account/phone",
    }
}

/// Notes what went wrong: the one place where such an error is logged.
fn note(attempt: &mut PhoneAttempt, error: &PhoneSignInError) {
    tracing::warn!(error.code = error.code(), %error, "a phone sign-in does not go on");
    attempt.resent = false;
    attempt.problem = Some(PhoneProblem::of(error, now()));
}

/// An attempt that this browser does not have, or no longer: the number's page says so.
fn unknown_attempt(handle: &str) {
    // Of our own making it is base64url; anything else is nothing to send anybody to.
    let ours = handle.len() <= 64 && handle.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    see_other(&if ours { format!("/phone?v={handle}") } else { "/phone".to_owned() });
}

/// Keeps the attempt, and shows its number or its code.
fn show(service: &PhoneService, attempt: &PhoneAttempt) -> Result<(), logto::NoRandomness> {
    service.keep(attempt)?;
    see_other(&if attempt.verification.is_some() { code_path(attempt) } else { number_path(attempt) });
    Ok(())
}
