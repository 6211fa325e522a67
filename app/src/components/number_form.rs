//! The first step: a country and a number, in any way of writing it.

use leptos::prelude::*;

use super::{
    country_field::CountryField,
    field::Field,
    phone_card::{PhoneCard, problem_about},
    submit_button::SubmitButton,
};
use crate::phone::step::{About, NumberStep, Purpose};

/// `<NumberForm step=step/>`: posts to `/phone/send-code`.
#[component]
pub fn NumberForm(
    /// What it shows.
    step: NumberStep,
) -> impl IntoView {
    let NumberStep { handle, return_to, countries, country, typed, problem, purpose, other_way } = step;
    let is_stuck = problem.as_ref().is_some_and(|problem| problem.about == About::Whole);
    let (heading, lead) = match purpose {
        Purpose::SignIn => {
            ("Your phone number", "We text you a code to sign in with. If you are new here, it creates your account.")
        }
        Purpose::ChangeNumber => {
            ("Your new phone number", "We text a code to it first. You sign in with it from then on.")
        }
    };
    let number_problem = problem_about(problem.as_ref(), About::Number);
    let country_problem = problem_about(problem.as_ref(), About::Country);
    // On an error the focus is where the error is: on the country, on the card's problem, or here.
    let number_comes_next = problem.is_none() || number_problem.is_some();

    view! {
        <PhoneCard step=1 heading=heading problem=problem>
            <p class="phone-card__lead">{lead}</p>
            <form class="phone-card__form" method="post" action="/phone/send-code" data-sending="Sending…">
                {handle.map(|handle| view! { <input type="hidden" name="v" value=handle/> })}
                {return_to.map(|return_to| view! { <input type="hidden" name="return_to" value=return_to/> })}
                <input type="hidden" name="purpose" value=purpose.as_str()/>
                <CountryField countries=countries country=country problem=country_problem/>
                <Field
                    id="number"
                    label="Phone number"
                    hint="As you dial it at home, or beginning with +."
                    problem=number_problem
                    let:control
                >
                    <input
                        class="field__control"
                        id=control.id
                        name="number"
                        type="tel"
                        inputmode="tel"
                        autocomplete="tel"
                        maxlength="64"
                        value=typed
                        autofocus=number_comes_next
                        aria-describedby=control.described_by
                        aria-invalid=control.invalid
                    />
                </Field>
                <SubmitButton>"Continue"</SubmitButton>
            </form>
            {(other_way && is_stuck)
                .then(|| {
                    view! {
                        <p class="phone-card__small">
                            "Not possible here? " <a href="/sign-in">"Sign in another way"</a>
                        </p>
                    }
                })}
            <p class="phone-card__small">"One text message for each code. Message rates may apply."</p>
        </PhoneCard>
    }
}
