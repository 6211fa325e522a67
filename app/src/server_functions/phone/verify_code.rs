//! `POST /phone/verify-code`: takes the code.

use http::request::Parts;
use leptos::prelude::*;
use logto::{PhoneAttempt, PhoneProblem, PhonePurpose, PhoneSignInError, PhoneVerification, Session, Sessions};

use super::{note, show, unknown_attempt};
use crate::{
    identity::{device, reload},
    phone::{CHANGED, PhoneService, UNAVAILABLE},
    see_other::see_other,
};

/// What comes of a right code.
enum Outcome {
    /// A session to begin.
    SignedIn(Box<Session>),
    /// The number is the account's.
    Changed,
}

/// Takes the code of an attempt of this browser. The right one signs in, under a new session id, or changes the number.
/// Answers 303: to where the person wanted to go, or to the code's page, which says what is wrong.
#[server(prefix = "", endpoint = "/phone/verify-code")]
pub async fn verify_code(v: String, code: Option<String>) -> Result<(), ServerFnError> {
    let (service, sessions) = (expect_context::<PhoneService>(), expect_context::<Sessions>());
    let attempt =
        service.attempt(&v).and_then(|attempt| attempt.verification.clone().map(|awaited| (attempt, awaited)));
    let Some((mut attempt, mut awaited)) = attempt else {
        unknown_attempt(&v);
        return Ok(());
    };
    let code = code.unwrap_or_default();
    match finish(&service, &attempt.purpose, &mut awaited, &code).await {
        Ok(Outcome::SignedIn(session)) => {
            let record: tower_sessions::Session = leptos_axum::extract().await?;
            let session = session.on_device(&device(&expect_context::<Parts>().headers));
            if let Err(error) = logto::axum::begin_session(&sessions, &record, &session).await {
                tracing::error!(%error, "a session could not be begun");
                attempt.verification = Some(awaited);
                attempt.problem = Some(PhoneProblem::named(UNAVAILABLE));
                return Ok(show(&service, &attempt)?);
            }
            tracing::info!("a person signed in by phone");
            service.end(&attempt);
            if let PhonePurpose::SignIn(return_to) = &attempt.purpose {
                see_other(return_to.as_str());
            }
            Ok(())
        }
        Ok(Outcome::Changed) => {
            service.end(&attempt);
            reload(&sessions).await;
            tracing::info!("a person changed their phone number");
            see_other(CHANGED);
            Ok(())
        }
        Err(error) => {
            refuse(&mut attempt, awaited, &error);
            Ok(show(&service, &attempt)?)
        }
    }
}

async fn finish(
    service: &PhoneService,
    purpose: &PhonePurpose,
    awaited: &mut PhoneVerification,
    code: &str,
) -> Result<Outcome, PhoneSignInError> {
    match (purpose, &service.verifier) {
        (PhonePurpose::SignIn(_), _) => {
            service.way.finish(awaited, code).await.map(|session| Outcome::SignedIn(Box::new(session)))
        }
        (PhonePurpose::ChangeNumber(sub), Some(verifier)) => {
            verifier.change_number(sub, awaited, code).await?;
            Ok(Outcome::Changed)
        }
        (PhonePurpose::ChangeNumber(_), None) => Err(PhoneSignInError::NothingPending),
    }
}

/// With a suspended account or a number that is taken no code helps: back to the number.
fn refuse(attempt: &mut PhoneAttempt, awaited: PhoneVerification, error: &PhoneSignInError) {
    let is_final = matches!(
        error,
        PhoneSignInError::Suspended
            | PhoneSignInError::SecondFactor
            | PhoneSignInError::RegistrationClosed
            | PhoneSignInError::NumberTaken
            | PhoneSignInError::UserGone
    );
    attempt.verification = (!is_final).then_some(awaited);
    attempt.resent = false;
    note(attempt, error);
}
