//! Events, promises and timers without a framework: islands that only watch what the server rendered need no view, and
//! without futures they need no machine to run them.

use js_sys::{Function, Reflect};
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

/// Hands over what the promise brings. A rejected one brings nothing, and is no uncaught error.
pub(super) fn then(promise: &JsValue, handler: impl Fn(JsValue) + 'static) {
    if let Ok(then) = Reflect::get(promise, &"then".into()) {
        let _ = then.unchecked_into::<Function>().call2(promise, &callback(handler), &callback(|_| ()));
    }
}

/// What JavaScript can call, for the life of the page: with an event, with what a promise brings, with nothing. One kind
/// for all, as every kind costs.
pub(super) fn callback(handler: impl Fn(JsValue) + 'static) -> Function {
    Closure::<dyn Fn(JsValue)>::new(handler).into_js_value().unchecked_into()
}
