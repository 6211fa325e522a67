//! An unknown number in a sign-in: may an account be created?

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::HeaderMap;

use super::current_interaction::{find, session_not_found};
use super::escape::escape;
use super::finish_sign_in::finish;
use super::page::Page;
use super::switched_off;
use crate::dev_provider::interaction::Stage;
use crate::dev_provider::provider::Provider;
use crate::dev_provider::redirect::see_other;

pub(crate) async fn get(State(provider): State<Arc<Provider>>, headers: HeaderMap) -> Response {
    let mut state = provider.state();
    let Some((_, interaction)) = find(&mut state, &headers, provider.clock.now()) else {
        return session_not_found(&headers);
    };
    let Stage::UnknownNumber { phone } = &interaction.stage else {
        return see_other(interaction.path());
    };
    let content = format!(
        r#"<p class="lead">No account uses <strong>{phone}</strong> yet.</p>
<form method="post" action="/create-account">
<button type="submit">Create account</button>
</form>
<form method="get" action="/sign-in">
<button type="submit" class="quiet">Use another number</button>
</form>"#,
        phone = escape(&phone.display()),
    );
    Page::new("Create an account?", &content).with_form_target(Some(&interaction.request.redirect_uri)).into_response()
}

pub(crate) async fn submit(State(provider): State<Arc<Provider>>, headers: HeaderMap) -> Response {
    let mut state = provider.state();
    let experience = state.tenant.sign_in_experience.clone();
    let Some((id, interaction)) = find(&mut state, &headers, provider.clock.now()) else {
        return session_not_found(&headers);
    };
    let Stage::UnknownNumber { phone } = &interaction.stage else {
        return see_other(interaction.path());
    };
    let phone = phone.clone();
    if !experience.offers_registration() {
        return switched_off::registration(interaction);
    }
    finish(&provider, &mut state, &headers, &id, &phone)
}
