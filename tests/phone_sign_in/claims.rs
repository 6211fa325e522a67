//! What an embedded session says of the person: as an ID token would for the scopes of the configuration, and anew when asked.

use logto::Scope;
use serde_json::json;
use time::Duration;

use crate::{
    house::{House, NEARLY_AN_HOUR, OTHER_PHONE, PHONE, TOKEN, number},
    storages::Kind,
    tenant::{ORGANIZATION, Setup},
};

async fn house_with(kind: Kind, scopes: &[Scope]) -> House {
    House::with(kind, Setup { scopes: scopes.to_vec(), ..Setup::default() }).await
}

/// A member with a role, here and in the organisation.
fn member(house: &House) -> String {
    let sub = house.provider.add_user(PHONE, Some("Ada")).unwrap();
    assert!(house.provider.add_role(&sub, "admin"));
    assert!(house.provider.add_member(ORGANIZATION, &sub, &["owner"]));
    assert!(house.provider.set_custom_data(&sub, json!({ "plan": "pro" })));
    sub
}

#[tokio::test]
async fn roles_and_organisations_are_in_the_claims_where_the_scopes_are_configured() {
    for kind in Kind::ALL {
        let scopes = [Scope::Roles, Scope::Organizations, Scope::OrganizationRoles, Scope::CustomData];
        let house = house_with(kind, &scopes).await;
        let sub = member(&house);
        let key = house.sign_in(PHONE).await;
        let claims = house.find(&key).await.unwrap().claims;
        assert_eq!((claims.sub.as_str(), claims.name.as_deref()), (sub.as_str(), Some("Ada")));
        assert_eq!(claims.roles, ["admin"], "{kind:?}");
        assert_eq!(claims.organizations, [ORGANIZATION]);
        assert_eq!(claims.organization_roles, [format!("{ORGANIZATION}:owner")]);
        assert_eq!(claims.custom_data.as_ref().unwrap()["plan"], "pro");

        assert!(house.provider.remove_role(&sub, "admin") && house.provider.remove_member(ORGANIZATION, &sub));
        house.advance(Duration::minutes(58));
        assert!(house.is_current(&key).await);
        assert_eq!(house.find(&key).await.unwrap().claims.roles, ["admin"], "before the hour");
        house.advance(Duration::minutes(2));
        let claims = house.sessions.current(&key).await.unwrap().unwrap().session.claims;
        assert!(claims.roles.is_empty() && claims.organizations.is_empty() && claims.organization_roles.is_empty());
    }
}

#[tokio::test]
async fn nothing_that_no_scope_asks_for_is_read_or_kept() {
    let house = house_with(Kind::Memory, &[]).await;
    let sub = member(&house);
    let session = house.session(PHONE).await;
    assert!(session.claims.roles.is_empty() && session.claims.organizations.is_empty());
    assert!(session.claims.organization_roles.is_empty());
    assert!(session.claims.custom_data.is_none() && session.claims.identities.is_none());
    for what in ["roles", "organizations"] {
        assert_eq!(house.count(&format!("/api/users/{sub}/{what}")), 0, "{what} were asked for");
    }
    // Each by itself.
    let house = house_with(Kind::Memory, &[Scope::OrganizationRoles]).await;
    member(&house);
    let claims = house.session(PHONE).await.claims;
    assert!(claims.organizations.is_empty() && claims.has_organization_role(ORGANIZATION, "owner"));
    let house = house_with(Kind::Memory, &[Scope::Organizations]).await;
    member(&house);
    let claims = house.session(PHONE).await.claims;
    assert!(claims.organization_roles.is_empty() && claims.organizations == [ORGANIZATION]);
}

#[tokio::test]
async fn roles_that_cannot_be_read_do_not_get_lost() {
    let house = house_with(Kind::Memory, &[Scope::Roles]).await;
    let sub = member(&house);
    let key = house.sign_in(PHONE).await;
    house.advance(NEARLY_AN_HOUR);
    let down = logto::dev_provider::Canned { status: 500, ..Default::default() };
    house.provider.next_response(&format!("/api/users/{sub}/roles"), down);
    let found = house.sessions.current(&key).await.unwrap().unwrap();
    assert_eq!(found.session.claims.roles, ["admin"]);
}

#[tokio::test]
async fn changed_number_and_name_are_seen_after_a_reload_and_not_before() {
    for kind in Kind::ALL {
        let house = House::new(kind).await;
        let (embedded, hosted) = (house.sign_in(PHONE).await, house.sign_in_hosted(PHONE).await);
        let sub = house.sub(&embedded).await;
        assert_eq!(sub, house.sub(&hosted).await);
        let management = house.verifier.management();
        management.set_primary_phone(&sub, &number(OTHER_PHONE)).await.unwrap();
        management.set_name(&sub, Some("Grace")).await.unwrap();
        house.provider.clear_requests();
        for key in [&embedded, &hosted] {
            let before = house.sessions.current(key).await.unwrap().unwrap().session.claims;
            assert_eq!((before.name.as_deref(), before.phone_number.as_deref()), (None, Some(PHONE)), "{kind:?}");
            assert_eq!(house.provider.requests(), [], "a page view asked");
            let reloaded = house.sessions.reload(key).await.unwrap().session;
            let kept = house.find(key).await.unwrap();
            for claims in [&reloaded.claims, &kept.claims] {
                assert_eq!(claims.phone_number.as_deref(), Some(OTHER_PHONE), "{kind:?}");
                assert_eq!(claims.name.as_deref(), Some("Grace"), "{kind:?}");
            }
            assert_eq!(kept.opened_by, reloaded.opened_by);
            house.provider.clear_requests();
        }
        // The one by the Management API, the other by its refresh token.
        house.sessions.reload(&embedded).await.unwrap();
        assert_eq!(house.requests_to(TOKEN), 0);
        house.sessions.reload(&hosted).await.unwrap();
        assert_eq!(house.requests_to(TOKEN), 1);
    }
}

#[tokio::test]
async fn reload_does_not_take_over_what_was_asked_for_before_the_change() {
    let house = House::new(Kind::Memory).await;
    let (embedded, hosted) = (house.sign_in(PHONE).await, house.sign_in_hosted(PHONE).await);
    let sub = house.sub(&embedded).await;
    house.advance(NEARLY_AN_HOUR);
    for (key, path, name) in [(embedded, format!("/api/users/{sub}"), "Ada"), (hosted, TOKEN.to_owned(), "Grace")] {
        let mut page_view = house.provider.hold_next(&path);
        let sessions = house.sessions.clone();
        let viewing = tokio::spawn(async move { sessions.current(&key).await.unwrap().unwrap() });
        page_view.made().await;
        house.verifier.management().set_name(&sub, Some(name)).await.unwrap();
        let sessions = house.sessions.clone();
        let reloading = tokio::spawn(async move { sessions.reload(&key).await.unwrap() });
        // Until it waits behind the page view: there is nothing else for it to wait for.
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
        page_view.release();
        assert_ne!(viewing.await.unwrap().session.claims.name.as_deref(), Some(name));
        assert_eq!(reloading.await.unwrap().session.claims.name.as_deref(), Some(name), "{path}");
    }
}

#[tokio::test]
async fn reload_that_fails_changes_nothing() {
    let mut house = House::new(Kind::Sqlite).await;
    let (embedded, hosted) = (house.sign_in(PHONE).await, house.sign_in_hosted(PHONE).await);
    house.provider.pause();
    for key in [&embedded, &hosted] {
        let error = house.sessions.reload(key).await.unwrap_err();
        assert!(error.is_outage(), "{error}");
        assert_eq!(house.find(key).await.unwrap().claims.phone_number.as_deref(), Some(PHONE));
    }
    let nobody = logto::SessionKey::of("nobody");
    assert_eq!(house.sessions.reload(&nobody).await.unwrap_err().code(), "session.signed_out");
}

#[tokio::test]
async fn user_info_of_an_embedded_session_is_what_the_management_api_says_now() {
    for kind in [Kind::Memory, Kind::Sqlite] {
        let house = House::new(kind).await;
        let key = house.sign_in(PHONE).await;
        let sub = house.sub(&key).await;
        house.verifier.management().set_name(&sub, Some("Grace")).await.unwrap();
        house.provider.clear_requests();
        let info = house.sessions.fetch_user_info(&key).await.unwrap();
        assert_eq!((info.sub.as_str(), info.user.name.as_deref()), (sub.as_str(), Some("Grace")));
        assert_eq!(info.user.phone_number.as_deref(), Some(PHONE));
        assert_eq!((house.count(&format!("/api/users/{sub}")), house.count("/oidc/me")), (1, 0), "{kind:?}");
    }
}
