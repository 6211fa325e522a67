//! What is in the way of a phone sign-in, as the person is told. One place for all sentences.

use http::StatusCode;
use logto::{PhoneProblem, Region};
use time::OffsetDateTime;

use super::step::{About, Problem};

/// The attempt is too old, or another browser's.
pub const ENDED: &str = "phone.ended";
/// Something that was needed does not answer.
pub const UNAVAILABLE: &str = "phone.unavailable";
/// The new number is the old one.
pub const NUMBER_UNCHANGED: &str = "phone.number_unchanged";

/// The name is too long.
pub const NAME_TOO_LONG: &str = "account.name_too_long";
/// The name could not be saved.
pub const NAME_NOT_SAVED: &str = "account.name_not_saved";

/// What waiting may heal is asked for again after this long (seconds).
const SOON: u64 = 5;

/// A problem, as a page shows it and as its answer says it.
pub(super) struct Explained {
    pub problem: Problem,
    pub status: StatusCode,
    /// The header `Retry-After` (seconds).
    pub retry_after: Option<u64>,
}

/// The words for a problem. `chosen`: the country that was chosen.
pub(super) fn explain(problem: &PhoneProblem, chosen: Region, now: OffsetDateTime) -> Explained {
    let code = problem.code.as_str();
    let retry_after = match (problem.wait_until, status(code)) {
        (Some(until), _) => u64::try_from((until - now).whole_seconds().max(1)).ok(),
        (None, StatusCode::SERVICE_UNAVAILABLE) => Some(SOON),
        _ => None,
    };
    let (sentence, next_step) = words(problem, chosen, retry_after);
    let problem = Problem { about: about(code), sentence, next_step: next_step.map(str::to_owned) };
    Explained { problem, status: status(code), retry_after }
}

/// The problem that the account page's address names: it selects a text, and is never shown.
pub(super) fn of_name(code: &str) -> Option<PhoneProblem> {
    [NAME_TOO_LONG, NAME_NOT_SAVED].into_iter().find(|known| *known == code).map(PhoneProblem::named)
}

fn about(code: &str) -> About {
    match code {
        NAME_TOO_LONG | NAME_NOT_SAVED => About::Name,
        "phone.region_not_allowed" => About::Country,
        code if code.starts_with("phone_number.") => About::Number,
        "phone.invalid" | "phone.number_taken" | NUMBER_UNCHANGED => About::Number,
        "phone.code_malformed" | "phone.code_mismatched" | "phone.code_expired" | "phone.too_many_tries" => About::Code,
        _ => About::Whole,
    }
}

fn status(code: &str) -> StatusCode {
    match code {
        "phone.too_many_texts" | "phone.too_many_texts_overall" => StatusCode::TOO_MANY_REQUESTS,
        "phone.no_connector"
        | "phone.connector_refused"
        | "phone.misconfigured"
        | "phone.unavailable"
        | "phone.busy" => StatusCode::SERVICE_UNAVAILABLE,
        NAME_NOT_SAVED => StatusCode::SERVICE_UNAVAILABLE,
        "phone.suspended" | "phone.second_factor" | "phone.registration_closed" => StatusCode::FORBIDDEN,
        "phone.number_taken" => StatusCode::CONFLICT,
        ENDED | "phone.nothing_pending" => StatusCode::GONE,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

fn words(problem: &PhoneProblem, chosen: Region, wait: Option<u64>) -> (String, Option<&'static str>) {
    const NEW_CODE: Option<&str> = Some("Ask for a new code.");
    const LATER: Option<&str> = Some("Please try again in a minute.");
    let country = problem.region.unwrap_or(chosen).name();
    let say = str::to_owned;
    match problem.code.as_str() {
        "phone_number.missing" => (say("Enter your phone number."), None),
        "phone_number.too_short" => {
            (format!("This number is too short for {country}."), Some("Check whether a digit is missing."))
        }
        "phone_number.too_long" => {
            (format!("This number is too long for {country}."), Some("Check whether a digit is one too many."))
        }
        "phone_number.unknown_country_code" => {
            (say("No country has this country code."), Some("Choose the country, and type the number without it."))
        }
        "phone_number.not_of_region" => {
            (format!("There is no such number in {country}."), Some("Check the number and the country."))
        }
        "phone_number.not_mobile" => (
            format!("This number in {country} cannot receive texts: it is a landline or a service number."),
            Some("Enter a mobile number."),
        ),
        "phone_number.extension" => {
            (say("A number with an extension cannot receive texts."), Some("Enter a mobile number."))
        }
        code if code.starts_with("phone_number.") => {
            (say("This is not a phone number."), Some("Enter digits alone, with the country code or without."))
        }
        "phone.region_not_allowed" => (format!("We do not send texts to {country}."), Some("Choose another number.")),
        "phone.too_many_texts" => {
            (format!("Too many codes were asked for. You can ask for the next one in {}.", minutes(wait)), None)
        }
        "phone.too_many_texts_overall" => {
            (format!("We are sending very many codes at the moment. Please try again in {}.", minutes(wait)), None)
        }
        "phone.connector_refused" => {
            (say("The text could not be sent to this number."), Some("Check the number, or use another one."))
        }
        "phone.invalid" => {
            (say("This number cannot be used to sign in."), Some("Check the number, or use another one."))
        }
        "phone.code_malformed" => (say("The code has six digits."), Some("Type all of them, as in the text.")),
        "phone.code_mismatched" => match problem.tries_left {
            Some(1) => (say("This code is not right. You can try once more."), Some("Check the newest text.")),
            Some(left) => {
                (format!("This code is not right. You can try {left} more times."), Some("Check the newest text."))
            }
            None => (say("This code is not right."), Some("Check the newest text.")),
        },
        "phone.too_many_tries" => (say("The code was wrong too often, so it no longer works."), NEW_CODE),
        "phone.code_expired" => (say("This code is too old: codes work for ten minutes."), NEW_CODE),
        "phone.nothing_pending" => {
            (say("This code no longer works: it was used, or a newer one was asked for."), NEW_CODE)
        }
        "phone.suspended" => {
            (say("This account is suspended."), Some("Please contact us if you think it should not be."))
        }
        "phone.second_factor" => (
            say("This account is protected by a second factor."),
            Some("Sign in another way, where we can ask for it."),
        ),
        "phone.registration_closed" => {
            (say("There is no account with this number."), Some("Use the number of your account."))
        }
        "phone.busy" => (say("The sign-in service is very busy at the moment."), LATER),
        "phone.number_taken" => (say("This number belongs to another account."), Some("Use another number.")),
        "phone.user_gone" => (say("This account no longer exists."), None),
        NUMBER_UNCHANGED => (say("This is your number already."), Some("Enter the new one.")),
        ENDED => (say("That took too long, or was begun in another browser."), Some("Start again here.")),
        NAME_TOO_LONG => (say("This name is too long."), Some("Use 128 characters at most.")),
        NAME_NOT_SAVED => (say("The name could not be saved."), LATER),
        "phone.no_connector" | "phone.misconfigured" => (
            say("Sign-in by text is not available at the moment."),
            Some("The mistake is on our side. Please try again later."),
        ),
        _ => (say("The sign-in service does not answer at the moment."), LATER),
    }
}

/// A wait as people say it: `1 minute`, `10 minutes`, `2 hours`.
fn minutes(seconds: Option<u64>) -> String {
    let minutes = seconds.unwrap_or(60).div_ceil(60);
    match (minutes, minutes.div_ceil(60)) {
        (..=1, _) => "1 minute".to_owned(),
        (..=90, _) => format!("{minutes} minutes"),
        (_, hours) => format!("{hours} hours"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: OffsetDateTime = time::macros::datetime!(2026-11-23 12:00 UTC);

    fn explained(code: &str, seconds: Option<i64>) -> Explained {
        let wait_until = seconds.map(|seconds| NOW + time::Duration::seconds(seconds));
        explain(&PhoneProblem { wait_until, ..PhoneProblem::named(code) }, Region::US, NOW)
    }

    #[test]
    fn every_error_has_a_sentence_and_a_status_of_its_own() {
        let codes = [
            ("phone_number.missing", 422),
            ("phone_number.not_a_number", 422),
            ("phone_number.too_short", 422),
            ("phone_number.too_long", 422),
            ("phone_number.unknown_country_code", 422),
            ("phone_number.not_of_region", 422),
            ("phone_number.not_mobile", 422),
            ("phone_number.extension", 422),
            ("phone.region_not_allowed", 422),
            ("phone.too_many_texts", 429),
            ("phone.too_many_texts_overall", 429),
            ("phone.connector_refused", 503),
            ("phone.invalid", 422),
            ("phone.code_malformed", 422),
            ("phone.code_mismatched", 422),
            ("phone.too_many_tries", 422),
            ("phone.code_expired", 422),
            ("phone.nothing_pending", 410),
            ("phone.suspended", 403),
            ("phone.second_factor", 403),
            ("phone.registration_closed", 403),
            ("phone.number_taken", 409),
            ("phone.user_gone", 422),
            (NUMBER_UNCHANGED, 422),
            (ENDED, 410),
            (NAME_TOO_LONG, 422),
            (NAME_NOT_SAVED, 503),
            ("phone.no_connector", 503),
            ("phone.busy", 503),
            ("phone.unavailable", 503),
        ];
        let mut sentences = std::collections::BTreeSet::new();
        for (code, status) in codes {
            let explained = explained(code, None);
            assert_eq!(explained.status.as_u16(), status, "{code}");
            assert!(sentences.insert(explained.problem.sentence), "{code} says what another one says");
        }
    }

    #[test]
    fn tells_how_long_to_wait() {
        let texts = explained("phone.too_many_texts", Some(540));
        assert_eq!(texts.retry_after, Some(540));
        assert!(texts.problem.sentence.ends_with("in 9 minutes."), "{}", texts.problem.sentence);
        assert_eq!(explained("phone.too_many_texts", Some(-3)).retry_after, Some(1));
        assert_eq!(explained("phone.unavailable", None).retry_after, Some(SOON));
        assert_eq!(minutes(Some(3 * 3600)), "3 hours");
    }

    #[test]
    fn names_the_country_of_the_number_before_the_chosen_one() {
        let problem = PhoneProblem { region: Region::parse("DE"), ..PhoneProblem::named("phone_number.too_short") };
        assert_eq!(explain(&problem, Region::US, NOW).problem.sentence, "This number is too short for Germany.");
    }
}
