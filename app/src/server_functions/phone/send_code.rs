//! `POST /phone/send-code`: takes a number.

use http::{header::SET_COOKIE, request::Parts};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use logto::{
    PhoneAttempt, PhoneNumber, PhoneProblem, PhonePurpose, PhoneSignInError, Region, ReturnTo, Sessions, Started,
    Typed, Visit,
};

use super::{note, show};
use crate::{
    identity::require_user_for,
    phone::{DONE, NUMBER_UNCHANGED, PhoneService, client_address, now},
    see_other::see_other,
};

/// Takes a number: a code goes to it, or the browser to Logto. Anyone may; how many texts are sent is limited.
///
/// - `v`: the attempt that this goes on with; without it one begins;
/// - `purpose`: `change` to change the number of who is signed in, else it is to sign in;
/// - `return_to`: a path of this site to go to after sign-in;
/// - `country`: ISO 3166-1 alpha-2, counts where `number` has no country code;
/// - `number`: as a person types it.
///
/// Answers 303: to the code's page, to Logto, or to the number's page, which says what is wrong and has what was typed.
#[server(prefix = "", endpoint = "/phone/send-code")]
pub async fn send_code(
    v: Option<String>,
    purpose: Option<String>,
    return_to: Option<String>,
    country: String,
    number: String,
) -> Result<(), ServerFnError> {
    let service = expect_context::<PhoneService>();
    let Some(purpose) = purpose_of(purpose.as_deref(), return_to.as_deref()) else { return Ok(()) };
    let known =
        v.and_then(|handle| service.attempt(&handle)).filter(|attempt| is_same_kind(&attempt.purpose, &purpose));
    let mut attempt = match known {
        Some(known) => known,
        None => PhoneAttempt::begin(purpose, now())?,
    };
    attempt.region = Region::parse(&country);
    attempt.typed = Typed::new(&number);
    (attempt.verification, attempt.resent, attempt.problem) = (None, false, None);

    match PhoneNumber::parse(&number, attempt.region.unwrap_or(Region::US)) {
        Ok(number) => match start(&service, &attempt.purpose, &number).await {
            Ok(Some(Started::CodeSent(verification))) => attempt.code_sent(verification, now()),
            Ok(Some(Started::HandedOver(request))) => {
                let (sessions, headers) = (expect_context::<Sessions>(), expect_context::<Parts>().headers);
                let response = expect_context::<ResponseOptions>();
                for cookie in sessions.transactions().keep(&request.transaction, &headers, now())? {
                    response.append_header(SET_COOKIE, cookie);
                }
                // Kept: who comes back from there finds the number as it was typed.
                service.keep(&attempt)?;
                see_other(request.url.as_str());
                return Ok(());
            }
            Ok(None) => attempt.problem = Some(PhoneProblem::named(NUMBER_UNCHANGED)),
            Err(error) => note(&mut attempt, &error),
        },
        Err(error) => attempt.problem = Some(PhoneProblem::of_number(&error)),
    }
    Ok(show(&service, &attempt)?)
}

/// `None`: who wants to change a number is not signed in, and is sent to sign in.
fn purpose_of(purpose: Option<&str>, return_to: Option<&str>) -> Option<PhonePurpose> {
    if purpose == Some("change") {
        require_user_for("/account/phone").map(|viewer| PhonePurpose::ChangeNumber(viewer.user.sub))
    } else {
        Some(PhonePurpose::SignIn(ReturnTo::parse(return_to.unwrap_or(DONE))))
    }
}

fn is_same_kind(one: &PhonePurpose, other: &PhonePurpose) -> bool {
    match (one, other) {
        (PhonePurpose::SignIn(_), PhonePurpose::SignIn(_)) => true,
        (one, other) => one == other,
    }
}

/// `None`: the number is the person's already.
async fn start(
    service: &PhoneService,
    purpose: &PhonePurpose,
    number: &PhoneNumber,
) -> Result<Option<Started>, PhoneSignInError> {
    let address = client_address();
    match purpose {
        PhonePurpose::SignIn(return_to) => {
            let visit = Visit { return_to: return_to.clone(), address };
            service.way.start(number, &visit).await.map(Some)
        }
        PhonePurpose::ChangeNumber(_) => {
            let session = crate::identity::session();
            let own = session.and_then(|session| session.claims.user.phone_number);
            if own.as_deref() == Some(number.digits()) {
                return Ok(None);
            }
            let verifier = service.verifier.as_ref().ok_or(PhoneSignInError::NothingPending)?;
            Ok(Some(Started::CodeSent(verifier.send(number, address).await?)))
        }
    }
}
