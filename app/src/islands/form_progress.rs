//! Says at once that a form is on its way, however slow the network.

use leptos::prelude::*;

/// For every form with `data-sending`, which is what its button says meanwhile. A second press does nothing.
#[island]
pub fn FormProgress() -> impl IntoView {
    #[cfg(not(feature = "ssr"))]
    super::sending::watch();
}
