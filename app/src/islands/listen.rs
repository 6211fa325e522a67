//! Event listeners without a framework: islands that only watch what the server rendered need no view.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Event, EventTarget};

/// The listener stays for the life of the page.
pub(super) fn listen(target: &EventTarget, event: &str, handler: impl FnMut(Event) + 'static) {
    let handler = Closure::<dyn FnMut(Event)>::new(handler).into_js_value();
    // Only an invalid call could fail, and there is nothing to do about it but go without.
    let _ = target.add_event_listener_with_callback(event, handler.unchecked_ref());
}
