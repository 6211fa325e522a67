//! For axum.

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
pub use back_channel_logout::{BACK_CHANNEL_LOGOUT_PATH, back_channel_logout_route};
pub use bearer::Bearer;
pub use bearer_rejection::BearerRejection;
pub use begin_and_end::{BeginSessionError, begin_session, end_session};
pub use cross_site::refuse_cross_site;
pub use current_session::{CurrentSession, SignInRequired, read_session, session_key};
pub use required_scopes::{RequireScopes, RequiredScopes, require_scopes};
pub use session_cookie::{session_cookie_name, session_cookie_removal, session_layer};
pub use sign_in_routes::with_sign_in;
pub use tower_store::TowerStore;
