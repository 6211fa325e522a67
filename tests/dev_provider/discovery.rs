use serde_json::Value;

use crate::support::{answer, http, start};

/// Logto's own document, with the port it was served on.
const LOGTO: &str = include_str!("openid-configuration.json");

#[tokio::test]
async fn says_nothing_that_logto_does_not_say() {
    let provider = start().await;
    let ours = answer(http().get(format!("{}/oidc/.well-known/openid-configuration", provider.endpoint()))).await.body;
    let logto: Value = serde_json::from_str(&LOGTO.replace("http://localhost:3001", provider.endpoint())).unwrap();
    for (name, value) in ours.as_object().unwrap() {
        match (value, &logto[name]) {
            (Value::Array(ours), Value::Array(logto)) => {
                assert!(ours.iter().all(|item| logto.contains(item)), "{name}: {ours:?}");
            }
            (ours, logto) => assert_eq!(ours, logto, "{name}"),
        }
    }
}

#[tokio::test]
async fn endpoints_follow_the_host_header_and_the_issuer_does_not() {
    let provider = start().await;
    let origin = format!("http://127.0.0.1:{}", provider.port());
    let document = answer(http().get(format!("{origin}/oidc/.well-known/openid-configuration"))).await.body;
    assert_eq!(document["token_endpoint"], format!("{origin}/oidc/token"));
    assert_eq!(document["issuer"], format!("http://localhost:{}/oidc", provider.port()));
}

#[tokio::test]
async fn rotated_keys_stay_in_the_key_set_behind_the_new_one() {
    let provider = start().await;
    let url = format!("{}/oidc/jwks", provider.endpoint());
    let before = answer(http().get(&url)).await.body;
    provider.rotate_keys();
    let after = answer(http().get(&url)).await.body;
    assert_eq!(after["keys"].as_array().unwrap().len(), 2);
    assert_eq!(after["keys"][1], before["keys"][0]);
    assert_ne!(after["keys"][0]["kid"], before["keys"][0]["kid"]);
    for name in ["kty", "use", "kid", "alg", "crv", "x", "y"] {
        assert!(before["keys"][0][name].is_string(), "{name}");
    }
}
