//! Sign-in in an axum app without Leptos: `cargo run --example plain_axum --features axum,dev-provider`, then
//! <http://localhost:3000>. Any phone number signs in; its code is at <http://localhost:3001/inbox>.
//!
//! With a tenant of your own, put its endpoint, application and secret in the place of the development provider's.

use axum::{Json, Router, response::Html, routing::get};
use logto::axum::{Bearer, BearerRejection, with_sign_in};
use logto::dev_provider::{ApiResource, Application, DevProvider};
use logto::{
    AccessTokenVerifier, Audience, Clock, FirstScreen, Identifier, Keyring, LogtoClient, LogtoConfig, MemorySessions,
    Origin, Secret, SessionLife, Sessions, SignInOptions, SignedIn,
};

const API: &str = "https://api.example.com";

async fn home(signed_in: Option<SignedIn>) -> Html<String> {
    Html(match signed_in {
        Some(SignedIn { session, .. }) => format!(
            r#"<p>Signed in as +{}</p> <a href="/account">Account</a>
               <form method="post" action="/sign-out"><button>Sign out</button></form>"#,
            session.claims.phone_number.as_deref().unwrap_or("?"),
        ),
        None => r#"<a href="/sign-in">Sign in</a>"#.to_owned(),
    })
}

/// A protected page: whoever is not signed in goes through `/sign-in` and comes back.
async fn account(SignedIn { session, .. }: SignedIn) -> String {
    format!("You are {}, since {}.\n", session.claims.sub, session.began)
}

/// A protected API: it takes access tokens for itself, and none without the permission.
async fn items(Bearer(claims): Bearer) -> Result<Json<Vec<String>>, BearerRejection> {
    claims.require_scopes(["read:items"])?;
    Ok(Json(vec![format!("the first item of {}", claims.sub)]))
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let provider = DevProvider::builder()
        .port(3001)
        .resource(ApiResource { indicator: API.to_owned(), scopes: vec!["read:items".to_owned()] })
        .application(Application {
            client_id: "plain-axum".to_owned(),
            client_secret: "development-only-secret".to_owned(),
            redirect_uris: vec!["http://localhost:3000/callback".to_owned()],
            post_logout_redirect_uris: vec!["http://localhost:3000/".to_owned()],
            backchannel_logout_uri: Some("http://localhost:3000/backchannel-logout".to_owned()),
            ..Application::default()
        })
        .start()
        .await?;
    let config = LogtoConfig {
        scopes: vec![logto::Scope::Phone],
        ..LogtoConfig::new(
            Origin::parse(provider.endpoint())?,
            "plain-axum",
            Secret::new("development-only-secret"),
            Origin::parse("http://localhost:3000")?,
        )
    };
    let clock = Clock::system();
    let client = LogtoClient::new(config, clock.clone())?;
    let verifier: AccessTokenVerifier = client.access_token_verifier(Audience::Resource(API.to_owned()));
    let keyring = Keyring::parse(&Keyring::random_secret()?)?;
    let sessions = Sessions::new(client, keyring, MemorySessions::new(clock), SessionLife::default());
    let options = SignInOptions {
        first_screen: Some(FirstScreen::IdentifierSignIn),
        identifiers: vec![Identifier::Phone],
        ..SignInOptions::default()
    };
    let pages = Router::new().route("/", get(home)).route("/account", get(account));
    let api = Router::new().route("/api/items", get(items)).with_state(verifier);
    let app = with_sign_in(pages, &sessions, options).merge(api);
    axum::serve(tokio::net::TcpListener::bind("127.0.0.1:3000").await?, app).await?;
    Ok(())
}
