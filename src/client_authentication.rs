//! How this client proves who it is: HTTP Basic. RFC 6749, 2.3.1.

use base64::{Engine, engine::general_purpose::STANDARD};
use http::{
    Method,
    header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE},
};
use openidconnect::{AsyncHttpClient, HttpResponse};
use url::Url;

use crate::{
    LogtoConfig, Secret,
    http::{HttpClient, HttpError},
};

/// Which client it is: the web application, or the one behind the Management API.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ClientCredentials<'a> {
    pub client_id: &'a str,
    pub client_secret: &'a Secret,
}

impl<'a> From<&'a LogtoConfig> for ClientCredentials<'a> {
    fn from(config: &'a LogtoConfig) -> Self {
        Self { client_id: &config.app_id, client_secret: &config.app_secret }
    }
}

/// Posts a form with this client's credentials: the requests that `openidconnect` does not know, or refuses to send to a
/// loopback address.
pub(crate) async fn post_form<'a>(
    endpoint: &Url,
    params: impl IntoIterator<Item = (&'a str, &'a str)>,
    client: impl Into<ClientCredentials<'a>>,
    http: &HttpClient,
) -> Result<HttpResponse, HttpError> {
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(params).finish();
    let request = ::http::Request::builder()
        .method(Method::POST)
        .uri(endpoint.as_str())
        .header(ACCEPT, "application/json")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(AUTHORIZATION, basic(client.into()))
        .body(body.into_bytes())
        .map_err(HttpError::Request)?;
    http.call(request).await
}

/// Both parts are form-encoded first, so any character may be in them.
fn basic(client: ClientCredentials<'_>) -> String {
    let encode = |part: &str| url::form_urlencoded::byte_serialize(part.as_bytes()).collect::<String>();
    let pair = format!("{}:{}", encode(client.client_id), encode(client.client_secret.reveal()));
    format!("Basic {}", STANDARD.encode(pair))
}
