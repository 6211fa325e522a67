//! The last step: it worked.

use leptos::prelude::*;

use super::{
    icon::{CHECK, Icon},
    phone_card::PhoneCard,
};
use crate::phone::step::{DoneStep, Purpose};

/// `<PhoneDone step=step/>`: says so, and leads on.
#[component]
pub fn PhoneDone(
    /// What it shows.
    step: DoneStep,
) -> impl IntoView {
    let DoneStep { number, return_to, purpose } = step;
    let (before, go_on) = match purpose {
        Purpose::SignIn => ("Signed in with ", "Continue"),
        Purpose::ChangeNumber => ("From now on you sign in with ", "Back to your account"),
    };
    view! {
        <PhoneCard step=3 heading=purpose.done_heading()>
            <p class="phone-card__lead">
                {before} <strong class="phone-card__number">{number}</strong> "."
            </p>
            <Icon path=CHECK class="phone-card__check"/>
            <a class="button button--primary button--wide" href=return_to autofocus>
                {go_on}
            </a>
        </PhoneCard>
    }
}
