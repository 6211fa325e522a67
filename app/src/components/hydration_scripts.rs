//! The script that loads the WebAssembly and wakes the islands.
//!
//! Leptos has a component of this name. In 0.8.23 it writes the nonce as `crossorigin` on its preload, with
//! which the browser fetches the WebAssembly twice; it also reads `hash.txt` for every page. This one needs
//! neither nested islands nor the islands router, so it is short.

use leptos::{nonce::use_nonce, prelude::*};
use leptos_meta::Link;

use crate::assets::Assets;

/// `<HydrationScripts/>`, once in a page that has islands, after the last of them.
#[component]
pub fn HydrationScripts() -> impl IntoView {
    use_context::<&'static Assets>().map(|Assets { script, wasm, .. }| {
        let boot = format!(
            "import init,*as islands from{script:?};\
             await init({{module_or_path:{wasm:?}}});\
             islands.hydrate();\
             for(const e of document.querySelectorAll(\"leptos-island\"))islands[e.dataset.component](e)"
        );
        view! {
            // `anonymous` is what the script's own fetch uses; another mode would fetch twice.
            <Link rel="preload" href=wasm.as_str() as_="fetch" type_="application/wasm" crossorigin="anonymous"/>
            <script type="module" nonce=use_nonce()>
                {boot}
            </script>
        }
    })
}
