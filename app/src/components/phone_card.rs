//! The card of the phone pages: where one is, what to do, and the form for it.

use leptos::prelude::*;

use super::{
    form_status::FormStatus,
    icon::{Icon, WARNING},
};
use crate::phone::step::{About, Problem};

/// How many steps there are: number, code, done.
const STEPS: u8 = 3;

/// `<PhoneCard step=1 heading="Your phone number" problem=problem>…</PhoneCard>`
#[component]
pub fn PhoneCard(
    /// Which step this is; none for a question outside of them.
    #[prop(optional)]
    step: Option<u8>,
    /// What this step is about.
    heading: &'static str,
    /// A problem that no field has; the others are shown beside their field.
    #[prop(optional_no_strip)]
    problem: Option<Problem>,
    /// The words and the form.
    children: Children,
) -> impl IntoView {
    let problem = problem.filter(|problem| problem.about == About::Whole);
    view! {
        <section class="phone-card" aria-labelledby="phone-card-heading">
            {step.map(|step| view! { <Progress step=step/> })}
            <h1 id="phone-card-heading">{heading}</h1>
            {problem.map(|problem| view! { <WholeProblem problem=problem/> })}
            {children()}
            <FormStatus/>
        </section>
    }
}

/// "Step 1 of 3", with as many strokes for the eye.
#[component]
fn Progress(step: u8) -> impl IntoView {
    let strokes = (1..=STEPS)
        .map(|stroke| view! { <span class="phone-card__stroke" class:phone-card__stroke--done=stroke <= step></span> });
    view! {
        <div class="phone-card__progress">
            <p>{format!("Step {step} of {STEPS}")}</p>
            <span class="phone-card__strokes" aria-hidden="true">
                {strokes.collect_view()}
            </span>
        </div>
    }
}

/// It takes the focus, so that it is what is heard first and seen even on a small screen.
#[component]
fn WholeProblem(problem: Problem) -> impl IntoView {
    view! {
        <div class="phone-card__problem" role="alert" tabindex="-1" autofocus>
            <Icon path=WARNING/>
            <p>
                <strong>{problem.sentence}</strong>
                {problem.next_step.map(|next_step| format!(" {next_step}"))}
            </p>
        </div>
    }
}

/// The problem of one field, for its `Field`.
pub(super) fn problem_about(problem: Option<&Problem>, about: About) -> Option<Problem> {
    problem.filter(|problem| problem.about == about).cloned()
}
