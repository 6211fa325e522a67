//! What a person can say of themselves on the account page: their name.

use leptos::prelude::*;

use super::{field::Field, submit_button::SubmitButton};
use crate::phone::step::NameStep;

/// `<AccountForm step=step/>`: posts to `/account/name`.
#[component]
pub fn AccountForm(
    /// What it shows.
    step: NameStep,
) -> impl IntoView {
    let NameStep { name, saved, problem } = step;
    let autofocus = problem.is_some();
    view! {
        <form class="account-form" method="post" action="/account/name" data-sending="Saving…">
            <Field id="name" label="Name" hint="How we address you. Leave it empty to be called by your number." problem=problem let:control>
                <input
                    class="field__control"
                    id=control.id
                    name="name"
                    type="text"
                    autocomplete="name"
                    maxlength="128"
                    value=name
                    autofocus=autofocus
                    aria-describedby=control.described_by
                    aria-invalid=control.invalid
                />
            </Field>
            <SubmitButton>"Save name"</SubmitButton>
            {saved.then(|| view! { <p class="notice" role="status">"Your name is saved."</p> })}
        </form>
    }
}
