//! Sign-in, callback and sign-out for an axum app without server functions.

use std::sync::Arc;

use axum::{
    Extension, Router,
    extract::{Query, RawQuery, State},
    middleware::{from_fn, from_fn_with_state},
    response::{AppendHeaders, IntoResponse, Redirect, Response},
    routing::{get, post},
};
use http::{
    HeaderMap, StatusCode,
    header::{CACHE_CONTROL, RETRY_AFTER, SET_COOKIE, USER_AGENT},
};
use serde::Deserialize;

use super::{
    CurrentSession, back_channel_logout_route, begin_session, end_session, read_session, refuse_cross_site,
    session_cookie_removal, session_layer,
};
use crate::{CALLBACK_PATH, CallbackError, CallbackParams, ReturnTo, Sessions, SignInOptions};

/// Gives an app sign-in: the routes `GET /sign-in`, `GET /callback`, `POST /sign-out`, `POST /backchannel-logout`, and for
/// every route of `app` the extractors [`SignedIn`](crate::SignedIn) and `Option<SignedIn>`.
///
/// Every answer of `app` gets `Cache-Control: no-store`, as what it shows depends on who asks: merge what may be kept, like
/// stylesheets, afterwards.
///
/// `options` go with every sign-in; where to return to comes from the query of `/sign-in`.
pub fn with_sign_in(app: Router, sessions: &Sessions, options: SignInOptions) -> Router {
    let base_url = sessions.client().config().base_url.clone();
    let routes = Router::new()
        .route("/sign-in", get(sign_in))
        .route(CALLBACK_PATH, get(callback))
        .route("/sign-out", post(sign_out))
        .layer(Extension(Arc::new(options)))
        .with_state(sessions.clone());
    app.merge(routes)
        .layer(from_fn_with_state(sessions.clone(), read_session))
        .layer(session_layer(sessions))
        .layer(from_fn_with_state(base_url, refuse_cross_site))
        .layer(from_fn(async |request, next: axum::middleware::Next| {
            // What a page shows depends on who asks.
            let mut response = next.run(request).await;
            response.headers_mut().insert(CACHE_CONTROL, http::HeaderValue::from_static("no-store"));
            response
        }))
        .merge(back_channel_logout_route(sessions.clone()))
}

#[derive(Deserialize)]
struct Start {
    return_to: Option<String>,
}

async fn sign_in(
    State(sessions): State<Sessions>,
    Extension(options): Extension<Arc<SignInOptions>>,
    Query(start): Query<Start>,
    headers: HeaderMap,
) -> Response {
    let return_to = start.return_to.map_or_else(|| options.return_to.clone(), |given| ReturnTo::parse(&given));
    let options = SignInOptions { return_to, ..SignInOptions::clone(&options) };
    let request = match sessions.client().sign_in(&options).await {
        Ok(request) => request,
        Err(error) => {
            tracing::warn!(error.code = error.code(), %error, "a sign-in could not be started");
            return unavailable();
        }
    };
    match sessions.transactions().keep(&request.transaction, &headers, sessions.client().clock().now()) {
        Ok(cookies) => {
            let cookies = AppendHeaders(cookies.into_iter().map(|cookie| (SET_COOKIE, cookie)).collect::<Vec<_>>());
            (cookies, Redirect::to(request.url.as_str())).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "a sign-in could not be started");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

async fn callback(
    State(sessions): State<Sessions>,
    Extension(CurrentSession(current)): Extension<CurrentSession>,
    record: tower_sessions::Session,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let refused = |code: &str, error: &dyn std::fmt::Display| {
        tracing::warn!(error.code = code, %error, "a callback was refused");
        (StatusCode::BAD_REQUEST, "This sign-in has ended. Start again at /sign-in.\n").into_response()
    };
    let params = match CallbackParams::parse(&query.unwrap_or_default()) {
        Ok(params) => params,
        Err(error) => return refused("callback.invalid_parameters", &error),
    };
    let now = sessions.client().clock().now();
    let Some(transaction) = sessions.transactions().find(&headers, params.state(), now) else {
        // A reload, or the Back button: the person is where they wanted to be.
        return if current.is_some() {
            Redirect::to("/").into_response()
        } else {
            refused("callback.state_mismatched", &"this browser has no such sign-in")
        };
    };
    // Whatever comes of it, this transaction is used up.
    let used_up = AppendHeaders(sessions.transactions().end(params.state()).map(|cookie| (SET_COOKIE, cookie)));
    let device = headers.get(USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    let answer = match sessions.handle_sign_in_callback(params, transaction).await {
        Ok((session, return_to)) => match begin_session(&sessions, &record, &session.on_device(device)).await {
            Ok(()) => Redirect::to(return_to.as_str()).into_response(),
            Err(error) => {
                tracing::error!(%error, "a session could not be begun");
                unavailable()
            }
        },
        Err(CallbackError::Replayed) if current.is_some() => Redirect::to("/").into_response(),
        Err(error) if error.is_outage() => {
            tracing::warn!(error.code = error.code(), %error, "a sign-in failed");
            unavailable()
        }
        Err(error) => refused(error.code(), &error),
    };
    (used_up, answer).into_response()
}

async fn sign_out(State(sessions): State<Sessions>, record: tower_sessions::Session) -> Response {
    let ended = match end_session(&sessions, &record).await {
        Ok(ended) => ended,
        Err(error) => {
            tracing::error!(%error, "a person could not be signed out");
            return unavailable();
        }
    };
    let mut cookies: Vec<_> = session_cookie_removal(&sessions).into_iter().collect();
    let end_session = ended.and_then(|sign_out| sign_out.end_session);
    let to = match &end_session {
        Some(end_session) => {
            cookies.extend(sessions.sign_out_cookie().keep(&end_session.state));
            end_session.url.as_str()
        }
        None => "/",
    };
    let cookies = AppendHeaders(cookies.into_iter().map(|cookie| (SET_COOKIE, cookie)).collect::<Vec<_>>());
    (cookies, Redirect::to(to)).into_response()
}

fn unavailable() -> Response {
    let body = "Sign-in is unavailable at the moment. Please try again in a minute.\n";
    (StatusCode::SERVICE_UNAVAILABLE, [(RETRY_AFTER, "5")], body).into_response()
}
