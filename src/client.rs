//! The client: Logto's verbs over the steps of the flow.

use std::sync::Arc;

use url::Url;

use crate::{
    AuthorizationRequest, CallbackParams, Clock, LogtoConfig, ManagementApi, OpenedBy, ReturnTo, Secret, Session,
    SignInError, SignInOptions, StorageError, Transaction,
    authorization_response::{AuthorizationResponse, AuthorizationResponseError},
    http::HttpSetupError,
    id_token::{self, Expected, IdTokenError},
    provider::{Provider, ProviderUnavailable},
    random,
    sign_out::{self, RevocationError},
    token_response::{TokenError, TokenResponse},
};

/// One application of one Logto tenant. Cheap to clone; clones share the cached metadata and keys.
#[derive(Clone, Debug)]
pub struct LogtoClient(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    config: LogtoConfig,
    provider: Arc<Provider>,
    management: Option<ManagementApi>,
}

/// Why a callback did not end in a session.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CallbackError {
    /// The provider's metadata or keys cannot be had.
    #[error(transparent)]
    ProviderUnavailable(#[from] ProviderUnavailable),
    /// The transaction was used before.
    #[error("the \"state\" response parameter value was used before")]
    Replayed,
    /// The storage does not answer, so nobody can tell whether the transaction was used before.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The parameters do not belong to this sign-in, or say that it was refused.
    #[error(transparent)]
    AuthorizationResponse(#[from] AuthorizationResponseError),
    /// The code could not be exchanged.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// The ID token is not to be trusted.
    #[error(transparent)]
    IdToken(#[from] IdTokenError),
}

impl CallbackError {
    /// Whether waiting helps: it is the provider or the storage that is out of order, or this app's own settings.
    pub fn is_outage(&self) -> bool {
        match self {
            Self::ProviderUnavailable(_) | Self::Storage(_) => true,
            Self::Token(error) => !matches!(error, TokenError::Refused(_) | TokenError::IdTokenMissing),
            _ => false,
        }
    }

    /// A stable name of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::ProviderUnavailable(_) => "callback.provider_unavailable",
            Self::Replayed => "callback.state_replayed",
            Self::Storage(_) => "callback.storage_unavailable",
            Self::AuthorizationResponse(error) => match error {
                AuthorizationResponseError::StateMismatched => "callback.state_mismatched",
                AuthorizationResponseError::IssMismatched => "callback.iss_mismatched",
                AuthorizationResponseError::IssMissing => "callback.iss_missing",
                AuthorizationResponseError::Provider(error) if error.is_denied() => "callback.denied",
                AuthorizationResponseError::Provider(_) => "callback.provider_error",
            },
            Self::Token(error) => match error {
                TokenError::Http(_) | TokenError::Unable => "token.unavailable",
                TokenError::Refused(_) => "token.refused",
                TokenError::InvalidClient => "token.invalid_client",
                TokenError::Malformed(_) => "token.malformed",
                TokenError::IdTokenMissing => "token.id_token_missing",
                TokenError::Configuration(_) => "token.configuration",
            },
            Self::IdToken(error) => error.code(),
        }
    }
}

/// What is left to do after the session in this app has ended.
#[derive(Debug)]
pub struct SignOut {
    /// Where to send the browser, and what it must bring back; `None` if the provider cannot be reached, or has no such
    /// place.
    pub end_session: Option<EndSession>,
    /// What became of the refresh token; for the log.
    pub revocation: Result<(), RevocationError>,
}

/// The way of the browser through the provider's sign-out.
pub struct EndSession {
    /// Logto's end-session endpoint, with all it needs.
    pub url: Url,
    /// What the browser brings back, in a cookie: [`SignOutCookie::keep`](crate::SignOutCookie::keep).
    pub state: Secret,
}

/// Without the URL: it has the ID token.
impl std::fmt::Debug for EndSession {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("EndSession([redacted])")
    }
}

impl LogtoClient {
    /// Makes a client. Nothing is asked of the provider yet: the app starts while it is down.
    ///
    /// # Errors
    ///
    /// [`HttpSetupError`] when the TLS library cannot be set up.
    pub fn new(config: LogtoConfig, clock: Clock) -> Result<Self, HttpSetupError> {
        let provider = Arc::new(Provider::new(&config.endpoint, clock)?);
        Ok(Self::of(config, provider))
    }

    /// A client of a provider that others ask, too.
    pub(crate) fn of(config: LogtoConfig, provider: Arc<Provider>) -> Self {
        let management =
            config.management.clone().map(|management| ManagementApi::new(management, Arc::clone(&provider)));
        Self(Arc::new(Inner { config, provider, management }))
    }

    pub(crate) fn provider(&self) -> &Arc<Provider> {
        &self.0.provider
    }

    /// The configuration.
    pub fn config(&self) -> &LogtoConfig {
        &self.0.config
    }

    /// Logto's Management API, if the [configuration](LogtoConfig::management) names an application that may use it.
    pub fn management(&self) -> Option<&ManagementApi> {
        self.0.management.as_ref()
    }

    /// The clock.
    pub fn clock(&self) -> &Clock {
        &self.0.provider.clock
    }

    /// Fetches metadata and keys ahead of the first visitor.
    ///
    /// # Errors
    ///
    /// [`ProviderUnavailable`] when the provider cannot be reached; the next sign-in tries again.
    pub async fn warm_up(&self) -> Result<(), ProviderUnavailable> {
        self.0.provider.keys(None).await?;
        Ok(())
    }

    /// Starts a sign-in: where to send the browser, and what it must bring back.
    ///
    /// # Errors
    ///
    /// [`SignInError`] when the provider is not known yet and cannot be reached.
    pub async fn sign_in(&self, options: &SignInOptions) -> Result<AuthorizationRequest, SignInError> {
        let Inner { config, provider, .. } = &*self.0;
        let metadata = provider.metadata().await?;
        let mut transaction = Transaction::begin(options.return_to.clone(), provider.clock.now())?;
        transaction.max_age = options.max_age.map(|age| age.whole_seconds().max(0));
        AuthorizationRequest::new(config, &metadata, options, transaction, &provider.http).await
    }

    /// Ends a sign-in: checks the parameters, exchanges the code, verifies the ID token.
    ///
    /// One request to the provider once its metadata and keys are known. `params` and `transaction` are used up; that the
    /// browser does not bring them again is the work of
    /// [`Sessions::handle_sign_in_callback`](crate::Sessions::handle_sign_in_callback).
    ///
    /// # Errors
    ///
    /// [`CallbackError`]; its [`code`](CallbackError::code) is stable.
    pub async fn handle_sign_in_callback(
        &self,
        params: CallbackParams,
        transaction: Transaction,
    ) -> Result<(Session, ReturnTo), CallbackError> {
        let Inner { config, provider, .. } = &*self.0;
        let Provider { http, clock, .. } = &**provider;
        let metadata = provider.metadata().await.map_err(ProviderUnavailable::from)?;
        let response = AuthorizationResponse::check(params, transaction, config, &metadata)?;
        let response = TokenResponse::request(response, config, &metadata, http, clock.now()).await?;
        let keys = provider.keys(id_token::kid(&response.id_token).as_ref()).await?;
        let expected = Expected::SignIn(&response.transaction);
        let access_token = &response.access_token.token;
        let claims = id_token::verify(&response.id_token, &expected, access_token, config, &keys, clock.now())?;
        let return_to = response.transaction.return_to.clone();
        Ok((Session::begin(response, claims, clock.now()), return_to))
    }

    /// Signs out at the provider. End the session in this app **first**: it must end whatever the provider answers.
    ///
    /// One request to the provider; when it is down, none succeeds and the person is signed out here all the same.
    pub async fn sign_out(&self, session: Session) -> SignOut {
        if session.opened_by == OpenedBy::Embedded {
            // Logto knows of no session and no grant.
            return SignOut { end_session: None, revocation: Ok(()) };
        }
        match self.0.provider.metadata().await {
            Ok(metadata) => self.sign_out_with(&session, &metadata).await,
            Err(_) => SignOut { end_session: None, revocation: Err(RevocationError::ProviderUnknown) },
        }
    }

    async fn sign_out_with(&self, session: &Session, metadata: &crate::discovery::ProviderMetadata) -> SignOut {
        let Inner { config, provider, .. } = &*self.0;
        let revocation = match &session.tokens.refresh_token {
            Some(refresh_token) => sign_out::revoke(refresh_token, config, metadata, &provider.http).await,
            None => Ok(()),
        };
        // Nobody answered the revocation: a browser sent there would see its own error page.
        let reachable = !matches!(revocation, Err(RevocationError::Http(_)));
        let state = random::token().ok().map(Secret::new).filter(|_| reachable);
        let end_session = state.and_then(|state| {
            let url = sign_out::end_session_url(session.tokens.id_token.as_ref(), &state, config, metadata)?;
            Some(EndSession { url, state })
        });
        SignOut { end_session, revocation }
    }
}
