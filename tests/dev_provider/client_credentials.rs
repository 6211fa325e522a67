use logto::dev_provider::{Application, MachineToMachine, StartError};
use serde_json::json;

use crate::management::{TOKEN_FORM, token_by};
use crate::support::{
    CLIENT_ID, MACHINE_ID, MACHINE_SECRET, MANAGEMENT_API, REDIRECT_URI, RESOURCE, answer, authorization_params,
    authorization_url, basic, builder, code, code_form, http, jwt, machine, post, post_token, start, text,
};

fn with<'a>(change: (&'a str, &'a str)) -> Vec<(&'a str, &'a str)> {
    let mut form = TOKEN_FORM.to_vec();
    form.retain(|(name, _)| *name != change.0);
    form.push(change);
    form
}

#[tokio::test]
async fn a_machine_gets_an_access_token_for_the_management_api() {
    let provider = start().await;
    let answer = token_by(&provider, &TOKEN_FORM).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let token = text(&answer.body, "access_token");
    let expected = json!({ "access_token": token, "expires_in": 3600, "token_type": "Bearer", "scope": "all" });
    assert_eq!(answer.body, expected);
    let (header, claims) = jwt(token);
    assert_eq!((&header["alg"], &header["typ"]), (&json!("ES384"), &json!("at+jwt")));
    assert_eq!((&claims["aud"], &claims["scope"]), (&json!(MANAGEMENT_API), &json!("all")));
    assert_eq!((&claims["sub"], &claims["client_id"]), (&json!(MACHINE_ID), &json!(MACHINE_ID)));
    assert_eq!(claims["iss"], provider.issuer());
    assert_eq!(claims["exp"].as_i64(), claims["iat"].as_i64().map(|iat| iat + 3600));
    assert!(claims["jti"].is_string());
}

#[tokio::test]
async fn a_machine_may_have_its_secret_in_the_body() {
    let provider = start().await;
    let secret = [("client_id", MACHINE_ID), ("client_secret", MACHINE_SECRET)];
    let answer = post(&provider, "/oidc/token", None, &[&TOKEN_FORM[..], &secret].concat()).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
}

#[tokio::test]
async fn a_machine_with_a_wrong_secret_is_refused() {
    let provider = start().await;
    let wrong = basic(MACHINE_ID, "wrong");
    let answer = post(&provider, "/oidc/token", Some(&wrong), &TOKEN_FORM).await;
    assert_eq!((answer.status, text(&answer.body, "code")), (401, "oidc.invalid_client"));
}

#[tokio::test]
async fn the_scope_is_absent_where_none_was_asked_for_or_none_is_had() {
    let provider = start().await;
    for form in [with(("scope", "")), with(("scope", "unknown")), with(("resource", RESOURCE))] {
        let answer = token_by(&provider, &form).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        assert_eq!(answer.body.get("scope"), None);
        assert!(!jwt(text(&answer.body, "access_token")).1.contains_key("scope"));
    }
    let more = token_by(&provider, &with(("scope", "openid all unknown"))).await;
    assert_eq!(more.body["scope"], "all");
}

#[tokio::test]
async fn exactly_one_registered_resource_is_needed() {
    let provider = start().await;
    let twice = [&TOKEN_FORM[..], &[("resource", RESOURCE)]].concat();
    for form in [
        with(("resource", "")),
        with(("resource", "https://unknown.example/")),
        with(("resource", "urn:logto:resource:organizations")),
        twice,
    ] {
        let answer = token_by(&provider, &form).await;
        assert_eq!((answer.status, text(&answer.body, "code")), (400, "oidc.invalid_target"), "{form:?}");
    }
}

#[tokio::test]
async fn a_machine_belongs_to_no_organization() {
    let provider = start().await;
    let answer = token_by(&provider, &with(("organization_id", "org"))).await;
    assert_eq!((answer.status, text(&answer.body, "code")), (403, "oidc.access_denied"));
}

#[tokio::test]
async fn a_web_application_may_not_ask_for_itself() {
    let provider = start().await;
    let answer = post_token(&provider, &TOKEN_FORM).await;
    assert_eq!((answer.status, text(&answer.body, "error")), (400, "unauthorized_client"));
    assert_eq!(answer.body["error_description"], "requested grant type is not allowed for this client");
}

#[tokio::test]
async fn a_machine_may_not_act_for_a_person() {
    let provider = start().await;
    let code = code(&provider, &[]).await;
    for form in [&code_form(&code)[..], &[("grant_type", "refresh_token"), ("refresh_token", "x")]] {
        let answer = token_by(&provider, form).await;
        assert_eq!((answer.status, text(&answer.body, "error")), (400, "unauthorized_client"));
    }
}

#[tokio::test]
async fn a_machine_has_nowhere_to_be_redirected_to() {
    let provider = start().await;
    let url = authorization_url(&provider, &[("client_id", MACHINE_ID)]);
    let refused = answer(http().get(url)).await;
    assert_eq!((refused.status, text(&refused.body, "code")), (400, "oidc.invalid_redirect_uri"));
    let params = authorization_params(&[("client_id", MACHINE_ID)]);
    let secret = basic(MACHINE_ID, MACHINE_SECRET);
    let pushed = post(&provider, "/oidc/request", Some(&secret), &params).await;
    assert_eq!((pushed.status, text(&pushed.body, "code")), (400, "oidc.invalid_redirect_uri"));
}

#[tokio::test]
async fn a_persons_token_for_the_management_api_has_no_permission() {
    let provider = start().await;
    let code = code(&provider, &[("resource", MANAGEMENT_API), ("scope", "openid all")]).await;
    let form = [&code_form(&code)[..], &[("resource", MANAGEMENT_API)]].concat();
    let answer = post_token(&provider, &form).await;
    assert_eq!((answer.status, text(&answer.body, "scope")), (200, ""), "{}", answer.body);
}

#[tokio::test]
async fn the_next_access_token_and_token_response_can_be_bent() {
    let provider = start().await;
    provider.next_access_token(|claims| drop(claims.insert("aud".to_owned(), json!("elsewhere"))));
    provider.next_token_response(|body| drop(body.insert("expires_in".to_owned(), json!(1))));
    let answer = token_by(&provider, &TOKEN_FORM).await.body;
    assert_eq!((&answer["expires_in"], &jwt(text(&answer, "access_token")).1["aud"]), (&json!(1), &json!("elsewhere")));
}

#[tokio::test]
async fn a_client_id_is_registered_once() {
    let twin = Application { redirect_uris: vec![REDIRECT_URI.to_owned()], ..Application::default() };
    let of = |client_id: &str| MachineToMachine { client_id: client_id.to_owned(), ..machine() };
    for builder in [
        builder().machine_to_machine(machine()),
        builder().machine_to_machine(of(CLIENT_ID)),
        builder().application(Application { client_id: MACHINE_ID.to_owned(), ..twin }),
    ] {
        assert!(matches!(builder.start().await.err(), Some(StartError::RegisteredTwice { .. })));
    }
}

#[test]
fn the_secret_of_a_machine_is_not_shown() {
    let shown = format!("{:?} {:?}", machine(), builder());
    assert!(shown.contains(MACHINE_ID) && !shown.contains(MACHINE_SECRET), "{shown}");
}
