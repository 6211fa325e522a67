//! The second step: the code from the text, a new one, or another number.

use leptos::{either::Either, prelude::*};

use super::{
    field::Field,
    phone_card::{PhoneCard, problem_about},
    resend_form::ResendForm,
    submit_button::SubmitButton,
};
use crate::{
    islands::web_otp::WebOtp,
    phone::step::{About, CodeStep, Problem},
};

/// `<CodeForm step=step/>`: posts to `/phone/verify-code`.
#[component]
pub fn CodeForm(
    /// What it shows.
    step: CodeStep,
) -> impl IntoView {
    let CodeStep { handle, number, resend_after, resent, proven, problem, purpose, other_way } = step;
    let change_number = format!("{}?v={handle}", purpose.number_path());
    let code_problem = problem_about(problem.as_ref(), About::Code);
    let whole_problem = problem.is_some() && code_problem.is_none();
    let form = if proven {
        Either::Left(view! { <FinishForm handle=handle.clone()/> })
    } else {
        Either::Right(view! {
            <VerifyForm handle=handle.clone() problem=code_problem autofocus=!whole_problem/>
            <ResendForm handle=handle resend_after=resend_after/>
        })
    };

    view! {
        <PhoneCard step=2 heading=if proven { "Almost there" } else { "Enter the code" } problem=problem>
            <p class="phone-card__lead" role=resent.then_some("status")>
                {match (proven, resent) {
                    (true, _) => "Your code was right. Only the last step is left for ",
                    (_, true) => "We sent a new code to ",
                    (_, false) => "We sent a text to ",
                }}
                <strong class="phone-card__number">{number}</strong>
                ". "
                <a class="phone-card__change" href=change_number>
                    "Change number"
                </a>
            </p>
            {form}
            {(other_way && !proven)
                .then(|| {
                    view! {
                        <p class="phone-card__small">
                            "No text? " <a href="/sign-in">"Sign in another way"</a>
                        </p>
                    }
                })}
        </PhoneCard>
    }
}

#[component]
fn VerifyForm(handle: String, problem: Option<Problem>, autofocus: bool) -> impl IntoView {
    view! {
        <form class="phone-card__form" method="post" action="/phone/verify-code" data-sending="Checking…">
            <input type="hidden" name="v" value=handle/>
            <Field id="code" label="Code" hint="The digits in the text message." problem=problem let:control>
                // Room for spaces and a hyphen, as codes are pasted: "123 456".
                <input
                    class="field__control field__control--code"
                    id=control.id
                    name="code"
                    type="text"
                    inputmode="numeric"
                    autocomplete="one-time-code"
                    maxlength="11"
                    required
                    autofocus=autofocus
                    spellcheck="false"
                    aria-describedby=control.described_by
                    aria-invalid=control.invalid
                />
            </Field>
            <SubmitButton>"Continue"</SubmitButton>
            <WebOtp/>
        </form>
    }
}

/// The code was accepted: nothing is typed a second time.
#[component]
fn FinishForm(handle: String) -> impl IntoView {
    view! {
        <form class="phone-card__form" method="post" action="/phone/verify-code" data-sending="Trying again…">
            <input type="hidden" name="v" value=handle/>
            <SubmitButton>"Try again"</SubmitButton>
        </form>
    }
}
