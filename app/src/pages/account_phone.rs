//! The first page of changing one's number: which number it shall be.

use leptos::prelude::*;

use crate::{
    components::{
        number_form::NumberForm,
        page::{HeaderKind, Page},
    },
    identity::require_user,
    phone::new_number_step,
};

/// The page at `/account/phone`. An anonymous visitor gets the redirect of [`require_user`] and no page.
#[component]
pub fn AccountPhonePage() -> impl IntoView {
    require_user().map(|_| {
        new_number_step().map(|step| {
            view! {
                <Page
                    title="Your new phone number"
                    description="Change the phone number that you sign in with."
                    header=HeaderKind::Protected
                    problem=step.problem.is_some()
                >
                    <NumberForm step=step/>
                </Page>
            }
        })
    })
}
