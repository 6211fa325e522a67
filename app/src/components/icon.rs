//! Small outlines beside words.

use leptos::prelude::*;

// Outlines on a field of 24 by 24.
/// Something is wrong.
pub const WARNING: &str = "M12 7.5v5.5M12 16.5h.01M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18z";
/// There is more below.
pub const CHEVRON: &str = "M6 9.5l6 6 6-6";
/// Look for something.
pub const SEARCH: &str = "M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM15.5 15.5L20 20";
/// It is right.
pub const CHECK: &str = "M5 12.5l5 5 9-10.5";

/// `<Icon path=WARNING/>`: decoration, the words beside it say the same.
#[component]
pub fn Icon(
    /// The outline.
    path: &'static str,
    /// A class beside `icon`.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    view! {
        <svg class=format!("icon {class}") viewBox="0 0 24 24" aria-hidden="true">
            <path d=path></path>
        </svg>
    }
}
