//! The authorization response: the callback's parameters, checked against this browser's transaction.

use crate::{
    CallbackParams, LogtoConfig, Secret, Transaction,
    callback_params::{Outcome, ProviderError},
    discovery::ProviderMetadata,
};

/// A code that belongs to this browser's transaction and comes from the expected issuer.
#[derive(Debug)]
pub(crate) struct AuthorizationResponse {
    pub(crate) code: Secret,
    pub(crate) transaction: Transaction,
}

/// Why an authorization response is refused.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AuthorizationResponseError {
    /// The `state` is not the transaction's: the callback belongs to another browser or sign-in (RFC 6749, 10.12).
    #[error("unexpected \"state\" response parameter value")]
    StateMismatched,
    /// The `iss` is another issuer: a mix-up attack (RFC 9207, 2.4).
    #[error("unexpected \"iss\" response parameter value")]
    IssMismatched,
    /// The provider promises an `iss` and there is none (RFC 9207, 2.4).
    #[error("missing \"iss\" response parameter")]
    IssMissing,
    /// The provider refused the sign-in.
    #[error(transparent)]
    Provider(#[from] ProviderError),
}

impl AuthorizationResponse {
    /// Checks, in this order:
    /// - `state` is the transaction's;
    /// - `iss` is the configured issuer; it may be absent only if the provider does not promise it;
    /// - the provider sent a code, not an error.
    pub(crate) fn check(
        params: CallbackParams,
        transaction: Transaction,
        config: &LogtoConfig,
        metadata: &ProviderMetadata,
    ) -> Result<Self, AuthorizationResponseError> {
        if !transaction.state.is(params.state.reveal()) {
            return Err(AuthorizationResponseError::StateMismatched);
        }
        let promised = metadata.additional_metadata().authorization_response_iss_parameter_supported;
        match params.iss {
            Some(iss) if iss != config.issuer() => return Err(AuthorizationResponseError::IssMismatched),
            None if promised => return Err(AuthorizationResponseError::IssMissing),
            _ => {}
        }
        match params.outcome {
            Outcome::Code(code) => Ok(Self { code, transaction }),
            Outcome::Error(error) => Err(error.into()),
        }
    }
}
