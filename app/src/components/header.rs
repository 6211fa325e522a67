//! The top of every page: the name, and who is signed in.

use leptos::{either::Either, prelude::*};

use super::{account_nav::AccountNav, brand::Brand};
use crate::{identity::signed_in, islands::live_account_nav::LiveAccountNav};

/// How the header takes part in the page's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderKind {
    /// It follows the session in the browser.
    Live,
    /// As `Live`, on a page that is for the person who is signed in only.
    Protected,
    /// It stays as the server made it: the page has no island, and needs no script.
    Plain,
}

/// `<Header kind=HeaderKind::Live/>`
#[component]
pub fn Header(
    /// How it takes part in the page's life.
    kind: HeaderKind,
) -> impl IntoView {
    let user = signed_in().map(|signed_in| signed_in.user);
    let account_nav = match kind {
        HeaderKind::Plain => Either::Left(view! { <AccountNav signed_in=user.is_some()/> }),
        HeaderKind::Live | HeaderKind::Protected => {
            Either::Right(view! { <LiveAccountNav user=user protected=kind == HeaderKind::Protected/> })
        }
    };

    view! {
        <header class="header">
            <Brand/>
            <nav class="header__nav" aria-label="Account">
                {account_nav}
            </nav>
        </header>
    }
}
