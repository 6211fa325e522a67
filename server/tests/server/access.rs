//! What a person may do at APIs and in organisations: the access page, and the API itself.

use crate::{
    house::{House, ORGANIZATION, PHONE, visitor::Visitor},
    phone::signing_in::sign_in,
};
use http::{Method, StatusCode};
use serde_json::json;

#[tokio::test]
async fn shows_what_the_access_tokens_say() {
    let house = House::open().await;
    let mut visitor = house.signed_in().await;
    house.requests();
    let page = visitor.get("/access").await;
    assert_eq!(page.status, StatusCode::OK);
    for text in [format!("{}/api/v1", house.base_url), format!("urn:logto:organization:{ORGANIZATION}")] {
        assert!(page.body.contains(&text), "{text} is not in {}", page.body);
    }
    for permission in ["read:me", "read:members"] {
        assert!(page.body.contains(permission), "{permission} is not in {}", page.body);
    }
    assert_eq!(house.refreshes(), 2);
    visitor.get("/access").await;
    assert_eq!(house.refreshes(), 0, "the tokens were not kept");
    assert_eq!(visitor.post("/renew-access").await.location(), Some("/access"));
    visitor.get("/access").await;
    assert_eq!(house.refreshes(), 3, "for the person, the API and the organisation");
}

/// A membership stands in the person's claims, not in a token for an API: they are asked for too.
#[tokio::test]
async fn whoever_asks_for_new_tokens_sees_a_change_of_membership_whichever_way_they_signed_in() {
    async fn check(house: &House, mut visitor: Visitor) {
        let organization = format!("urn:logto:organization:{ORGANIZATION}");
        assert!(visitor.get("/access").await.body.contains(&organization));
        let user: serde_json::Value = serde_json::from_str(&visitor.get("/api/current_user").await.body).unwrap();
        assert!(house.provider.remove_member(ORGANIZATION, user["sub"].as_str().unwrap()));
        visitor.post("/renew-access").await;
        let page = visitor.get("/access").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.body.contains(ORGANIZATION), "{}", page.body);
    }
    let hosted = House::open().await;
    check(&hosted, hosted.signed_in().await).await;
    let embedded = House::open_embedded(&[]).await;
    let mut visitor = embedded.visitor();
    sign_in(&embedded, &mut visitor, PHONE).await;
    check(&embedded, visitor).await;
}

#[tokio::test]
async fn leads_an_anonymous_visitor_of_the_access_page_through_sign_in() {
    let house = House::open().await;
    let answer = house.visitor().get("/access").await;
    assert_eq!(answer.location(), Some("/sign-in?return_to=%2Faccess"));
}

#[tokio::test]
async fn the_api_takes_access_tokens_with_the_permission_and_nothing_else() {
    let house = House::open().await;
    let now = std::time::UNIX_EPOCH.elapsed().unwrap().as_secs();
    let token = |aud: &str, scope: &str| {
        let claims = json!({
            "iss": house.provider.issuer(), "sub": "u1", "aud": aud, "client_id": "c1", "scope": scope,
            "iat": now, "exp": now + 600, "jti": "t1",
        });
        house.provider.jwt(json!({ "alg": "ES384", "typ": "at+jwt", "kid": house.provider.kid() }), claims)
    };
    let api = format!("{}/api/v1", house.base_url);
    let cases = [
        (None, StatusCode::UNAUTHORIZED),
        (Some("opaque".to_owned()), StatusCode::UNAUTHORIZED),
        (Some(token("https://other.example", "read:me")), StatusCode::UNAUTHORIZED),
        (Some(token(&api, "write:me")), StatusCode::FORBIDDEN),
        (Some(token(&api, "read:me")), StatusCode::OK),
    ];
    for (token, status) in cases {
        let header = token.map(|token| format!("Bearer {token}"));
        let headers: Vec<(&str, &str)> = header.iter().map(|header| ("authorization", header.as_str())).collect();
        let answer = house.visitor().send(Method::GET, "/api/v1/me", &headers).await;
        assert_eq!(answer.status, status, "{answer:?}");
        assert_eq!(answer.header("www-authenticate").is_some(), status != StatusCode::OK, "{answer:?}");
    }
}

#[tokio::test]
async fn the_api_takes_no_session_cookie() {
    let house = House::open().await;
    assert_eq!(house.signed_in().await.get("/api/v1/me").await.status, StatusCode::UNAUTHORIZED);
}
