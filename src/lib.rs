//! Sign in with [Logto](https://logto.io): the OpenID Connect relying party for Rust web apps.
//!
//! One flow, as data; no step can be skipped, because each takes the last one's type by value:
//!
//! ```text
//! sign_in ─▶ AuthorizationRequest + Transaction (a cookie) ─▶ Logto ─▶ CallbackParams
//!   ─▶ AuthorizationResponse (state, iss) ─▶ TokenResponse ─▶ IdTokenClaims ─▶ Session
//! ```
//!
//! # Words
//!
//! Verbs are Logto's, names on the wire are the standard's (RFC 6749, OpenID Connect Core 1.0).
//!
//! | Logto | the standard | here |
//! |---|---|---|
//! | endpoint | issuer less `/oidc` | [`LogtoConfig::endpoint`] |
//! | `appId`, `appSecret` | `client_id`, `client_secret` | [`LogtoConfig::app_id`], [`LogtoConfig::app_secret`] |
//! | "Traditional web" application | confidential client | [`LogtoClient`] |
//! | sign in | authorization request | [`LogtoClient::sign_in`] |
//! | handle sign-in callback | authorization response, token request, ID token validation | [`LogtoClient::handle_sign_in_callback`] |
//! | sign out | token revocation, RP-initiated logout | [`LogtoClient::sign_out`] |
//! | user | End-User | [`IdTokenClaims`] |
#![warn(missing_docs)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic"))]

mod authorization_request;
mod authorization_response;
mod cached;
mod callback_params;
mod client;
mod clock;
mod config;
mod discovery;
mod http;
mod id_token;
mod id_token_claims;
mod jwks;
mod oidc_client;
mod origin;
mod provider;
mod random;
mod return_to;
mod scope;
mod seal;
mod secret;
mod session;
mod session_storage;
mod sign_in_options;
mod sign_out;
mod token_response;
mod transaction;
mod transaction_cookies;

#[cfg(feature = "dev-provider")]
pub mod dev_provider;

pub use authorization_request::{AuthorizationRequest, SignInError};
pub use authorization_response::AuthorizationResponseError;
pub use callback_params::{CallbackParams, CallbackParamsError, ProviderError};
pub use client::{CallbackError, LogtoClient, SignOut};
pub use clock::Clock;
pub use config::{CALLBACK_PATH, LogtoConfig, POST_SIGN_OUT_PATH};
pub use discovery::DiscoveryError;
pub use http::{HttpError, HttpSetupError};
pub use id_token::IdTokenError;
pub use id_token_claims::IdTokenClaims;
pub use jwks::JwksError;
pub use origin::{Origin, OriginError};
pub use provider::ProviderUnavailable;
pub use random::NoRandomness;
pub use return_to::ReturnTo;
pub use scope::Scope;
pub use seal::{Keyring, KeyringError};
pub use secret::Secret;
pub use session::{Session, Tokens};
pub use session_storage::{IndexKey, MemorySessions, SessionKey, SessionStorage, StorageError, StoredSession};
#[cfg(feature = "redis")]
pub use session_storage::{RedisOpenError, RedisSessions};
#[cfg(feature = "sqlite")]
pub use session_storage::{SqliteOpenError, SqliteSessions};
pub use sign_in_options::{FirstScreen, Identifier, SignInOptions};
pub use sign_out::RevocationError;
pub use token_response::TokenError;
pub use transaction::Transaction;
pub use transaction_cookies::TransactionCookies;
