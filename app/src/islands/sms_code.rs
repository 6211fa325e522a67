//! Asks the browser for the code in a text message (WebOTP API).
//!
//! By name and not by type: web-sys has no bindings for it. <https://wicg.github.io/web-otp/>

use js_sys::{Function, JSON, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{AbortController, HtmlInputElement};

use super::{
    announce::announce,
    callback::{listen, then},
};

/// Waits until a text arrives or a form is sent, whichever is first.
pub(super) fn fill_in() {
    if Reflect::has(&window(), &"OTPCredential".into()) == Ok(true) {
        // Without it the person types the code.
        let _ = ask();
    }
}

fn ask() -> Result<(), JsValue> {
    let abort = AbortController::new()?;
    let options = JSON::parse(r#"{"otp":{"transport":["sms"]}}"#)?;
    Reflect::set(&options, &"signal".into(), &abort.signal())?;
    listen(&document(), "submit", move |_| abort.abort());
    let credentials = get(&window().navigator(), "credentials")?;
    // Refused, aborted, timed out: then the person types it.
    then(&get(&credentials, "get")?.unchecked_into::<Function>().call1(&credentials, &options)?, received);
    Ok(())
}

fn received(credential: JsValue) {
    let code = get(&credential, "code").ok().and_then(|code| code.as_string());
    if let Some((code, field)) = code.zip(document().get_element_by_id("code")) {
        field.unchecked_into::<HtmlInputElement>().set_value(&code);
        announce("The code from the text message is filled in.");
    }
}

fn get(object: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    Reflect::get(object, &name.into())
}
