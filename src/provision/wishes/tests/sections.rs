//! Resources, roles and organisations, and what one section says of another.

use super::*;
use crate::Resource;

#[test]
fn a_base_url_whose_callback_is_not_in_the_file_is_a_warning() {
    let read_with = |base_url: &'static str| {
        Wishes::read(APPLICATION, &|name| (name == "BASE_URL").then(|| base_url.to_owned())).unwrap().warnings
    };
    assert_eq!(read_with("https://app.example"), []);
    let warnings = read_with("https://other.example");
    let [warning] = warnings.as_slice() else { panic!("{warnings:?}") };
    assert!(warning.text.contains("https://other.example/callback"), "{warning}");
}

#[test]
fn an_application_without_addresses_has_those_of_the_app_at_its_base_url() {
    let read_at = |base_url: &'static str| {
        let application =
            Wishes::read("[application]\nname = \"a\"\n", &|name| (name == "BASE_URL").then(|| base_url.to_owned()));
        application.map(|wishes| wishes.application)
    };
    let texts = |uris: &[url::Url]| uris.iter().map(ToString::to_string).collect::<Vec<_>>();
    let application = read_at("https://app.example").unwrap();
    assert_eq!(texts(&application.redirect_uris), ["https://app.example/callback"]);
    assert_eq!(texts(&application.post_logout_redirect_uris), ["https://app.example/"]);
    let backchannel = application.backchannel_logout_uri.as_ref().map(url::Url::as_str);
    assert_eq!(backchannel, Some("https://app.example/backchannel-logout"));
    let application = read_at("").unwrap();
    assert_eq!(texts(&application.redirect_uris), ["http://localhost:3000/callback"]);
    assert_eq!(application.backchannel_logout_uri, None, "Logto does not call a developer's machine");
    let error = read_at("http://app.example").unwrap_err();
    assert!(matches!(error.problems.as_slice(), [problem] if problem.key == "BASE_URL"), "{error}");
}

#[test]
fn roles_name_permissions_of_the_file_or_of_the_tenant() {
    let resource =
        "[[resources]]\nname = \"a\"\nindicator = \"https://a.example\"\nscopes = { \"read:items\" = \"b\" }\n";
    let role = |permissions: &str| format!("{resource}[[roles]]\nname = \"r\"\npermissions = {{ {permissions} }}");
    // Whether the tenant has what the file does not make is for the plan to see.
    for indicator in ["https://a.example", "https://other.example"] {
        let permissions = format!("\"{indicator}\" = [\"read:items\", \"x\", \"x\"]");
        let wishes = read(&format!("{APPLICATION}{}", role(&permissions))).unwrap();
        let [RoleWish { permissions, .. }] = wishes.roles.as_slice() else { panic!("{wishes:?}") };
        let names = permissions.get(&Resource::parse(indicator).unwrap());
        assert_eq!(names, Some(&vec!["read:items".to_owned(), "x".to_owned()]));
    }
    for (permissions, expected) in [
        ("\"https://a.example\" = [\"a b\"]", "must be a scope"),
        ("\"https://a.example\" = \"read:items\"", "is a text; write a list"),
        ("\"items\" = [\"read:items\"]", "roles[0].permissions.items (line 10) must be an absolute URI"),
        ("\"https://default.logto.app/api\" = [\"all\"]", "no role of people may use it"),
    ] {
        assert_problem(&role(permissions), expected);
    }
}

#[test]
fn resources_and_names_are_checked_and_each_is_there_once() {
    for (text, expected) in [
        (
            "[[resources]]\nname = \"a\"\nindicator = \"https://a.example#x\"",
            "must be an absolute URI without fragment",
        ),
        ("[[resources]]\nname = \"a\"\nindicator = \"https://x.logto.app/api\"", "is Logto's own"),
        ("[[resources]]\nname = \"a\"\nindicator = \"urn:logto:resource:organizations\"", "is Logto's own"),
        (
            "[[resources]]\nname = \"a\"\nindicator = \"https://a.example\"\n[[resources]]\nname = \"b\"\nindicator = \"https://a.example\"",
            "resources[1].indicator (line 9) is there a second time",
        ),
        (
            "[[resources]]\nname = \"a\"\nindicator = \"https://a.example\"\nscopes = { \"a b\" = \"c\" }",
            "must be a scope",
        ),
        ("[[resources]]\nname = \"a\"\nindicator = \"https://a.example\"\naccess_token_ttl = \"1s\"", "from 1m to 30d"),
        ("[[roles]]\nname = \"a\"\n[[roles]]\nname = \"a\"", "roles[1].name (line 7) is there a second time"),
        ("[[organizations]]\nname = \"a\"\n[[organizations]]\nname = \"a\"", "organizations[1].name (line 7) is there"),
        ("[[organizations]]\ndescription = \"a\"", "organizations[0].name (line 4) is missing"),
    ] {
        assert_problem(text, expected);
    }
}
