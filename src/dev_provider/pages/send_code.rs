//! Sends a verification code: a new one for this interaction, through the tenant's connector.

use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};

use super::current_interaction::{find, session_not_found};
use super::escape::escape;
use super::page::Page;
use crate::dev_provider::connector::delivery::{self, Text, Undelivered};
use crate::dev_provider::interaction::Stage;
use crate::dev_provider::phone_number::PhoneNumber;
use crate::dev_provider::provider::Provider;
use crate::dev_provider::redirect::see_other;
use crate::dev_provider::verification_code::VerificationCode;

/// Sends, and goes on to `next`: the code page. An earlier code of this interaction dies.
pub(super) async fn send(provider: &Provider, headers: &HeaderMap, phone: PhoneNumber, next: &str) -> Response {
    let now = provider.clock.now();
    let (id, screen, connection) = {
        let mut state = provider.state();
        let Some((id, interaction)) = find(&mut state, headers, now) else {
            return session_not_found(headers);
        };
        let screen = interaction.screen;
        if state.messages.check_limit(phone.digits(), now).is_err() {
            return too_many(&phone, screen.path());
        }
        (id, screen, state.tenant.connection.clone())
    };
    let code = VerificationCode::new(now);
    let text = Text { to: phone.digits(), usage: screen.usage(), code: code.digits() };
    if let Err(undelivered) = delivery::send(provider, &connection, &text).await {
        return not_sent(&undelivered);
    }
    let mut state = provider.state();
    state.messages.count(phone.digits(), now);
    if let Some(interaction) = state.interactions.get_mut(&id) {
        interaction.stage = Stage::Code { phone, code };
    }
    see_other(next)
}

/// Not the words of the service that refused the text: they are for whoever runs the tenant.
fn not_sent(undelivered: &Undelivered) -> Response {
    let (status, sentence, code) = match undelivered {
        Undelivered::NoConnector => {
            (StatusCode::NOT_IMPLEMENTED, "Nothing is set up that could send a text.", "connector.not_found")
        }
        Undelivered::InvalidConfig(_) => {
            (StatusCode::BAD_REQUEST, "What sends the texts is not set up as it should be.", "connector.invalid_config")
        }
        Undelivered::Refused(_) => {
            (StatusCode::BAD_REQUEST, "The service that sends the texts refused this one.", "connector.general")
        }
        Undelivered::Unreachable => {
            (StatusCode::INTERNAL_SERVER_ERROR, "The service that sends the texts does not answer.", "none")
        }
    };
    let content = format!("<p>{sentence} Ask whoever runs the app.</p>\n<p class=\"hint\">Code: {code}</p>");
    Page::new("Texts cannot be sent", &content).with_error(status).into_response()
}

fn too_many(phone: &PhoneNumber, change_number: &str) -> Response {
    let content = format!(
        "<p>{} got ten texts within ten minutes. Wait a few minutes, then go back and try again.</p>\n\
         <p class=\"links\"><a href=\"{change_number}\">Change number</a></p>",
        escape(&phone.display()),
    );
    Page::new("Too many texts", &content).with_error(StatusCode::TOO_MANY_REQUESTS).into_response()
}
