//! The frame of every page: title, skip link, header, main part, footer.

use leptos::prelude::*;
use leptos_meta::{Meta, Title};

use super::{footer::Footer, header::Header, hydration_scripts::HydrationScripts, skip_link::SkipLink};

pub use super::header::HeaderKind;

/// `<Page title="Account" description="Who you are." header=HeaderKind::Protected>…</Page>`
#[component]
pub fn Page(
    /// What this page is, for the window's title.
    title: &'static str,
    /// What this page is, for search engines.
    description: &'static str,
    /// How the header takes part in the page's life; a page with islands needs one that is not plain.
    header: HeaderKind,
    /// Whether something was wrong with what was sent: said first in the title, which is what is heard first.
    #[prop(optional)]
    problem: bool,
    /// The main part, beginning with the `h1`.
    children: Children,
) -> impl IntoView {
    let error = if problem { "Error: " } else { "" };

    view! {
        <Title text=format!("{error}{title} · leptos-logto")/>
        <Meta name="description" content=description/>
        <SkipLink/>
        <Header kind=header/>
        <main id="main" tabindex="-1">
            {children()}
        </main>
        <Footer/>
        {(header != HeaderKind::Plain).then(|| view! { <HydrationScripts/> })}
    }
}
