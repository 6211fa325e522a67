mod sections;
mod sms;
mod texts;

use super::*;

/// The example in the repository.
const EXAMPLE: &str = include_str!("../../../logto.toml");
const ACCOUNT_SID: &str = "AC0123456789abcdef0123456789abcdef";
const MESSAGING_SERVICE_SID: &str = "MG0123456789ABCDEF0123456789ABCDEF";
const APPLICATION: &str = "[application]\nname = \"app\"\nredirect_uris = [\"https://app.example/callback\"]\n";

fn no_variable(_: &str) -> Option<String> {
    None
}

fn read(text: &str) -> Result<Wishes, WishesError> {
    Wishes::read(text, &no_variable)
}

fn with_sids(name: &str) -> Option<String> {
    match name {
        "TWILIO_ACCOUNT_SID" => Some(ACCOUNT_SID.to_owned()),
        "TWILIO_MESSAGING_SERVICE_SID" => Some(format!(" {MESSAGING_SERVICE_SID} ")),
        "TWILIO_AUTH_TOKEN" => Some(String::new()),
        _ => None,
    }
}

/// What is wrong with an application and this.
fn problems_of(text: &str) -> Vec<String> {
    let error = read(&format!("{APPLICATION}{text}")).unwrap_err();
    error.problems.iter().map(ToString::to_string).collect()
}

#[track_caller]
fn assert_problem(text: &str, expected: &str) {
    let problems = problems_of(text);
    assert!(matches!(problems.as_slice(), [problem] if problem.contains(expected)), "{text}: {problems:#?}");
}

#[test]
fn the_example_fits_this_app_as_it_is() {
    let wishes = Wishes::read(EXAMPLE, &with_sids).unwrap();
    let application = &wishes.application;
    assert_eq!(application.name, "leptos-logto");
    let config = crate::LogtoConfig::new(
        crate::Origin::parse("http://localhost:3001").unwrap(),
        "app",
        crate::Secret::new("secret"),
        crate::Origin::parse("http://localhost:3000").unwrap(),
    );
    assert_eq!(application.redirect_uris, [config.redirect_uri()]);
    assert_eq!(application.post_logout_redirect_uris, [config.post_logout_redirect_uri()]);
    assert_eq!((application.token_exchange, &application.backchannel_logout_uri), (Some(true), &None));
    let Some(SmsWish::Twilio(twilio)) = &wishes.sms else { panic!("{:?}", wishes.sms) };
    assert_eq!((twilio.account_sid.as_str(), twilio.risk_check), (ACCOUNT_SID, Some(true)));
    assert_eq!(twilio.messaging_service_sid, MESSAGING_SERVICE_SID);
    assert!(twilio.auth_token.is_none());
    let sign_in = wishes.sign_in.as_ref().unwrap();
    assert_eq!((sign_in.registration, sign_in.other_methods), (Some(true), OtherMethods::Remove));
    assert_eq!((sign_in.code_lifetime, sign_in.code_tries), (Some(time::Duration::minutes(10)), Some(10)));
    assert!(wishes.resources.is_empty() && wishes.roles.is_empty() && wishes.organizations.is_empty());
    assert!(wishes.organization_template.is_none());
    assert_eq!(wishes.warnings, []);
}

#[test]
fn the_example_can_be_used_with_everything_that_is_commented_out() {
    let uncommented = |line: &str| match line.strip_prefix('#') {
        Some(rest) if !rest.starts_with(' ') => rest.to_owned(),
        _ => line.to_owned(),
    };
    let text = EXAMPLE.lines().map(uncommented).collect::<Vec<_>>().join("\n");
    let wishes = read(&text).unwrap();
    assert_eq!(wishes.warnings, []);
    assert!(wishes.application.description.is_some() && wishes.application.backchannel_logout_uri.is_some());
    let Some(SmsWish::Twilio(twilio)) = &wishes.sms else { panic!("{:?}", wishes.sms) };
    assert!(twilio.templates.given(UsageType::Generic).unwrap().ends_with("\n\n@app.example.com #{{code}}"));
    assert_eq!(twilio.templates.given(UsageType::ForgotPassword), None);
    let [resource] = wishes.resources.as_slice() else { panic!("{:?}", wishes.resources) };
    assert_eq!(resource.access_token_ttl, Some(time::Duration::hours(1)));
    assert_eq!(resource.scopes.keys().collect::<Vec<_>>(), ["read:items", "write:items"]);
    let [role] = wishes.roles.as_slice() else { panic!("{:?}", wishes.roles) };
    assert_eq!(role.permissions.get(&resource.indicator), Some(&vec!["read:items".to_owned()]));
    let template = wishes.organization_template.unwrap();
    assert_eq!((template.permissions.len(), template.roles.len()), (2, 1));
    assert_eq!(wishes.organizations.len(), 1);
}

#[test]
fn what_is_not_named_is_left_alone() {
    let wishes =
        read(&format!("{APPLICATION}[sms]\nconnector = \"http-sms\"\nendpoint = \"http://localhost:8025/sms\"\n"));
    let wishes = wishes.unwrap();
    assert_eq!((wishes.application.token_exchange, &wishes.application.description), (None, &None));
    assert!(wishes.application.post_logout_redirect_uris.is_empty());
    assert!(wishes.sign_in.is_none());
    let sms = wishes.sms.unwrap();
    assert_eq!(sms.factory_id(), "http-sms");
    assert!(matches!(sms, SmsWish::HttpSms(HttpSmsWish { authorization: None, .. })));
    assert_eq!(read(&format!("{APPLICATION}[sign_in]\n")).unwrap().sign_in, Some(SignInWish::default()));
}

#[test]
fn all_problems_are_reported_together_in_the_order_of_the_file() {
    let error = Wishes::read(
        "[application]\nnmae = \"app\"\nredirect_uris = [\n  \"http://example.com/callback\",\n  \"/callback\",\n]\n\
         [sms]\nconnector = \"twilio\"\naccount_sid = \"AC12\"\n[sms.templates]\nSignIn = \"Hello\"\nRegister = 5\n\
         [sign_in]\ncode_tries = 0\ncode_lifetime = 600\nregistration = \"yes\"\n",
        &|name| (name == "TWILIO_AUTH_TOKEN").then(|| "two words".to_owned()),
    )
    .unwrap_err();
    let lines: Vec<(Option<usize>, &str, ProblemKind)> =
        error.problems.iter().map(|problem| (problem.line, problem.key.as_str(), problem.kind)).collect();
    use ProblemKind::{Invalid, Missing, UnknownKey, WrongKind};
    assert_eq!(
        lines,
        [
            (Some(1), "application.name", Missing),
            (Some(2), "application.nmae", UnknownKey),
            (Some(4), "application.redirect_uris[0]", Invalid),
            (Some(5), "application.redirect_uris[1]", Invalid),
            (Some(7), "sms.messaging_service_sid", Missing),
            (Some(9), "sms.account_sid", Invalid),
            (Some(11), "sms.templates.SignIn", Invalid),
            (Some(12), "sms.templates.Register", WrongKind),
            (Some(14), "sign_in.code_tries", Invalid),
            (Some(15), "sign_in.code_lifetime", WrongKind),
            (Some(16), "sign_in.registration", WrongKind),
            (None, "TWILIO_AUTH_TOKEN", Invalid),
        ],
        "{error}"
    );
    let text = error.to_string();
    assert!(text.contains("application.nmae (line 2) is not known; did you mean application.name?"), "{text}");
    assert!(text.contains("sms.templates.SignIn (line 11) must contain {{code}}"), "{text}");
    assert!(text.contains("sign_in.registration (line 16) is a text; write true or false"), "{text}");
    assert!(!text.contains("two words") && !text.contains("AC12"), "{text}");
}

#[test]
fn unknown_keys_are_refused_everywhere() {
    let twilio = format!(
        "[sms]\nconnector = \"twilio\"\naccount_sid = \"{ACCOUNT_SID}\"\nmessaging_service_sid = \"{MESSAGING_SERVICE_SID}\"\n"
    );
    for (text, expected) in [
        ("[signin]".to_owned(), "signin (line 4) is not known; did you mean sign_in?"),
        ("[colours]".to_owned(), "colours (line 4) is not known; here belong: application, sms,"),
        ("[sign_in]\ncode_trys = 3".to_owned(), "did you mean sign_in.code_tries?"),
        (format!("{twilio}risk-check = true"), "did you mean sms.risk_check?"),
        (format!("{twilio}endpoint = \"https://a.example\""), "sms.endpoint (line 8) is not known"),
        (format!("{twilio}[sms.templates]\nSignin = \"{{{{code}}}}\""), "did you mean sms.templates.SignIn?"),
        (
            "[[resources]]\nname = \"a\"\nindicator = \"https://a.example\"\nscope = {}".to_owned(),
            "resources[0].scopes?",
        ),
        ("[[roles]]\nname = \"a\"\ndescripton = \"b\"".to_owned(), "did you mean roles[0].description?"),
        ("[organization_template]\nrole = {}".to_owned(), "did you mean organization_template.roles?"),
        ("[[organizations]]\nname = \"a\"\n\"a b\" = 1".to_owned(), "organizations[0].\"a b\" (line 6) is not known"),
    ] {
        assert_problem(&text, expected);
    }
}

#[test]
fn wrong_kinds_are_named_in_plain_words() {
    for (text, expected) in [
        ("[[sign_in]]", "sign_in (line 4) is a list; write [sign_in], with one bracket"),
        ("[resources]\nname = \"a\"", "resources (line 4) is a section; write [[resources]], with two brackets"),
        ("[sign_in]\ncode_tries = \"10\"", "is a text; write a whole number from 1 to 100, without quotes"),
        ("[sign_in]\ncode_tries = 1.5", "is a number with a point; write a whole number"),
        ("[sign_in]\ncode_tries = 101", "must be a whole number from 1 to 100"),
        ("[sign_in]\ncode_tries = -1", "must be a whole number from 1 to 100"),
        ("[sign_in]\ncode_tries = 99999999999999999999999999", "must be a whole number from 1 to 100"),
        ("[sign_in]\ncode_lifetime = 2025-01-01", "is a date; write a text in quotes"),
        ("[sign_in]\ncode_lifetime = \"59s\"", "must be a length of time from 1m to 1h"),
        ("[sign_in]\nother_methods = \"removed\"", "did you mean \"remove\"?"),
        (
            "[organization_template]\nroles = { a = 5 }",
            "organization_template.roles.a (line 5) is a whole number; write a list",
        ),
        ("[organization_template]\nroles = { \" \" = [] }", "organization_template.roles.\" \" (line 5) is empty"),
        ("[[organizations]]\nname = true", "is true; write a text in quotes"),
        ("[[organizations]]\nname = \" \"", "is empty; write a text, or leave the key out"),
    ] {
        assert_problem(text, expected);
    }
    let error = read("application = 5").unwrap_err();
    assert!(error.to_string().contains("application (line 1) is a whole number; write a section"), "{error}");
    assert_eq!(error.code(), "wishes.refused");
    let error = read("").unwrap_err();
    assert!(error.to_string().contains("application is missing; write a section [application]"), "{error}");
}

#[test]
fn an_application_needs_an_address_to_come_back_to() {
    for (uris, expected) in [
        ("[]", "application.redirect_uris (line 3) is empty"),
        ("\"https://app.example/callback\"", "application.redirect_uris (line 3) is a text; write a list"),
        ("[5]", "application.redirect_uris[0] (line 3) is a whole number; write a text"),
    ] {
        let error = read(&format!("[application]\nname = \"a\"\nredirect_uris = {uris}\n")).unwrap_err();
        assert!(matches!(error.problems.as_slice(), [problem] if problem.to_string().contains(expected)), "{error}");
    }
}

#[test]
fn a_file_that_is_no_toml_is_refused_by_its_lines_and_by_what_else_is_wrong() {
    let error = read("[application]\nname = leptos\nredirect_uris = [\"/callback\"]\nx = = 1\n").unwrap_err();
    let found: Vec<_> = error.problems.iter().map(|problem| (problem.line, problem.kind)).collect();
    let expected = [(Some(2), ProblemKind::Syntax), (Some(3), ProblemKind::Invalid), (Some(4), ProblemKind::Syntax)];
    assert_eq!(found, expected, "{error}");
    assert!(error.to_string().contains("line 2 is not TOML: "), "{error}");
}

proptest::proptest! {
    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC*", at in 0..EXAMPLE.len()) {
        let cut = EXAMPLE.get(..at).unwrap_or_default();
        for text in [text.clone(), format!("{cut}{text}"), format!("[application]\nname = {text}\n[sms]\n{text} = 1")] {
            if let Err(error) = Wishes::read(&text, &with_sids) {
                proptest::prop_assert!(!error.problems.is_empty(), "{}", text);
            }
        }
    }
}
