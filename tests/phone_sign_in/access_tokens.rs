//! Access tokens of an embedded session: by a subject token and token exchange. RFC 8693.

use logto::{AccessTokenFor, Audience, Scope, SessionKey};
use time::Duration;
use tokio::task::JoinSet;

use crate::{
    house::{House, NEARLY_AN_HOUR, OTHER_PHONE, PHONE, SUBJECT_TOKENS, api, distinct, organization},
    storages::Kind,
    tenant::{API, ORGANIZATION, OTHER_API, Setup},
};

const AT_ONCE: usize = 200;

/// Signs in by phone a member of the organisation.
async fn member(house: &House) -> SessionKey {
    let sub = house.provider.add_user(PHONE, None).unwrap();
    assert!(house.provider.add_member(ORGANIZATION, &sub, &["owner"]));
    house.sign_in(PHONE).await
}

/// How many subject tokens were asked for, and how many exchanges, since the last call.
fn asked(house: &House) -> (usize, usize) {
    let is_exchange = |grant: &str| grant.ends_with(":token-exchange");
    let requests = house.provider.requests();
    let exchanges = requests.iter().filter(|request| request.grant_type.as_deref().is_some_and(is_exchange)).count();
    (house.requests_to(SUBJECT_TOKENS), exchanges)
}

#[tokio::test]
async fn api_and_organisation_get_tokens_that_verify() {
    for kind in Kind::ALL {
        let house = House::new(kind).await;
        let key = member(&house).await;
        let sub = house.sub(&key).await;
        let of_api = Audience::Resource(API.to_owned());
        let in_organization = AccessTokenFor::ResourceInOrganization(api(), organization());
        for (what_for, audience, scope, organization_id) in [
            (AccessTokenFor::Resource(api()), of_api.clone(), "read:items", None),
            (AccessTokenFor::Organization(organization()), Audience::Organization, "read:members", Some(ORGANIZATION)),
            (in_organization, of_api, "read:items", Some(ORGANIZATION)),
        ] {
            let token = house.sessions.access_token_for(&key, &what_for).await.unwrap();
            let claims = house.sessions.client().access_token_verifier(audience).verify(token.token.reveal()).await;
            let claims = claims.unwrap();
            assert_eq!(claims.sub, sub, "{kind:?} {what_for:?}");
            assert!(claims.has_scope(scope), "{what_for:?}");
            assert_eq!(claims.organization_id.as_deref(), organization_id, "{what_for:?}");
            assert_eq!(asked(&house), (1, 1), "{what_for:?}");
        }
        assert_eq!(house.find(&key).await.unwrap().tokens.access_tokens().count(), 3);
        let session = house.find(&key).await.unwrap();
        assert!(session.tokens.refresh_token.is_none() && session.tokens.id_token.is_none());
    }
}

#[tokio::test]
async fn token_is_kept_until_its_last_minute_and_until_it_is_cleared() {
    for kind in Kind::ALL {
        let house = House::new(kind).await;
        let key = house.sign_in(PHONE).await;
        let first = house.sessions.access_token(&key, &api()).await.unwrap();
        assert_eq!(asked(&house), (1, 1));
        house.advance(Duration::minutes(58));
        let again = house.sessions.access_token(&key, &api()).await.unwrap();
        assert!(again.token.is(first.token.reveal()), "{kind:?}");
        assert_eq!(asked(&house), (0, 0), "{kind:?}");
        house.advance(Duration::minutes(1) + Duration::seconds(5));
        let second = house.sessions.access_token(&key, &api()).await.unwrap();
        assert!(!second.token.is(first.token.reveal()));
        assert_eq!(asked(&house), (1, 1), "{kind:?}");
        house.sessions.clear_access_tokens(&key).await.unwrap();
        assert_eq!(house.find(&key).await.unwrap().tokens.access_tokens().count(), 0);
        house.sessions.access_token(&key, &api()).await.unwrap();
        assert_eq!(asked(&house), (1, 1), "{kind:?}");
        assert!(house.is_current(&key).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_at_once_exchange_once() {
    for kind in Kind::ALL {
        let house = House::new(kind).await;
        let mut processes = vec![house.sessions.clone()];
        if kind != Kind::Memory {
            processes.push(house.other_process().await);
        }
        let key = house.sign_in(PHONE).await;
        house.provider.delay_next(SUBJECT_TOKENS, std::time::Duration::from_millis(300));
        let mut tasks = JoinSet::new();
        for n in 0..AT_ONCE {
            let sessions = processes[n % processes.len()].clone();
            tasks.spawn(async move { sessions.access_token(&key, &api()).await.unwrap().token.reveal().to_owned() });
        }
        assert_eq!(distinct(tasks.join_all().await), 1, "{kind:?}");
        assert_eq!(asked(&house), (1, 1), "{kind:?}");
    }
}

#[tokio::test]
async fn application_that_may_not_exchange_says_so_and_disturbs_nobody() {
    for kind in Kind::ALL {
        let house = House::with(kind, Setup { allow_token_exchange: false, ..Setup::default() }).await;
        let (key, other) = (house.sign_in(PHONE).await, house.sign_in(OTHER_PHONE).await);
        let hosted = house.sign_in_hosted(OTHER_PHONE).await;
        house.advance(NEARLY_AN_HOUR);
        for _ in 0..2 {
            let error = house.sessions.access_token(&key, &api()).await.unwrap_err();
            assert_eq!(error.code(), "refresh.token_exchange_not_allowed", "{kind:?}");
            assert!(error.is_outage(), "it is the app's own settings");
        }
        assert_eq!(house.are_signed_in([&key, &other, &hosted]).await, [true; 3]);
        house.provider.clear_requests();
        for key in [&key, &other] {
            let path = house.user_path(key).await;
            assert!(house.is_current(key).await);
            assert_eq!(house.requests_to(&path), 1, "{kind:?}: quiet for others");
        }
        let old = house.find(&hosted).await.unwrap().claims.iat;
        assert!(house.is_current(&hosted).await);
        assert!(house.find(&hosted).await.unwrap().claims.iat > old, "{kind:?}: the hosted session was not refreshed");
        house.sessions.access_token(&hosted, &api()).await.unwrap();
    }
}

#[tokio::test]
async fn failing_exchange_does_not_keep_the_suspended_signed_in() {
    let house = House::new(Kind::Memory).await;
    let (key, suspended) = (house.sign_in(PHONE).await, house.sign_in(OTHER_PHONE).await);
    assert!(house.provider.suspend_user(&house.sub(&suspended).await));
    house.advance(NEARLY_AN_HOUR);
    let down = logto::dev_provider::Canned { status: 500, ..Default::default() };
    house.provider.next_response(SUBJECT_TOKENS, down);
    assert_eq!(house.sessions.access_token(&key, &api()).await.unwrap_err().code(), "management.unavailable");
    assert_eq!(house.sessions.access_token(&key, &api()).await.unwrap_err().code(), "refresh.unavailable");
    assert_eq!(asked(&house).0, 1, "nobody asks again at once");
    assert!(!house.is_current(&suspended).await);
}

#[tokio::test]
async fn stranger_gets_no_token_and_stays_signed_in() {
    let house = House::new(Kind::Sqlite).await;
    let key = house.sign_in(PHONE).await;
    let error = house.sessions.organization_token(&key, &organization()).await.unwrap_err();
    assert_eq!(error.code(), "refresh.refused");
    assert!(!error.is_outage());
    let unknown = logto::Resource::parse("https://unknown.example.com").unwrap();
    assert_eq!(house.sessions.access_token(&key, &unknown).await.unwrap_err().code(), "refresh.refused");
    // Nor does it keep the next one waiting.
    house.sessions.access_token(&key, &logto::Resource::parse(OTHER_API).unwrap()).await.unwrap();
    assert!(house.is_current(&key).await);
}

#[tokio::test]
async fn suspended_and_deleted_users_are_signed_out_when_any_token_is_asked_for() {
    for kind in Kind::ALL {
        let house = House::new(kind).await;
        let (suspended, deleted) = (house.sign_in(PHONE).await, house.sign_in(OTHER_PHONE).await);
        let other = house.sign_in("12015550125").await;
        assert!(house.provider.suspend_user(&house.sub(&suspended).await));
        assert!(house.provider.delete_user(&house.sub(&deleted).await));
        for key in [&suspended, &deleted] {
            let error = house.sessions.access_token(key, &api()).await.unwrap_err();
            assert_eq!(error.code(), "session.signed_out", "{kind:?}");
        }
        assert_eq!(house.are_signed_in([&suspended, &deleted, &other]).await, [false, false, true], "{kind:?}");
        house.sessions.access_token(&other, &api()).await.unwrap();
    }
}

#[tokio::test]
async fn there_is_no_token_for_userinfo_and_nobody_is_signed_out_for_asking() {
    let house = House::with(Kind::Memory, Setup { scopes: vec![Scope::Roles], ..Setup::default() }).await;
    let key = house.sign_in(PHONE).await;
    for _ in 0..2 {
        let error = house.sessions.access_token_for(&key, &AccessTokenFor::UserInfo).await.unwrap_err();
        assert_eq!(error.code(), "session.no_user_info_token");
        assert!(!error.is_outage());
        house.advance(NEARLY_AN_HOUR);
    }
    assert!(house.is_current(&key).await);
}
