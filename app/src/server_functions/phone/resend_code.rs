//! `POST /phone/resend-code`: another text to the same number.

use leptos::prelude::*;

use super::{note, show, unknown_attempt};
use crate::phone::{PhoneService, client_address, now};

/// Sends another code for an attempt of this browser. Within half a minute of the last one it sends none.
/// Answers 303 to the code's page.
#[server(prefix = "", endpoint = "/phone/resend-code")]
pub async fn resend_code(v: String) -> Result<(), ServerFnError> {
    let service = expect_context::<PhoneService>();
    let attempt =
        service.attempt(&v).and_then(|attempt| attempt.verification.clone().map(|awaited| (attempt, awaited)));
    let Some((mut attempt, awaited)) = attempt else {
        unknown_attempt(&v);
        return Ok(());
    };
    let Some(verifier) = &service.verifier else {
        unknown_attempt(&v);
        return Ok(());
    };
    if now() >= awaited.resend_at() {
        match verifier.send_again(&awaited, client_address()).await {
            Ok(verification) => {
                attempt.code_sent(verification, now());
                attempt.resent = true;
            }
            Err(error) => note(&mut attempt, &error),
        }
    }
    Ok(show(&service, &attempt)?)
}
