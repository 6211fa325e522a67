//! Where a person is signed in, with a way to end each.

use leptos::prelude::*;

use super::date_time::DateTime;
use crate::identity::{OpenedBy, SessionSummary};

/// `<SessionList sessions=sessions/>`: this one first.
#[component]
pub fn SessionList(
    /// The sessions of the person who looks.
    sessions: Vec<SessionSummary>,
) -> impl IntoView {
    let items = sessions.into_iter().map(|session| view! { <SessionItem session=session/> }).collect_view();
    view! { <ul class="session-list" role="list">{items}</ul> }
}

#[component]
fn SessionItem(session: SessionSummary) -> impl IntoView {
    let SessionSummary { handle, device, opened_by, began, seen_at, is_this_one, .. } = session;
    let opened_by = match opened_by {
        OpenedBy::Hosted => "Through Logto",
        OpenedBy::Embedded => "With a code, here",
    };
    let device = device.unwrap_or_else(|| "Unknown device".to_owned());
    let label = format!("End the session on {device}");
    let way_out = (!is_this_one).then(|| {
        view! {
            <form method="post" action="/end-session">
                <input type="hidden" name="handle" value=handle/>
                <button class="button" type="submit" aria-label=label>
                    "End"
                </button>
            </form>
        }
    });
    view! {
        <li class="session-list__item">
            <div>
                <p class="session-list__device">
                    {device} {is_this_one.then(|| view! { <span class="session-list__this">"This one"</span> })}
                </p>
                <p class="muted">{opened_by} ", since " <DateTime at=began/> ", last seen " <DateTime at=seen_at/></p>
            </div>
            {way_out}
        </li>
    }
}
