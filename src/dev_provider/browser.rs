//! A browser without a screen: follows the hosted pages over real HTTP and keeps cookies.
//!
//! For tests of relying parties: what it does goes through the same door as a person's browser.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use http::{HeaderMap, HeaderValue, Method, header};
use reqwest::Response;
use url::Url;

/// One person's browser, as far as the provider is concerned.
pub struct Browser {
    endpoint: Url,
    http: reqwest::Client,
    cookies: Mutex<BTreeMap<String, String>>,
}

/// Why a walk through the hosted pages did not end at the client.
#[derive(Debug, thiserror::Error)]
pub enum BrowserError {
    /// The provider did not answer.
    #[error("the provider did not answer: {0}")]
    Http(#[from] reqwest::Error),
    /// The provider answered with a page or a body where a redirect was expected.
    #[error("{path} answered {status}: {body}")]
    Refused {
        /// Where it happened.
        path: String,
        /// The HTTP status.
        status: u16,
        /// The answer.
        body: String,
    },
    /// A redirect to something that is no URL.
    #[error("not a URL: {0}")]
    Url(#[from] url::ParseError),
    /// No text arrived for the number.
    #[error("no text arrived")]
    NoMessage,
    /// The pages went in a circle.
    #[error("too many redirects")]
    TooManyRedirects,
}

/// A client for loopback http: no redirects, no certificates, and therefore no need for the process
/// to have chosen a TLS backend.
pub(crate) fn http_client() -> Result<reqwest::Client, reqwest::Error> {
    let ring = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let builder = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(Duration::from_secs(30))
        .no_proxy();
    let tls = rustls::ClientConfig::builder_with_provider(ring).with_safe_default_protocol_versions();
    match tls {
        Ok(tls) => builder
            .tls_backend_preconfigured(tls.with_root_certificates(rustls::RootCertStore::empty()).with_no_client_auth())
            .build(),
        // The default versions are always there; if not, reqwest says so itself.
        Err(_) => builder.build(),
    }
}

impl Browser {
    pub(crate) fn new(endpoint: &str) -> Result<Self, BrowserError> {
        Ok(Self { endpoint: Url::parse(endpoint)?, http: http_client()?, cookies: Mutex::default() })
    }

    /// Opens an address; a path is one of the provider's.
    ///
    /// # Errors
    /// [`BrowserError`] where there is no answer.
    pub async fn get(&self, url: &str) -> Result<Response, BrowserError> {
        self.send(Method::GET, url, None).await
    }

    /// Posts a form.
    ///
    /// # Errors
    /// [`BrowserError`] where there is no answer.
    pub async fn post(&self, url: &str, form: &[(&str, &str)]) -> Result<Response, BrowserError> {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        self.send(Method::POST, url, Some(body)).await
    }

    /// Opens an authorization URL, signs in with this number (creating an account if need be), and
    /// returns the callback URL that the provider redirects to. It may carry an `error`.
    ///
    /// # Errors
    /// [`BrowserError::Refused`] where the provider keeps the error to itself.
    pub async fn authorize(&self, authorization_url: &str, phone: &str) -> Result<Url, BrowserError> {
        const STEPS: usize = 10;
        let mut response = self.get(authorization_url).await?;
        for _ in 0..STEPS {
            let location = self.location(response).await?;
            if location.origin() != self.endpoint.origin() {
                return Ok(location);
            }
            let path = location.path();
            response = match path {
                "/sign-in" | "/register" => self.post(path, &[("phone", phone)]).await?,
                "/code" => {
                    let code = self.newest_code(phone).await?;
                    self.post(path, &[("code", &code)]).await?
                }
                "/create-account" | "/account-exists" => self.post(path, &[]).await?,
                _ => self.get(location.as_str()).await?,
            };
        }
        Err(BrowserError::TooManyRedirects)
    }

    /// The code in the newest text to a number.
    ///
    /// # Errors
    /// [`BrowserError::NoMessage`] where there is none.
    pub async fn newest_code(&self, phone: &str) -> Result<String, BrowserError> {
        let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
        let messages = self.get(&format!("/inbox/messages?phone={digits}")).await?.bytes().await?;
        let messages: serde_json::Value = serde_json::from_slice(&messages).unwrap_or_default();
        messages[0]["code"].as_str().map(str::to_owned).ok_or(BrowserError::NoMessage)
    }

    async fn location(&self, response: Response) -> Result<Url, BrowserError> {
        let location = response.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
        match location {
            Some(location) if response.status().is_redirection() => Ok(self.endpoint.join(location)?),
            _ => Err(BrowserError::Refused {
                path: response.url().path().to_owned(),
                status: response.status().as_u16(),
                body: response.text().await?,
            }),
        }
    }

    async fn send(&self, method: Method, url: &str, form: Option<String>) -> Result<Response, BrowserError> {
        let mut request = self.http.request(method, self.endpoint.join(url)?);
        let cookies: Vec<String> = self.jar().iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !cookies.is_empty() {
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        if let Some(form) = form {
            request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").body(form);
        }
        let response = request.send().await?;
        self.keep_cookies(response.headers());
        Ok(response)
    }

    fn keep_cookies(&self, headers: &HeaderMap<HeaderValue>) {
        for cookie in headers.get_all(header::SET_COOKIE) {
            let pair = cookie.to_str().ok().and_then(|cookie| cookie.split(';').next()?.split_once('='));
            match pair {
                Some((name, "")) => drop(self.jar().remove(name)),
                Some((name, value)) => drop(self.jar().insert(name.to_owned(), value.to_owned())),
                None => {}
            }
        }
    }

    fn jar(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, String>> {
        self.cookies.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
