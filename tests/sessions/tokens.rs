//! Access tokens: one per use, kept until shortly before they expire.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use logto::{AccessToken, AccessTokenFor, OrganizationId, Resource, SessionKey};
use serde_json::Value;
use time::Duration;

use crate::{
    house::{API, FOREIGN_API, House, NEARLY_AN_HOUR, ORGANIZATION, OTHER_API, PHONE, api, organization},
    storages::Kind,
};

/// The claims of a JWT access token. Tests may read them; a client does not.
fn claims(token: &AccessToken) -> Value {
    let payload = token.token.reveal().split('.').nth(1).expect("a JWT");
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap()
}

#[tokio::test]
async fn access_token_is_for_the_resource_and_kept() {
    for kind in Kind::ALL {
        let house = House::new(kind).await;
        let key = house.sign_in().await;
        let token = house.sessions.access_token(&key, &api()).await.unwrap();
        assert_eq!(claims(&token)["aud"], API);
        assert_eq!(token.scope, ["read:items"]);
        assert_eq!(house.token_requests(), 1);
        let again = house.other_process().await.access_token(&key, &api()).await.unwrap();
        assert!(again.token.is(token.token.reveal()));
        assert_eq!(house.token_requests(), 0, "{kind:?}");
    }
}

#[tokio::test]
async fn each_resource_has_a_token_of_its_own() {
    let house = House::new(Kind::Sqlite).await;
    let key = house.sign_in().await;
    let other = Resource::parse(OTHER_API).unwrap();
    for (resource, aud) in [(api(), API), (other.clone(), OTHER_API), (api(), API), (other, OTHER_API)] {
        let token = house.sessions.access_token(&key, &resource).await.unwrap();
        assert_eq!(claims(&token)["aud"], aud);
    }
    assert_eq!(house.token_requests(), 2);
    assert_eq!(house.find(&key).await.unwrap().tokens.access_tokens().count(), 3);
}

#[tokio::test]
async fn organization_token_is_for_the_organisation_of_a_member() {
    let house = House::new(Kind::Sqlite).await;
    let key = house.sign_in().await;
    house.provider.add_member(ORGANIZATION, &house.sub(&key).await, &["owner"]);
    let token = house.sessions.organization_token(&key, &organization()).await.unwrap();
    assert_eq!(claims(&token)["aud"], format!("urn:logto:organization:{ORGANIZATION}"));
    assert_eq!(token.scope, ["read:members"]);
    house.sessions.organization_token(&key, &organization()).await.unwrap();
    assert_eq!(house.token_requests(), 1);
}

#[tokio::test]
async fn resource_token_within_an_organisation_is_another_one() {
    let house = House::new(Kind::Sqlite).await;
    let key = house.sign_in().await;
    house.provider.add_member(ORGANIZATION, &house.sub(&key).await, &["owner"]);
    let within = AccessTokenFor::ResourceInOrganization(api(), organization());
    let token = house.sessions.access_token_for(&key, &within).await.unwrap();
    assert_eq!((&claims(&token)["aud"], &claims(&token)["organization_id"]), (&API.into(), &ORGANIZATION.into()));
    let without = house.sessions.access_token(&key, &api()).await.unwrap();
    assert!(claims(&without).get("organization_id").is_none());
    house.sessions.access_token_for(&key, &within).await.unwrap();
    assert_eq!(house.token_requests(), 2);
}

#[tokio::test]
async fn refuses_a_resource_that_was_not_asked_for_and_an_organisation_of_others() {
    let house = House::new(Kind::Sqlite).await;
    let key = house.sign_in().await;
    for resource in [FOREIGN_API, "https://unknown.example.com"] {
        let error = house.sessions.access_token(&key, &Resource::parse(resource).unwrap()).await.unwrap_err();
        assert_eq!(error.code(), "refresh.refused");
    }
    for id in ["org2", "nowhere"] {
        let id = OrganizationId::parse(id).unwrap();
        assert_eq!(house.sessions.organization_token(&key, &id).await.unwrap_err().code(), "refresh.refused");
    }
    assert!(house.sessions.current(&key).await.unwrap().is_some());
    house.sessions.access_token(&key, &api()).await.unwrap();
}

#[tokio::test]
async fn refreshes_a_minute_before_expiry_and_not_before() {
    let house = House::new(Kind::Memory).await;
    let key = house.sign_in().await;
    let token = house.sessions.access_token(&key, &api()).await.unwrap();
    house.provider.clear_requests();
    house.advance(Duration::seconds(3_535));
    assert!(house.sessions.access_token(&key, &api()).await.unwrap().token.is(token.token.reveal()));
    assert!(house.sessions.current(&key).await.unwrap().is_some());
    assert_eq!(house.token_requests(), 0);
    house.advance(Duration::seconds(6));
    let new = house.sessions.access_token(&key, &api()).await.unwrap();
    assert!(!new.token.is(token.token.reveal()));
    assert!(new.is_fresh(house.clock().now()));
    assert_eq!(house.token_requests(), 1);
    assert!(house.sessions.current(&key).await.unwrap().is_some());
    assert_eq!(house.token_requests(), 1);
}

#[tokio::test]
async fn clear_access_tokens_lets_the_next_use_ask_again() {
    for kind in Kind::ALL {
        let house = House::new(kind).await;
        let key = house.sign_in().await;
        let token = house.sessions.access_token(&key, &api()).await.unwrap();
        house.sessions.clear_access_tokens(&key).await.unwrap();
        house.sessions.clear_access_tokens(&key).await.unwrap();
        let new = house.sessions.access_token(&key, &api()).await.unwrap();
        assert!(!new.token.is(token.token.reveal()));
        assert_eq!(house.token_requests(), 2, "{kind:?}");
    }
}

/// As where Logto gave none.
async fn without_refresh_token(house: &House) -> SessionKey {
    let mut session = house.session(&house.provider.browser().unwrap(), PHONE).await;
    session.tokens.refresh_token = None;
    house.begin(&session).await
}

#[tokio::test]
async fn session_without_refresh_token_ends_with_its_access_token() {
    let house = House::new(Kind::Sqlite).await;
    let key = without_refresh_token(&house).await;
    house.advance(Duration::seconds(3_595));
    assert!(house.sessions.current(&key).await.unwrap().is_some());
    let error = house.sessions.access_token(&key, &api()).await.unwrap_err();
    assert_eq!(error.code(), "refresh.no_refresh_token");
    house.advance(Duration::seconds(6));
    assert!(house.sessions.current(&key).await.unwrap().is_none());
    assert_eq!(house.token_requests(), 0);
}

#[tokio::test]
async fn clear_access_tokens_does_not_sign_out_a_session_without_refresh_token() {
    let house = House::new(Kind::Sqlite).await;
    let key = without_refresh_token(&house).await;
    house.sessions.clear_access_tokens(&key).await.unwrap();
    assert!(house.sessions.current(&key).await.unwrap().is_some());
    house.sessions.fetch_user_info(&key).await.unwrap();
}

#[tokio::test]
async fn claims_are_those_of_the_refreshed_id_token() {
    let house = House::new(Kind::Redis).await;
    let key = house.sign_in().await;
    let before = house.find(&key).await.unwrap();
    house.provider.add_role(&before.claims.sub, "admin");
    house.advance(NEARLY_AN_HOUR);
    let after = house.sessions.current(&key).await.unwrap().unwrap().session;
    assert!(after.claims.has_role("admin") && !before.claims.has_role("admin"));
    assert!(!after.tokens.id_token.as_ref().unwrap().is(before.tokens.id_token.as_ref().unwrap().reveal()));
    assert!(house.find(&key).await.unwrap().claims.has_role("admin"));
}

#[tokio::test]
async fn nobody_gets_a_token_without_a_session() {
    let house = House::new(Kind::Memory).await;
    let nobody = SessionKey::of("nobody");
    assert!(house.sessions.current(&nobody).await.unwrap().is_none());
    assert_eq!(house.sessions.access_token(&nobody, &api()).await.unwrap_err().code(), "session.signed_out");
    assert_eq!(house.sessions.clear_access_tokens(&nobody).await.unwrap_err().code(), "session.signed_out");
    assert_eq!(house.sessions.fetch_user_info(&nobody).await.unwrap_err().code(), "session.signed_out");
    assert_eq!(house.token_requests(), 0);
}
