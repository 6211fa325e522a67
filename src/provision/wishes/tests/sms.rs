//! `[sms]`, and the variables that belong to it.

use super::*;

#[test]
fn a_secret_in_the_file_is_refused_and_not_shown() {
    let sids = format!("account_sid = \"{ACCOUNT_SID}\"\nmessaging_service_sid = \"{MESSAGING_SERVICE_SID}\"\n");
    let twilio = format!("[sms]\nconnector = \"twilio\"\n{sids}auth_token = \"s3cr3t-token\"");
    assert_problem(&twilio, "set TWILIO_AUTH_TOKEN in the environment");
    let http = "[sms]\nconnector = \"http-sms\"\nendpoint = \"https://a.example\"\nauthorization = \"s3cr3t-token\"";
    assert_problem(http, "set HTTP_SMS_AUTHORIZATION in the environment");
    assert!(!problems_of(&twilio).concat().contains("s3cr3t") && !problems_of(http).concat().contains("s3cr3t"));
}

#[test]
fn secrets_come_from_the_environment_and_are_shown_nowhere() {
    let twilio = format!("{APPLICATION}[sms]\nconnector = \"twilio\"\n");
    let token = "fedcba98fedcba98fedcba98fedcba98";
    let read_with = |token: &'static str| {
        Wishes::read(&twilio, &move |name| match name {
            "TWILIO_AUTH_TOKEN" => Some(token.to_owned()),
            other => with_sids(other),
        })
    };
    let wishes = read_with(token).unwrap();
    assert!(!format!("{wishes:?}").contains(token));
    let Some(SmsWish::Twilio(TwilioWish { auth_token: Some(secret), .. })) = &wishes.sms else { panic!("{wishes:?}") };
    assert!(secret.is(token));
    assert_eq!(wishes.warnings, []);
    let doubtful = read_with("short").unwrap();
    assert!(matches!(doubtful.warnings.as_slice(), [warning] if warning.key == "TWILIO_AUTH_TOKEN"), "{doubtful:?}");
    let error = read_with("fedcba98fedcba98 fedcba98fedcba98").unwrap_err();
    assert!(matches!(error.problems.as_slice(), [problem] if problem.key == "TWILIO_AUTH_TOKEN"), "{error}");
    assert!(!error.to_string().contains("fedcba98"), "{error}");
}

#[test]
fn the_environment_wins_over_the_file() {
    let file = format!(
        "{APPLICATION}[sms]\nconnector = \"twilio\"\naccount_sid = \"AC{0}\"\nmessaging_service_sid = \"MG{0}\"\n",
        "0".repeat(32)
    );
    let Some(SmsWish::Twilio(twilio)) = Wishes::read(&file, &with_sids).unwrap().sms else { panic!() };
    assert_eq!(
        (twilio.account_sid.as_str(), twilio.messaging_service_sid.as_str()),
        (ACCOUNT_SID, MESSAGING_SERVICE_SID)
    );
    let error = Wishes::read(&file, &|name| (name == "TWILIO_ACCOUNT_SID").then(|| "SK12".to_owned())).unwrap_err();
    assert!(matches!(error.problems.as_slice(), [problem] if problem.key == "TWILIO_ACCOUNT_SID"), "{error}");
}

#[test]
fn a_long_text_is_a_warning() {
    let text = format!(
        "{APPLICATION}[sms]\nconnector = \"twilio\"\n[sms.templates]\nSignIn = \"{{{{code}}}} {}\"\n",
        "a".repeat(160)
    );
    let wishes = Wishes::read(&text, &with_sids).unwrap();
    let [warning] = wishes.warnings.as_slice() else { panic!("{wishes:?}") };
    assert_eq!(
        (warning.kind, warning.key.as_str(), warning.line),
        (ProblemKind::Doubtful, "sms.templates.SignIn", Some(7))
    );
}

#[test]
fn the_generic_default_names_the_host_of_the_first_redirect_uri() {
    let generic = |uri: &str| {
        let text = format!("[application]\nname = \"a\"\nredirect_uris = [\"{uri}\"]\n[sms]\nconnector = \"twilio\"\n");
        match Wishes::read(&text, &with_sids).unwrap().sms {
            Some(SmsWish::Twilio(twilio)) => twilio.templates.or_default(UsageType::Generic),
            other => panic!("{other:?}"),
        }
    };
    assert!(generic("https://app.example:8443/callback").ends_with("\n\n@app.example #{{code}}"));
    assert!(!generic("http://localhost:3000/callback").contains('@'));
    assert!(!generic("https://192.0.2.1/callback").contains('@'));
}

#[test]
fn connectors_are_known_by_name() {
    for (text, expected) in [
        ("[sms]", "sms.connector (line 4) is missing; write connector = \"twilio\""),
        ("[sms]\nconnector = \"Twillio\"", "did you mean \"twilio\"?"),
        ("[sms]\nconnector = \"aws\"", "or \"http-sms\" with an endpoint"),
        ("[sms]\nconnector = \"http-sms\"", "sms.endpoint (line 4) is missing"),
        ("[sms]\nconnector = \"http-sms\"\nendpoint = \"http://a.example\"", "must begin with https://"),
    ] {
        assert_problem(text, expected);
    }
}
