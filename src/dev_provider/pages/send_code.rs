//! "Sends" a verification code: a new one for this interaction, into the inbox.

use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};

use super::current_interaction::{find, session_not_found};
use super::escape::escape;
use super::page::Page;
use crate::dev_provider::interaction::Stage;
use crate::dev_provider::phone_number::PhoneNumber;
use crate::dev_provider::provider::Provider;
use crate::dev_provider::redirect::see_other;
use crate::dev_provider::state::State;
use crate::dev_provider::verification_code::VerificationCode;

/// Sends, and goes on to `next`: the code page. An earlier code of this interaction dies.
pub(crate) fn send(
    provider: &Provider,
    state: &mut State,
    headers: &HeaderMap,
    phone: PhoneNumber,
    next: &str,
) -> Response {
    let now = provider.clock.now();
    let Some((id, interaction)) = find(state, headers, now) else {
        return session_not_found(headers);
    };
    let screen = interaction.screen;
    if state.messages.check_limit(phone.digits(), now).is_err() {
        return too_many(&phone, screen.path());
    }
    if !state.has_sms_connector {
        return no_connector();
    }
    let code = VerificationCode::new(now);
    state.messages.send(phone.digits(), code.digits(), screen.template(), now);
    if let Some(interaction) = state.interactions.get_mut(&id) {
        interaction.stage = Stage::Code { phone, code };
    }
    // Nobody listens while no inbox page is open: not an error.
    provider.inbox_changed.send(()).ok();
    see_other(next)
}

fn no_connector() -> Response {
    let content = "<p>Nothing is set up that could send a text. Ask whoever runs the app.</p>\n\
                   <p class=\"hint\">Code: connector.not_found</p>";
    Page::new("Texts cannot be sent", content).with_error(StatusCode::NOT_IMPLEMENTED).into_response()
}

fn too_many(phone: &PhoneNumber, change_number: &str) -> Response {
    let content = format!(
        "<p>{} got ten texts within ten minutes. Wait a few minutes, then go back and try again.</p>\n\
         <p class=\"links\"><a href=\"{change_number}\">Change number</a></p>",
        escape(&phone.display()),
    );
    Page::new("Too many texts", &content).with_error(StatusCode::TOO_MANY_REQUESTS).into_response()
}
