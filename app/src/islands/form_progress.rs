//! FormProgress

use leptos::prelude::*;

/// FormProgress
#[island]
pub fn FormProgress() -> impl IntoView {}
