use logto::dev_provider::DevProvider;

use crate::support::{authorization_url, start};

/// The page a request leads to, and its HTML.
async fn first_page(provider: &DevProvider, changes: &[(&str, &str)]) -> (String, String) {
    let browser = provider.browser().unwrap();
    let response = browser.get(&authorization_url(provider, changes)).await.unwrap();
    let path = response.headers()["location"].to_str().unwrap().to_owned();
    let html = browser.get(&path).await.unwrap().text().await.unwrap();
    (path, html)
}

#[tokio::test]
async fn first_screen_chooses_the_page() {
    let provider = start().await;
    for (screen, path) in [
        ("sign_in", "/sign-in"),
        ("register", "/register"),
        ("identifier:sign_in", "/sign-in"),
        ("identifier:register", "/register"),
        ("reset_password", "/sign-in"),
        ("single_sign_on", "/sign-in"),
    ] {
        assert_eq!(first_page(&provider, &[("first_screen", screen)]).await.0, path, "{screen}");
    }
}

#[tokio::test]
async fn first_screen_wins_over_interaction_mode() {
    let provider = start().await;
    assert_eq!(first_page(&provider, &[("interaction_mode", "signUp")]).await.0, "/register");
    let both = [("interaction_mode", "signUp"), ("first_screen", "sign_in")];
    assert_eq!(first_page(&provider, &both).await.0, "/sign-in");
}

#[tokio::test]
async fn login_hint_fills_the_field_and_sends_nothing() {
    let provider = start().await;
    let (_, html) = first_page(&provider, &[("login_hint", "12015550123")]).await;
    assert!(html.contains(r#"value="12015550123""#), "{html}");
    assert!(provider.messages("12015550123").is_empty());
}

#[tokio::test]
async fn login_hint_with_a_plus_fills_nothing() {
    let provider = start().await;
    for hint in ["+12015550123", " 12015550123"] {
        let (path, html) = first_page(&provider, &[("first_screen", "register"), ("login_hint", hint)]).await;
        assert_eq!(path, "/register", "the other extras are none the worse");
        assert!(!html.contains("12015550123"), "{html}");
    }
}

#[tokio::test]
async fn login_hint_is_text_and_never_markup() {
    let provider = start().await;
    let (_, html) = first_page(&provider, &[("login_hint", r#""><script>alert(1)</script>"#)]).await;
    assert!(!html.contains("<script>alert"), "{html}");
    assert!(html.contains("&quot;&gt;&lt;script&gt;"));
}

#[tokio::test]
async fn each_valid_extra_leaves_the_others_alone() {
    let provider = start().await;
    for valid in [
        ("identifier", "phone email username"),
        ("interaction_mode", "signIn"),
        ("interaction_mode", "signUp"),
        ("direct_sign_in", "social:google"),
        ("direct_sign_in", "sso:connector"),
        ("ui_locales", "fr-CA de"),
        ("organization_id", "org"),
    ] {
        let changes = [("first_screen", "register"), ("login_hint", "12015550123"), valid];
        let (path, html) = first_page(&provider, &changes).await;
        assert_eq!(path, "/register", "{valid:?}");
        assert!(html.contains(r#"value="12015550123""#), "{valid:?}");
    }
}

#[tokio::test]
async fn one_invalid_extra_silently_drops_all_of_them() {
    let provider = start().await;
    for invalid in [
        ("identifier", "phone,email"),
        ("identifier", "fax"),
        ("interaction_mode", "sign_up"),
        ("direct_sign_in", "google"),
        ("direct_sign_in", "social:"),
    ] {
        let changes = [("first_screen", "register"), ("login_hint", "12015550123"), invalid];
        let (path, html) = first_page(&provider, &changes).await;
        assert_eq!(path, "/sign-in", "{invalid:?}");
        assert!(!html.contains("12015550123"), "{invalid:?}");
    }
    let (_, html) = first_page(&provider, &[("first_screen", "signup"), ("login_hint", "12015550123")]).await;
    assert!(!html.contains("12015550123"));
}

#[tokio::test]
async fn valid_extras_work_together() {
    let provider = start().await;
    let changes = [
        ("first_screen", "identifier:register"),
        ("identifier", "phone email"),
        ("login_hint", "12015550123"),
        ("direct_sign_in", "social:google"),
        ("ui_locales", "fr de"),
        ("organization_id", "org"),
    ];
    let (path, html) = first_page(&provider, &changes).await;
    assert_eq!(path, "/register");
    assert!(html.contains("12015550123"));
}
