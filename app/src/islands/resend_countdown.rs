//! How long until a new code may be asked for.

use leptos::prelude::*;

/// Counts down beside the button "Send a new code", which waits meanwhile.
#[island]
pub fn ResendCountdown() -> impl IntoView {
    #[cfg(not(feature = "ssr"))]
    super::resend_clock::start();
}

/// `0:27`. Without the formatting machinery, which would be part of the WebAssembly.
pub fn clock(seconds: u32) -> String {
    let zero = if seconds % 60 < 10 { "0" } else { "" };
    [(seconds / 60).to_string().as_str(), ":", zero, (seconds % 60).to_string().as_str()].concat()
}

#[cfg(test)]
mod tests {
    use super::clock;

    #[test]
    fn the_clock_has_minutes_and_two_digits_of_seconds() {
        assert_eq!([7, 27, 60, 605].map(clock), ["0:07", "0:27", "1:00", "10:05"]);
    }
}
