//! ResendCountdown

use leptos::prelude::*;

/// ResendCountdown
#[island]
pub fn ResendCountdown() -> impl IntoView {}
