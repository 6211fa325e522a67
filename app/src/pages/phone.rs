//! The first phone page: which number gets the code.

use leptos::{either::Either, prelude::*};

use crate::{
    components::{
        already_signed_in::AlreadySignedIn,
        number_form::NumberForm,
        page::{HeaderKind, Page},
    },
    phone::{number_page, step::NumberPage},
};

/// The page at `/phone`.
#[component]
pub fn PhonePage() -> impl IntoView {
    let (title, problem, card) = match number_page() {
        NumberPage::AlreadySignedIn(model) => {
            ("Already signed in", false, Either::Left(view! { <AlreadySignedIn model=model/> }))
        }
        NumberPage::Number(step) => {
            ("Your phone number", step.problem.is_some(), Either::Right(view! { <NumberForm step=step/> }))
        }
    };
    view! {
        <Page
            title=title
            description="Sign in with your phone number and a code that we text you."
            header=HeaderKind::Live
            problem=problem
        >
            {card}
        </Page>
    }
}
