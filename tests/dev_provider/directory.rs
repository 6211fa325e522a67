use crate::support::{PHONE, assert_invalid_grant, jwt, offline_tokens, refresh, start, text, userinfo};

#[tokio::test]
async fn a_deleted_users_tokens_are_worth_nothing() {
    let provider = start().await;
    let tokens = offline_tokens(&provider).await;
    let sub = provider.add_user(PHONE, None).unwrap();
    assert!(provider.delete_user(&sub));
    assert_invalid_grant(&refresh(&provider, text(&tokens, "refresh_token")).await);
    assert_eq!(userinfo(&provider, text(&tokens, "access_token")).await.status, 401);
    assert!(!provider.delete_user(&sub));
}

#[tokio::test]
async fn the_number_of_a_deleted_user_belongs_to_somebody_new() {
    let provider = start().await;
    let before = jwt(text(&offline_tokens(&provider).await, "id_token")).1;
    assert!(provider.delete_user(before["sub"].as_str().unwrap()));
    let after = jwt(text(&offline_tokens(&provider).await, "id_token")).1;
    assert_ne!(after["sub"], before["sub"]);
    assert_eq!(after["phone_number"], before["phone_number"]);
}

#[tokio::test]
async fn a_suspended_user_comes_back_without_the_tokens_of_before() {
    let provider = start().await;
    let tokens = offline_tokens(&provider).await;
    let sub = provider.add_user(PHONE, None).unwrap();
    assert!(provider.suspend_user(&sub));
    assert_invalid_grant(&refresh(&provider, text(&tokens, "refresh_token")).await);
    assert_eq!(userinfo(&provider, text(&tokens, "access_token")).await.status, 401);
    assert!(provider.resume_user(&sub));
    assert_invalid_grant(&refresh(&provider, text(&tokens, "refresh_token")).await);
    assert_eq!(userinfo(&provider, text(&tokens, "access_token")).await.status, 401);
    let tokens = offline_tokens(&provider).await;
    assert_eq!(refresh(&provider, text(&tokens, "refresh_token")).await.status, 200);
    assert!(!provider.suspend_user("nobody") && !provider.resume_user("nobody"));
}
