//! The application as the tenant has it: its type, what it may do, where Logto calls it.
//! <https://openapi.logto.io/group/endpoint-applications>

use crate::{BACK_CHANNEL_LOGOUT_PATH, tenant::Application};

use super::{AppSettings, NO_BASE_URL, Outcome, report::Report};

/// Looks at the application of this id.
pub(super) fn examine(app_id: &str, applications: &[Application], settings: &AppSettings, report: &mut Report) {
    let Some(application) = applications.iter().find(|application| application.id == app_id) else {
        let what = format!("the tenant has no application with the id {app_id}");
        let next_step = "LOGTO_APP_ID and LOGTO_M2M_APP_ID must be of the same tenant; run provision --write-env";
        report.add("application_type", Outcome::problem(what, next_step));
        report.skip(&["token_exchange", "backchannel_logout"], "the tenant has no such application");
        return;
    };
    report.add("application_type", application_type(application));
    report.add("token_exchange", token_exchange(application, settings));
    report.add("backchannel_logout", back_channel_logout(application, settings));
}

fn application_type(application: &Application) -> Outcome {
    let name = &application.settings.name;
    match application.r#type.as_str() {
        "Traditional" if application.is_third_party => Outcome::warning(
            format!(
                "\"{name}\" is a third-party application: Logto asks people for their consent, and leaves out what they refuse"
            ),
            "make a first-party application, unless this app is really somebody else's",
        ),
        "Traditional" => Outcome::ok(format!("\"{name}\" is a \"Traditional web\" application")),
        other => Outcome::problem(
            format!("\"{name}\" is of the type {other}"),
            "make a \"Traditional web\" application in Logto's console, or run provision: the type of one cannot be changed",
        ),
    }
}

/// Sessions that the app opened itself have no refresh token; their access tokens come by RFC 8693.
fn token_exchange(application: &Application, settings: &AppSettings) -> Outcome {
    const NEXT_STEP: &str = "allow \"Token exchange\" in the application's settings in Logto's console, or set token_exchange = true in \
                             logto.toml and run provision";
    match (settings.embeds(), application.settings.allows_token_exchange(), settings.resources.is_empty()) {
        (false, ..) => Outcome::skipped("people type their code on Logto's pages, which needs none"),
        (_, true, _) => Outcome::ok("it may exchange subject tokens"),
        (_, false, true) => Outcome::warning(
            "it may not exchange subject tokens: who signs in on the app's own page has no access tokens",
            NEXT_STEP,
        ),
        (_, false, false) => Outcome::problem(
            "it may not exchange subject tokens: who signs in on the app's own page has no access tokens for LOGTO_RESOURCES",
            NEXT_STEP,
        ),
    }
}

fn back_channel_logout(application: &Application, settings: &AppSettings) -> Outcome {
    let Some(base_url) = &settings.base_url else { return Outcome::skipped(NO_BASE_URL) };
    let expected = base_url.join(BACK_CHANNEL_LOGOUT_PATH);
    let run = format!("set backchannel_logout_uri = \"{expected}\" in logto.toml and run provision");
    let application = &application.settings;
    match application.backchannel_logout_uri() {
        None if base_url.is_loopback() => Outcome::skipped("Logto does not call apps on a developer's machine"),
        None => Outcome::warning("a sign-out at another application does not end the sessions here", run),
        Some(uri) if uri != expected.as_str() => {
            Outcome::warning(format!("Logto posts sign-outs to {uri}, and the app takes them at {expected}"), run)
        }
        Some(_) if !application.backchannel_logout_session_required() => Outcome::warning(
            "Logto does not say which session has ended: a sign-out elsewhere ends all sessions of that person here",
            run,
        ),
        Some(uri) => Outcome::ok(format!("Logto posts sign-outs to {uri}")),
    }
}
