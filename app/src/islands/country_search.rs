//! Finding a country by its name, its code or its calling code.

use leptos::prelude::*;

/// Puts a list that can be searched in the place of the select of `CountryField`, which stays the form's field.
///
/// A combobox that opens a listbox: <https://www.w3.org/WAI/ARIA/apg/patterns/combobox/>.
#[island]
pub fn CountrySearch() -> impl IntoView {
    #[cfg(not(feature = "ssr"))]
    super::country_combobox::enhance();
}
