//! The end of the hosted pages: a session here, and back to the client with a code.

use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};

use super::current_interaction::session_not_found;
use super::page::Page;
use crate::dev_provider::authorization_response;
use crate::dev_provider::clock::Millis;
use crate::dev_provider::cookies;
use crate::dev_provider::organization;
use crate::dev_provider::phone_number::PhoneNumber;
use crate::dev_provider::provider::Provider;
use crate::dev_provider::random;
use crate::dev_provider::session::{SESSION_LIFETIME, Session};
use crate::dev_provider::state::State;
use crate::dev_provider::user::User;

/// Signs the owner of a verified number in; registers one where there is none.
pub(crate) fn finish(
    provider: &Provider,
    state: &mut State,
    headers: &HeaderMap,
    interaction_id: &str,
    phone: &PhoneNumber,
) -> Response {
    let now = provider.clock.now();
    let user = match state.user_by_phone(phone) {
        Some(user) => user.clone(),
        None => {
            let mut user = User::register(Some(phone.clone()), now);
            user.roles = state.tenant.access.default_roles();
            user.application_id = state.interactions.get(interaction_id).map(|it| it.request.client_id.clone());
            state.users.insert(user.sub.clone(), user.clone());
            user
        }
    };
    if user.suspended {
        let content = "<p>This account is suspended. Ask whoever runs the app.</p>\n\
                       <p class=\"hint\">Code: user.suspended</p>";
        return Page::new("You cannot sign in", content).with_error(StatusCode::UNAUTHORIZED).into_response();
    }
    organization::join_everybodys(state, &user.sub);
    let Some(interaction) = state.interactions.remove(interaction_id) else {
        return session_not_found(headers);
    };
    if let Some(user) = state.users.get_mut(&user.sub) {
        user.last_sign_in_at = Some(now);
        user.updated_at = now;
    }
    let session_id = begin_session(state, headers, &user.sub, now);
    let mut response = authorization_response::success(provider, state, &session_id, &interaction.request);
    cookies::set(response.headers_mut(), cookies::SESSION, &session_id, SESSION_LIFETIME);
    cookies::clear(response.headers_mut(), cookies::INTERACTION);
    response
}

/// The same person again keeps what this browser is signed in to; another one begins anew. Either way
/// the identifier is new (session fixation).
fn begin_session(state: &mut State, headers: &HeaderMap, sub: &str, now: Millis) -> String {
    let mut session = Session::begin(sub.to_owned(), now);
    let session_id = random::token();
    if let Some(old_id) = cookies::read(headers, cookies::SESSION) {
        if state.living_session(Some(&old_id), now).is_some_and(|old| old.sub == sub) {
            if let Some(old) = state.sessions.remove(&old_id) {
                session.clients = old.clients;
            }
            for token in state.access_tokens.values_mut() {
                if token.session_id.as_ref() == Some(&old_id) {
                    token.session_id = Some(session_id.clone());
                }
            }
        } else {
            state.end_session(&old_id);
        }
    }
    state.sessions.insert(session_id.clone(), session);
    session_id
}
