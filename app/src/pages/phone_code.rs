//! The second phone page: the code from the text.

use leptos::prelude::*;

use crate::{
    components::{
        code_form::CodeForm,
        page::{HeaderKind, Page},
    },
    phone::{code_step, step::Purpose},
};

/// The page at `/phone/code`. Where there is nothing to show, [`code_step`] has sent the browser elsewhere.
#[component]
pub fn PhoneCodePage() -> impl IntoView {
    code_step(Purpose::SignIn).map(|step| {
        view! {
            <Page
                title="Enter the code"
                description="The code that we have texted to your phone."
                header=HeaderKind::Live
                problem=step.problem.is_some()
            >
                <CodeForm step=step/>
            </Page>
        }
    })
}
