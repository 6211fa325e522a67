//! For axum: sign-in for people, and access tokens for APIs.
//!
//! # People
//!
//! [`with_sign_in`] gives an app the routes of sign-in, and its handlers the extractors [`SignedIn`](crate::SignedIn) and
//! `Option<SignedIn>`; `examples/plain_axum.rs` is a whole app. An app that has its own sign-in routes (server functions,
//! for example) puts the parts together itself: [`session_layer`], [`read_session`], [`begin_session`], [`end_session`],
//! [`back_channel_logout_route`], [`refuse_cross_site`].
//!
//! # APIs (RFC 6750)
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
mod back_channel_logout;
mod bearer;
mod bearer_rejection;
mod begin_and_end;
mod cross_site;
mod current_session;
mod required_scopes;
mod session_cookie;
mod sign_in_routes;
mod tower_store;

pub(crate) use authorization_header::bearer_token;
pub use back_channel_logout::back_channel_logout_route;
pub use bearer::Bearer;
pub use bearer_rejection::BearerRejection;
pub use begin_and_end::{BeginSessionError, begin_session, end_session};
pub use cross_site::refuse_cross_site;
pub use current_session::{CurrentSession, SignInRequired, read_session, session_key};
pub use required_scopes::{RequireScopes, RequiredScopes, require_scopes};
pub use session_cookie::{session_cookie_name, session_cookie_removal, session_layer};
pub use sign_in_routes::with_sign_in;
pub use tower_store::TowerStore;
