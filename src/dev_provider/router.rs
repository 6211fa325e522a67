//! Which path is answered by which file.

use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use axum::{Router, middleware};

use super::endpoints::{authorize, discovery, end_session, jwks, pushed_authorization, revocation, token, userinfo};
use super::loopback::{require_loopback_host, require_same_origin};
use super::management;
use super::pages::{account_exists, assets, cancel, code, create_account, inbox, not_found, phone, sign_out};
use super::provider::Provider;
use super::recorder::{BODY_LIMIT, record};

pub(crate) fn router(provider: Arc<Provider>) -> Router {
    let api = Router::new()
        .route("/oidc/.well-known/openid-configuration", get(discovery::get))
        .route("/oidc/jwks", get(jwks::get))
        .route("/oidc/auth", get(authorize::get).post(authorize::post))
        .route("/oidc/request", post(pushed_authorization::post))
        .route("/oidc/token", post(token::post))
        .route("/oidc/token/revocation", post(revocation::post))
        .route("/oidc/me", get(userinfo::get).post(userinfo::post))
        .route("/oidc/session/end", get(end_session::get).post(end_session::post));
    let pages = Router::new()
        .route("/", get(inbox::redirect))
        .route("/sign-in", get(phone::sign_in).post(phone::submit_sign_in))
        .route("/register", get(phone::register).post(phone::submit_register))
        .route("/code", get(code::get).post(code::submit))
        .route("/code/new", post(code::send_new))
        .route("/create-account", get(create_account::get).post(create_account::submit))
        .route("/account-exists", get(account_exists::get).post(account_exists::submit))
        .route("/cancel", post(cancel::submit))
        .route("/oidc/session/end/confirm", post(sign_out::submit))
        .route("/signed-out", get(sign_out::signed_out))
        .route("/inbox", get(inbox::get))
        .route("/inbox/http-sms", post(inbox::http_sms))
        .route("/inbox/events", get(inbox::events))
        .route("/inbox/messages", get(inbox::messages))
        .route("/dev-provider.css", get(assets::stylesheet))
        .route("/dev-provider.svg", get(assets::icon))
        .layer(middleware::from_fn(require_same_origin));
    api.merge(management::router(Arc::clone(&provider)))
        .merge(pages)
        .fallback(not_found::get)
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(middleware::from_fn_with_state(Arc::clone(&provider), record))
        .layer(middleware::from_fn(require_loopback_host))
        .with_state(provider)
}
