//! The sign-out pages: the question, the form that submits itself, and the end.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::HeaderMap;

use super::current_interaction::session_not_found;
use super::escape::escape;
use super::page::Page;
use crate::dev_provider::backchannel_logout;
use crate::dev_provider::cookies;
use crate::dev_provider::params::Params;
use crate::dev_provider::provider::Provider;
use crate::dev_provider::redirect::{see_other, with_query};

const CONFIRM: &str = "/oidc/session/end/confirm";

/// Nobody proved that this person wants to sign out: ask.
pub(crate) fn question(id: &str, post_logout_redirect_uri: Option<&str>) -> Response {
    let content = format!(
        r#"<p class="lead">This ends your session here, for all apps that use it.</p>
<form method="post" action="{CONFIRM}">
<input type="hidden" name="sign_out" value="{id}">
<div class="actions">
<button type="submit" name="answer" value="yes">Sign out</button>
<button type="submit" name="answer" value="no" class="quiet">Stay signed in</button>
</div>
</form>"#,
        id = escape(id),
    );
    Page::new("Sign out?", &content).with_form_target(post_logout_redirect_uri).into_response()
}

/// A valid hint: no question, and a button for browsers without JavaScript.
pub(crate) fn self_submitting(id: &str, post_logout_redirect_uri: Option<&str>) -> Response {
    let content = format!(
        r#"<p class="lead">One moment. If nothing happens, continue yourself.</p>
<form method="post" action="{CONFIRM}">
<input type="hidden" name="sign_out" value="{id}">
<input type="hidden" name="answer" value="yes">
<button type="submit">Continue</button>
</form>"#,
        id = escape(id),
    );
    Page::new("Signing out", &content)
        .with_form_target(post_logout_redirect_uri)
        .with_script("document.forms[0].submit();")
        .into_response()
}

/// Signs out, or does not, and goes where the client wanted. Form and cookie must belong together.
pub(crate) async fn submit(State(provider): State<Arc<Provider>>, headers: HeaderMap, body: Bytes) -> Response {
    let params = Params::parse(&body);
    let id = params.get("sign_out").unwrap_or_default().to_owned();
    let now = provider.clock.now();
    let (sign_out, logout_tokens) = {
        let mut state = provider.state();
        let is_this_browsers = cookies::read(&headers, cookies::SIGN_OUT).is_some_and(|cookie| cookie == id);
        let pending = state.sign_outs.remove(&id).filter(|pending| is_this_browsers && now < pending.expires_at);
        let Some(sign_out) = pending else {
            return session_not_found(&headers);
        };
        let ended = match &sign_out.session_id {
            Some(session_id) if params.get("answer") == Some("yes") => state.end_session(session_id),
            _ => None,
        };
        let logout_tokens =
            ended.map_or_else(Vec::new, |session| backchannel_logout::tokens(&provider, &state, &session));
        provider.save(&state);
        (sign_out, logout_tokens)
    };
    backchannel_logout::send(&provider, logout_tokens).await;

    let mut response = match &sign_out.post_logout_redirect_uri {
        Some(uri) => {
            let pairs: Vec<_> = sign_out.state.as_deref().map(|state| ("state", state)).into_iter().collect();
            if pairs.is_empty() { see_other(uri) } else { see_other(&with_query(uri, &pairs)) }
        }
        None if params.get("answer") == Some("yes") => see_other("/signed-out"),
        None => see_other("/inbox"),
    };
    cookies::clear(response.headers_mut(), cookies::SIGN_OUT);
    if params.get("answer") == Some("yes") {
        cookies::clear(response.headers_mut(), cookies::SESSION);
    }
    response
}

pub(crate) async fn signed_out() -> Response {
    Page::new("You are signed out", "<p>You can close this page.</p>").into_response()
}
