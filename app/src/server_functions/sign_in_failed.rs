//! From an error of the flow to the page that explains it. The one place where such an error is mapped.

use logto::{AuthorizationResponseError, CallbackError};

use crate::see_other::see_other;

/// Logto is not reachable.
pub(super) const UNAVAILABLE: &str = "sign_in.unavailable";
/// The callback's parameters make no sense.
pub(super) const INVALID_PARAMETERS: &str = "callback.invalid_parameters";
/// This browser has no unfinished sign-in with this `state`.
pub(super) const STATE_MISMATCHED: &str = "callback.state_mismatched";

/// Sends the browser to the page for this code ([`SignInFailure`](crate::sign_in_failure::SignInFailure) has its words).
/// A redirect, so that a reload asks for the page and not for the callback.
pub(super) fn sign_in_failed(code: &'static str) {
    see_other(&format!("/sign-in-failed?error={code}"));
}

/// The code of the page for an error of the callback: fewer than the error has, as people can do little about most.
pub(super) fn page_code(error: &CallbackError) -> &'static str {
    match error {
        error if error.is_outage() => UNAVAILABLE,
        CallbackError::Replayed => STATE_MISMATCHED,
        CallbackError::AuthorizationResponse(error) => match error {
            AuthorizationResponseError::StateMismatched => STATE_MISMATCHED,
            AuthorizationResponseError::IssMismatched | AuthorizationResponseError::IssMissing => {
                "callback.iss_mismatched"
            }
            AuthorizationResponseError::Provider(error) if error.is_denied() => "sign_in.denied",
            _ => "callback.provider_error",
        },
        CallbackError::Token(_) => "token.rejected",
        _ => "id_token.rejected",
    }
}
