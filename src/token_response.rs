//! The token response: the code, exchanged. RFC 6749, 4.1.3 to 5.2.

use openidconnect::{
    AuthorizationCode, OAuth2TokenResponse, PkceCodeVerifier, RequestTokenError, StandardErrorResponse,
    TokenResponse as _,
    core::{CoreErrorResponseType, CoreIdToken},
};
use time::{Duration, OffsetDateTime};

use crate::{
    AccessToken, LogtoConfig, Secret, Transaction,
    authorization_response::AuthorizationResponse,
    discovery::ProviderMetadata,
    http::{HttpClient, HttpError},
    oidc_client::{WireTokenResponse, oidc_client},
};

/// How long an access token lives when the provider does not say (RFC 6749, 5.1 leaves it open); short, to be safe.
const UNKNOWN_LIFE: Duration = Duration::minutes(5);

/// What providers write in `error` when it is they who are out of order, after RFC 6749, 4.1.2.1.
pub(crate) const OUTAGES: [&str; 2] = ["server_error", "temporarily_unavailable"];

/// What the token endpoint gave for the code. Not yet trusted: the ID token is still to be verified.
#[derive(Debug)]
pub(crate) struct TokenResponse {
    pub(crate) access_token: AccessToken,
    pub(crate) refresh_token: Option<Secret>,
    pub(crate) id_token: CoreIdToken,
    pub(crate) transaction: Transaction,
}

/// Why the code could not be exchanged.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TokenError {
    /// The token endpoint did not answer.
    #[error("token endpoint: {0}")]
    Http(#[source] HttpError),
    /// The provider says that it cannot at the moment.
    #[error("token endpoint: the provider answered that it is unable to answer")]
    Unable,
    /// The provider refuses the code: used, expired, of another client, or the person is suspended.
    #[error("token endpoint: the provider answered \"error\" {0:?}")]
    Refused(String),
    /// The provider does not know this application, or its secret is wrong or expired.
    #[error(
        "token endpoint: the provider answered \"error\" \"invalid_client\"; check LOGTO_APP_ID and LOGTO_APP_SECRET"
    )]
    InvalidClient,
    /// The answer is no token response.
    #[error("token endpoint: the provider's answer is no token response: {0}")]
    Malformed(String),
    /// There is no ID token in the answer.
    #[error("token endpoint: missing \"id_token\"")]
    IdTokenMissing,
    /// The metadata names no usable token endpoint.
    #[error("token endpoint: {0}")]
    Configuration(#[from] openidconnect::ConfigurationError),
}

impl TokenResponse {
    /// Sends the code with the verifier, once.
    pub(crate) async fn request(
        response: AuthorizationResponse,
        config: &LogtoConfig,
        metadata: &ProviderMetadata,
        http: &HttpClient,
        now: OffsetDateTime,
    ) -> Result<Self, TokenError> {
        let AuthorizationResponse { code, transaction } = response;
        let client = oidc_client(config, metadata, None);
        let answer = client
            .exchange_code(AuthorizationCode::new(code.reveal().to_owned()))?
            .set_pkce_verifier(PkceCodeVerifier::new(transaction.code_verifier.reveal().to_owned()))
            .request_async(http)
            .await
            .map_err(TokenError::from_wire)?;
        Ok(Self {
            access_token: access_token(&answer, now),
            refresh_token: answer.refresh_token().map(|token| Secret::new(token.secret())),
            id_token: answer.id_token().cloned().ok_or(TokenError::IdTokenMissing)?,
            transaction,
        })
    }
}

/// The access token of an answer that came now.
pub(crate) fn access_token(answer: &WireTokenResponse, now: OffsetDateTime) -> AccessToken {
    let life = answer.expires_in().and_then(|life| Duration::try_from(life).ok()).unwrap_or(UNKNOWN_LIFE);
    AccessToken {
        token: Secret::new(answer.access_token().secret()),
        expires_at: now.checked_add(life).unwrap_or(now),
        scope: answer.scopes().into_iter().flatten().map(|scope| scope.to_string()).collect(),
    }
}

impl TokenError {
    fn from_wire(error: RequestTokenError<HttpError, StandardErrorResponse<CoreErrorResponseType>>) -> Self {
        match error {
            RequestTokenError::Request(error) => Self::Http(error),
            RequestTokenError::ServerResponse(response) => match response.error() {
                CoreErrorResponseType::InvalidClient => Self::InvalidClient,
                other if OUTAGES.contains(&other.as_ref()) => Self::Unable,
                other => Self::Refused(other.as_ref().chars().take(64).collect()),
            },
            // The body may hold tokens: only where it stopped making sense, not what stood there.
            RequestTokenError::Parse(error, _) => Self::Malformed(format!("at {}", error.path())),
            RequestTokenError::Other(reason) => Self::Malformed(reason.chars().take(128).collect()),
        }
    }
}
