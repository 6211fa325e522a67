use std::net::TcpListener;

use logto::dev_provider::{Application, DevProvider, StartError};

use crate::support::{application, http, start};

#[tokio::test]
async fn answers_under_loopback_names_only() {
    let provider = start().await;
    let port = provider.port();
    let url = format!("http://127.0.0.1:{port}/oidc/jwks");
    for (host, status) in [
        (format!("localhost:{port}"), 200),
        (format!("127.0.0.1:{port}"), 200),
        (format!("[::1]:{port}"), 200),
        ("evil.example".to_owned(), 403),
        (format!("localhost.evil.example:{port}"), 403),
        (format!("127.0.0.1.evil.example:{port}"), 403),
        ("192.168.0.1".to_owned(), 403),
    ] {
        let response = http().get(&url).header("host", &host).send().await.unwrap();
        assert_eq!(response.status(), status, "{host}");
    }
}

#[tokio::test]
async fn refuses_applications_on_other_machines() {
    for uri in ["https://app.example/callback", "not a url"] {
        let application = Application { redirect_uris: vec![uri.to_owned()], ..application() };
        let error = DevProvider::builder().application(application).start().await.err().unwrap();
        assert!(matches!(error, StartError::NotLoopback { .. }));
        assert!(error.to_string().contains(uri));
    }
}

#[tokio::test]
async fn says_which_port_is_taken() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let error = DevProvider::builder().port(port).start().await.err().unwrap();
    assert!(error.to_string().contains(&port.to_string()), "{error}");
}
