//! A form field with everything that belongs to it: label, hint, error, and the references between them.
//!
//! WCAG 2.2, 3.3.1 to 3.3.3; the order label, hint, error, control is that of reading.

use leptos::prelude::*;

use super::icon::{Icon, WARNING};
use crate::phone::step::Problem;

/// What the control of a [`Field`] carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ControlAttributes {
    /// Its `id` and `name`.
    pub id: &'static str,
    /// Its `aria-describedby`.
    pub described_by: Option<String>,
    /// Its `aria-invalid`.
    pub invalid: Option<&'static str>,
}

/// ```text
/// <Field id="number" label="Phone number" hint="As you dial it." problem=problem let:control>
///     <input id=control.id name=control.id aria-describedby=control.described_by aria-invalid=control.invalid/>
/// </Field>
/// ```
#[component]
pub fn Field<C, V>(
    /// The control's `id`.
    id: &'static str,
    /// What the field is called.
    label: &'static str,
    /// What to know before typing.
    #[prop(optional)]
    hint: &'static str,
    /// What is wrong with what was typed.
    problem: Option<Problem>,
    /// Makes the control with the given attributes.
    children: C,
) -> impl IntoView
where
    C: FnOnce(ControlAttributes) -> V,
    V: IntoView,
{
    let hint = (!hint.is_empty()).then_some((format!("{id}-hint"), hint));
    let problem = problem.map(|problem| (format!("{id}-error"), problem));
    let described_by: Vec<&str> =
        hint.iter().map(|(id, _)| id).chain(problem.iter().map(|(id, _)| id)).map(String::as_str).collect();
    let is_invalid = problem.is_some();
    let control = children(ControlAttributes {
        id,
        described_by: (!described_by.is_empty()).then(|| described_by.join(" ")),
        invalid: is_invalid.then_some("true"),
    });

    view! {
        <div class="field" class:field--invalid=is_invalid>
            <label class="field__label" id=format!("{id}-label") for=id>
                {label}
            </label>
            {hint.map(|(id, hint)| view! { <p class="field__hint" id=id>{hint}</p> })}
            {problem.map(|(id, problem)| view! { <FieldError id=id problem=problem/> })}
            {control}
        </div>
    }
}

#[component]
fn FieldError(id: String, problem: Problem) -> impl IntoView {
    view! {
        <p class="field__error" id=id role="alert">
            <Icon path=WARNING/>
            <span>
                <span class="visually-hidden">"Error: "</span>
                {problem.sentence} {problem.next_step.map(|next_step| format!(" {next_step}"))}
            </span>
        </p>
    }
}
