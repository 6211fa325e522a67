//! Twilio on this machine: it takes messages, and says no as Twilio does. <https://www.twilio.com/docs/messaging/api>

use std::{
    future::pending,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, StatusCode, Uri, header::AUTHORIZATION},
    response::{IntoResponse, Response},
    routing::any,
};
use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::json;
use tokio::net::TcpListener;

use crate::house::{ACCOUNT_SID, AUTH_TOKEN, MESSAGING_SERVICE_SID};

/// What it says next, and from then on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Says {
    /// 201, or what is wrong with the request.
    AsTwilioDoes,
    /// This status, with this code of its own in the body.
    No(u16, u32),
    /// A bare 500 without Twilio's body.
    Broken,
    /// Nothing, ever.
    Nothing,
}

#[derive(Clone)]
pub struct Twilio {
    port: u16,
    inner: Arc<Mutex<Inner>>,
}

struct Inner {
    says: Says,
    messages: Vec<Message>,
}

/// A text that was taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    pub to: String,
    pub body: String,
    pub risk_check: String,
}

impl Twilio {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let inner = Arc::new(Mutex::new(Inner { says: Says::AsTwilioDoes, messages: Vec::new() }));
        let twilio = Self { port, inner };
        let router = Router::new().fallback(any(answer)).with_state(twilio.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        twilio
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub fn says(&self, says: Says) {
        self.inner.lock().unwrap().says = says;
    }

    pub fn messages(&self) -> Vec<Message> {
        self.inner.lock().unwrap().messages.clone()
    }
}

async fn answer(State(twilio): State<Twilio>, uri: Uri, headers: HeaderMap, body: String) -> Response {
    let says = twilio.inner.lock().unwrap().says;
    match says {
        Says::AsTwilioDoes => take(&twilio, &uri, &headers, &body),
        Says::No(status, code) => no(status, code),
        Says::Broken => (StatusCode::INTERNAL_SERVER_ERROR, "<html>Bad gateway</html>").into_response(),
        Says::Nothing => pending().await,
    }
}

fn take(twilio: &Twilio, uri: &Uri, headers: &HeaderMap, body: &str) -> Response {
    let credentials = BASE64_STANDARD.encode(format!("{ACCOUNT_SID}:{AUTH_TOKEN}"));
    if headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()) != Some(&format!("Basic {credentials}")) {
        return no(401, 20003);
    }
    if uri.path() != format!("/2010-04-01/Accounts/{ACCOUNT_SID}/Messages.json") {
        return no(404, 20404);
    }
    let fields: Vec<(String, String)> = url::form_urlencoded::parse(body.as_bytes()).into_owned().collect();
    let field =
        |name: &str| fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone()).unwrap_or_default();
    if field("MessagingServiceSid") != MESSAGING_SERVICE_SID {
        return no(400, 21705);
    }
    if !field("To").starts_with('+') {
        return no(400, 21211);
    }
    let message = Message { to: field("To"), body: field("Body"), risk_check: field("RiskCheck") };
    twilio.inner.lock().unwrap().messages.push(message);
    (StatusCode::CREATED, json!({ "sid": "SM0123456789abcdef0123456789abcdef", "status": "accepted" }).to_string())
        .into_response()
}

/// Twilio's shape of an error.
fn no(status: u16, code: u32) -> Response {
    let body = json!({
        "code": code,
        "message": "the number +12015550123 is in here",
        "more_info": format!("https://www.twilio.com/docs/errors/{code}"),
        "status": status,
    });
    (StatusCode::from_u16(status).unwrap(), body.to_string()).into_response()
}
