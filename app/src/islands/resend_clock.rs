//! The countdown in the browser.
//!
//! By the clock and not by counting ticks: a page in the background or in the back/forward cache has few of them.

use std::time::Duration;

use js_sys::Date;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::{announce::announce, listen::listen, resend_countdown::clock};

/// Often enough that no second is left out.
const TICK: Duration = Duration::from_millis(250);

const NOW: &str = "You can ask for a new code now.";

/// Starts it for the form with `data-resend-after`.
pub(super) fn start() {
    let find = |selector| document().query_selector(selector).ok().flatten();
    let Some(((form, button), wait)) =
        find("form[data-resend-after]").zip(find("form[data-resend-after] button")).zip(find("#resend-wait"))
    else {
        return;
    };
    let seconds = form.get_attribute("data-resend-after").and_then(|seconds| seconds.parse::<u32>().ok()).unwrap_or(0);
    let deadline = Date::now() + f64::from(seconds) * 1000.0;
    // Not `disabled`: it can be reached, and then says how long it takes.
    let _ = button.set_attribute("aria-disabled", "true");
    let pressed = button.clone();
    listen(&form, "submit", move |event| {
        if pressed.has_attribute("aria-disabled") {
            event.prevent_default();
        }
    });

    let shown = wait.query_selector("[role=timer]").ok().flatten();
    let interval = StoredValue::new(None::<leptos::leptos_dom::helpers::IntervalHandle>);
    let tick = move || {
        let left = ((deadline - Date::now()) / 1000.0).ceil() as u32;
        if left > 0 {
            if let Some(shown) = &shown {
                shown.set_text_content(Some(&clock(left)));
            }
            return;
        }
        if let Some(interval) = interval.try_get_value().flatten() {
            interval.clear();
        }
        let _ = button.remove_attribute("aria-disabled");
        wait.unchecked_ref::<HtmlElement>().set_text_content(Some(NOW));
        announce(NOW);
    };
    interval.set_value(set_interval_with_handle(tick, TICK).ok());
}
