//! The last phone page: it worked.

use leptos::prelude::*;

use crate::{
    components::{
        page::{HeaderKind, Page},
        phone_done::PhoneDone,
    },
    phone::done_step,
};

/// The page at `/phone/done`. Where there is nothing to show, [`done_step`] has sent the browser elsewhere.
#[component]
pub fn PhoneDonePage() -> impl IntoView {
    done_step().map(|step| {
        let title = step.purpose.done_heading();
        view! {
            <Page title=title description="Your phone number is verified." header=HeaderKind::Live>
                <PhoneDone step=step/>
            </Page>
        }
    })
}
