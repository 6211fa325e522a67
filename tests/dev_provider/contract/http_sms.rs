//! Where the HTTP SMS connector posts its texts: `/ok` and `/204` take them, `/refuse` (422) and `/down` (503) do not.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode, Uri, header};
use serde_json::{Map, Value, json};
use tokio::net::TcpListener;

type Received = Arc<Mutex<Vec<Value>>>;

pub struct HttpSms {
    pub url: String,
    received: Received,
}

impl HttpSms {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://127.0.0.1:{}", listener.local_addr().unwrap().port());
        let received = Received::default();
        let app = Router::new().fallback(take).with_state(Arc::clone(&received));
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { url, received }
    }

    /// What arrived since somebody last looked.
    pub fn take_received(&self) -> Vec<Value> {
        std::mem::take(&mut self.received.lock().unwrap())
    }
}

async fn take(State(received): State<Received>, uri: Uri, headers: HeaderMap, body: String) -> Response {
    let body = serde_json::from_str(&body).unwrap_or(Value::String(body));
    let mut post = Map::from_iter([("path".to_owned(), json!(uri.path())), ("body".to_owned(), body)]);
    if let Some(authorization) = headers.get(header::AUTHORIZATION) {
        post.insert("authorization".to_owned(), json!(authorization.to_str().unwrap()));
    }
    received.lock().unwrap().push(Value::Object(post));
    let refusal = [(header::CONTENT_TYPE, "application/json")];
    match uri.path() {
        "/ok" => StatusCode::OK.into_response(),
        "/204" => StatusCode::NO_CONTENT.into_response(),
        "/refuse" => (StatusCode::UNPROCESSABLE_ENTITY, refusal, REFUSED).into_response(),
        _ => (StatusCode::SERVICE_UNAVAILABLE, refusal, REFUSED).into_response(),
    }
}

const REFUSED: &str = r#"{"error":"refused by the listener"}"#;
