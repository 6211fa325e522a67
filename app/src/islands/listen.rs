//! Event listeners and callbacks without a framework: islands that only watch what the server rendered need no view.

use js_sys::Function;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Event, EventTarget};

/// The listener stays for the life of the page.
pub(super) fn listen(target: &EventTarget, event: &str, handler: impl Fn(Event) + 'static) {
    add(target, event, &callback(move |event| handler(event.unchecked_into())));
}

/// Lets `function` hear `event`.
pub(super) fn add(target: &EventTarget, event: &str, function: &Function) {
    // Only an invalid call could fail, and there is nothing to do about it but go without.
    let _ = target.add_event_listener_with_callback(event, function);
}

/// What JavaScript can call, for the life of the page: with an event, with what a promise brings, with nothing. One kind
/// for all, as every kind costs.
pub(super) fn callback(handler: impl Fn(JsValue) + 'static) -> Function {
    Closure::<dyn Fn(JsValue)>::new(handler).into_js_value().unchecked_into()
}
