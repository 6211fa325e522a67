//! Calls that lose their connection, so that a program can be tested that is interrupted anywhere.

use logto::dev_provider::{Cut, DevProvider};
use reqwest::Method;
use serde_json::json;

use crate::management::{Management, TOKEN_FORM, token_by};
use crate::support::{MACHINE_ID, MACHINE_SECRET, basic, form, http, start};

const APPLICATIONS: &str = "/api/applications";

/// Whether there was an answer at all.
async fn is_answered(request: reqwest::RequestBuilder) -> bool {
    match request.send().await {
        Ok(_) => true,
        Err(error) => {
            assert!(error.is_request() && error.status().is_none(), "{error:?}");
            false
        }
    }
}

async fn make(management: &Management<'_>, name: &str) -> bool {
    let request = management.request(Method::POST, APPLICATIONS).header("content-type", "application/json");
    is_answered(request.body(json!({ "name": name, "type": "SPA" }).to_string())).await
}

async fn made(provider: &DevProvider) -> usize {
    let found = Management::of(provider).await.get(&format!("{APPLICATIONS}?search=cut%25")).await.body;
    found.as_array().unwrap().len()
}

#[tokio::test]
async fn the_counted_call_gets_no_answer_and_none_after_it_does() {
    for (cut, effects) in [(Cut::Before, 2), (Cut::After, 3)] {
        let provider = start().await;
        let management = Management::of(&provider).await;
        provider.cut_at(3, cut);
        assert!(make(&management, "cut 1").await && make(&management, "cut 2").await);
        assert!(!make(&management, "cut 3").await);
        assert!(!make(&management, "cut 4").await);
        let token = http().post(format!("{}/oidc/token", provider.endpoint()));
        let token = token.header("authorization", basic(MACHINE_ID, MACHINE_SECRET));
        let token = token.header("content-type", "application/x-www-form-urlencoded").body(form(&TOKEN_FORM));
        assert!(!is_answered(token).await);
        provider.mend();
        assert_eq!(made(&provider).await, effects, "{cut:?}");
        assert!(make(&management, "cut 5").await, "and all is well again");
    }
}

#[tokio::test]
async fn only_calls_of_the_management_api_are_counted() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    provider.cut_at(1, Cut::Before);
    assert_eq!(token_by(&provider, &TOKEN_FORM).await.status, 200);
    assert!(is_answered(http().get(format!("{}/inbox", provider.endpoint()))).await);
    assert!(!is_answered(management.request(Method::GET, APPLICATIONS)).await);
    assert!(is_answered(http().get(format!("{}/inbox", provider.endpoint()))).await, "pages are not cut off");
    assert_eq!(provider.requests().last().unwrap().path, APPLICATIONS, "the call arrived");
}
