//! Something that listens on loopback and answers as told: a text service, or an app's back-channel.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use http::{HeaderMap, Method, StatusCode, Uri};

/// A request as it arrived.
#[derive(Debug, Clone)]
pub struct Arrived {
    pub method: Method,
    pub path: String,
    pub headers: HeaderMap,
    pub body: String,
}

impl Arrived {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

type Shared = Arc<Mutex<(StatusCode, String, Vec<Arrived>)>>;

pub struct Service {
    pub url: String,
    shared: Shared,
}

impl Service {
    /// Answers 200 until told otherwise.
    pub async fn start() -> Self {
        let shared: Shared = Arc::new(Mutex::new((StatusCode::OK, String::new(), Vec::new())));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().fallback(answer).with_state(Arc::clone(&shared));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, shared }
    }

    pub fn answer_with(&self, status: u16, body: &str) {
        let mut shared = self.shared.lock().unwrap();
        shared.0 = StatusCode::from_u16(status).unwrap();
        shared.1 = body.to_owned();
    }

    /// What arrived since the last time somebody asked.
    pub fn arrived(&self) -> Vec<Arrived> {
        std::mem::take(&mut self.shared.lock().unwrap().2)
    }
}

async fn answer(
    State(shared): State<Shared>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, String) {
    let mut shared = shared.lock().unwrap();
    let body = String::from_utf8(body.to_vec()).unwrap();
    shared.2.push(Arrived { method, path: uri.path().to_owned(), headers, body });
    (shared.0, shared.1.clone())
}

/// An address of this machine that nobody listens at.
pub fn nobody() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    format!("http://{address}")
}
