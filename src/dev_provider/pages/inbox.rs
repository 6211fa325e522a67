//! The inbox: the texts that would have been sent, newest first.

use std::convert::Infallible;
use std::sync::Arc;

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Redirect, Response};
use http::{StatusCode, header};
use serde::Deserialize;
use time::OffsetDateTime;
use time::macros::format_description;
use tokio_stream::wrappers::BroadcastStream;
use tokio_stream::{Stream, StreamExt as _};

use super::escape::escape;
use super::page::Page;
use crate::dev_provider::connector::delivery::Text;
use crate::dev_provider::messages::Message;
use crate::dev_provider::params::Params;
use crate::dev_provider::phone_number::PhoneNumber;
use crate::dev_provider::provider::Provider;
use crate::dev_provider::usage::Usage;

/// Fetches the page again and takes its list: also after the connection was lost and came back.
const SCRIPT: &str = r#"
const list = document.getElementById("messages");
async function update() {
  const response = await fetch("/inbox");
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  list.replaceChildren(...page.getElementById("messages").childNodes);
}
const events = new EventSource("/inbox/events");
events.onmessage = () => update().catch(() => {});
events.onopen = () => update().catch(() => {});
addEventListener("pagehide", () => events.close());
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
"#;

const WITHOUT_SCRIPT: &str = "<noscript><meta http-equiv=\"refresh\" content=\"5\"></noscript>\n";

pub(crate) async fn redirect() -> Redirect {
    Redirect::to("/inbox")
}

pub(crate) async fn get(State(provider): State<Arc<Provider>>) -> Response {
    let messages: Vec<String> = provider.state().messages.newest_first().map(item).collect();
    let list = if messages.is_empty() {
        r#"<p class="empty">No texts yet. They appear here as soon as somebody asks for a code.</p>"#.to_owned()
    } else {
        format!("<ol>\n{}</ol>", messages.concat())
    };
    let content = format!(
        "<p class=\"lead\">Texts that the provider would send, newest first.</p>\n\
         <div id=\"messages\" aria-live=\"polite\">\n{list}\n</div>"
    );
    Page::new("Inbox", &content).into_inbox(WITHOUT_SCRIPT).with_script(SCRIPT).into_response()
}

fn item(message: &Message) -> String {
    let to = PhoneNumber::parse(&message.to).map_or_else(|| format!("+{}", message.to), |number| number.display());
    let (machine, human) = sent_at(message);
    format!(
        "<li>\n<h2>{to}</h2>\n<p class=\"digits\">{code}</p>\n<p>{body}</p>\n\
         <p class=\"hint\"><time datetime=\"{machine}\">{human}</time></p>\n</li>\n",
        to = escape(&to),
        code = escape(&message.code),
        body = escape(&message.body),
    )
}

fn sent_at(message: &Message) -> (String, String) {
    let Ok(at) = OffsetDateTime::from_unix_timestamp(message.sent_at / 1_000) else {
        return Default::default();
    };
    let machine = at.format(format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]Z"));
    let human = at.format(format_description!("[hour]:[minute]:[second] UTC"));
    (machine.unwrap_or_default(), human.unwrap_or_default())
}

/// An event whenever a text arrives.
pub(crate) async fn events(
    State(provider): State<Arc<Provider>>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let arrivals = BroadcastStream::new(provider.inbox_changed.subscribe());
    // A receiver that lagged behind missed events, but one is enough to fetch them all.
    Sse::new(arrivals.map(|_| Ok(Event::default().data("new")))).keep_alive(KeepAlive::default())
}

/// What Logto's `http-sms` connector posts.
#[derive(Deserialize)]
pub(crate) struct HttpSms {
    to: String,
    #[serde(rename = "type")]
    usage: Usage,
    payload: Payload,
}

#[derive(Deserialize)]
struct Payload {
    code: String,
}

/// The other end of an `http-sms` connector, of this tenant's or of a real Logto's: the text arrives in the inbox.
pub(crate) async fn http_sms(State(provider): State<Arc<Provider>>, Json(text): Json<HttpSms>) -> StatusCode {
    let text = Text { to: &text.to, usage: text.usage, code: &text.payload.code };
    provider.deliver_to_inbox(&text, None);
    StatusCode::NO_CONTENT
}

/// The texts to `?phone=`, as JSON; all of them without it.
pub(crate) async fn messages(State(provider): State<Arc<Provider>>, RawQuery(query): RawQuery) -> Response {
    let params = Params::parse(query.unwrap_or_default().as_bytes());
    let state = provider.state();
    let messages: Vec<Message> = match params.get("phone") {
        Some(phone) => state.messages.to_number(phone),
        None => state.messages.newest_first().cloned().collect(),
    };
    ([(header::CACHE_CONTROL, "no-store")], Json(messages)).into_response()
}
