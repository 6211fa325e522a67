//! The code straight from the text message, where the browser can hand it over.

use leptos::prelude::*;

/// Fills the code field from the text message (WebOTP), and leaves sending to the person.
///
/// The text must end with a line like `@example.com #123456`, the site's own host.
/// <https://wicg.github.io/web-otp/>
#[island]
pub fn WebOtp() -> impl IntoView {
    #[cfg(not(feature = "ssr"))]
    super::sms_code::fill_in();
}
