//! How the server starts, and how it says that it cannot.

use crate::house::{Server, answers, command, free_port, run_to_end, secret, site_folder, visitor::Visitor};

#[test]
fn names_every_wrong_setting_in_one_message_and_exits_with_2() {
    let folder = site_folder();
    let (code, said) = run_to_end(
        command(folder.path())
            .env("LOGTO_ENDPOINT", "logto")
            .env("COOKIE_SECRET", "0a0b")
            .env("BASE_URL", "http://example.com")
            .env("SESSION_STORE", "postgres://x"),
    );
    assert_eq!(code, Some(2));
    for name in ["LOGTO_ENDPOINT", "LOGTO_APP_ID", "LOGTO_APP_SECRET", "COOKIE_SECRET", "BASE_URL", "SESSION_STORE"] {
        assert!(said.contains(&format!("  {name} ")), "{name} is not named: {said}");
    }
    assert!(!said.contains("panicked") && !said.contains("0a0b"), "{said}");
}

#[test]
fn names_the_store_and_the_port_that_cannot_be_used_in_one_message() {
    let folder = site_folder();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let (code, said) = run_to_end(
        command(folder.path())
            .env("LOGTO_ENDPOINT", "http://localhost:9")
            .env("LOGTO_APP_ID", "id")
            .env("LOGTO_APP_SECRET", "secret")
            .env("COOKIE_SECRET", secret('a'))
            .env("SESSION_STORE", "sqlite:site/robots.txt/app.db")
            .env("LEPTOS_SITE_ADDR", taken.local_addr().unwrap().to_string()),
    );
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("  SESSION_STORE ") && said.contains("robots.txt"), "{said}");
    assert!(said.contains("  LEPTOS_SITE_ADDR ") && said.contains("cannot be listened on"), "{said}");
}

#[test]
fn names_a_broken_env_file() {
    let folder = site_folder();
    std::fs::write(folder.path().join(".env"), "LOGTO_APP_ID='open\n").unwrap();
    let (code, said) = run_to_end(&mut command(folder.path()));
    assert_eq!(code, Some(2));
    assert!(said.contains("  .env "), "{said}");
}

#[tokio::test]
async fn starts_unedited_from_the_example_with_the_development_provider_inside() {
    let folder = site_folder();
    let example = include_str!("../../../.env.example").replace("LEPTOS_SITE_ROOT=target/site", "");
    let (port, provider_port) = (free_port(), free_port());
    // The ports alone are another's, so that tests can run side by side.
    let example = example
        .replace("BASE_URL=http://localhost:3000", &format!("BASE_URL=http://localhost:{port}"))
        .replace("LEPTOS_SITE_ADDR=127.0.0.1:3000", &format!("LEPTOS_SITE_ADDR=127.0.0.1:{port}"));
    std::fs::write(folder.path().join(".env"), example).unwrap();
    let start = || Server(command(folder.path()).env("DEV_PROVIDER_PORT", provider_port.to_string()).spawn().unwrap());
    let base_url = format!("http://localhost:{port}");

    let server = start();
    answers(&format!("{base_url}/healthz")).await;
    let mut visitor = Visitor::new(&base_url);
    let answer = visitor.get("/sign-in").await;
    let location = answer.location().unwrap();
    assert!(location.starts_with(&format!("http://localhost:{provider_port}/oidc/auth?")), "{location}");
    drop(server);

    // Its secret and its keys are kept: a session would survive, and so does the issuer.
    let secret = std::fs::read_to_string(folder.path().join("data/dev-cookie-secret")).unwrap();
    let _server = start();
    answers(&format!("{base_url}/healthz")).await;
    assert_eq!(std::fs::read_to_string(folder.path().join("data/dev-cookie-secret")).unwrap(), secret);
}
