//! The page for an address that leads nowhere.

use http::StatusCode;
use leptos::prelude::*;

use crate::{
    components::{
        home_link::HomeLink,
        message::Message,
        page::{HeaderKind, Page},
    },
    render::set_status,
};

/// The 404 page.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    set_status(StatusCode::NOT_FOUND);

    view! {
        <Page
            title="Page not found"
            description="There is no page at this address."
            header=HeaderKind::Plain
        >
            <Message heading="Page not found" mark="404">
                <p>"There is no page at this address. It may have moved, or the link may be mistyped."</p>
                <div class="actions">
                    <HomeLink/>
                </div>
            </Message>
        </Page>
    }
}
