//! What Logto's tables take of texts, key by key.

use super::*;

/// Every text that goes into a table, with what stands before and behind it, and the most characters that its column takes.
const COLUMNS: [(&str, &str, Option<usize>); 15] = [
    ("[application]\nname = ", "", Some(256)),
    ("[application]\nname = \"a\"\ndescription = ", "", None),
    ("[[resources]]\nindicator = \"https://a.example\"\nname = ", "", None),
    ("[[resources]]\nname = \"a\"\nindicator = \"https://a.example\"\nscopes = { ", " = \"b\" }", Some(256)),
    ("[[resources]]\nname = \"a\"\nindicator = \"https://a.example\"\nscopes = { a = ", " }", None),
    ("[[roles]]\nname = ", "", Some(128)),
    ("[[roles]]\nname = \"a\"\ndescription = ", "", Some(128)),
    ("[[roles]]\nname = \"a\"\npermissions = { \"https://a.example\" = [", "] }", Some(256)),
    ("[organization_template]\npermissions = { ", " = \"b\" }", Some(128)),
    ("[organization_template]\npermissions = { a = ", " }", Some(256)),
    ("[organization_template]\nroles = { ", " = [] }", Some(128)),
    ("[organization_template]\nroles = { a = [", "] }", Some(128)),
    ("[[organizations]]\nname = ", "", Some(128)),
    ("[[organizations]]\nname = \"a\"\ndescription = ", "", Some(256)),
    ("[sms]\nconnector = \"http-sms\"\nendpoint = ", "", None),
];

/// The problems of a file with this text, written as TOML writes it, at this place.
fn problems_at((before, behind, _): (&str, &str, Option<usize>), toml: &str) -> Vec<String> {
    let application = if before.starts_with("[application]") { "" } else { APPLICATION };
    match read(&format!("{application}{before}\"{toml}\"{behind}\n")) {
        Ok(_) => Vec::new(),
        Err(error) => error.problems.iter().map(ToString::to_string).collect(),
    }
}

#[track_caller]
fn assert_refused(place: (&str, &str, Option<usize>), toml: &str, expected: &str) {
    let problems = problems_at(place, toml);
    assert!(matches!(problems.as_slice(), [problem] if problem.contains(expected)), "{place:?}: {problems:#?}");
}

#[test]
fn a_text_is_as_long_as_its_column_and_not_longer() {
    for place in COLUMNS {
        let prefix = if place.0.contains("endpoint") { "https://a.example/" } else { "" };
        let Some(most) = place.2 else {
            assert_eq!(problems_at(place, &format!("{prefix}{}", "a".repeat(1000))), [""; 0], "{place:?}");
            continue;
        };
        assert_eq!(problems_at(place, &"a".repeat(most)), [""; 0], "{place:?}");
        let expected = format!("has {} characters; Logto takes {most}", most + 1);
        assert_refused(place, &"a".repeat(most + 1), &expected);
    }
    // JavaScript counts this one as two.
    assert_refused(COLUMNS[12], &"😀".repeat(65), "has 130 characters; Logto takes 128");
}

#[test]
fn no_text_has_control_characters() {
    for place in COLUMNS {
        for toml in ["https://a.example/\\u0000", "https://\\na.example", "https://a.example\\t/", "a\\u009Bb\\u007F"] {
            assert_refused(place, toml, "has a line break or another control character");
        }
    }
}

#[test]
fn templates_alone_may_have_line_feeds() {
    let read_with = |template: &str| {
        let file = format!("{APPLICATION}[sms]\nconnector = \"twilio\"\ntemplates.Generic = {template}\n");
        let wishes = Wishes::read(&file, &with_sids).map_err(|error| error.to_string())?;
        let Some(SmsWish::Twilio(twilio)) = wishes.sms else { panic!("{:?}", wishes.sms) };
        Ok::<_, String>(twilio.templates.or_default(UsageType::Generic))
    };
    assert_eq!(read_with("\"a\\n{{code}}\"").as_deref(), Ok("a\n{{code}}"));
    // In a file with the line ends of Windows.
    assert_eq!(read_with("\"\"\"\r\na\r\n{{code}}\"\"\"").as_deref(), Ok("a\n{{code}}"));
    for template in ["\"{{code}}\\u0000\"", "\"{{code}}\\t\"", "\"{{code}}\\u001B[2J\""] {
        assert!(read_with(template).unwrap_err().contains("another control character"), "{template}");
    }
}

#[test]
fn names_have_no_blanks_around_them() {
    for place in COLUMNS {
        let is_name = place.0.ends_with("name = ") || place.0.ends_with("roles = { ");
        for toml in [" a", "a ", "\u{a0}a"] {
            let problems = problems_at(place, toml);
            assert_eq!(problems.concat().contains("has blanks around it"), is_name, "{place:?}: {problems:?}");
        }
    }
}

#[test]
fn names_that_logto_hides_are_refused_for_roles() {
    for place in COLUMNS {
        let is_role = place.0 == "[[roles]]\nname = " || place.0.ends_with("roles = { ");
        let problems = problems_at(place, "#internal:x");
        assert_eq!(problems.concat().contains("as Logto's own hidden roles do"), is_role, "{place:?}: {problems:?}");
    }
}

#[test]
fn a_permission_that_is_no_scope_is_told_so() {
    for place in [COLUMNS[3], COLUMNS[7], COLUMNS[8], COLUMNS[11]] {
        assert_refused(place, "a b", "must be a scope: printable ASCII without blanks");
    }
}
