//! The Management API by hand: plain requests, nothing of the client under test.

use reqwest::Method;
use serde_json::{Value, json};

pub struct TenantApi {
    http: reqwest::Client,
    endpoint: String,
    token: String,
}

impl TenantApi {
    pub async fn new(endpoint: &str, app_id: &str, app_secret: &str) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let form = "grant_type=client_credentials&resource=https%3A%2F%2Fdefault.logto.app%2Fapi&scope=all";
        let encoded = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        let answer = http
            .post(format!("{endpoint}/oidc/token"))
            .basic_auth(encoded(app_id), Some(encoded(app_secret)))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form)
            .send()
            .await
            .unwrap();
        let body: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
        let token = body["access_token"].as_str().unwrap().to_owned();
        Self { http, endpoint: endpoint.to_owned(), token }
    }

    pub async fn call(&self, method: Method, path: &str, body: Option<Value>) -> Value {
        let mut request =
            self.http.request(method.clone(), format!("{}/api/{path}", self.endpoint)).bearer_auth(&self.token);
        if let Some(body) = &body {
            request = request.header("content-type", "application/json").body(body.to_string());
        }
        let answer = request.send().await.unwrap();
        let (status, text) = (answer.status(), answer.text().await.unwrap());
        assert!(status.is_success(), "{method} {path}: {status} {text}");
        serde_json::from_str(&text).unwrap_or(Value::Null)
    }

    pub async fn get(&self, path: &str) -> Value {
        self.call(Method::GET, path, None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Value {
        self.call(Method::POST, path, Some(body)).await
    }

    pub async fn patch(&self, path: &str, body: Value) -> Value {
        self.call(Method::PATCH, path, Some(body)).await
    }

    pub async fn delete(&self, path: &str) {
        self.call(Method::DELETE, path, None).await;
    }

    /// The one thing in a list with this value.
    pub async fn find(&self, list: &str, field: &str, value: &str) -> Value {
        let all = self.get(list).await;
        let found: Vec<_> = all.as_array().unwrap().iter().filter(|one| one[field] == value).collect();
        assert_eq!(found.len(), 1, "{list} with {field} {value}: {all}");
        found[0].clone()
    }

    pub async fn application(&self) -> Value {
        self.find("applications", "name", "Bakery & Café").await
    }

    pub async fn connector(&self) -> Value {
        self.find("connectors", "type", "Sms").await
    }

    /// Changes one object of an application; the others stay.
    pub async fn change_application(&self, object: &str, change: impl FnOnce(&mut Value)) {
        let application = self.application().await;
        let mut changed = application[object].clone();
        change(&mut changed);
        self.patch(&format!("applications/{}", id(&application)), json!({ object: changed })).await;
    }

    pub async fn change_connector(&self, change: impl FnOnce(&mut Value)) {
        let connector = self.connector().await;
        let mut config = connector["config"].clone();
        change(&mut config);
        self.patch(&format!("connectors/{}", id(&connector)), json!({ "config": config })).await;
    }
}

pub fn id(object: &Value) -> &str {
    object["id"].as_str().unwrap()
}
