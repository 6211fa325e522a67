//! The countdown in the browser.
//!
//! By the clock and not by counting ticks: a page in the background or in the back/forward cache has few of them.

use std::{cell::Cell, rc::Rc};

use js_sys::Date;
use leptos::prelude::*;

use super::{
    announce::announce,
    callback::{callback, listen},
    resend_countdown::clock,
};

/// Often enough that no second is left out (milliseconds).
const TICK: i32 = 250;

const WAITING: &str = "aria-disabled";
const NOW: &str = "You can ask for a new code now.";

/// Starts it for the form with `data-resend-after`.
pub(super) fn start() {
    let find = |selector| document().query_selector(selector).ok().flatten();
    let (Some(form), Some(button), Some(wait), Some(shown)) = (
        find("form[data-resend-after]"),
        find("form[data-resend-after] button"),
        find("#resend-wait"),
        find("#resend-wait [role=timer]"),
    ) else {
        return;
    };
    let seconds: f64 = form.get_attribute("data-resend-after").map_or(0.0, |seconds| js_sys::parse_float(&seconds));
    let deadline = Date::now() + seconds * 1000.0;
    // Not `disabled`: it can be reached, and then says how long it takes.
    let _ = button.set_attribute(WAITING, "true");
    let pressed = button.clone();
    listen(&form, "submit", move |event| {
        if pressed.has_attribute(WAITING) {
            event.prevent_default();
        }
    });

    let interval = Rc::new(Cell::new(0));
    let running = Rc::clone(&interval);
    let tick = callback(move |_| {
        let left = ((deadline - Date::now()) / 1000.0).ceil() as u32;
        if left > 0 {
            shown.set_text_content(Some(&clock(left)));
            return;
        }
        window().clear_interval_with_handle(running.get());
        let _ = button.remove_attribute(WAITING);
        wait.set_text_content(Some(NOW));
        announce(NOW);
    });
    // Without a timer the button would wait for ever; the browser has one.
    if let Ok(handle) = window().set_interval_with_callback_and_timeout_and_arguments_0(&tick, TICK) {
        interval.set(handle);
    }
}
