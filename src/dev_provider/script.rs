//! What a test can make the provider do wrong, once.

use std::time::Duration;

use axum::body::Body;
use axum::response::Response;
use http::{HeaderName, HeaderValue, Method, StatusCode};
use serde_json::{Map, Value};

use super::jws;
use super::signing_key::SigningKey;

/// An answer made up by a test, given once instead of the real one.
#[derive(Debug, Clone)]
pub struct Canned {
    /// The HTTP status.
    pub status: u16,
    /// Headers by name.
    pub headers: Vec<(String, String)>,
    /// The body as it is sent.
    pub body: String,
    /// How long the answer keeps the caller waiting, in real time.
    pub delay: Duration,
}

impl Default for Canned {
    fn default() -> Self {
        Self { status: 200, headers: Vec::new(), body: String::new(), delay: Duration::ZERO }
    }
}

impl Canned {
    pub(crate) fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        for (name, value) in self.headers {
            if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
                response.headers_mut().append(name, value);
            }
        }
        response
    }
}

/// What a test may call a request by, the closest first: `POST /api/users`, `/api/users`, `POST /api/*`, `/api/*`.
pub(crate) fn names(method: &Method, path: &str) -> Vec<String> {
    let folders = path.match_indices('/').map(|(at, slash)| format!("{}*", &path[..at + slash.len()]));
    let mut paths = vec![path.to_owned()];
    paths.extend(folders.collect::<Vec<_>>().into_iter().rev());
    paths.into_iter().flat_map(|path| [format!("{method} {path}"), path]).collect()
}

/// Changes to a JSON object, in the order they were given.
pub(crate) type Edits = Vec<Edit>;
type Edit = Box<dyn FnOnce(&mut Map<String, Value>) + Send>;

/// Changes to the next token of a kind. Issuing one uses them up.
#[derive(Default)]
pub(crate) struct TokenEdits {
    pub(crate) header: Edits,
    pub(crate) claims: Edits,
    pub(crate) other_key: bool,
}

impl TokenEdits {
    /// Signs the token with the changes applied.
    pub(crate) fn sign(
        self,
        mut header: Map<String, Value>,
        mut claims: Map<String, Value>,
        key: &SigningKey,
        client_secret: &str,
    ) -> String {
        apply(self.header, &mut header);
        apply(self.claims, &mut claims);
        let stranger = self.other_key.then(SigningKey::generate);
        jws::sign(&Value::Object(header), &Value::Object(claims), stranger.as_ref().unwrap_or(key), client_secret)
    }
}

pub(crate) fn apply(edits: Edits, object: &mut Map<String, Value>) {
    for edit in edits {
        edit(object);
    }
}
