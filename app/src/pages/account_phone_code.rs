//! The second page of changing one's number: the code that proves that the new number is one's own.

use leptos::prelude::*;

use crate::{
    components::{
        code_form::CodeForm,
        page::{HeaderKind, Page},
    },
    identity::require_user,
    phone::{code_step, step::Purpose},
};

/// The page at `/account/phone/code`. An anonymous visitor gets the redirect of [`require_user`] and no page.
#[component]
pub fn AccountPhoneCodePage() -> impl IntoView {
    require_user().map(|_| {
        code_step(Purpose::ChangeNumber).map(|step| {
            view! {
                <Page
                    title="Enter the code for your new number"
                    description="The code that we have texted to your new number."
                    header=HeaderKind::Protected
                    problem=step.problem.is_some()
                >
                    <CodeForm step=step/>
                </Page>
            }
        })
    })
}
