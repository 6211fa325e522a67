//! The one HTTP client: no redirects, time limits, a size limit, rustls.
//!
//! A provider that answers with a redirect, with 30 MB or not at all must not take the app with it.

use std::{future::Future, pin::Pin, time::Duration};

use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};

use crate::Origin;

/// How long to wait for a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);
/// How long to wait for a whole answer. Two calls in a row (discovery, keys) stay within ten seconds.
const TIMEOUT: Duration = Duration::from_secs(4);
/// The largest answer that is read (bytes). Logto's largest, with many organisations, is far below.
const LARGEST_BODY: usize = 1024 * 1024;

/// Sends requests to the provider.
#[derive(Clone, Debug)]
pub struct HttpClient(reqwest::Client);

/// Why a request to the provider brought no answer.
#[derive(Debug, thiserror::Error)]
pub enum HttpError {
    /// No connection, no answer in time, or the connection broke.
    #[error("the provider could not be reached")]
    Unreachable(#[source] reqwest::Error),
    /// The answer is larger than this client reads.
    #[error("the provider's answer is larger than {LARGEST_BODY} bytes")]
    TooLarge,
    /// The request could not be written.
    #[error("the request could not be built")]
    Request(#[source] http::Error),
}

/// The TLS library could not be set up.
#[derive(Debug, thiserror::Error)]
#[error("the HTTP client could not be set up")]
pub struct HttpSetupError(#[source] reqwest::Error);

impl HttpClient {
    /// Makes the client for a provider at this endpoint.
    ///
    /// # Errors
    ///
    /// [`HttpSetupError`] when the TLS library or the system's certificates cannot be used.
    pub fn new(endpoint: &Origin) -> Result<Self, HttpSetupError> {
        // Fails when the application has chosen a provider already: then that one is used.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = reqwest::Client::builder();
        if endpoint.is_loopback() {
            // A company's proxy in the environment knows nothing of this machine's own ports.
            builder = builder.no_proxy();
        }
        builder
            .user_agent(concat!("logto-rust/", env!("CARGO_PKG_VERSION")))
            // RFC 9700, 4.12: a redirect would carry credentials to wherever it points.
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(CONNECT_TIMEOUT)
            .build()
            .map(Self)
            .map_err(HttpSetupError)
    }

    /// Sends a request whose whole answer may take this long.
    pub(crate) async fn send_within(&self, timeout: Duration, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let mut request = reqwest::Request::try_from(request).map_err(unreachable)?;
        *request.timeout_mut() = Some(timeout);
        let mut answer = self.0.execute(request).await.map_err(unreachable)?;
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(unreachable)? {
            if body.len() + chunk.len() > LARGEST_BODY {
                return Err(HttpError::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        let mut response = http::Response::builder().status(answer.status());
        if let Some(headers) = response.headers_mut() {
            *headers = std::mem::take(answer.headers_mut());
        }
        response.body(body).map_err(HttpError::Request)
    }
}

/// Without the query of the address: what is searched for, a phone number for example, is kept out of logs.
fn unreachable(mut error: reqwest::Error) -> HttpError {
    if let Some(url) = error.url_mut() {
        url.set_query(None);
    }
    HttpError::Unreachable(error)
}

impl<'c> AsyncHttpClient<'c> for HttpClient {
    type Error = HttpError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, HttpError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.send_within(TIMEOUT, request))
    }
}
