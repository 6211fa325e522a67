use std::collections::HashMap;

use super::*;

/// Reads settings made of `pairs` alone, with a site folder that exists.
fn read(pairs: &[(&str, &str)], dev_provider: bool) -> Result<Settings, Problems> {
    let mut variables: HashMap<&str, &str> = HashMap::from([("LEPTOS_SITE_ROOT", env!("CARGO_MANIFEST_DIR"))]);
    variables.extend(pairs.iter().copied());
    Settings::read(|name| variables.get(name).map(|&value| value.to_owned()), dev_provider)
}

fn tenant() -> Vec<(&'static str, &'static str)> {
    vec![
        ("LOGTO_ENDPOINT", "https://abc123.logto.app"),
        ("LOGTO_APP_ID", "client!+ID"),
        ("LOGTO_APP_SECRET", "s3cret"),
        ("COOKIE_SECRET", "0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a"),
    ]
}

#[test]
fn starts_with_a_tenant_and_a_cookie_secret_alone() {
    let settings = read(&tenant(), false).unwrap();
    let Tenant::Logto(logto) = settings.logto else { panic!("no tenant") };
    assert_eq!(logto.redirect_uri().as_str(), "http://localhost:3000/callback");
    assert_eq!(logto.scopes, [logto::Scope::Phone]);
    assert!(matches!(settings.session_store, StoreLocation::Sqlite(file) if file.ends_with("data/app.db")));
    assert_eq!((settings.session_idle, settings.session_max), (Duration::days(1), Duration::days(14)));
}

#[test]
fn starts_with_nothing_where_there_is_a_development_provider() {
    let settings = read(&[], true).unwrap();
    assert!(matches!(settings.logto, Tenant::DevProvider(_)));
    assert!(settings.keyring.is_none());
}

#[test]
fn takes_an_empty_variable_for_an_absent_one() {
    assert!(matches!(
        read(&[("LOGTO_ENDPOINT", " "), ("COOKIE_SECRET", "")], true).unwrap().logto,
        Tenant::DevProvider(_)
    ));
}

#[test]
fn names_everything_that_is_missing_without_a_development_provider() {
    let problems = read(&[], false).unwrap_err();
    for name in ["LOGTO_ENDPOINT", "LOGTO_APP_ID", "LOGTO_APP_SECRET", "COOKIE_SECRET"] {
        assert!(problems.of(name).unwrap().starts_with("is missing"), "{problems}");
    }
}

#[test]
fn names_every_wrong_variable_at_once() {
    let wrong = [
        ("LOGTO_ENDPOINT", "logto"),
        ("LOGTO_APP_ID", ""),
        ("LOGTO_SCOPES", "phone everything"),
        ("LOGTO_PAR", "yes"),
        ("BASE_URL", "http://example.com"),
        ("COOKIE_SECRET", "0a0b"),
        ("SESSION_STORE", "postgres://host/db"),
        ("SESSION_IDLE", "soon"),
        ("SESSION_MAX", "1y"),
        ("LEPTOS_SITE_ADDR", "3000"),
        ("LEPTOS_SITE_ROOT", "no/such/folder"),
        ("LOG_FORMAT", "xml"),
        ("LOGTO_M2M_APP_ID", "m2m"),
        ("LOGTO_M2M_APP_SECRET", ""),
        ("LOGTO_MANAGEMENT_RESOURCE", "api"),
        ("PHONE_SIGN_IN", "both"),
        ("PHONE_COUNTRIES", "US Narnia"),
        ("PHONE_TEXTS_PER_NUMBER", "5"),
        ("PHONE_TEXTS_PER_ADDRESS", "0/1h"),
        ("PHONE_TEXTS_OVERALL", "many"),
        ("TRUSTED_PROXIES", "-1"),
    ];
    let problems = read(&wrong, true).unwrap_err();
    for (name, _) in wrong.into_iter().filter(|(name, _)| *name != "LOGTO_M2M_APP_ID") {
        assert!(problems.of(name).is_some(), "{name} is not named in: {problems}");
    }
    assert!(problems.of("LOGTO_APP_SECRET").is_some());
    assert!(!problems.to_string().contains("0a0b"), "a secret is shown: {problems}");
}

#[test]
fn takes_the_tenants_own_scopes_for_permissions_where_there_is_a_resource() {
    let mut pairs = tenant();
    pairs.extend([
        ("LOGTO_RESOURCES", "https://api.example.com"),
        ("LOGTO_SCOPES", "phone read:items"),
        ("LOGTO_PAR", "on"),
    ]);
    let Tenant::Logto(logto) = read(&pairs, false).unwrap().logto else { panic!("no tenant") };
    assert_eq!(logto.resources[0].as_str(), "https://api.example.com");
    assert_eq!(logto.permissions[0].as_str(), "read:items");
    assert!(logto.pushed_authorization);
    pairs.push(("LOGTO_RESOURCES", "not-a-uri"));
    assert!(read(&pairs, false).unwrap_err().of("LOGTO_RESOURCES").unwrap().contains("not-a-uri"));
}

#[test]
fn signs_in_by_phone_in_the_way_that_the_m2m_application_allows() {
    let mut pairs = tenant();
    pairs.push(("PHONE_SIGN_IN", "embedded"));
    assert!(read(&pairs, false).unwrap_err().of("PHONE_SIGN_IN").unwrap().contains("LOGTO_M2M_APP_ID"));
    pairs.extend([("LOGTO_M2M_APP_ID", "m2m"), ("LOGTO_M2M_APP_SECRET", "hunter2"), ("PHONE_COUNTRIES", "us, DE")]);
    let settings = read(&pairs, false).unwrap();
    assert_eq!(settings.phone.way, Some(PhoneWay::Embedded));
    assert_eq!(settings.phone.regions.as_list().unwrap().len(), 2);
    assert!(!format!("{settings:?}").contains("hunter2"));
    let Tenant::Logto(logto) = settings.logto else { panic!("no tenant") };
    assert_eq!(logto.management.unwrap().resource.as_str(), "https://abc123.logto.app/api");
}

#[test]
fn never_shows_the_password_of_a_session_store() {
    let mut pairs = tenant();
    pairs.push(("SESSION_STORE", "redis://user:hunter2@localhost"));
    assert!(!format!("{:?}", read(&pairs, false).unwrap()).contains("hunter2"));
}

#[test]
fn refuses_the_development_provider_for_a_site_on_another_machine() {
    let problems = read(&[("BASE_URL", "https://example.com")], true).unwrap_err();
    assert!(problems.of("LOGTO_ENDPOINT").unwrap().contains("this machine only"));
}

#[test]
fn refuses_an_idle_time_longer_than_the_whole_life() {
    let mut pairs = tenant();
    pairs.extend([("SESSION_IDLE", "20d"), ("SESSION_MAX", "14d")]);
    assert!(read(&pairs, false).unwrap_err().of("SESSION_IDLE").unwrap().contains("SESSION_MAX"));
}
