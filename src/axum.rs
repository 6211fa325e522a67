//! For axum: handlers that take Logto's access tokens. RFC 6750.
//!
//! The state holds the verifier, the handler's arguments say that it needs a token:
//!
//! ```
//! use axum::{Router, routing::get};
//! use logto::{AccessTokenVerifier, Audience, Clock, Origin};
//! use logto::axum::{Bearer, BearerRejection, require_scopes};
//!
//! async fn items(Bearer(claims): Bearer) -> Result<String, BearerRejection> {
//!     claims.require_scopes(["read:items"])?;
//!     Ok(format!("the items of {}", claims.sub))
//! }
//!
//! # fn router() -> Result<Router, Box<dyn std::error::Error>> {
//! let endpoint = Origin::parse("https://tenant.logto.app")?;
//! let audience = Audience::Resource("https://api.example.com".to_owned());
//! let verifier = AccessTokenVerifier::new(&endpoint, audience, Clock::system())?;
//! let router = Router::new()
//!     .route("/items", get(items))
//!     // Or for many routes at once, before any handler runs:
//!     .route_layer(require_scopes(&verifier, ["read:items"]))
//!     .with_state(verifier);
//! # Ok(router)
//! # }
//! ```
//!
//! A state that holds more than the verifier implements `FromRef<YourState> for AccessTokenVerifier`.

mod authorization_header;
mod bearer;
mod bearer_rejection;
mod required_scopes;

pub(crate) use authorization_header::bearer_token;
pub use bearer::Bearer;
pub use bearer_rejection::BearerRejection;
pub use required_scopes::{RequireScopes, RequiredScopes, require_scopes};
