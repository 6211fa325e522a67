//! The table of everything this server answers, and the layers around it.

use app::identity::{Identity, read_viewer, session_cookie_name};
use axum::{
    Router,
    extract::Request,
    middleware::{from_fn, from_fn_with_state, map_response},
    routing::{MethodFilter, get, on},
};
use leptos::{config::LeptosOptions, server_fn::axum::server_fn_paths};
use tower_http::{limit::RequestBodyLimitLayer, trace::TraceLayer};
use tower_sessions::{Expiry, SessionManagerLayer, cookie::SameSite};

use crate::{
    cache_control,
    content_security_policy::ContentSecurityPolicy,
    error_documents::{self, ErrorDocuments},
    health,
    pages::{Pages, page, server_function},
    security_headers::{self, SecurityHeaders},
    server_function_guard::{contain, refuse_cross_site},
    session_store::SqliteSessions,
    static_files,
};

/// The largest form that is read (bytes). The largest of this site has a few fields.
const LARGEST_BODY: usize = 64 * 1024;

/// Everything, put together.
pub fn router(identity: Identity, sessions: SqliteSessions, options: LeptosOptions) -> Router {
    let config = identity.client.config().clone();
    let policy = ContentSecurityPolicy::new(&config.endpoint, live_reload(&options).as_deref());
    let documents = ErrorDocuments::new(&options);
    let headers = SecurityHeaders::new(&policy, config.base_url.is_https());
    let pages = Pages { options: options.clone(), identity: identity.clone(), policy };

    // The first layer is the innermost; the request passes them from the last to the first.
    let with_viewer = server_functions(&pages)
        .fallback_service(get(page).with_state(pages))
        .layer(map_response(cache_control::set))
        .layer(from_fn_with_state(identity.clone(), read_viewer))
        .layer(session_layer(&identity, sessions.clone()));
    Router::new()
        .merge(health::routes(sessions))
        .merge(static_files::routes(&options))
        .fallback_service(with_viewer)
        .layer(RequestBodyLimitLayer::new(LARGEST_BODY))
        .layer(from_fn_with_state(config.base_url, refuse_cross_site))
        .layer(error_documents::catch_panics())
        .layer(from_fn_with_state(documents, error_documents::fill_in))
        .layer(from_fn_with_state(headers, security_headers::set))
        .layer(TraceLayer::new_for_http().make_span_with(|request: &Request| {
            // The path only: the callback's query has the code.
            tracing::info_span!("request", http.method = %request.method(), http.path = request.uri().path())
        }))
}

fn server_functions(pages: &Pages) -> Router {
    let routes = server_fn_paths().fold(Router::new(), |routes, (path, method)| match MethodFilter::try_from(method) {
        Ok(method) => routes.route(path, on(method, server_function)),
        Err(_) => routes,
    });
    // Somebody who types `/sign-out` gets a page; it is only posted to.
    routes.method_not_allowed_fallback(page).with_state(pages.clone()).layer(from_fn(contain))
}

fn session_layer(identity: &Identity, sessions: SqliteSessions) -> SessionManagerLayer<SqliteSessions> {
    let https = identity.client.config().base_url.is_https();
    SessionManagerLayer::new(sessions)
        .with_name(session_cookie_name(https))
        .with_secure(https)
        // Strict, the default, would leave the cookie out when Logto sends the browser back.
        .with_same_site(SameSite::Lax)
        .with_expiry(Expiry::OnInactivity(identity.session_idle))
}

/// The address of the live-reload socket while a developer watches.
fn live_reload(options: &LeptosOptions) -> Option<String> {
    std::env::var("LEPTOS_WATCH").ok().map(|_| format!("ws://localhost:{}", options.reload_port))
}
