//! Pages and server functions: Leptos behind axum, with what both find in their context.

use app::{phone::PhoneService, render::render_page};
use axum::{
    body::Body,
    extract::{Request, State},
    response::{IntoResponse, Response},
};
use leptos::{config::LeptosOptions, prelude::provide_context};
use leptos_axum::handle_server_fns_with_context;
use logto::Sessions;

use crate::content_security_policy::ContentSecurityPolicy;

/// What rendering needs.
#[derive(Clone)]
pub struct Pages {
    /// The names and places of the built files.
    pub options: LeptosOptions,
    /// Who is signed in.
    pub sessions: Sessions,
    /// How people sign in by phone.
    pub phone: PhoneService,
    /// What a page may load and run.
    pub policy: ContentSecurityPolicy,
}

/// Answers with the page of this path, or the 404 page.
pub async fn page(State(pages): State<Pages>, request: Request<Body>) -> Response {
    let Pages { options, policy, phone, sessions } = pages;
    let context = move || {
        provide_context(sessions.clone());
        provide_context(phone.clone());
        policy.set_for_page();
    };
    render_page(options, context, request).await
}

/// Runs the server function of this path.
pub async fn server_function(State(pages): State<Pages>, request: Request<Body>) -> Response {
    let Pages { phone, sessions, .. } = pages;
    let context = move || {
        provide_context(sessions.clone());
        provide_context(phone.clone());
    };
    handle_server_fns_with_context(context, request).await.into_response()
}
