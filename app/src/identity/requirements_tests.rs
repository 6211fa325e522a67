use http::{Request, request::Parts};
use leptos_axum::ResponseOptions;
use logto::{
    AccessTokenFor, Clock, Keyring, LogtoClient, LogtoConfig, MemorySessions, Origin, Secret, SessionLife,
    axum::CurrentSession, testing,
};
use serde_json::json;

use super::*;

fn sessions() -> Sessions {
    let origin = |text| Origin::parse(text).unwrap();
    // Nobody listens at port 9: whatever asks Logto fails at once.
    let config =
        LogtoConfig::new(origin("http://localhost:9"), "id", Secret::new("secret"), origin("http://localhost:3000"));
    let client = LogtoClient::new(config, Clock::system()).unwrap();
    let keyring = Keyring::parse(&"0a".repeat(32)).unwrap();
    Sessions::new(client, keyring, MemorySessions::new(Clock::system()), SessionLife::default())
}

/// The context of a request by somebody with these roles; without roles, of an anonymous one.
async fn context(roles: Option<&[&str]>) -> (Owner, ResponseOptions) {
    let sessions = sessions();
    let current = match roles {
        Some(roles) => {
            let browser = testing::sign_in(&sessions, json!({ "sub": "u1", "roles": roles })).await.unwrap();
            sessions.find(&browser.key).await.unwrap()
        }
        None => None,
    };
    let mut parts: Parts = Request::new(()).into_parts().0;
    parts.extensions.insert(CurrentSession(current.map(std::sync::Arc::new)));
    let (owner, response) = (Owner::new(), ResponseOptions::default());
    owner.with(|| {
        provide_context(parts);
        provide_context(sessions);
        provide_context(response.clone());
    });
    (owner, response)
}

fn status(response: &ResponseOptions) -> Option<StatusCode> {
    response.0.read().unwrap().status
}

#[tokio::test]
async fn a_role_lets_its_holder_in_and_nobody_else() {
    let (owner, response) = context(Some(&["admin"])).await;
    assert_eq!(owner.with(|| require_role("admin")).unwrap().user.sub, "u1");
    assert_eq!(status(&response), None);
    assert_eq!(owner.with(|| require_role("Admin")).unwrap_err(), Refused::Forbidden);
    assert_eq!(status(&response), Some(StatusCode::FORBIDDEN));
}

#[tokio::test]
async fn an_anonymous_visitor_is_asked_to_sign_in() {
    let (owner, response) = context(None).await;
    assert_eq!(owner.with(|| require_role("admin")).unwrap_err(), Refused::SignedOut);
    assert_eq!(status(&response), Some(StatusCode::UNAUTHORIZED));
}

#[tokio::test]
async fn a_permission_is_what_the_access_token_says() {
    let (sessions, resource) = (sessions(), Resource::parse("https://api.example.com").unwrap());
    // Neither a token for it nor a refresh token to ask with: they have no such access.
    let without = testing::sign_in(&sessions, json!({})).await.unwrap();
    assert_eq!(may(&sessions, &without.key, &resource, "read:items").await, Err(Refused::Forbidden));
    // A token, but not with this permission.
    let token = (AccessTokenFor::Resource(resource.clone()), Secret::new("token"));
    let with = testing::sign_in_with(&sessions, json!({}), [token]).await.unwrap();
    assert_eq!(may(&sessions, &with.key, &resource, "read:items").await, Err(Refused::Forbidden));
    sessions.end(&with.key).await.unwrap();
    assert_eq!(may(&sessions, &with.key, &resource, "read:items").await, Err(Refused::SignedOut));
}
