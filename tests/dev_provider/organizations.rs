use logto::dev_provider::{ApiResource, DevProvider, Organization};
use serde_json::{Value, json};

use crate::support::{
    Answer, CLIENT_ID, PHONE, RESOURCE, authorization_url, builder, http, jwt, query, refresh, refresh_for, text,
    tokens, userinfo,
};

const ORGANIZATIONS: &str = "urn:logto:resource:organizations";
const ASK_FOR_ALL: &str = "openid offline_access urn:logto:scope:organizations urn:logto:scope:organization_roles \
                           read:members write:members read:things write:things";
const INVOICES: &str = "https://invoices.example/";

fn organization(id: &str, name: &str) -> Organization {
    Organization {
        id: id.to_owned(),
        name: name.to_owned(),
        scopes: vec!["read:members".to_owned(), "close".to_owned()],
        ..Organization::default()
    }
}

/// Two organizations; the person edits in the first and only watches in the second.
async fn start() -> (DevProvider, String) {
    let provider = builder()
        .organization(organization("org!1", "Bäckerei"))
        .organization(organization("org2", "Mühle"))
        .organization_role("editor", &["read:members", "write:members"])
        .organization_role("viewer", &["read:members"])
        .resource(ApiResource { indicator: INVOICES.to_owned(), scopes: vec!["read:invoices".to_owned()] })
        .organization_role_for("editor", INVOICES, &["read:invoices"])
        .start()
        .await
        .unwrap();
    let sub = provider.add_user(PHONE, None).unwrap();
    assert!(provider.add_member("org!1", &sub, &["editor"]));
    assert!(provider.add_member("org2", &sub, &["viewer", "guest"]));
    (provider, sub)
}

async fn sign_in(provider: &DevProvider, scope: &str) -> Value {
    tokens(provider, &[("scope", scope), ("prompt", "consent"), ("resource", ORGANIZATIONS)]).await
}

async fn organization_token(provider: &DevProvider, tokens: &Value, id: &str) -> Answer {
    refresh_for(provider, tokens, &[("organization_id", id)]).await
}

fn refusal(answer: &Answer) -> (u16, &str, &str) {
    (answer.status, text(&answer.body, "error"), text(&answer.body, "error_description"))
}

const NOT_A_MEMBER: (u16, &str, &str) = (403, "access_denied", "user is not a member of the organization");

#[tokio::test]
async fn id_token_and_userinfo_say_organizations_and_roles_there() {
    let (provider, _) = start().await;
    let tokens = sign_in(&provider, ASK_FOR_ALL).await;
    let claims = Value::Object(jwt(text(&tokens, "id_token")).1);
    let userinfo = userinfo(&provider, text(&tokens, "access_token")).await.body;
    for claims in [&claims, &userinfo] {
        assert_eq!(claims["organizations"], json!(["org!1", "org2"]));
        assert_eq!(claims["organization_roles"], json!(["org!1:editor", "org2:viewer", "org2:guest"]));
    }
    // The names are for userinfo, unless the tenant wants them in the ID token.
    assert_eq!(claims.get("organization_data"), None);
    assert_eq!(
        userinfo["organization_data"],
        json!([
            { "id": "org!1", "name": "Bäckerei", "description": null },
            { "id": "org2", "name": "Mühle", "description": null },
        ])
    );
}

#[tokio::test]
async fn each_organization_claim_needs_its_scope() {
    let (provider, _) = start().await;
    for (scope, organizations, roles) in [
        ("openid", false, false),
        ("openid urn:logto:scope:organizations", true, false),
        ("openid urn:logto:scope:organization_roles", false, true),
    ] {
        let tokens = sign_in(&provider, scope).await;
        let claims = jwt(text(&tokens, "id_token")).1;
        let userinfo = userinfo(&provider, text(&tokens, "access_token")).await.body;
        for claims in [&claims, userinfo.as_object().unwrap()] {
            assert_eq!(claims.contains_key("organizations"), organizations, "{scope}");
            assert_eq!(claims.contains_key("organization_roles"), roles, "{scope}");
        }
    }
}

#[tokio::test]
async fn an_organization_token_has_the_permissions_of_the_members_roles() {
    let (provider, sub) = start().await;
    let tokens = sign_in(&provider, ASK_FOR_ALL).await;
    for (id, scope) in [("org!1", "read:members write:members"), ("org2", "read:members")] {
        let answer = organization_token(&provider, &tokens, id).await;
        assert_eq!((answer.status, text(&answer.body, "scope")), (200, scope), "{}", answer.body);
        let token = text(&answer.body, "access_token");
        let (header, claims) = jwt(token);
        assert_eq!((&header["alg"], &header["typ"]), (&json!("ES384"), &json!("at+jwt")));
        assert_eq!(header["kid"], provider.kid());
        assert_eq!(claims["aud"], format!("urn:logto:organization:{id}"));
        assert_eq!(claims["scope"], scope);
        assert_eq!((&claims["sub"], &claims["client_id"]), (&json!(sub), &json!(CLIENT_ID)));
        assert_eq!(claims["iss"], provider.issuer());
        assert_eq!(claims["exp"].as_i64(), claims["iat"].as_i64().map(|iat| iat + 3600));
        assert_eq!(claims.get("organization_id"), None);
        assert_eq!(userinfo(&provider, token).await.status, 401);
    }
}

#[tokio::test]
async fn an_organization_token_has_what_was_asked_for_and_no_more() {
    let (provider, _) = start().await;
    let tokens = sign_in(&provider, "openid offline_access urn:logto:scope:organizations write:members close").await;
    let answer = organization_token(&provider, &tokens, "org!1").await.body;
    assert_eq!(text(&answer, "scope"), "write:members", "`close` is in no role, `read:members` was not asked for");

    let all = sign_in(&provider, ASK_FOR_ALL).await;
    let narrowed = refresh_for(&provider, &all, &[("organization_id", "org!1"), ("scope", "read:members")]).await;
    assert_eq!(text(&narrowed.body, "scope"), "read:members");
    let more = refresh_for(&provider, &all, &[("organization_id", "org!1"), ("scope", "close")]).await;
    assert_eq!((more.status, text(&more.body, "error")), (400, "invalid_scope"));
}

#[tokio::test]
async fn permissions_need_the_organizations_resource_in_the_authorization_request() {
    let (provider, _) = start().await;
    let tokens = tokens(&provider, &[("scope", ASK_FOR_ALL), ("prompt", "consent")]).await;
    let answer = organization_token(&provider, &tokens, "org!1").await;
    assert_eq!((answer.status, text(&answer.body, "scope")), (200, ""));
}

#[tokio::test]
async fn an_organization_token_is_for_members_only() {
    let (provider, sub) = start().await;
    let tokens = sign_in(&provider, ASK_FOR_ALL).await;
    assert_eq!(refusal(&organization_token(&provider, &tokens, "unknown").await), NOT_A_MEMBER);
    assert_eq!(organization_token(&provider, &tokens, "org2").await.status, 200);
    assert!(provider.remove_member("org2", &sub));
    assert_eq!(refusal(&organization_token(&provider, &tokens, "org2").await), NOT_A_MEMBER);
    let refreshed = refresh(&provider, text(&tokens, "refresh_token")).await;
    assert_eq!(refreshed.status, 200, "the refusal does not touch the grant");
    assert_eq!(jwt(text(&refreshed.body, "id_token")).1["organizations"], json!(["org!1"]));
}

#[tokio::test]
async fn somebody_elses_organization_is_refused() {
    let (provider, _) = start().await;
    let url =
        authorization_url(&provider, &[("scope", ASK_FOR_ALL), ("prompt", "consent"), ("resource", ORGANIZATIONS)]);
    let callback = provider.complete_authorization(&url, crate::support::OTHER_PHONE).await.unwrap();
    let tokens = crate::support::exchange(&provider, &query(&callback)["code"]).await.body;
    assert_eq!(jwt(text(&tokens, "id_token")).1["organizations"], json!([]));
    assert_eq!(refusal(&organization_token(&provider, &tokens, "org!1").await), NOT_A_MEMBER);
}

#[tokio::test]
async fn an_organization_token_needs_the_scope_for_organizations() {
    let (provider, _) = start().await;
    let tokens = sign_in(&provider, "openid offline_access read:members").await;
    let answer = organization_token(&provider, &tokens, "org!1").await;
    assert_eq!(refusal(&answer), (403, "insufficient_scope", "refresh token missing required scope"));
}

#[tokio::test]
async fn an_api_token_for_an_organization_names_it_and_has_the_roles_of_that_one() {
    let (provider, _) = start().await;
    let url = authorization_url(
        &provider,
        &[("scope", "openid offline_access urn:logto:scope:organizations read:invoices"), ("prompt", "consent")],
    );
    let url = format!("{url}&resource={INVOICES}&resource={RESOURCE}");
    let callback = provider.complete_authorization(&url, PHONE).await.unwrap();
    let tokens = crate::support::exchange(&provider, &query(&callback)["code"]).await.body;
    for (id, scope) in [("org!1", "read:invoices"), ("org2", "")] {
        let answer = refresh_for(&provider, &tokens, &[("organization_id", id), ("resource", INVOICES)]).await;
        let claims = jwt(text(&answer.body, "access_token")).1;
        assert_eq!((&claims["aud"], &claims["organization_id"]), (&json!(INVOICES), &json!(id)));
        assert_eq!(claims["scope"], scope, "{id}");
    }
    let for_none = refresh_for(&provider, &tokens, &[("resource", INVOICES)]).await;
    let claims = jwt(text(&for_none.body, "access_token")).1;
    assert_eq!((claims.get("organization_id"), &claims["scope"]), (None, &json!("read:invoices")));

    let stranger = refresh_for(&provider, &tokens, &[("organization_id", "org3"), ("resource", INVOICES)]).await;
    assert_eq!(refusal(&stranger), NOT_A_MEMBER);
    let unasked = refresh_for(&provider, &tokens, &[("organization_id", "org!1"), ("resource", ORGANIZATIONS)]).await;
    assert_eq!((unasked.status, text(&unasked.body, "error")), (400, "invalid_target"));
}

#[tokio::test]
async fn memberships_survive_a_restart_and_those_of_removed_organizations_do_not() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("provider.json");
    let both = || builder().organization(organization("a", "A")).organization(organization("b", "B"));
    let provider = both().data(&path).start().await.unwrap();
    let sub = provider.add_user(PHONE, None).unwrap();
    assert!(provider.add_member("a", &sub, &["editor"]) && provider.add_member("b", &sub, &[]));
    assert!(!provider.add_member("c", &sub, &[]), "no such organization");
    assert!(!provider.add_member("a", "nobody", &[]), "no such user");
    assert!(!provider.remove_member("a", "nobody"));
    drop(provider);
    for (builder, organizations) in
        [(both(), json!(["a", "b"])), (builder().organization(organization("b", "B")), json!(["b"]))]
    {
        let provider = builder.data(&path).start().await.unwrap();
        let tokens = tokens(&provider, &[("scope", "openid urn:logto:scope:organizations")]).await;
        assert_eq!(jwt(text(&tokens, "id_token")).1["organizations"], organizations);
    }
}

#[tokio::test]
async fn the_organizations_resource_is_known_to_every_tenant() {
    let provider = crate::support::start().await;
    let url = authorization_url(&provider, &[("resource", ORGANIZATIONS)]);
    let response = http().get(url).send().await.unwrap();
    assert_eq!(response.headers()["location"], "/sign-in");
}
