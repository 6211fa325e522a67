//! How people sign in and register. <https://docs.logto.io/end-user-flows/sign-up-and-sign-in>

use serde_json::{Map, Value};

use crate::{ManagementApi, tenant::SignInExperience};

use super::{AppSettings, Outcome, management_access::failure, report::Report};

const CHECKS: [&str; 4] = ["phone_sign_in", "registration", "second_factor", "code_policy"];
const PHONE: &str = "phone";
/// Logto's own, where the tenant has none.
const DEFAULT_LIFETIME: u64 = 600;
const DEFAULT_TRIES: u64 = 10;

/// Reads the sign-in experience, once.
pub(super) async fn examine(api: &ManagementApi, settings: &AppSettings, report: &mut Report) {
    match api.sign_in_experience().await {
        Ok(experience) => {
            report.add("phone_sign_in", phone_sign_in(&experience));
            report.add("registration", registration(&experience));
            report.add("second_factor", second_factor(&experience, settings));
            report.add("code_policy", code_policy(&experience));
        }
        Err(error) => CHECKS.into_iter().for_each(|name| report.add(name, failure(&error))),
    }
}

fn phone_sign_in(experience: &SignInExperience) -> Outcome {
    let methods = list(&experience.sign_in, "methods");
    let phone = methods.iter().find(|method| method.get("identifier").and_then(Value::as_str) == Some(PHONE));
    let by_code = phone.is_some_and(|method| method.get("verificationCode") == Some(&Value::Bool(true)));
    let next_step = "write a section [sign_in] to logto.toml and run provision";
    match (phone, by_code) {
        (None, _) => Outcome::problem("people cannot sign in with a phone number", next_step),
        (Some(_), false) => Outcome::problem("people sign in with a phone number, but not with a code", next_step),
        (Some(phone), true) => match other_ways(experience, phone).join(", ").as_str() {
            "" => Outcome::ok("phone number and code are the way to sign in"),
            others => {
                Outcome::ok(format!("phone number and code are one of the ways to sign in; also switched on: {others}"))
            }
        },
    }
}

/// Whatever else Logto's pages let people in by. Not all of it is a method of sign-in in Logto's words.
fn other_ways(experience: &SignInExperience, phone: &Value) -> Vec<String> {
    let methods = list(&experience.sign_in, "methods").iter().filter_map(|method| method.get("identifier")?.as_str());
    let mut ways: Vec<_> = methods.filter(|identifier| *identifier != PHONE).map(str::to_owned).collect();
    let mut also = |is_on: bool, way: &str| ways.extend(is_on.then(|| way.to_owned()));
    also(phone.get("password") == Some(&Value::Bool(true)), "phone number and password");
    also(experience.single_sign_on_enabled, "single sign-on of enterprises");
    also(experience.passkey_sign_in.get("enabled") == Some(&Value::Bool(true)), "passkeys");
    ways.extend(
        experience.social_sign_in_connector_targets.iter().map(|target| format!("social sign-in by \"{target}\"")),
    );
    ways
}

fn registration(experience: &SignInExperience) -> Outcome {
    let next_step = "set registration = true under [sign_in] in logto.toml and run provision";
    let by_phone = list(&experience.sign_up, "identifiers").iter().any(|identifier| identifier == PHONE);
    match experience.sign_in_mode.as_str() {
        "SignIn" => {
            let next_step = format!("if new people are welcome: {next_step}");
            Outcome::warning("only people who have an account can sign in", next_step)
        }
        _ if !by_phone => Outcome::warning("new people cannot register with a phone number", next_step),
        _ => Outcome::ok("new people register with their phone number"),
    }
}

/// The app's own page asks for one factor only, and refuses people who have a second one.
fn second_factor(experience: &SignInExperience, settings: &AppSettings) -> Outcome {
    if !settings.embeds() {
        return Outcome::skipped("Logto's pages ask for it");
    }
    // `Mandatory`, and with adaptive multi-factor authentication two others that end so.
    match experience.mfa.get("policy").and_then(Value::as_str) {
        Some(policy) if policy.ends_with("Mandatory") && !list(&experience.mfa, "factors").is_empty() => {
            Outcome::problem(
                "the tenant demands a second factor, which the app's own phone page cannot ask for",
                "set PHONE_SIGN_IN=hosted, or make multi-factor authentication optional in Logto's console",
            )
        }
        _ => Outcome::ok("none is demanded of everybody"),
    }
}

fn code_policy(experience: &SignInExperience) -> Outcome {
    let policy = &experience.verification_code_policy;
    let number = |name: &str, default: u64| policy.get(name).and_then(Value::as_u64).unwrap_or(default);
    let lifetime = number("expirationDuration", DEFAULT_LIFETIME);
    let tries = number("maxRetryAttempts", DEFAULT_TRIES);
    let what = format!("a code lives {lifetime} s and may be tried {tries} times");
    if tries > DEFAULT_TRIES {
        // Six digits: each try is worth a millionth, and codes are sent again and again.
        return Outcome::warning(what, "set code_tries = 10 or less under [sign_in] in logto.toml and run provision");
    }
    Outcome::ok(what)
}

fn list<'a>(object: &'a Map<String, Value>, name: &str) -> &'a [Value] {
    object.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}
