//! Asks what was asked, in the same order, and says where the answers are others.

use http::header;
use reqwest::{Method, Response};
use serde_json::{Value, json};

use super::fixture::{Exchange, Expected, Fixture};
use super::http_sms::HttpSms;
use super::placeholders::Placeholders;
use super::shape;
use crate::support::{basic, http};

/// An exchange, and what was different in it.
pub struct Found {
    pub name: String,
    pub differences: Vec<String>,
}

pub struct Replay<'a> {
    endpoint: &'a str,
    placeholders: Placeholders,
    http_sms: &'a HttpSms,
    http: reqwest::Client,
}

/// Nothing listens on port 1 of anybody's machine.
pub const NOWHERE: &str = "http://127.0.0.1:1";
/// Headers of which none may come where none was recorded.
const TELLING_HEADERS: [&str; 2] = ["total-number", "www-authenticate"];

impl<'a> Replay<'a> {
    pub fn new(endpoint: &'a str, mut placeholders: Placeholders, http_sms: &'a HttpSms) -> Self {
        placeholders.say("listener", &http_sms.url);
        placeholders.say("nowhere", NOWHERE);
        Self { endpoint, placeholders, http_sms, http: http() }
    }

    pub fn placeholders(&self) -> &Placeholders {
        &self.placeholders
    }

    pub async fn ask_all(&mut self, fixture: &Fixture) -> Vec<Found> {
        let mut found = Vec::new();
        for exchange in &fixture.exchanges {
            let mut differences = Vec::new();
            for n in 0..exchange.times.unwrap_or(1) {
                self.placeholders.say("n", &format!("{n:02}"));
                differences.extend(self.ask(exchange).await);
            }
            differences.dedup();
            found.push(Found { name: exchange.name.clone(), differences });
        }
        found
    }

    async fn ask(&mut self, exchange: &Exchange) -> Vec<String> {
        let request = match self.request(exchange) {
            Ok(request) => request,
            Err(name) => return vec![format!("not asked: no answer said {{{name}}}")],
        };
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        let mut found = self.compare_headers(exchange, &response);
        let bytes = response.bytes().await.unwrap();
        let body: Value = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        let received = Value::Array(self.http_sms.take_received());
        if status != exchange.status {
            let difference = match body["code"].as_str() {
                Some("request.feature_not_supported") => "not served".to_owned(),
                Some(code) => format!("{status} {code} instead of {}", exchange.status),
                None => format!("{status} instead of {}", exchange.status),
            };
            // Two successes have the same to say, and later requests need it.
            if !(is_success(status) && is_success(exchange.status)) {
                return vec![difference];
            }
            found.push(difference);
        }
        if exchange.times.is_none() {
            found.extend(self.compare_body(exchange.expected(), &bytes, &body));
        }
        let posts = shape::differences(&json!(exchange.received), &received, &mut self.placeholders);
        found.extend(posts.into_iter().map(|difference| difference.replacen("answer", "received", 1)));
        found
    }

    /// The request, or what it needs and no answer said.
    fn request(&self, exchange: &Exchange) -> Result<reqwest::RequestBuilder, String> {
        let fill = |text: &str| self.placeholders.fill(text);
        let (method, target) = exchange.request.split_once(' ').unwrap();
        let method: Method = method.parse().unwrap();
        let mut request = self.http.request(method, format!("{}{}", self.endpoint, fill(target)?));
        let authorization = match (&exchange.basic, exchange.authorization.as_deref()) {
            (Some([client_id, secret]), _) => Some(basic(&fill(client_id)?, &fill(secret)?)),
            (None, Some("none")) => None,
            (None, other) => Some(fill(other.unwrap_or("Bearer {token}"))?),
        };
        if let Some(authorization) = authorization {
            request = request.header(header::AUTHORIZATION, authorization);
        }
        let (content_type, body) = match (&exchange.form, &exchange.body, &exchange.text) {
            (Some(form), _, _) => ("application/x-www-form-urlencoded", form.clone()),
            (_, Some(body), _) => ("application/json", self.placeholders.fill_all(body)?.to_string()),
            (_, _, Some(text)) => ("application/json", text.clone()),
            _ => return Ok(request),
        };
        Ok(request.header(header::CONTENT_TYPE, content_type).body(body))
    }

    fn compare_headers(&self, exchange: &Exchange, response: &Response) -> Vec<String> {
        // One text: some headers come several times.
        let of_answer = |name: &str| {
            let all = response.headers().get_all(name).iter();
            all.map(|value| value.to_str().unwrap()).collect::<Vec<_>>().join(", ")
        };
        let mut found = Vec::new();
        for name in exchange.headers.keys().map(String::as_str).chain(TELLING_HEADERS) {
            let recorded = exchange.headers.get(name).map(|text| self.placeholders.fill(text).unwrap());
            match (recorded.unwrap_or_default(), of_answer(name)) {
                (recorded, answer) if recorded == answer => {}
                (_, answer) if answer.is_empty() => found.push(format!("{name}: absent")),
                (recorded, _) if recorded.is_empty() => found.push(format!("{name}: not recorded")),
                _ => found.push(format!("{name}: another value")),
            }
        }
        let recorded = match exchange.expected() {
            Expected::Nothing => return found,
            Expected::Plain(_) => "text/plain",
            _ => "application/json",
        };
        let content_type = of_answer("content-type");
        if exchange.times.is_none() && content_type.split(';').next() != Some(recorded) {
            found.push(format!("content-type: \"{content_type}\" instead of {recorded}"));
        }
        found
    }

    fn compare_body(&mut self, expected: Expected, bytes: &[u8], body: &Value) -> Vec<String> {
        let is_equal = match expected {
            Expected::Json(expected) => return shape::differences(&expected, body, &mut self.placeholders),
            Expected::List(count) => body.as_array().is_some_and(|items| items.len() == count),
            Expected::Plain(text) => text.as_bytes() == bytes,
            Expected::Nothing => bytes.is_empty(),
        };
        if is_equal {
            return Vec::new();
        }
        match body.as_array() {
            Some(items) => vec![format!("answer: a list of {}", items.len())],
            None => vec!["answer: another body".to_owned()],
        }
    }
}

fn is_success(status: u16) -> bool {
    (200..300).contains(&status)
}
