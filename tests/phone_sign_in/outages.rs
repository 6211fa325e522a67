//! An outage is not a sign-out: what the Management API does not say of the user ends no session, and heals.

use http::StatusCode;
use logto::dev_provider::Canned;

use crate::{
    house::{A_WHILE, House, NEARLY_AN_HOUR, PHONE, TOKEN, api},
    storages::Kind,
};

fn answer(status: StatusCode, body: &str) -> Canned {
    Canned { status: status.as_u16(), body: body.to_owned(), ..Canned::default() }
}

/// The person stays whatever the user's path answers, nobody asks again at once, and then all is well.
async fn stays_and_heals(kind: Kind, canned: &[Canned], asked: usize) {
    let house = House::new(kind).await;
    let key = house.sign_in(PHONE).await;
    let path = house.user_path(&key).await;
    house.advance(NEARLY_AN_HOUR);
    for canned in canned {
        house.provider.next_response(&path, canned.clone());
    }
    for _ in 0..5 {
        assert!(house.is_current(&key).await, "{canned:?}");
    }
    assert_eq!(house.requests_to(&path), asked, "{canned:?}");
    let exp = house.find(&key).await.unwrap().claims.exp;
    house.advance(A_WHILE);
    assert!(house.is_current(&key).await, "{canned:?}");
    assert_eq!(house.requests_to(&path), 1, "{canned:?}: it did not heal");
    assert!(house.find(&key).await.unwrap().claims.exp > exp);
    // Nor is it forgotten what the user may: suspended in the hour after, they are signed out.
    assert!(house.provider.suspend_user(&house.sub(&key).await));
    house.advance(NEARLY_AN_HOUR);
    assert!(!house.is_current(&key).await);
}

#[tokio::test]
async fn server_errors_and_rate_limits_sign_nobody_out() {
    for kind in Kind::ALL {
        stays_and_heals(kind, &[answer(StatusCode::INTERNAL_SERVER_ERROR, "")], 1).await;
    }
    let limited = r#"{"code":"request.rate_limit_exceeded","message":"…"}"#;
    stays_and_heals(Kind::Memory, &[answer(StatusCode::TOO_MANY_REQUESTS, limited)], 1).await;
    stays_and_heals(Kind::Memory, &[answer(StatusCode::TOO_MANY_REQUESTS, "slow down")], 1).await;
    stays_and_heals(Kind::Memory, &[answer(StatusCode::BAD_GATEWAY, "<html>")], 1).await;
}

#[tokio::test]
async fn answers_that_are_none_of_logtos_sign_nobody_out() {
    for body in ["<html>404 Not Found</html>", "", "{}", r#"{"code":404}"#, r#"{"code":"not_found"}"#] {
        stays_and_heals(Kind::Memory, &[answer(StatusCode::NOT_FOUND, body)], 1).await;
    }
    let somebody_else = r#"{"id":"somebody-else","isSuspended":true}"#;
    for body in ["", "null", "<html>", r#"{"isSuspended":true}"#, somebody_else] {
        stays_and_heals(Kind::Memory, &[answer(StatusCode::OK, body)], 1).await;
    }
    stays_and_heals(Kind::Memory, &[answer(StatusCode::FOUND, "")], 1).await;
}

#[tokio::test]
async fn refused_access_token_of_the_machine_signs_nobody_out() {
    let unauthorized = answer(StatusCode::UNAUTHORIZED, r#"{"code":"auth.unauthorized"}"#);
    // One that was revoked is replaced, and the call sent again: nobody notices.
    let house = House::new(Kind::Memory).await;
    let key = house.sign_in(PHONE).await;
    let path = house.user_path(&key).await;
    house.advance(NEARLY_AN_HOUR);
    house.provider.next_response(&path, unauthorized.clone());
    house.sessions.access_token(&key, &api()).await.unwrap();
    house.provider.clear_requests();
    assert!(house.is_current(&key).await);
    assert_eq!((house.count(TOKEN), house.requests_to(&path)), (1, 2));
    assert!(house.find(&key).await.unwrap().claims.exp > (house.clock().now() + NEARLY_AN_HOUR).unix_timestamp());
    // One that is refused again and again.
    stays_and_heals(Kind::Memory, &[unauthorized.clone(), unauthorized], 2).await;
    stays_and_heals(Kind::Memory, &[answer(StatusCode::FORBIDDEN, r#"{"code":"auth.forbidden"}"#)], 1).await;
}

#[tokio::test]
async fn machine_that_gets_no_access_token_signs_nobody_out() {
    for (status, body) in [
        (StatusCode::UNAUTHORIZED, r#"{"error":"invalid_client"}"#),
        (StatusCode::BAD_REQUEST, r#"{"error":"invalid_grant"}"#),
        (StatusCode::BAD_REQUEST, r#"{"error":"access_denied"}"#),
        (StatusCode::TOO_MANY_REQUESTS, ""),
        (StatusCode::INTERNAL_SERVER_ERROR, ""),
    ] {
        let house = House::new(Kind::Memory).await;
        let key = house.sign_in(PHONE).await;
        let path = house.user_path(&key).await;
        house.advance(NEARLY_AN_HOUR + A_WHILE * 100);
        house.provider.next_response(TOKEN, answer(status, body));
        assert!(house.is_current(&key).await, "{status} {body}");
        assert_eq!((house.count(&path), house.requests_to(TOKEN)), (0, 1));
        house.advance(A_WHILE);
        assert!(house.is_current(&key).await);
        assert_eq!(house.requests_to(&path), 1, "{status} {body}");
    }
}

#[tokio::test]
async fn provider_that_is_down_signs_nobody_out() {
    for kind in Kind::ALL {
        let mut house = House::new(kind).await;
        let key = house.sign_in(PHONE).await;
        house.advance(NEARLY_AN_HOUR);
        house.provider.pause();
        for _ in 0..3 {
            assert!(house.is_current(&key).await, "{kind:?}");
            house.advance(A_WHILE);
        }
        assert!(house.sessions.reload(&key).await.unwrap_err().is_outage());
        assert!(house.sessions.access_token(&key, &api()).await.unwrap_err().is_outage());
        house.provider.resume().unwrap();
        house.advance(A_WHILE);
        assert!(house.is_current(&key).await, "{kind:?}");
        let claims = house.find(&key).await.unwrap().claims;
        assert!(claims.exp > (house.clock().now() + NEARLY_AN_HOUR).unix_timestamp(), "it did not heal");
    }
}

#[tokio::test]
async fn machine_that_is_refused_keeps_no_hosted_session_from_its_refresh() {
    let house = House::new(Kind::Memory).await;
    let (embedded, hosted) = (house.sign_in(PHONE).await, house.sign_in_hosted(PHONE).await);
    let path = house.user_path(&embedded).await;
    house.advance(NEARLY_AN_HOUR);
    house.provider.next_response(&path, answer(StatusCode::INTERNAL_SERVER_ERROR, ""));
    assert!(house.is_current(&embedded).await);
    house.provider.clear_requests();
    assert!(house.is_current(&hosted).await);
    assert_eq!(house.requests_to(TOKEN), 1, "the hosted session was not refreshed");
    // And the other way round.
    house.advance(NEARLY_AN_HOUR);
    house.provider.next_response(TOKEN, answer(StatusCode::INTERNAL_SERVER_ERROR, ""));
    assert!(house.is_current(&hosted).await);
    house.provider.clear_requests();
    assert!(house.is_current(&embedded).await);
    assert_eq!(house.requests_to(&path), 1, "the user was not read again");
}
