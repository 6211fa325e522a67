//! From an attempt to what its page shows.

use std::sync::Arc;

use http::{HeaderValue, header::RETRY_AFTER, request::Parts};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use logto::{OpenedBy, PhoneAttempt, PhoneProblem, PhonePurpose, Region, ReturnTo, countries, preferred_region};

use super::{
    problem::{ENDED, Explained, explain, of_name},
    service::{PhoneService, now},
    step::{AlreadySignedIn, CodeStep, CountryChoice, DoneStep, NameStep, NumberPage, NumberStep, Problem, Purpose},
};
use crate::{identity::signed_in, render::set_status, see_other::see_other};

/// Where a phone sign-in ends that nobody asked to end elsewhere.
pub const DONE: &str = "/phone/done";
/// Where the change of a number ends.
pub const CHANGED: &str = "/phone/done?changed=number";

/// What the query of a phone page says.
struct Asked {
    handle: Option<String>,
    return_to: Option<String>,
    /// Somebody who is signed in wants to be somebody else.
    another: bool,
    /// What was changed on the account page.
    changed: Option<String>,
    /// Why it was not.
    problem: Option<String>,
}

impl Asked {
    fn read() -> Self {
        let parts = use_context::<Parts>();
        let query = parts.as_ref().and_then(|parts| parts.uri.query()).unwrap_or_default();
        let value = |name: &str| {
            let mut pairs = url::form_urlencoded::parse(query.as_bytes());
            pairs.find(|(found, _)| found == name).map(|(_, value)| value.into_owned())
        };
        Self {
            handle: value("v"),
            return_to: value("return_to"),
            another: value("another").is_some(),
            changed: value("changed"),
            problem: value("problem"),
        }
    }
}

/// What `/phone` shows. Sets the answer's status, where something is wrong.
pub fn number_page() -> NumberPage {
    let asked = Asked::read();
    let attempt = asked.handle.as_deref().and_then(|handle| expect_context::<PhoneService>().attempt(handle));
    if attempt.is_none()
        && !asked.another
        && let Some(viewer) = signed_in()
    {
        let return_to = ReturnTo::parse(asked.return_to.as_deref().unwrap_or("/")).as_str().to_owned();
        return NumberPage::AlreadySignedIn(AlreadySignedIn { number: viewer.user.phone_number, return_to });
    }
    NumberPage::Number(number_step(Purpose::SignIn, &asked))
}

/// What `/account/phone` shows. Sets the answer's status, where something is wrong. `None`: numbers cannot be changed here,
/// and the browser is sent to the account.
pub fn new_number_step() -> Option<NumberStep> {
    if !expect_context::<PhoneService>().changes_accounts() {
        see_other("/account");
        return None;
    }
    Some(number_step(Purpose::ChangeNumber, &Asked::read()))
}

fn number_step(purpose: Purpose, asked: &Asked) -> NumberStep {
    let service = expect_context::<PhoneService>();
    let attempt = asked.handle.as_deref().and_then(|handle| service.attempt(handle));
    let attempt = attempt.filter(|attempt| purpose_of(attempt) == purpose);
    let return_to = match attempt.as_ref().map(|attempt| &attempt.purpose) {
        Some(PhonePurpose::SignIn(return_to)) => return_to.clone(),
        _ => ReturnTo::parse(asked.return_to.as_deref().unwrap_or(DONE)),
    };
    let headers = use_context::<Parts>().map(|parts| parts.headers).unwrap_or_default();
    let allowed = service.regions.as_list();
    let region = attempt.as_ref().and_then(|attempt| attempt.region);
    let region = region.unwrap_or_else(|| preferred_region(&headers, allowed));
    let lost = asked.handle.is_some() && attempt.is_none();
    let problem = match &attempt {
        // Of a code that is awaited it is the code's page that speaks.
        Some(attempt) if attempt.verification.is_none() => {
            attempt.problem.clone().filter(|problem| problem.holds(now()))
        }
        _ => lost.then(|| PhoneProblem::named(ENDED)),
    };
    NumberStep {
        return_to: (return_to.as_str() != DONE).then(|| return_to.as_str().to_owned()),
        countries: choices(&service),
        country: region.to_string(),
        typed: attempt.as_ref().map(|attempt| attempt.typed.as_str().to_owned()).unwrap_or_default(),
        problem: problem.map(|problem| answer(&problem, region)),
        purpose,
        other_way: purpose == Purpose::SignIn && service.way.opens() == OpenedBy::Embedded,
        handle: attempt.map(|attempt| attempt.handle),
    }
}

/// What `/phone/code` and `/account/phone/code` show. `None`: no code is awaited, and the browser is sent to the number.
pub fn code_step(purpose: Purpose) -> Option<CodeStep> {
    let service = expect_context::<PhoneService>();
    let asked = Asked::read();
    let attempt = asked.handle.as_deref().and_then(|handle| service.attempt(handle));
    let awaited = attempt
        .filter(|attempt| purpose_of(attempt) == purpose)
        .and_then(|attempt| attempt.verification.clone().map(|awaited| (attempt, awaited)));
    let Some((attempt, awaited)) = awaited else {
        // Through `Back` after it has ended well, or half an hour later.
        let query = if signed_in().is_some() { String::new() } else { back_query(asked.handle.as_deref()) };
        see_other(&format!("{}{query}", purpose.number_path()));
        return None;
    };
    let wait = (awaited.resend_at() - now()).whole_seconds().max(0);
    let region = awaited.number().region().unwrap_or(Region::US);
    Some(CodeStep {
        number: awaited.number().international(),
        resend_after: u32::try_from(wait).unwrap_or_default(),
        resent: attempt.resent,
        proven: awaited.is_proven(),
        problem: attempt.problem.as_ref().filter(|problem| problem.holds(now())).map(|problem| answer(problem, region)),
        purpose,
        other_way: purpose == Purpose::SignIn && service.way.opens() == OpenedBy::Embedded,
        handle: attempt.handle,
    })
}

/// What `/phone/done` shows. `None`: nobody is signed in, and the browser is sent to the start.
pub fn done_step() -> Option<DoneStep> {
    let Some(viewer) = signed_in() else {
        see_other("/phone");
        return None;
    };
    let number = viewer.user.phone_number.clone().unwrap_or_else(|| viewer.user.label().to_owned());
    let (purpose, return_to) = match Asked::read().changed.as_deref() {
        Some("number") => (Purpose::ChangeNumber, "/account"),
        _ => (Purpose::SignIn, "/"),
    };
    Some(DoneStep { number, return_to: return_to.to_owned(), purpose })
}

/// What the account page's field for the name shows; `None` where names cannot be changed here.
pub fn name_step() -> Option<NameStep> {
    let (asked, viewer) = (Asked::read(), signed_in()?);
    if !expect_context::<PhoneService>().changes_accounts() {
        return None;
    }
    let problem = asked.problem.as_deref().and_then(of_name).map(|problem| answer(&problem, Region::US));
    let name = viewer.user.name.unwrap_or_default();
    Some(NameStep { name, saved: asked.changed.as_deref() == Some("name"), problem })
}

/// The sentence; its status and its `Retry-After` go on the answer.
fn answer(problem: &PhoneProblem, chosen: Region) -> Problem {
    let Explained { problem, status, retry_after } = explain(problem, chosen, now());
    set_status(status);
    if let (Some(seconds), Some(response)) = (retry_after, use_context::<ResponseOptions>()) {
        response.insert_header(RETRY_AFTER, HeaderValue::from(seconds));
    }
    problem
}

fn purpose_of(attempt: &PhoneAttempt) -> Purpose {
    match attempt.purpose {
        PhonePurpose::SignIn(_) => Purpose::SignIn,
        PhonePurpose::ChangeNumber(_) => Purpose::ChangeNumber,
    }
}

/// The handle again, so that the number's page can say that it is over.
fn back_query(handle: Option<&str>) -> String {
    let handle: String = handle.unwrap_or_default().chars().take(64).collect();
    if handle.is_empty() {
        return String::new();
    }
    let handle: String = url::form_urlencoded::byte_serialize(handle.as_bytes()).collect();
    format!("?v={handle}")
}

fn choices(service: &PhoneService) -> Arc<[CountryChoice]> {
    countries(service.regions.as_list())
        .iter()
        .map(|country| CountryChoice {
            code: country.region.to_string(),
            name: country.name.to_owned(),
            also: country.also,
            flag: country.flag.clone(),
            calling_code: country.calling_code,
        })
        .collect()
}
