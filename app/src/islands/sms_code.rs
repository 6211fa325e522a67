//! Asks the browser for the code in a text message (WebOTP API).
//!
//! By name and not by type: web-sys has no bindings for it. <https://wicg.github.io/web-otp/>

use js_sys::{Function, JSON, Promise, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{AbortController, HtmlInputElement};

use super::{announce::announce, listen::listen};

/// Waits until a text arrives or a form is sent, whichever is first.
pub(super) fn fill_in() {
    if !Reflect::has(&window(), &"OTPCredential".into()).unwrap_or(false) {
        return;
    }
    let Ok(abort) = AbortController::new() else { return };
    let signal = abort.signal();
    listen(&document(), "submit", move |_| abort.abort());
    spawn_local(async move {
        // Refused, aborted, timed out: the person types it.
        let Ok(Some(code)) = receive(&signal).await else { return };
        if let Some(field) = document().get_element_by_id("code") {
            field.unchecked_into::<HtmlInputElement>().set_value(&code);
            announce("The code from the text message is filled in.");
        }
    });
}

async fn receive(signal: &JsValue) -> Result<Option<String>, JsValue> {
    let options = JSON::parse(r#"{"otp":{"transport":["sms"]}}"#)?;
    Reflect::set(&options, &"signal".into(), signal)?;
    let credentials = Reflect::get(&window().navigator(), &"credentials".into())?;
    let get: Function = Reflect::get(&credentials, &"get".into())?.unchecked_into();
    let promise: Promise = get.call1(&credentials, &options)?.unchecked_into();
    let credential = JsFuture::from(promise).await?;
    Ok(Reflect::get(&credential, &"code".into())?.as_string())
}
