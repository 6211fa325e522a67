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
//! | API resource, permission | resource server, scope | [`AccessTokenVerifier`] |
//! | user | End-User | [`IdTokenClaims`] |
#![warn(missing_docs)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic"))]

mod access_token_claims;
mod access_token_verifier;
mod aud_claim;
mod authorization_request;
mod authorization_response;
mod cached;
mod callback_params;
mod client;
mod client_authentication;
mod clock;
mod config;
mod cookie;
mod discovery;
mod http;
mod id_token;
mod id_token_claims;
mod jwks;
mod jws;
mod logout_token;
mod management;
mod oidc_client;
mod origin;
mod phone_number;
#[cfg(feature = "phone")]
mod phone_sign_in;
mod post_sign_out;
mod provider;
mod pushed_authorization;
mod random;
mod refresh;
mod resource;
mod return_to;
mod scope;
mod seal;
mod sealed_cookies;
mod secret;
mod session;
mod session_storage;
mod sessions;
mod sign_in_options;
mod sign_out;
#[cfg_attr(
    not(feature = "phone"),
    allow(dead_code, reason = "tokens are exchanged where a session has no refresh token")
)]
mod token_exchange;
mod token_request;
mod token_response;
mod tokens;
mod transaction;
mod transaction_cookies;
mod unique_json;
mod user_claims;
mod user_info;

#[cfg(feature = "axum")]
pub mod axum;
#[cfg(feature = "dev-provider")]
pub mod dev_provider;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzzing;
#[cfg(feature = "management")]
pub mod provision;
#[cfg(all(feature = "axum", feature = "dev-provider"))]
pub mod testing;

pub use access_token_claims::{AccessTokenClaims, InsufficientScope};
pub use access_token_verifier::{AccessTokenError, AccessTokenVerifier, Audience};
pub use authorization_request::{AuthorizationRequest, SignInError};
pub use authorization_response::AuthorizationResponseError;
pub use callback_params::{CallbackParams, CallbackParamsError, ProviderError};
pub use client::{CallbackError, EndSession, LogtoClient, SignOut};
pub use clock::Clock;
pub use config::{BACK_CHANNEL_LOGOUT_PATH, CALLBACK_PATH, LogtoConfig, POST_SIGN_OUT_PATH};
pub use discovery::DiscoveryError;
pub use http::{HttpError, HttpSetupError};
pub use id_token::IdTokenError;
pub use id_token_claims::IdTokenClaims;
pub use jwks::JwksError;
pub use logout_token::{LogoutToken, LogoutTokenError};
#[cfg(feature = "management")]
pub use management::tenant;
pub use management::{
    ManagedUser, ManagementApi, ManagementConfig, ManagementError, SendCodeError, UserError, UserOrganization,
    VerifyCodeError,
};
pub use origin::{Origin, OriginError};
pub use phone_number::PhoneNumber;
#[cfg(feature = "phone")]
pub use phone_number::{Country, PhoneNumberError, Region, UnknownRegion, countries, preferred_region};
#[cfg(feature = "phone")]
pub use phone_sign_in::{
    AllowedRegions, EmbeddedPhoneSignIn, HostedPhoneSignIn, PhoneAttempt, PhoneAttempts, PhoneProblem, PhonePurpose,
    PhoneSignIn, PhoneSignInError, PhoneVerification, PhoneVerifier, RESEND_AFTER, Started, TextLimit, TextLimitError,
    TextLimits, TooMany, Typed, Visit,
};
pub use post_sign_out::SignOutCookie;
pub use provider::ProviderUnavailable;
pub use pushed_authorization::PushedAuthorizationError;
pub use random::NoRandomness;
pub use refresh::RefreshError;
pub use resource::{Resource, ResourceError};
pub use return_to::ReturnTo;
pub use scope::{Permission, PermissionError, Scope};
pub use seal::{Keyring, KeyringError};
pub use secret::Secret;
pub use session::{OpenedBy, Session};
pub use session_storage::{Count, IndexKey, MemorySessions, SessionKey, SessionStorage, StorageError, StoredSession};
#[cfg(feature = "redis")]
pub use session_storage::{RedisOpenError, RedisSessions};
#[cfg(feature = "sqlite")]
pub use session_storage::{SqliteOpenError, SqliteSessions};
pub use sessions::{BackChannelLogoutError, SessionError, SessionLife, SessionSummary, Sessions, SignedIn};
#[expect(deprecated, reason = "Logto's older SDKs have it; it is taken and mapped")]
pub use sign_in_options::InteractionMode;
pub use sign_in_options::{
    DirectSignIn, ExtraParams, ExtraParamsError, FirstScreen, Identifier, InvalidOption, LoginHint, OrganizationId,
    Prompt, SignInOptions, UiLocale,
};
pub use sign_out::RevocationError;
pub use token_response::TokenError;
pub use tokens::{AccessToken, AccessTokenFor, Tokens};
pub use transaction::Transaction;
pub use transaction_cookies::TransactionCookies;
pub use user_claims::UserClaims;
pub use user_info::{UserInfo, UserInfoError};
