//! The documents for answers that no page could give: complete, rendered once when the server starts, and
//! without a script, so that they can be sent whatever went wrong.

use http::StatusCode;
use leptos::prelude::*;

use crate::{
    assets::Assets,
    components::{
        brand::Brand, document_head::DocumentHead, footer::Footer, home_link::HomeLink, message::Message,
        skip_link::SkipLink,
    },
};

/// What the server could not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServerError {
    /// Something failed inside.
    Internal,
    /// There is too much to do, or the server is about to stop.
    Unavailable,
}

impl ServerError {
    /// The status that goes with the document.
    pub fn status(self) -> StatusCode {
        match self {
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    fn heading(self) -> &'static str {
        match self {
            Self::Internal => "Something went wrong",
            Self::Unavailable => "Back in a moment",
        }
    }

    fn explanation(self) -> &'static str {
        match self {
            Self::Internal => "The page could not be prepared. The fault is ours, and it has been recorded.",
            Self::Unavailable => "The site is busy just now. Please try again in a minute.",
        }
    }
}

/// The whole document for `error`. It says nothing of the cause: that is for the log.
pub fn error_document(options: &LeptosOptions, error: ServerError) -> String {
    let assets = Assets::of(options);
    Owner::new().with(|| view! { <ErrorDocument assets=assets error=error/> }.to_html())
}

#[component]
fn ErrorDocument(assets: &'static Assets, error: ServerError) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <DocumentHead assets=assets/>
                <title>{format!("{} · leptos-logto", error.heading())}</title>
                <meta name="description" content=error.explanation()/>
            </head>
            <body>
                <SkipLink/>
                <header class="header">
                    <Brand/>
                </header>
                <main id="main" tabindex="-1">
                    <Message heading=error.heading() mark=error.status().as_str().to_owned()>
                        <p>{error.explanation()}</p>
                        <div class="actions">
                            <HomeLink/>
                        </div>
                    </Message>
                </main>
                <Footer/>
            </body>
        </html>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_is_complete_without_a_script() {
        let options = LeptosOptions::builder().output_name("leptos-logto").build();
        let html = error_document(&options, ServerError::Internal);
        assert!(html.starts_with("<!DOCTYPE html>"), "{html}");
        assert!(html.contains("<h1>Something went wrong</h1>"), "{html}");
        assert!(html.contains("/pkg/leptos-logto.css"), "{html}");
        assert!(!html.contains("<script"), "{html}");
    }
}
