//! A form between its press and the next page.
//!
//! The state is in the button's attributes, where the stylesheet and assistive technology find it too.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, PageTransitionEvent};

use super::{
    announce::announce,
    callback::{callback, listen},
};

/// After this (milliseconds) the form may be sent again: nothing tells a page that its navigation was stopped.
const PATIENCE: i32 = 20_000;

const BUSY: &str = "button[aria-busy]";
const LABEL: &str = "data-label";

/// Watches all forms of the page.
pub(super) fn watch() {
    listen(&document(), "submit", on_submit);
    listen(&window(), "pageshow", |event| {
        // From the back/forward cache the page comes as it was left: busy.
        if event.unchecked_into::<PageTransitionEvent>().persisted() {
            release("");
        }
    });
}

fn on_submit(event: Event) {
    let form = event.target().map(JsCast::unchecked_into::<Element>);
    let Some((form, says)) = form.and_then(|form| form.get_attribute("data-sending").map(|says| (form, says))) else {
        return;
    };
    if event.default_prevented() {
        return;
    }
    if busy_button().is_some() {
        event.prevent_default();
        return;
    }
    let Ok(Some(button)) = form.query_selector("button[type=submit]") else { return };
    let _ = button.set_attribute(LABEL, &button.text_content().unwrap_or_default());
    let _ = button.set_attribute("aria-busy", "true");
    button.set_text_content(Some(&says));
    announce(&says);
    let give_up = callback(|_| release("This takes longer than usual. You can try again."));
    let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&give_up, PATIENCE);
}

/// Makes the button what it was.
fn release(says: &str) {
    let Some(button) = busy_button() else { return };
    button.set_text_content(button.get_attribute(LABEL).as_deref());
    let _ = button.remove_attribute("aria-busy");
    announce(says);
}

fn busy_button() -> Option<Element> {
    document().query_selector(BUSY).ok().flatten()
}
