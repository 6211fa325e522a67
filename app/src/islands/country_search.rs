//! CountrySearch

use leptos::prelude::*;

/// CountrySearch
#[island]
pub fn CountrySearch() -> impl IntoView {}
