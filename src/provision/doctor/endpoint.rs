//! Whether Logto is where it is said to be. OpenID Connect Discovery 1.0, 4.

use http::{
    Method, StatusCode,
    header::{ACCEPT, AGE, DATE},
};
use openidconnect::AsyncHttpClient as _;
use time::OffsetDateTime;

use crate::{
    discovery::{ProviderMetadata, WELL_KNOWN},
    http::HttpError,
    provider::Provider,
    provision::next_step::unreachable,
};

use super::Outcome;

/// The longest issuer that is shown.
const LONGEST_SHOWN: usize = 200;

/// What the discovery endpoint answered, and when.
pub(super) struct Answer {
    status: StatusCode,
    body: Vec<u8>,
    /// The metadata, if it is some.
    pub metadata: Option<ProviderMetadata>,
    /// The header `Date`, unless a cache between has kept it.
    pub date: Option<String>,
    /// This machine's time before the request and after the answer.
    pub asked_at: OffsetDateTime,
    pub answered_at: OffsetDateTime,
}

/// Asks for the metadata.
pub(super) async fn reach(provider: &Provider) -> (Outcome, Option<Answer>) {
    let request = http::Request::builder()
        .method(Method::GET)
        .uri(format!("{}{WELL_KNOWN}", provider.issuer))
        .header(ACCEPT, "application/json")
        .body(Vec::new());
    let asked_at = provider.clock.now();
    let answer = match request {
        Ok(request) => provider.http.call(request).await,
        Err(error) => Err(HttpError::Request(error)),
    };
    let endpoint = provider.endpoint.as_str();
    match answer {
        Err(error) => {
            let found = unreachable::explain(&error);
            (Outcome::problem(format!("{endpoint}: {}", found.what), found.next_step), None)
        }
        Ok(answer) => {
            let (parts, body) = answer.into_parts();
            let header = |name| parts.headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
            let answer = Answer {
                status: parts.status,
                metadata: serde_json::from_slice(&body).ok(),
                body,
                date: header(DATE).filter(|_| header(AGE).is_none()),
                asked_at,
                answered_at: provider.clock.now(),
            };
            (Outcome::ok(format!("{endpoint} answers")), Some(answer))
        }
    }
}

/// Whether it is Logto's, and calls itself by the name that the app knows it by; every token is refused otherwise.
pub(super) fn issuer(provider: &Provider, answer: &Answer) -> (Outcome, bool) {
    const NOT_THE_CONSOLE: &str = "LOGTO_ENDPOINT is the tenant's endpoint, as Logto's console shows it with the application; \
                                   on one's own servers it is ENDPOINT of Logto's environment, not the console's address";
    let expected = &provider.issuer;
    if answer.status != StatusCode::OK {
        let what = format!("{expected}{WELL_KNOWN} answers with status {}", answer.status.as_u16());
        return (Outcome::problem(what, NOT_THE_CONSOLE), false);
    }
    // A document may name another issuer, and lack what else is needed.
    let issuer = serde_json::from_slice::<serde_json::Value>(&answer.body).ok();
    let issuer = issuer.and_then(|body| Some(body.get("issuer")?.as_str()?.to_owned()));
    match (issuer, &answer.metadata) {
        (Some(issuer), _) if issuer != *expected => {
            let shown: String = issuer.chars().filter(|letter| !letter.is_control()).take(LONGEST_SHOWN).collect();
            let next_step = match shown.strip_suffix("/oidc") {
                Some(endpoint) => format!(
                    "set LOGTO_ENDPOINT={endpoint}, or, on one's own servers, ENDPOINT={} in Logto's environment",
                    provider.endpoint
                ),
                None => NOT_THE_CONSOLE.to_owned(),
            };
            (Outcome::problem(format!("the issuer is {shown}, expected {expected}"), next_step), false)
        }
        (Some(_), Some(_)) => (Outcome::ok(format!("it is {expected}")), true),
        _ => {
            let what = format!("{expected}{WELL_KNOWN} is no OpenID Provider metadata");
            (Outcome::problem(what, NOT_THE_CONSOLE), false)
        }
    }
}

#[cfg(test)]
impl Answer {
    /// An answer of which only the time counts.
    pub(super) fn dated(date: &str, asked_at: OffsetDateTime, answered_at: OffsetDateTime) -> Self {
        let date = Some(date.to_owned());
        Self { status: StatusCode::OK, body: Vec::new(), metadata: None, date, asked_at, answered_at }
    }
}
