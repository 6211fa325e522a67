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

/// The page at `/phone`. Where there is nothing to show, [`number_page`] has sent the browser elsewhere.
#[component]
pub fn PhonePage() -> impl IntoView {
    Suspend::new(async move {
        number_page().await.map(|page| {
            let (title, problem, card) = match page {
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
        })
    })
}
