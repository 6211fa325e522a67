//! Renders a page as an axum response.
//!
//! `leptos_axum`'s own handlers append scripts with resolved resources to every page. These pages have no
//! resources: without the scripts a page that has no island carries no script at all.

use any_spawner::Executor;
use axum::{
    body::Body,
    http::{Request, Response, StatusCode},
};
use futures::{StreamExt, stream};
use leptos::prelude::*;

use crate::app::shell;

/// Answers `request` with its page, complete; an unknown path with the 404 page.
///
/// `context` runs before the page and provides what the pages read with `use_context`.
pub async fn render_page(
    options: LeptosOptions,
    context: impl Fn() + Clone + Send + 'static,
    request: Request<Body>,
) -> Response<Body> {
    // Leptos renders on tokio. Only the first call decides; `leptos_axum`'s own router would have done it.
    let _ = Executor::init_tokio();

    leptos_axum::handle_response_inner(
        context,
        move || shell(options),
        request,
        |page, _resolved_resources, _out_of_order| {
            Box::pin(async move {
                let html: String = page.to_html_stream_in_order().collect().await;
                Box::pin(stream::iter([html])) as _
            })
        },
    )
    .await
}

/// Sets the status of the page that is being rendered.
pub fn set_status(status: StatusCode) {
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(status);
    }
}
