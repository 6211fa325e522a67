use std::fs;
use std::path::Path;

use logto::dev_provider::{DevProvider, StartError};

use crate::support::{answer, application, code_in, http, jwt, offline_tokens, refresh, text};

async fn start(data: &Path) -> Result<DevProvider, StartError> {
    DevProvider::builder().application(application()).data(data).start().await
}

#[tokio::test]
async fn users_keys_sessions_and_refresh_tokens_survive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data").join("provider.json");
    let provider = start(&path).await.unwrap();
    let port = provider.port();
    let keys = answer(http().get(format!("{}/oidc/jwks", provider.endpoint()))).await.body;
    let browser = provider.browser().unwrap();
    code_in(&browser, &provider, &[]).await;
    let tokens = offline_tokens(&provider).await;
    drop(provider);

    let provider = DevProvider::builder().application(application()).data(&path).port(port).start().await.unwrap();
    assert_eq!(answer(http().get(format!("{}/oidc/jwks", provider.endpoint()))).await.body, keys);
    let refreshed = refresh(&provider, text(&tokens, "refresh_token")).await.body;
    assert_eq!(jwt(text(&refreshed, "id_token")).1["sub"], jwt(text(&tokens, "id_token")).1["sub"]);
    code_in(&browser, &provider, &[]).await;
    assert!(provider.messages("12015550123").is_empty(), "the session skipped the page");
}

#[tokio::test]
async fn only_the_owner_may_read_the_file_and_nothing_else_is_left_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("provider.json");
    let provider = start(&path).await.unwrap();
    offline_tokens(&provider).await;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[tokio::test]
async fn a_damaged_file_is_named_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("provider.json");
    for damaged in [
        "",
        "{",
        "[]",
        r#"{"signing_keys":["no key"],"users":{},"grants":{},"refresh_tokens":{},"access_tokens":{},"sessions":{}}"#,
    ] {
        fs::write(&path, damaged).unwrap();
        let error = start(&path).await.err().unwrap();
        assert!(matches!(error, StartError::Data(_)));
        assert!(error.to_string().contains(path.to_str().unwrap()), "{error}");
        assert_eq!(fs::read_to_string(&path).unwrap(), damaged);
    }
}

#[tokio::test]
async fn a_path_that_cannot_be_written_is_an_error_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let error = start(&file.join("provider.json")).await.err().unwrap();
    assert!(error.to_string().contains("provider.json"), "{error}");
}

#[tokio::test]
async fn a_file_from_before_there_were_roles_and_memberships_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("provider.json");
    let provider = start(&path).await.unwrap();
    let tokens = offline_tokens(&provider).await;
    let port = provider.port();
    drop(provider);
    let mut old: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    assert!(old.as_object_mut().unwrap().remove("memberships").is_some());
    for user in old["users"].as_object_mut().unwrap().values_mut() {
        for name in ["roles", "custom_data"] {
            assert!(user.as_object_mut().unwrap().remove(name).is_some(), "{name}");
        }
    }
    fs::write(&path, old.to_string()).unwrap();
    let provider = DevProvider::builder().application(application()).data(&path).port(port).start().await.unwrap();
    assert_eq!(refresh(&provider, text(&tokens, "refresh_token")).await.status, 200);
}
