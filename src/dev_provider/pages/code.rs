//! Where a person types the code from the text message.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};

use super::current_interaction::{find, session_not_found};
use super::escape::escape;
use super::finish_sign_in::finish;
use super::page::{Page, alert};
use super::send_code;
use super::switched_off;
use crate::dev_provider::clock::MINUTE;
use crate::dev_provider::interaction::{Interaction, Screen, Stage};
use crate::dev_provider::params::Params;
use crate::dev_provider::phone_number::PhoneNumber;
use crate::dev_provider::provider::Provider;
use crate::dev_provider::redirect::see_other;
use crate::dev_provider::sign_in_experience::CodePolicy;
use crate::dev_provider::verification_code::Refused;

pub(crate) async fn get(
    State(provider): State<Arc<Provider>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let mut state = provider.state();
    let policy = state.tenant.sign_in_experience.code_policy();
    let Some((_, interaction)) = find(&mut state, &headers, provider.clock.now()) else {
        return session_not_found(&headers);
    };
    let minutes = minutes(&policy);
    let notice = if query.as_deref() == Some("new") {
        r#"<p class="notice" role="status">We sent a new code. The old one no longer works.</p>"#
    } else {
        ""
    };
    match &interaction.stage {
        Stage::Code { phone, .. } => form(interaction, phone, &minutes, notice, false).into_response(),
        _ => see_other(interaction.path()),
    }
}

/// A right code goes on, depending on whether the number has an account and whether one was wanted.
pub(crate) async fn submit(State(provider): State<Arc<Provider>>, headers: HeaderMap, body: Bytes) -> Response {
    let now = provider.clock.now();
    let params = Params::parse(&body);
    let typed = params.get("code").unwrap_or_default();
    let mut state = provider.state();
    let experience = state.tenant.sign_in_experience.clone();
    let policy = experience.code_policy();
    let Some((id, interaction)) = find(&mut state, &headers, now) else {
        return session_not_found(&headers);
    };
    let screen = interaction.screen;
    let Stage::Code { phone, code } = &mut interaction.stage else {
        return see_other(interaction.path());
    };
    let phone = phone.clone();
    if let Err(refused) = code.check(typed, now, policy) {
        return form(interaction, &phone, &minutes(&policy), &alert(explain(refused)), true)
            .with_error(StatusCode::UNPROCESSABLE_ENTITY)
            .into_response();
    }
    let is_known = state.user_by_phone(&phone).is_some();
    let next_stage = match (screen, is_known) {
        (Screen::SignIn, true) | (Screen::Register, false) => {
            return finish(&provider, &mut state, &headers, &id, &phone);
        }
        // Logto tells the owner of a number, and nobody else, that no account uses it.
        (Screen::SignIn, false) if !experience.offers_registration() => Stage::Phone,
        (Screen::SignIn, false) => Stage::UnknownNumber { phone },
        (Screen::Register, true) => Stage::KnownNumber { phone },
    };
    let Some((_, interaction)) = find(&mut state, &headers, now) else {
        return session_not_found(&headers);
    };
    interaction.stage = next_stage;
    if let Stage::Phone = interaction.stage {
        return switched_off::registration(interaction);
    }
    see_other(interaction.path())
}

pub(crate) async fn send_new(State(provider): State<Arc<Provider>>, headers: HeaderMap) -> Response {
    let phone = {
        let mut state = provider.state();
        let Some((_, interaction)) = find(&mut state, &headers, provider.clock.now()) else {
            return session_not_found(&headers);
        };
        let Stage::Code { phone, .. } = &interaction.stage else {
            return see_other(interaction.path());
        };
        phone.clone()
    };
    send_code::send(&provider, &headers, phone, "/code?new").await
}

fn explain(refused: Refused) -> &'static str {
    match refused {
        Refused::NotCorrect => "The code is not correct. Check the text and try again.",
        Refused::Expired => "This code has expired. Send a new code.",
        Refused::TooManyTries => "Too many wrong codes: this one no longer works. Send a new code.",
    }
}

/// How long a code is valid, in words.
fn minutes(policy: &CodePolicy) -> String {
    match policy.lifetime / MINUTE {
        1 => "1 minute".to_owned(),
        minutes => format!("{minutes} minutes"),
    }
}

fn form(interaction: &Interaction, phone: &PhoneNumber, minutes: &str, message: &str, is_invalid: bool) -> Page {
    let (described_by, invalid) =
        if is_invalid { ("problem code-hint", " aria-invalid=\"true\"") } else { ("code-hint", "") };
    let content = format!(
        r#"<p class="lead">We sent a text to <strong>{phone}</strong>.</p>
{message}
<form method="post" action="/code">
<div class="field">
<label for="code">Verification code</label>
<p class="hint" id="code-hint">6 digits, valid for {minutes}</p>
<input id="code" class="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" pattern="[0-9 ]*" title="6 digits" required maxlength="16" aria-describedby="{described_by}"{invalid}>
</div>
<div class="actions">
<button type="submit">Continue</button>
</div>
</form>
<form method="post" action="/code/new">
<button type="submit" class="quiet">Send a new code</button>
</form>
<p class="links"><a href="{change_number}">Change number</a></p>"#,
        phone = escape(&phone.display()),
        change_number = interaction.screen.path(),
    );
    Page::new("Enter the code", &content).with_form_target(Some(&interaction.request.redirect_uri))
}
