//! Names with their values.

use leptos::prelude::*;

/// `<DescriptionList>` holds any number of [`DescriptionItem`]s.
#[component]
pub fn DescriptionList(
    /// The items.
    children: Children,
) -> impl IntoView {
    view! { <dl class="description-list">{children()}</dl> }
}

/// `<DescriptionItem term="Name">"Ada"</DescriptionItem>`
#[component]
pub fn DescriptionItem(
    /// The name of the value.
    term: &'static str,
    /// The value.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="description-list__item">
            <dt>{term}</dt>
            <dd>{children()}</dd>
        </div>
    }
}
