//! The document around every page, with the table of pages.

use leptos::prelude::*;
use leptos_meta::{MetaTags, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{Route, Router, Routes},
    path,
};

use crate::{
    assets::Assets,
    components::document_head::DocumentHead,
    pages::{
        access::AccessPage, account::AccountPage, account_phone::AccountPhonePage,
        account_phone_code::AccountPhoneCodePage, home::HomePage, not_found::NotFoundPage, phone::PhonePage,
        phone_code::PhoneCodePage, phone_done::PhoneDonePage, sign_in_failed::SignInFailedPage,
    },
};

/// The HTML document: what every page has in common, with [`App`] in its body.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    // Pages are islands mode: nothing outside an island takes part in hydration.
    if let Some(context) = Owner::current_shared_context() {
        context.set_is_hydrating(false);
    }
    let assets = Assets::of(&options);
    provide_context(assets);

    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <DocumentHead assets=assets/>
                <AutoReload options=options/>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// The pages by path. `SsrMode::Async` sends a page whole, so that it needs no script to be put together,
/// and so that a page can still set its status and its redirect.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();

    view! {
        <Router>
            <Routes fallback=NotFoundPage>
                <Route path=path!("") view=HomePage ssr=SsrMode::Async/>
                <Route path=path!("account") view=AccountPage ssr=SsrMode::Async/>
                <Route path=path!("account/phone") view=AccountPhonePage ssr=SsrMode::Async/>
                <Route path=path!("account/phone/code") view=AccountPhoneCodePage ssr=SsrMode::Async/>
                <Route path=path!("phone") view=PhonePage ssr=SsrMode::Async/>
                <Route path=path!("phone/code") view=PhoneCodePage ssr=SsrMode::Async/>
                <Route path=path!("phone/done") view=PhoneDonePage ssr=SsrMode::Async/>
                <Route path=path!("access") view=AccessPage ssr=SsrMode::Async/>
                <Route path=path!("sign-in-failed") view=SignInFailedPage ssr=SsrMode::Async/>
            </Routes>
        </Router>
    }
}
