//! Event listeners without a framework: islands that only watch what the server rendered need no view.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Event, EventTarget};

/// The listener stays for the life of the page.
pub(super) fn listen(target: &EventTarget, event: &str, handler: impl Fn(Event) + 'static) {
    add(target, event, Closure::<dyn Fn(Event)>::new(handler).into_js_value().unchecked_ref());
}

/// The listener hears one event.
pub(super) fn listen_once(target: &EventTarget, event: &str, handler: impl FnOnce(Event) + 'static) {
    // A closure of its own kind would cost more than a flag in it.
    let handler = std::cell::Cell::new(Some(handler));
    listen(target, event, move |event| {
        if let Some(handler) = handler.take() {
            handler(event);
        }
    });
}

fn add(target: &EventTarget, event: &str, handler: &js_sys::Function) {
    // Only an invalid call could fail, and there is nothing to do about it but go without.
    let _ = target.add_event_listener_with_callback(event, handler);
}
