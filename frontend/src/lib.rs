//! The WebAssembly entry: hydrates the islands, nothing more.

// The islands are functions exported from `app`; naming the crate links them in.
use app as _;
use wasm_bindgen::prelude::wasm_bindgen;

/// Prepares the page; the page's own script then wakes its islands one by one.
#[wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
