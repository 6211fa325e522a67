//! Where a person types the phone number: to sign in, or to create an account.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};

use super::current_interaction::{find, session_not_found};
use super::escape::escape;
use super::page::{Page, alert};
use super::send_code;
use super::switched_off;
use crate::dev_provider::interaction::{Interaction, Screen, Stage};
use crate::dev_provider::params::Params;
use crate::dev_provider::phone_number::PhoneNumber;
use crate::dev_provider::provider::Provider;

pub(crate) async fn sign_in(State(provider): State<Arc<Provider>>, headers: HeaderMap) -> Response {
    show(&provider, &headers, Screen::SignIn)
}

pub(crate) async fn register(State(provider): State<Arc<Provider>>, headers: HeaderMap) -> Response {
    show(&provider, &headers, Screen::Register)
}

pub(crate) async fn submit_sign_in(State(provider): State<Arc<Provider>>, headers: HeaderMap, body: Bytes) -> Response {
    submit(&provider, &headers, &body, Screen::SignIn).await
}

pub(crate) async fn submit_register(
    State(provider): State<Arc<Provider>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    submit(&provider, &headers, &body, Screen::Register).await
}

fn show(provider: &Provider, headers: &HeaderMap, screen: Screen) -> Response {
    let mut state = provider.state();
    let experience = state.tenant.sign_in_experience.clone();
    let Some((_, interaction)) = find(&mut state, headers, provider.clock.now()) else {
        return session_not_found(headers);
    };
    switched_off::instead_of(screen, &experience, interaction)
        .unwrap_or_else(|| form(interaction, screen, &prefill(interaction), None).into_response())
}

/// The number on its way to be changed; before there is one, the client's hint.
fn prefill(interaction: &Interaction) -> String {
    match &interaction.stage {
        Stage::Code { phone, .. } => phone.display(),
        // As at Logto, a number is digits alone: a plus (or what a form makes of it) fills nothing.
        Stage::Phone => {
            let hint = interaction.request.extras.login_hint.as_deref().unwrap_or_default();
            if hint.starts_with(['+', ' ']) { String::new() } else { hint.to_owned() }
        }
        // Here the person wants another number.
        Stage::UnknownNumber { .. } | Stage::KnownNumber { .. } => String::new(),
    }
}

async fn submit(provider: &Provider, headers: &HeaderMap, body: &[u8], screen: Screen) -> Response {
    let params = Params::parse(body);
    match read_number(provider, headers, params.get("phone").unwrap_or_default(), screen) {
        Ok(phone) => send_code::send(provider, headers, phone, "/code").await,
        Err(page) => *page,
    }
}

/// The number that was typed, or the page that says why there is none.
fn read_number(
    provider: &Provider,
    headers: &HeaderMap,
    typed: &str,
    screen: Screen,
) -> Result<PhoneNumber, Box<Response>> {
    let mut state = provider.state();
    let experience = state.tenant.sign_in_experience.clone();
    let Some((_, interaction)) = find(&mut state, headers, provider.clock.now()) else {
        return Err(Box::new(session_not_found(headers)));
    };
    if let Some(page) = switched_off::instead_of(screen, &experience, interaction) {
        return Err(Box::new(page));
    }
    interaction.screen = screen;
    PhoneNumber::parse(typed).ok_or_else(|| {
        let problem = "Enter a valid phone number with its country code, for example +1 201 555 0123.";
        let page = form(interaction, screen, typed, Some(problem)).with_error(StatusCode::UNPROCESSABLE_ENTITY);
        Box::new(page.into_response())
    })
}

fn form(interaction: &Interaction, screen: Screen, value: &str, problem: Option<&str>) -> Page {
    let heading = match screen {
        Screen::SignIn => "Sign in",
        Screen::Register => "Create your account",
    };
    let (described_by, invalid) = match problem {
        Some(_) => ("problem phone-hint", " aria-invalid=\"true\""),
        None => ("phone-hint", ""),
    };
    // What a URL or a form says is shown, but not at any length.
    let value: String = value.chars().take(64).collect();
    let content = format!(
        r#"<p class="lead">We send a text with a code to your phone.</p>
{alert}
<form method="post" action="{action}">
<div class="field">
<label for="phone">Phone number</label>
<p class="hint" id="phone-hint">With country code, for example +1 201 555 0123</p>
<input id="phone" name="phone" type="tel" inputmode="tel" autocomplete="tel" required maxlength="64" value="{value}" aria-describedby="{described_by}"{invalid}>
</div>
<div class="actions">
<button type="submit">Continue</button>
<button type="submit" class="quiet" formaction="/cancel" formnovalidate>Cancel</button>
</div>
</form>"#,
        alert = problem.map(alert).unwrap_or_default(),
        action = screen.path(),
        value = escape(&value),
    );
    Page::new(heading, &content).with_form_target(Some(&interaction.request.redirect_uri))
}
