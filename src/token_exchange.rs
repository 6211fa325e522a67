//! Token exchange: an access token for a person who is known by a subject token of the Management API. RFC 8693, 2.1;
//! <https://docs.logto.io/developers/user-impersonation>
//!
//! It brings an access token and nothing else: no ID token, no refresh token, no session at Logto.

use crate::{
    AccessToken, AccessTokenFor, LogtoConfig, Permission, ProviderUnavailable, RefreshError, Scope, Secret,
    provider::Provider,
    token_request::{self, TokenRequestError},
};

/// RFC 8693, 2.1.
const GRANT_TYPE: &str = "urn:ietf:params:oauth:grant-type:token-exchange";
/// RFC 8693, 3. Logto's subject tokens go by it.
const SUBJECT_TOKEN_TYPE: &str = "urn:ietf:params:oauth:token-type:access_token";
/// How Logto says that the application may not exchange tokens; `unauthorized_client` is the standard's way.
const NOT_ALLOWED: &str = "requested grant type is not allowed for this client";

/// Exchanges the subject token, which is used up by it.
///
/// # Errors
///
/// [`RefreshError::InvalidGrant`] when the person is suspended or gone, or the subject token has been used or has expired;
/// [`RefreshError::TokenExchangeNotAllowed`] when the application is not set up for it; otherwise as for a refresh.
pub(crate) async fn exchange(
    subject_token: &Secret,
    what_for: &AccessTokenFor,
    config: &LogtoConfig,
    provider: &Provider,
) -> Result<AccessToken, RefreshError> {
    let scope = scope(what_for, config);
    let named = what_for.params();
    let mut params = vec![
        ("grant_type", GRANT_TYPE),
        ("subject_token", subject_token.reveal()),
        ("subject_token_type", SUBJECT_TOKEN_TYPE),
    ];
    params.extend(named.iter().map(|(name, value)| (*name, value.as_str())));
    if !scope.is_empty() {
        params.push(("scope", &scope));
    }
    Ok(token_request::request(params, config, provider).await?)
}

/// The scopes to ask for. There is no grant to take them from: Logto gives those of the request that the person has, and
/// none where the request names none. The provider's own scopes are nothing to an API, and permissions nothing to userinfo.
fn scope(what_for: &AccessTokenFor, config: &LogtoConfig) -> String {
    let scopes: Vec<&str> = match what_for {
        AccessTokenFor::UserInfo => {
            let all = Scope::RESERVED.iter().chain(&config.scopes);
            // No refresh token comes of an exchange.
            all.filter(|scope| **scope != Scope::OfflineAccess).map(|scope| scope.as_str()).collect()
        }
        _ => config.permissions.iter().map(Permission::as_str).collect(),
    };
    scopes.join(" ")
}

impl From<TokenRequestError> for RefreshError {
    fn from(error: TokenRequestError) -> Self {
        match error {
            TokenRequestError::Discovery(error) => ProviderUnavailable::from(error).into(),
            TokenRequestError::Configuration(error) => error.into(),
            TokenRequestError::Http(error) => Self::Http(error),
            TokenRequestError::Unable => Self::Unable,
            TokenRequestError::InvalidClient => Self::InvalidClient,
            TokenRequestError::Malformed => Self::Malformed("not as RFC 6749, 5 has it".to_owned()),
            TokenRequestError::Refused { error, description, .. } => match error.as_str() {
                "invalid_grant" => Self::InvalidGrant,
                "unauthorized_client" => Self::TokenExchangeNotAllowed,
                _ if description == NOT_ALLOWED => Self::TokenExchangeNotAllowed,
                _ => Self::Refused(error),
            },
        }
    }
}

#[cfg(all(test, feature = "dev-provider"))]
mod contract;

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use axum::{Router, http::StatusCode, routing::get, routing::post};
    use serde_json::json;

    use super::*;
    use crate::{Clock, OrganizationId, Origin, Resource};

    /// A token endpoint that always answers this; what it was asked.
    struct Bench {
        config: LogtoConfig,
        provider: Provider,
        asked: Arc<Mutex<Vec<(String, String)>>>,
    }

    impl Bench {
        async fn new(status: u16, body: serde_json::Value) -> Self {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            let endpoint = format!("http://{}", listener.local_addr().unwrap());
            let issuer = format!("{endpoint}/oidc");
            let metadata = json!({
                "issuer": issuer, "authorization_endpoint": format!("{issuer}/auth"),
                "token_endpoint": format!("{issuer}/token"), "jwks_uri": format!("{issuer}/jwks"),
                "response_types_supported": ["code"], "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["ES384"],
            });
            let asked = Arc::new(Mutex::new(Vec::new()));
            let kept = Arc::clone(&asked);
            let token = move |headers: axum::http::HeaderMap, form: String| async move {
                let authorization = ("authorization".to_owned(), headers["authorization"].to_str().unwrap().to_owned());
                let params = url::form_urlencoded::parse(form.as_bytes()).into_owned();
                *kept.lock().unwrap() = std::iter::once(authorization).chain(params).collect();
                (StatusCode::from_u16(status).unwrap(), body.to_string())
            };
            let router = Router::new()
                .route("/oidc/.well-known/openid-configuration", get(move || async move { metadata.to_string() }))
                .route("/oidc/token", post(token));
            tokio::spawn(async move { axum::serve(listener, router).await });
            let endpoint = Origin::parse(&endpoint).unwrap();
            let provider = Provider::new(&endpoint, Clock::system()).unwrap();
            let base_url = Origin::parse("http://localhost:3000").unwrap();
            let config = LogtoConfig {
                scopes: vec![Scope::Phone],
                permissions: ["read:items", "write:items"].map(|name| Permission::parse(name).unwrap()).to_vec(),
                ..LogtoConfig::new(endpoint, "web", Secret::new("s3cret"), base_url)
            };
            Self { config, provider, asked }
        }

        async fn exchange(&self, what_for: &AccessTokenFor) -> Result<AccessToken, RefreshError> {
            exchange(&Secret::new("sub_1"), what_for, &self.config, &self.provider).await
        }

        async fn params(&self, what_for: &AccessTokenFor) -> Vec<(String, String)> {
            self.exchange(what_for).await.unwrap();
            self.asked.lock().unwrap().split_off(4)
        }
    }

    fn issued() -> serde_json::Value {
        json!({ "access_token": "a", "expires_in": 3600, "scope": "read:items", "token_type": "Bearer" })
    }

    #[tokio::test]
    async fn sends_the_subject_token_as_the_web_application() {
        let bench = Bench::new(200, issued()).await;
        let token = bench.exchange(&AccessTokenFor::UserInfo).await.unwrap();
        assert!(token.token.is("a") && token.scope == ["read:items"] && token.is_fresh(bench.provider.clock.now()));
        let asked: Vec<(String, String)> = bench.asked.lock().unwrap().drain(..4).collect();
        let expected = [
            ("authorization", "Basic d2ViOnMzY3JldA=="),
            ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"),
            ("subject_token", "sub_1"),
            ("subject_token_type", "urn:ietf:params:oauth:token-type:access_token"),
        ];
        assert_eq!(asked, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }

    #[tokio::test]
    async fn asks_userinfo_for_scopes_and_apis_for_permissions() {
        let mut bench = Bench::new(200, issued()).await;
        let api = || Resource::parse("https://api.example.com").unwrap();
        let organization = || OrganizationId::parse("o1").unwrap();
        let permissions = ("scope", "read:items write:items");
        for (what_for, expected) in [
            (AccessTokenFor::UserInfo, vec![("scope", "openid profile phone")]),
            (AccessTokenFor::Resource(api()), vec![("resource", "https://api.example.com"), permissions]),
            (AccessTokenFor::Organization(organization()), vec![("organization_id", "o1"), permissions]),
            (
                AccessTokenFor::ResourceInOrganization(api(), organization()),
                vec![("resource", "https://api.example.com"), ("organization_id", "o1"), permissions],
            ),
        ] {
            let params = bench.params(&what_for).await;
            let params: Vec<(&str, &str)> = params.iter().map(|(name, value)| (&**name, &**value)).collect();
            assert_eq!(params, expected);
        }
        bench.config.permissions.clear();
        let params = bench.params(&AccessTokenFor::Resource(api())).await;
        assert_eq!(params, [("resource".to_owned(), "https://api.example.com".to_owned())]);
    }

    #[tokio::test]
    async fn says_why_nothing_was_exchanged() {
        let error = |error: &str, description: &str| json!({ "error": error, "error_description": description });
        for (status, body, code) in [
            (400, error("invalid_request", NOT_ALLOWED), "refresh.token_exchange_not_allowed"),
            (400, error("unauthorized_client", ""), "refresh.token_exchange_not_allowed"),
            (400, error("invalid_request", "something else"), "refresh.refused"),
            (400, error("invalid_grant", "subject token is already consumed"), "refresh.invalid_grant"),
            (400, error("invalid_target", ""), "refresh.refused"),
            (403, error("access_denied", "user is not a member of the organization"), "refresh.refused"),
            (401, error("invalid_client", ""), "refresh.invalid_client"),
            (400, error("invalid_request", "client secret has expired"), "refresh.invalid_client"),
            (503, json!("busy"), "refresh.unavailable"),
            (404, json!("Not Found"), "refresh.malformed"),
            (200, json!({ "access_token": 5 }), "refresh.malformed"),
        ] {
            let bench = Bench::new(status, body.clone()).await;
            let error = bench.exchange(&AccessTokenFor::UserInfo).await.unwrap_err();
            assert_eq!(error.code(), code, "{status} {body}");
        }
    }

    #[tokio::test]
    async fn names_the_setting_that_allows_it() {
        let bench = Bench::new(400, json!({ "error": "unauthorized_client" })).await;
        let error = bench.exchange(&AccessTokenFor::UserInfo).await.unwrap_err().to_string();
        assert!(error.contains("Allow token exchange") && error.contains("LOGTO_APP_ID"), "{error}");
    }
}
