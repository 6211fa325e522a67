use std::time::Duration;

use crate::support::{
    PHONE, assert_invalid_grant, basic, builder, jwt, offline_tokens, post, post_token, refresh, start, text, userinfo,
};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

#[tokio::test]
async fn brings_a_new_id_token_and_the_same_refresh_token() {
    let provider = start().await;
    let first = offline_tokens(&provider).await;
    provider.advance(Duration::from_secs(10));
    let second = refresh(&provider, text(&first, "refresh_token")).await.body;
    assert_eq!(second["refresh_token"], first["refresh_token"]);
    assert_ne!(second["access_token"], first["access_token"]);
    let (before, after) = (jwt(text(&first, "id_token")).1, jwt(text(&second, "id_token")).1);
    assert!(after["iat"].as_i64() >= before["iat"].as_i64().map(|iat| iat + 10));
    assert_eq!(after["sub"], before["sub"]);
}

#[tokio::test]
async fn rotates_once_seventy_percent_of_fourteen_days_are_over() {
    let provider = start().await;
    let first = offline_tokens(&provider).await;
    let old = text(&first, "refresh_token");
    provider.advance(DAY * 14 * 69 / 100);
    assert_eq!(refresh(&provider, old).await.body["refresh_token"], old);
    provider.advance(DAY * 14 / 100);
    let rotated = refresh(&provider, old).await.body;
    let new = text(&rotated, "refresh_token");
    assert_ne!(new, old);

    provider.advance(Duration::from_secs(2));
    assert_eq!(refresh(&provider, old).await.status, 200, "the old one works three seconds longer");
    assert_eq!(refresh(&provider, new).await.status, 200);
}

#[tokio::test]
async fn a_late_replay_of_a_rotated_token_revokes_the_whole_grant() {
    let provider = start().await;
    let first = offline_tokens(&provider).await;
    let old = text(&first, "refresh_token");
    provider.advance(DAY * 10);
    let rotated = refresh(&provider, old).await.body;
    let access_token = text(&rotated, "access_token");
    provider.advance(Duration::from_millis(3_500));
    assert_eq!(userinfo(&provider, access_token).await.status, 200);
    assert_invalid_grant(&refresh(&provider, old).await);
    assert_invalid_grant(&refresh(&provider, text(&rotated, "refresh_token")).await);
    assert_eq!(userinfo(&provider, access_token).await.status, 401);
}

#[tokio::test]
async fn a_test_can_let_every_refresh_rotate() {
    let by_switch = start().await;
    by_switch.rotate_refresh_tokens();
    for provider in [by_switch, builder().rotate_refresh_tokens().start().await.unwrap()] {
        let first = offline_tokens(&provider).await;
        let old = text(&first, "refresh_token");
        let second = refresh(&provider, old).await.body;
        assert_ne!(second["refresh_token"], old);
        provider.advance(Duration::from_secs(2));
        assert_eq!(refresh(&provider, old).await.status, 200, "the old one works three seconds longer");
        let third = refresh(&provider, text(&second, "refresh_token")).await.body;
        assert_ne!(third["refresh_token"], second["refresh_token"]);
        // The three seconds run from the first rotation, however often the old one is used.
        provider.advance(Duration::from_millis(1_500));
        assert_invalid_grant(&refresh(&provider, old).await);
        assert_invalid_grant(&refresh(&provider, text(&third, "refresh_token")).await);
    }
}

#[tokio::test]
async fn a_refresh_token_lives_fourteen_days() {
    let provider = start().await;
    let tokens = offline_tokens(&provider).await;
    provider.advance(DAY * 14);
    assert_invalid_grant(&refresh(&provider, text(&tokens, "refresh_token")).await);
}

#[tokio::test]
async fn a_refresh_token_is_bound_to_its_client() {
    let provider = start().await;
    let tokens = offline_tokens(&provider).await;
    let form = [("grant_type", "refresh_token"), ("refresh_token", text(&tokens, "refresh_token"))];
    let stranger = basic("other", "other-secret");
    assert_invalid_grant(&post(&provider, "/oidc/token", Some(&stranger), &form).await);
    assert_invalid_grant(&refresh(&provider, "unknown").await);
}

#[tokio::test]
async fn a_refresh_may_ask_for_less_but_not_for_more() {
    let provider = start().await;
    let tokens = offline_tokens(&provider).await;
    let form =
        |scope| [("grant_type", "refresh_token"), ("refresh_token", text(&tokens, "refresh_token")), ("scope", scope)];
    let less = post_token(&provider, &form("openid")).await.body;
    assert_eq!(less["scope"], "openid");
    assert!(!jwt(text(&less, "id_token")).1.contains_key("phone_number"));
    let more = post_token(&provider, &form("openid email")).await;
    assert_eq!((more.status, text(&more.body, "error")), (400, "invalid_scope"));
}

#[tokio::test]
async fn a_suspended_user_is_refused() {
    let provider = start().await;
    let tokens = offline_tokens(&provider).await;
    provider.suspend_user(&provider.add_user(PHONE, None).unwrap());
    assert_invalid_grant(&refresh(&provider, text(&tokens, "refresh_token")).await);
}
