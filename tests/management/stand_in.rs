//! A server that says what the test tells it, where the test tells it, and remembers what it was asked.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    sync::{Arc, Mutex, MutexGuard},
};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{Response, header},
};
use serde_json::{Value, json};
use tokio::{
    net::TcpListener,
    sync::{Semaphore, watch},
};

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Asked {
    /// `POST /api/users?page=1`
    pub line: String,
    pub authorization: String,
    pub content_type: String,
    pub body: String,
}

/// What to answer.
#[derive(Clone, Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: String,
}

impl Reply {
    pub fn json(status: u16, body: &Value) -> Self {
        Self { status, headers: vec![("content-type", "application/json".to_owned())], body: body.to_string() }
    }

    /// As Logto writes its errors.
    pub fn error(status: u16, code: &str) -> Self {
        Self::json(status, &json!({ "code": code, "message": "Some prose.", "data": null }))
    }

    pub fn text(status: u16, body: &str) -> Self {
        Self { status, headers: Vec::new(), body: body.to_owned() }
    }
}

#[derive(Default)]
struct Inner {
    asked: Vec<Asked>,
    // By method and path, without the query: what comes next; the last one stays.
    replies: HashMap<String, VecDeque<Reply>>,
    holds: HashMap<String, Arc<Semaphore>>,
    revoked: HashSet<String>,
    issued: u32,
}

/// The server. It ends with the test's runtime.
#[derive(Clone)]
pub struct StandIn {
    pub endpoint: String,
    inner: Arc<Mutex<Inner>>,
    count: watch::Sender<usize>,
}

pub const TOKEN: &str = "POST /oidc/token";

impl StandIn {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let stand_in = Self { endpoint, inner: Arc::default(), count: watch::Sender::new(0) };
        let router = Router::new().fallback(answer).with_state(stand_in.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        stand_in
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap()
    }

    /// From now on this is answered there.
    pub fn on(&self, line: &str, reply: Reply) {
        self.inner().replies.insert(line.to_owned(), VecDeque::from([reply]));
    }

    /// These are answered there, one after another; the last one from then on.
    pub fn on_each(&self, line: &str, replies: impl IntoIterator<Item = Reply>) {
        self.inner().replies.insert(line.to_owned(), replies.into_iter().collect());
    }

    /// Tokens are issued there again.
    pub fn off(&self, line: &str) {
        self.inner().replies.remove(line);
    }

    /// Requests there wait until [`release`](Self::release).
    pub fn hold(&self, line: &str) {
        self.inner().holds.insert(line.to_owned(), Arc::new(Semaphore::new(0)));
    }

    pub fn release(&self, line: &str) {
        if let Some(hold) = self.inner().holds.remove(line) {
            hold.close();
        }
    }

    /// Waits until somebody asks there.
    pub async fn arrival(&self, line: &str) {
        self.count.subscribe().wait_for(|_| self.asked_times(line) > 0).await.unwrap();
    }

    /// The API takes this token no more.
    pub fn revoke(&self, token: &str) {
        self.inner().revoked.insert(token.to_owned());
    }

    /// What was asked there, oldest first.
    pub fn asked(&self, line: &str) -> Vec<Asked> {
        let is_there = |asked: &&Asked| asked.line.split('?').next() == Some(line);
        self.inner().asked.iter().filter(is_there).cloned().collect()
    }

    pub fn asked_times(&self, line: &str) -> usize {
        self.asked(line).len()
    }

    /// Everything that was asked of the API, oldest first.
    pub fn api_calls(&self) -> Vec<Asked> {
        self.inner().asked.iter().filter(|asked| asked.line.contains(" /api")).cloned().collect()
    }

    fn metadata(&self) -> Reply {
        let issuer = format!("{}/oidc", self.endpoint);
        Reply::json(
            200,
            &json!({
                "issuer": issuer,
                "authorization_endpoint": format!("{issuer}/auth"),
                "token_endpoint": format!("{issuer}/token"),
                "jwks_uri": format!("{issuer}/jwks"),
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["ES384"],
            }),
        )
    }

    fn reply(&self, line: &str, authorization: &str) -> Reply {
        let mut inner = self.inner();
        if line == "GET /oidc/.well-known/openid-configuration" {
            drop(inner);
            return self.metadata();
        }
        let token = authorization.strip_prefix("Bearer ").unwrap_or_default();
        if line.contains(" /api") && (!token.starts_with("t0ken-") || inner.revoked.contains(token)) {
            return Reply::error(401, "auth.unauthorized");
        }
        if let Some(replies) = inner.replies.get_mut(line) {
            return if replies.len() > 1 { replies.pop_front().unwrap() } else { replies[0].clone() };
        }
        if line == TOKEN {
            inner.issued += 1;
            return token_reply(&format!("t0ken-{}", inner.issued), 3600);
        }
        Reply::text(404, "Not Found")
    }
}

/// As Logto answers client credentials.
pub fn token_reply(token: &str, expires_in: i64) -> Reply {
    let body = json!({ "access_token": token, "expires_in": expires_in, "token_type": "Bearer", "scope": "all" });
    Reply::json(200, &body)
}

async fn answer(State(stand_in): State<StandIn>, request: Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let header = |name| parts.headers.get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
    let asked = Asked {
        line: format!("{} {}", parts.method, parts.uri),
        authorization: header(header::AUTHORIZATION),
        content_type: header(header::CONTENT_TYPE),
        body: String::from_utf8(to_bytes(body, 1 << 20).await.unwrap().to_vec()).unwrap(),
    };
    let line = format!("{} {}", parts.method, parts.uri.path());
    let authorization = asked.authorization.clone();
    stand_in.inner().asked.push(asked);
    stand_in.count.send_modify(|count| *count += 1);
    let hold = stand_in.inner().holds.get(&line).cloned();
    if let Some(hold) = hold {
        let _ = hold.acquire().await;
    }
    let reply = stand_in.reply(&line, &authorization);
    let mut response = Response::builder().status(reply.status);
    for (name, value) in reply.headers {
        response = response.header(name, value);
    }
    response.body(Body::from(reply.body)).unwrap()
}
