//! What stands in the head of every document, pages and errors alike.

use leptos::prelude::*;

use crate::assets::Assets;

/// `<DocumentHead assets=assets/>`, inside `<head>`.
#[component]
pub fn DocumentHead(
    /// The addresses of the built files.
    assets: &'static Assets,
) -> impl IntoView {
    view! {
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        {theme_color("#fbfaf4", "(prefers-color-scheme: light)")}
        {theme_color("#091514", "(prefers-color-scheme: dark)")}
        <link rel="stylesheet" href=assets.stylesheet.as_str()/>
        <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
        <link rel="apple-touch-icon" href="/apple-touch-icon.png"/>
    }
}

/// The colour of the browser's own frame, the page's background. (`view!` knows no `media` on `<meta>`.)
fn theme_color(color: &'static str, media: &'static str) -> impl IntoView {
    leptos::html::meta().name("theme-color").content(color).attr("media", media)
}
