//! The country of a phone number: a `<select>`, and over it, where there is JavaScript, a list that can be searched.
//!
//! The select is the form's field in both cases. All markup is here; the island
//! [`CountrySearch`] brings it to life and has no country of its own.

use std::sync::Arc;

use leptos::prelude::*;

use super::{
    field::Field,
    icon::{CHEVRON, Icon, SEARCH},
};
use crate::{
    islands::country_search::CountrySearch,
    phone::step::{CountryChoice, Problem},
};

/// `<CountryField countries=countries country="US" problem=problem/>`
#[component]
pub fn CountryField(
    /// All that may be chosen.
    countries: Arc<[CountryChoice]>,
    /// The code of the chosen one.
    country: String,
    /// What is wrong with it.
    problem: Option<Problem>,
) -> impl IntoView {
    let chosen = countries.iter().find(|choice| choice.code == country).map(option_text);
    let autofocus = problem.is_some();
    let options = countries
        .iter()
        .map(|choice| {
            view! {
                <option value=choice.code.clone() selected=choice.code == country data-also=other_names(choice)>
                    {option_text(choice)}
                </option>
            }
        })
        .collect_view();

    view! {
        <Field id="country" label="Country" problem=problem let:control>
            <div class="country" data-country>
                <select
                    class="field__control country__control"
                    id=control.id
                    name="country"
                    autocomplete="country"
                    autofocus=autofocus
                    aria-describedby=control.described_by.clone()
                    aria-invalid=control.invalid
                >
                    {options}
                </select>
                <button
                    class="field__control country__control"
                    id="country-button"
                    type="button"
                    hidden
                    aria-haspopup="listbox"
                    aria-expanded="false"
                    aria-controls="country-popup"
                    aria-labelledby="country-label country-button"
                    aria-describedby=control.described_by
                >
                    {chosen}
                </button>
                <Icon path=CHEVRON class="country__chevron"/>
                <div class="country__popup" id="country-popup" hidden>
                    <div class="country__search">
                        <Icon path=SEARCH/>
                        <input
                            id="country-search"
                            type="text"
                            role="combobox"
                            placeholder="Search by name or code"
                            aria-label="Search countries by name or code"
                            aria-autocomplete="list"
                            aria-controls="country-list"
                            aria-expanded="true"
                            autocomplete="off"
                            autocapitalize="none"
                            autocorrect="off"
                            spellcheck="false"
                            enterkeyhint="done"
                        />
                    </div>
                    <ul class="country__list" id="country-list" role="listbox" aria-labelledby="country-label">
                        <li class="country__option" role="option" aria-selected="false">
                            <span class="country__flag"></span>
                            <span class="country__name"></span>
                            <span class="country__code"></span>
                        </li>
                    </ul>
                    <p class="country__none" id="country-none" hidden>
                        "No country is called that. A calling code, like +49, finds it too."
                    </p>
                    <p class="visually-hidden" id="country-count" role="status"></p>
                </div>
                <CountrySearch/>
            </div>
        </Field>
    }
}

/// Under which other names the search finds it, separated by commas.
fn other_names(choice: &CountryChoice) -> Option<String> {
    let name = &choice.name;
    let spelled = if name.contains('&') { name.replace('&', "and") } else { name.replace(" and ", " ") };
    let also = Some(choice.also).filter(|also| !also.is_empty());
    let names: Vec<&str> = also.into_iter().chain((spelled != *name).then_some(spelled.as_str())).collect();
    (!names.is_empty()).then(|| names.join(","))
}

/// The name first, because typing in a select finds what begins with it. The island takes the flag and the calling code
/// from the end.
fn option_text(choice: &CountryChoice) -> String {
    format!("{} {} +{}", choice.name, choice.flag, choice.calling_code)
}
