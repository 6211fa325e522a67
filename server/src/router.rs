//! The table of everything this server answers, and the layers around it.

use app::phone::PhoneService;
use axum::{
    Router,
    extract::Request,
    middleware::{from_fn, from_fn_with_state, map_response},
    routing::{MethodFilter, get, on},
};
use leptos::{config::LeptosOptions, server_fn::axum::server_fn_paths};
use logto::{
    Sessions,
    axum::{back_channel_logout_route, read_session, refuse_cross_site, session_layer},
};
use tower_http::{limit::RequestBodyLimitLayer, trace::TraceLayer};

use crate::{
    api, cache_control, client_address,
    content_security_policy::ContentSecurityPolicy,
    error_documents::{self, ErrorDocuments},
    health,
    pages::{Pages, page, server_function},
    security_headers::{self, SecurityHeaders},
    server_function_guard::contain,
    static_files,
};

/// The largest form that is read (bytes). The largest of this site has a few fields.
const LARGEST_BODY: usize = 64 * 1024;

/// Everything, put together.
pub fn router(sessions: Sessions, phone: PhoneService, trusted_proxies: usize, options: LeptosOptions) -> Router {
    let config = sessions.client().config().clone();
    let policy = ContentSecurityPolicy::new(&config.endpoint, live_reload(&options).as_deref());
    let documents = ErrorDocuments::new(&options);
    let headers = SecurityHeaders::new(&policy, config.base_url.is_https());
    let pages = Pages { options: options.clone(), sessions: sessions.clone(), phone, policy };

    // The first layer is the innermost; the request passes them from the last to the first.
    let with_session = server_functions(&pages)
        .fallback_service(get(page).with_state(pages))
        .layer(from_fn_with_state(trusted_proxies, client_address::note))
        .layer(map_response(cache_control::set))
        .layer(from_fn_with_state(sessions.clone(), read_session))
        .layer(session_layer(&sessions));
    Router::new()
        .merge(health::routes(sessions.storage().clone()))
        .merge(static_files::routes(&options))
        .fallback_service(with_session)
        .layer(RequestBodyLimitLayer::new(LARGEST_BODY))
        .layer(from_fn_with_state(config.base_url, refuse_cross_site))
        // Outside: these come from other programs, with a token and no `Origin`.
        .merge(api::routes(sessions.client()))
        .merge(back_channel_logout_route(sessions))
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

/// The address of the live-reload socket while a developer watches.
fn live_reload(options: &LeptosOptions) -> Option<String> {
    std::env::var("LEPTOS_WATCH").ok().map(|_| format!("ws://localhost:{}", options.reload_port))
}
