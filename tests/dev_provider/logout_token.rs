use axum::Router;
use axum::extract::State;
use axum::routing::post;
use http::StatusCode;
use logto::dev_provider::{Application, DevProvider, LogoutDeliveryError};
use serde_json::json;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::id_token::{key, verifies};
use crate::support::{
    CLIENT_ID, OTHER_PHONE, PHONE, application, authorization_url, code_in, exchange, jwt, other_application, refresh,
    start, text,
};

/// An application's back-channel endpoint: passes bodies on and answers with this status.
async fn endpoint(status: StatusCode) -> (String, UnboundedReceiver<String>) {
    let (sender, received) = unbounded_channel::<String>();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let uri = format!("http://127.0.0.1:{}/backchannel-logout", listener.local_addr().unwrap().port());
    let take = move |State(sender): State<UnboundedSender<String>>, body: String| async move {
        sender.send(body).unwrap();
        status
    };
    let app = Router::new().route("/backchannel-logout", post(take)).with_state(sender);
    tokio::spawn(async move { axum::serve(listener, app).await });
    (uri, received)
}

async fn start_with(uri: &str) -> DevProvider {
    let uri = Some(uri.to_owned());
    DevProvider::builder()
        .application(Application { backchannel_logout_uri: uri.clone(), ..application() })
        .application(Application { backchannel_logout_uri: uri, ..other_application() })
        .start()
        .await
        .unwrap()
}

#[tokio::test]
async fn is_what_logto_sends() {
    let provider = start().await;
    let (_, key) = key(&provider).await;
    let token = provider.logout_token("subject", "session", |_, _| {});
    assert!(verifies(&token, &key));
    let (header, claims) = jwt(&token);
    assert_eq!(json!(header), json!({ "alg": "ES384", "typ": "logout+jwt", "kid": provider.kid() }));
    let iat = claims["iat"].as_i64().unwrap();
    assert_eq!(
        json!(claims),
        json!({
            "iss": provider.issuer(),
            "aud": CLIENT_ID,
            "sub": "subject",
            "sid": "session",
            "iat": iat,
            "exp": iat + 120,
            "jti": claims["jti"],
            "events": { "http://schemas.openid.net/event/backchannel-logout": {} },
        })
    );
    let again = jwt(&provider.logout_token("subject", "session", |_, _| {})).1;
    assert_ne!(again["jti"], claims["jti"]);
}

#[tokio::test]
async fn a_test_can_bend_it() {
    let provider = start().await;
    let (_, key) = key(&provider).await;
    let bent = provider.logout_token("subject", "session", |header, claims| {
        header.insert("typ".to_owned(), "JWT".into());
        claims.remove("sid");
        claims.insert("nonce".to_owned(), "n".into());
    });
    assert!(verifies(&bent, &key));
    let (header, claims) = jwt(&bent);
    assert_eq!((&header["typ"], &claims["nonce"], claims.get("sid")), (&json!("JWT"), &json!("n"), None));

    let unsigned = provider.logout_token("subject", "session", |header, _| {
        header.insert("alg".to_owned(), "none".into());
    });
    assert!(unsigned.ends_with('.'));
    let hmac = provider.logout_token("subject", "session", |header, _| {
        header.insert("alg".to_owned(), "HS256".into());
    });
    assert_eq!(hmac.rsplit('.').next().map(str::len), Some(43), "32 bytes of HMAC-SHA256");
    let forged = provider.logout_token_by_other_key("subject", "session", |_, _| {});
    assert_eq!(jwt(&forged).0["kid"], provider.kid());
    assert!(!verifies(&forged, &key));
}

#[tokio::test]
async fn is_posted_as_a_form_and_the_answer_told() {
    for status in [StatusCode::OK, StatusCode::NO_CONTENT, StatusCode::BAD_REQUEST] {
        let (uri, mut received) = endpoint(status).await;
        let provider = start_with(&uri).await;
        assert_eq!(provider.send_logout_token("a.b+c/=&").await.unwrap(), status.as_u16());
        assert_eq!(received.try_recv().unwrap(), "logout_token=a.b%2Bc%2F%3D%26");
    }
}

#[tokio::test]
async fn goes_nowhere_without_an_address_or_an_answer() {
    let provider = start().await;
    assert!(matches!(provider.send_logout_token("x").await, Err(LogoutDeliveryError::NoUri)));
    let provider = start_with("http://127.0.0.1:1/backchannel-logout").await;
    assert!(matches!(provider.send_logout_token("x").await, Err(LogoutDeliveryError::Http(_))));
}

#[tokio::test]
async fn a_sign_out_elsewhere_ends_every_session_and_tells_every_application() {
    let (uri, mut received) = endpoint(StatusCode::OK).await;
    let provider = start_with(&uri).await;
    let sub = provider.add_user(PHONE, None).unwrap();
    let offline = [("scope", "openid offline_access"), ("prompt", "consent")];
    let mut sids = Vec::new();
    let mut refresh_tokens = Vec::new();
    for _ in 0..2 {
        let browser = provider.browser().unwrap();
        let tokens = exchange(&provider, &code_in(&browser, &provider, &offline).await).await.body;
        sids.push(jwt(text(&tokens, "id_token")).1["sid"].clone());
        refresh_tokens.push(text(&tokens, "refresh_token").to_owned());
        code_in(&browser, &provider, &[("client_id", "other")]).await;
    }
    let somebody_else = provider.browser().unwrap();
    somebody_else.authorize(&authorization_url(&provider, &[]), OTHER_PHONE).await.unwrap();
    assert_eq!(provider.end_sessions_of(&sub).await, 2);
    let mut told = Vec::new();
    let still_there = somebody_else.get(&authorization_url(&provider, &[])).await.unwrap();
    assert!(still_there.headers()["location"].to_str().unwrap().contains("code="));
    while let Ok(body) = received.try_recv() {
        let claims = jwt(body.strip_prefix("logout_token=").unwrap()).1;
        assert_eq!(claims["sub"], sub);
        if claims["aud"] == CLIENT_ID {
            told.push(claims["sid"].clone());
        } else {
            assert_eq!(claims["aud"], "other");
            assert!(!sids.contains(&claims["sid"]), "each application has a `sid` of its own");
            told.push(json!(null));
        }
    }
    assert_eq!(told.len(), 4);
    assert!(sids.iter().all(|sid| told.contains(sid)));
    assert_eq!(refresh(&provider, &refresh_tokens[0]).await.status, 200, "offline grants survive a sign-out");
    assert_eq!(provider.end_sessions_of(&sub).await, 0);
    assert_eq!(provider.end_sessions_of("nobody").await, 0);
}
