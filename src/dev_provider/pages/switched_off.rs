//! What a person sees where the tenant's sign-in experience leaves no way in by phone.

use axum::response::{IntoResponse, Response};
use http::StatusCode;

use super::page::Page;
use crate::dev_provider::interaction::{Interaction, Screen};
use crate::dev_provider::sign_in_experience::SignInExperience;

/// The page to show instead of a screen that the tenant does not offer.
pub(super) fn instead_of(screen: Screen, experience: &SignInExperience, interaction: &Interaction) -> Option<Response> {
    let (is_offered, heading, sentence) = match screen {
        Screen::SignIn => (
            experience.offers_sign_in(),
            "Sign-in by phone is switched off",
            "This tenant signs nobody in with a phone number and a code.",
        ),
        Screen::Register => (
            experience.offers_registration(),
            "Registration by phone is switched off",
            "This tenant lets nobody register with a phone number and a code.",
        ),
    };
    if is_offered {
        return None;
    }
    Some(page(heading, sentence, interaction))
}

/// Nobody has this number, and nobody may register with it.
pub(super) fn registration(interaction: &Interaction) -> Response {
    page("No account uses this number", "This tenant lets nobody register with a phone number and a code.", interaction)
}

fn page(heading: &str, sentence: &str, interaction: &Interaction) -> Response {
    let content = format!(
        r#"<p class="lead">{sentence}</p>
<form method="post" action="/cancel">
<button type="submit" class="quiet">Go back to the app</button>
</form>
<p class="hint">Its sign-in experience says so: GET /api/sign-in-exp</p>"#
    );
    Page::new(heading, &content)
        .with_error(StatusCode::FORBIDDEN)
        .with_form_target(Some(&interaction.request.redirect_uri))
        .into_response()
}
