//! The calls of a client of the Management API.

use logto::dev_provider::DevProvider;
use reqwest::Method;
use serde_json::Value;

use crate::support::{Answer, MACHINE_ID, MACHINE_SECRET, MANAGEMENT_API, answer, basic, http, post, text};

/// What a client of the Management API asks the token endpoint for.
pub const TOKEN_FORM: [(&str, &str); 3] =
    [("grant_type", "client_credentials"), ("resource", MANAGEMENT_API), ("scope", "all")];

pub async fn token_by(provider: &DevProvider, form: &[(&str, &str)]) -> Answer {
    post(provider, "/oidc/token", Some(&basic(MACHINE_ID, MACHINE_SECRET)), form).await
}

/// A client with its access token.
pub struct Management<'a> {
    pub provider: &'a DevProvider,
    pub authorization: String,
    http: reqwest::Client,
}

impl<'a> Management<'a> {
    pub async fn of(provider: &'a DevProvider) -> Self {
        let answer = token_by(provider, &TOKEN_FORM).await;
        Self::with(provider, text(&answer.body, "access_token"))
    }

    pub fn with(provider: &'a DevProvider, access_token: &str) -> Self {
        Self { provider, authorization: format!("Bearer {access_token}"), http: http() }
    }

    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let url = format!("{}{path}", self.provider.endpoint());
        self.http.request(method, url).header("authorization", &self.authorization)
    }

    pub async fn get(&self, path: &str) -> Answer {
        answer(self.request(Method::GET, path)).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, body).await
    }

    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PATCH, path, body).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        answer(self.request(Method::DELETE, path)).await
    }

    async fn send(&self, method: Method, path: &str, body: Value) -> Answer {
        let request = self.request(method, path).header("content-type", "application/json");
        answer(request.body(body.to_string())).await
    }
}

/// Refused with this status, this code and a message for people.
pub fn assert_refused(answer: &Answer, status: u16, code: &str) {
    assert_eq!((answer.status, answer.body["code"].as_str()), (status, Some(code)), "{}", answer.body);
    assert!(answer.body["message"].as_str().is_some_and(|message| !message.is_empty()));
}
