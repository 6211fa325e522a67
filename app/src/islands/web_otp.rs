//! WebOtp

use leptos::prelude::*;

/// WebOtp
#[island]
pub fn WebOtp() -> impl IntoView {}
