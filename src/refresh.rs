//! The refresh: new access tokens for the refresh token. RFC 6749, 6; OpenID Connect Core 12.

use openidconnect::{
    OAuth2TokenResponse, RefreshToken, RequestTokenError, StandardErrorResponse, TokenResponse as _,
    core::{CoreErrorResponseType, CoreIdToken},
};
use time::OffsetDateTime;

use crate::{
    AccessToken, AccessTokenFor, IdTokenClaims, IdTokenError, LogtoConfig, ManagementError, ProviderUnavailable,
    Secret, Session,
    http::HttpError,
    id_token::{self, Expected},
    oidc_client::oidc_client,
    provider::Provider,
    token_response::{OUTAGES, access_token},
};

/// What Logto answers where this person may not use the application, or this organisation.
pub(crate) const ACCESS_DENIED: &str = "access_denied";

/// What a refresh brought.
#[derive(Clone, Debug)]
pub(crate) struct Refreshed {
    pub access_token: Option<AccessToken>,
    /// The one to use from now on, if the provider says one.
    pub refresh_token: Option<Secret>,
    /// Verified.
    pub id_token: Option<Secret>,
    /// What is known of the person now.
    pub claims: Option<IdTokenClaims>,
}

/// A refresh that failed.
#[derive(Debug)]
pub(crate) struct Failed {
    pub error: RefreshError,
    /// A refresh token that came all the same, in the place of the one that was sent: the old one is used up.
    pub refresh_token: Option<Secret>,
}

impl<E: Into<RefreshError>> From<E> for Failed {
    fn from(error: E) -> Self {
        Self { error: error.into(), refresh_token: None }
    }
}

/// Why there is no new access token.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RefreshError {
    /// The provider ended the grant: revoked, expired, or the person is suspended or deleted. The session is over.
    #[error("token endpoint: the provider answered \"error\" \"invalid_grant\"")]
    InvalidGrant,
    /// There is no refresh token in the session: the scope or the consent was not given.
    #[error("there is no refresh token in this session; it was signed in without offline_access or consent")]
    NoRefreshToken,
    /// The provider did not answer. This says nothing of the person: an outage is not a sign-out.
    #[error("token endpoint: {0}")]
    Http(#[source] HttpError),
    /// The provider says that it cannot at the moment. An outage too.
    #[error("token endpoint: the provider answered that it is unable to answer")]
    Unable,
    /// The provider's metadata or keys cannot be had.
    #[error(transparent)]
    ProviderUnavailable(#[from] ProviderUnavailable),
    /// The provider does not give this token: an unknown resource, or an organisation the person does not belong to.
    #[error("token endpoint: the provider answered \"error\" {0:?}")]
    Refused(String),
    /// The provider does not know this application, or its secret is wrong or expired.
    #[error(
        "token endpoint: the provider answered \"error\" \"invalid_client\"; check LOGTO_APP_ID and LOGTO_APP_SECRET"
    )]
    InvalidClient,
    /// The application may not exchange tokens.
    #[error(
        "token endpoint: this application may not use the grant type token-exchange; \
         in Logto, switch on \"Allow token exchange\" for the application of LOGTO_APP_ID"
    )]
    TokenExchangeNotAllowed,
    /// The answer is no token response.
    #[error("token endpoint: the provider's answer is no token response: {0}")]
    Malformed(String),
    /// The new ID token is not to be trusted.
    #[error(transparent)]
    IdToken(#[from] IdTokenError),
    /// The user of an embedded session is suspended or deleted. The session is over.
    #[error("the user is suspended or deleted")]
    UserGone,
    /// There is no Management API to ask about the user of an embedded session. The session is over.
    #[error("this session was opened through the Management API, for which there is no M2M application any more")]
    NoManagementApi,
    /// The Management API does not say.
    #[error(transparent)]
    Management(#[from] ManagementError),
    /// The metadata names no usable token endpoint.
    #[error("token endpoint: {0}")]
    Configuration(#[from] openidconnect::ConfigurationError),
}

impl RefreshError {
    /// A stable name of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::InvalidGrant => "refresh.invalid_grant",
            Self::NoRefreshToken => "refresh.no_refresh_token",
            Self::Http(_) | Self::Unable | Self::ProviderUnavailable(_) => "refresh.unavailable",
            Self::Refused(_) => "refresh.refused",
            Self::InvalidClient => "refresh.invalid_client",
            Self::TokenExchangeNotAllowed => "refresh.token_exchange_not_allowed",
            Self::Malformed(_) => "refresh.malformed",
            Self::IdToken(error) => error.code(),
            Self::UserGone => "refresh.user_gone",
            Self::NoManagementApi => "refresh.no_management_api",
            Self::Management(error) => error.code(),
            Self::Configuration(_) => "refresh.configuration",
        }
    }

    /// Whether the next one who asks is likely to get the same answer, whoever it is: then it is better not to ask at once.
    pub(crate) fn is_provider_at_fault(&self, what_for: &AccessTokenFor) -> bool {
        match self {
            Self::InvalidGrant | Self::NoRefreshToken | Self::UserGone | Self::NoManagementApi => false,
            // The next one who asks is to hear what to switch on.
            Self::TokenExchangeNotAllowed => false,
            Self::IdToken(IdTokenError::SubMismatched | IdTokenError::NonceMismatched) => false,
            // Resources and organisations may be named by visitors, who shall not keep others from their refresh. Nothing is
            // named for userinfo: there it is the client that is refused, as where its secret has expired; or the person.
            Self::Refused(error) => *what_for == AccessTokenFor::UserInfo && error != ACCESS_DENIED,
            _ => true,
        }
    }

    fn from_wire(error: RequestTokenError<HttpError, StandardErrorResponse<CoreErrorResponseType>>) -> Self {
        match error {
            RequestTokenError::Request(error) => Self::Http(error),
            RequestTokenError::ServerResponse(response) => match response.error() {
                CoreErrorResponseType::InvalidGrant => Self::InvalidGrant,
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

/// Sends the refresh token, once. The caller sees to it that nobody else does at the same time: a provider that rotates
/// refresh tokens takes the second for a thief (RFC 9700, 4.14.2).
pub(crate) async fn refresh(
    session: &Session,
    what_for: &AccessTokenFor,
    config: &LogtoConfig,
    provider: &Provider,
) -> Result<Refreshed, Failed> {
    let refresh_token = session.tokens.refresh_token.as_ref().ok_or(RefreshError::NoRefreshToken)?;
    let refresh_token = RefreshToken::new(refresh_token.reveal().to_owned());
    // The keys too, before anything is sent: what comes back must be verified at once.
    let metadata = provider.keys(None).await?.metadata;
    let client = oidc_client(config, &metadata, None);
    let mut request = client.exchange_refresh_token(&refresh_token)?;
    for (name, value) in what_for.params() {
        request = request.add_extra_param(name, value);
    }
    let answer = request.request_async(&provider.http).await.map_err(RefreshError::from_wire)?;
    let now = provider.clock.now();
    let access_token = access_token(&answer, now);
    let refresh_token = answer.refresh_token().map(|token| Secret::new(token.secret()));
    let (id_token, claims) = match answer.id_token() {
        Some(token) => match verified(token, session, &access_token, config, provider, now).await {
            Ok((id_token, claims)) => (Some(id_token), Some(claims)),
            // Somebody else's answer: nothing of it is for this session.
            Err(error @ RefreshError::IdToken(IdTokenError::SubMismatched | IdTokenError::NonceMismatched)) => {
                return Err(error.into());
            }
            Err(error) => return Err(Failed { error, refresh_token }),
        },
        None => (None, None),
    };
    Ok(Refreshed { access_token: Some(access_token), refresh_token, id_token, claims })
}

async fn verified(
    token: &CoreIdToken,
    session: &Session,
    access_token: &AccessToken,
    config: &LogtoConfig,
    provider: &Provider,
    now: OffsetDateTime,
) -> Result<(Secret, IdTokenClaims), RefreshError> {
    let keys = provider.keys(id_token::kid(token).as_ref()).await?;
    let expected = Expected::Refresh { nonce: session.tokens.nonce.as_ref(), sub: &session.claims.sub };
    let claims = id_token::verify(token, &expected, &access_token.token, config, &keys, now)?;
    Ok((Secret::new(token.to_string()), claims))
}
