//! A person sees where they are signed in, and ends it.

use crate::house::{House, visitor::Visitor};
use http::{Method, StatusCode};

/// The handles on the account page, of the sessions that can be ended there.
fn handles(page: &str) -> Vec<String> {
    let fields = page.split(r#"name="handle" value=""#).skip(1);
    fields.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

async fn signed_in_with(house: &House, agent: &str) -> Visitor {
    let mut visitor = house.visitor();
    let callback = visitor.callback(&house.provider, "/sign-in").await;
    visitor.send(Method::GET, &callback, &[("user-agent", agent)]).await;
    assert!(visitor.is_signed_in().await);
    visitor
}

#[tokio::test]
async fn lists_the_sessions_of_a_person_with_their_devices() {
    let house = House::open().await;
    let mut here =
        signed_in_with(&house, "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0").await;
    signed_in_with(&house, "Mozilla/5.0 (iPhone; like Mac OS X) Version/18.0 Mobile Safari/604.1").await;
    let page = here.get("/account").await.body;
    assert!(page.contains("Firefox on Linux") && page.contains("Safari on iPhone"), "{page}");
    assert_eq!(page.matches("This one").count(), 1);
    assert_eq!(handles(&page).len(), 1, "one of two can be ended here");
    assert!(page.find("Firefox on Linux") < page.find("Safari on iPhone"), "this one is not first");
}

#[tokio::test]
async fn ends_another_session_of_the_same_person() {
    let house = House::open().await;
    let (mut here, mut there) = (house.signed_in().await, house.signed_in().await);
    let handle = handles(&here.get("/account").await.body).remove(0);
    let answer = here.post_field("/end-session", "handle", &handle).await;
    assert_eq!(answer.location(), Some("/account#sessions"));
    assert!(here.is_signed_in().await && !there.is_signed_in().await);
}

#[tokio::test]
async fn ends_no_session_of_another_person() {
    let house = House::open().await;
    let mut victim = house.signed_in().await;
    let mut second = house.signed_in().await;
    let handle = handles(&second.get("/account").await.body).remove(0);
    let mut stranger = house.visitor();
    let start = stranger.get("/sign-in").await.location().unwrap().to_owned();
    let callback = house.provider.complete_authorization(&start, "12015550199").await.unwrap();
    stranger.get(&format!("{}?{}", callback.path(), callback.query().unwrap())).await;
    assert!(stranger.is_signed_in().await);
    stranger.post_field("/end-session", "handle", &handle).await;
    house.visitor().post_field("/end-session", "handle", &handle).await;
    assert!(victim.is_signed_in().await && second.is_signed_in().await);
}

#[tokio::test]
async fn signs_out_everywhere() {
    let house = House::open().await;
    let mut visitors = vec![house.signed_in().await, house.signed_in().await, house.signed_in().await];
    house.requests();
    let answer = visitors[0].post("/sign-out-everywhere").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(answer.location().unwrap().contains("/oidc/session/end?"));
    for visitor in &mut visitors {
        assert!(!visitor.is_signed_in().await);
    }
    // Two of the three revocations run in the background.
    let revoked = async {
        while house.provider.requests().iter().filter(|request| request.path == "/oidc/token/revocation").count() < 3 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(10), revoked).await.unwrap();
}

#[tokio::test]
async fn says_that_a_sign_out_is_complete_only_to_the_browser_that_signed_out() {
    let house = House::open().await;
    let mut visitor = house.signed_in().await;
    let url = visitor.post("/sign-out").await.location().unwrap().to_owned();
    let url = url::Url::parse(&url).unwrap();
    let state = url.query_pairs().find(|(name, _)| name == "state").unwrap().1.into_owned();
    let back = format!("/?state={state}");
    assert!(!house.visitor().get(&back).await.body.contains("You are signed out"));
    assert!(!visitor.get("/?state=another").await.body.contains("You are signed out"));
    assert!(visitor.get(&back).await.body.contains("You are signed out"));
    assert!(!visitor.get(&back).await.body.contains("You are signed out"), "said twice");
}
