//! A moment, for people and for machines.

use leptos::prelude::*;
use time::{
    OffsetDateTime, UtcOffset,
    format_description::{BorrowedFormatItem, well_known::Rfc3339},
    macros::format_description,
};

const READABLE: &[BorrowedFormatItem] =
    format_description!("[day padding:none] [month repr:long] [year], [hour]:[minute] UTC");

/// `<DateTime at=began/>`: "22 November 2025, 18:30 UTC", with the same moment in its `datetime` attribute.
#[component]
pub fn DateTime(
    /// The moment.
    at: OffsetDateTime,
) -> impl IntoView {
    let at = to_the_second(at);
    view! { <time datetime=at.format(&Rfc3339).ok()>{readable(at)}</time> }
}

fn to_the_second(at: OffsetDateTime) -> OffsetDateTime {
    let at = at.to_offset(UtcOffset::UTC);
    at.replace_nanosecond(0).unwrap_or(at)
}

fn readable(at: OffsetDateTime) -> String {
    at.format(READABLE).unwrap_or_else(|_| at.to_string())
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn a_moment_reads_in_utc() {
        let at = to_the_second(datetime!(2025-11-02 01:05:09.123 +02:00));
        assert_eq!(readable(at), "1 November 2025, 23:05 UTC");
        assert_eq!(at.format(&Rfc3339).ok().as_deref(), Some("2025-11-01T23:05:09Z"));
    }
}
