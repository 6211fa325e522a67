//! A browser without a screen: cookies, headers as browsers send them, no redirects followed.

use std::collections::BTreeMap;

use http::{HeaderMap, Method, StatusCode, header};
use logto::dev_provider::DevProvider;
use reqwest::redirect::Policy;

use super::PHONE;

pub struct Visitor {
    pub cookies: BTreeMap<String, String>,
    base_url: String,
    http: reqwest::Client,
}

#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn location(&self) -> Option<&str> {
        self.headers.get(header::LOCATION).map(|value| value.to_str().unwrap())
    }

    pub fn set_cookies(&self) -> Vec<&str> {
        self.headers.get_all(header::SET_COOKIE).iter().map(|value| value.to_str().unwrap()).collect()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

pub fn http() -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().redirect(Policy::none()).no_proxy().build().unwrap()
}

impl Visitor {
    pub fn new(base_url: &str) -> Self {
        Self { cookies: BTreeMap::new(), base_url: base_url.to_owned(), http: http() }
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Method::GET, path, &[("sec-fetch-site", "none")]).await
    }

    /// Sends a form of this site.
    pub async fn post(&mut self, path: &str) -> Answer {
        self.send(Method::POST, path, &[("sec-fetch-site", "same-origin")]).await
    }

    /// Sends a form of this site with one field.
    pub async fn post_field(&mut self, path: &str, name: &str, value: &str) -> Answer {
        self.post_form(path, &[(name, value)]).await
    }

    /// Sends a form of this site.
    pub async fn post_form(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.request(Method::POST, path, &[("sec-fetch-site", "same-origin")], body).await
    }

    /// Sends a form with headers of one's own.
    pub async fn send_form(&mut self, path: &str, headers: &[(&str, &str)], body: String) -> Answer {
        self.request(Method::POST, path, headers, body).await
    }

    pub async fn send(&mut self, method: Method, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.request(method, path, headers, String::new()).await
    }

    /// The answer, if there is one: the server may be killed meanwhile.
    pub async fn try_get(&mut self, path: &str) -> Option<Answer> {
        self.try_request(Method::GET, path, &[("sec-fetch-site", "none")], String::new()).await.ok()
    }

    async fn request(&mut self, method: Method, path: &str, headers: &[(&str, &str)], body: String) -> Answer {
        self.try_request(method, path, headers, body).await.unwrap()
    }

    async fn try_request(
        &mut self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: String,
    ) -> reqwest::Result<Answer> {
        let url = if path.starts_with('/') { format!("{}{path}", self.base_url) } else { path.to_owned() };
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = self
            .http
            .request(method.clone(), url)
            .header(header::ACCEPT, "text/html,application/xhtml+xml")
            .header(header::COOKIE, cookies.join("; "));
        if method == Method::POST {
            request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = request.body(body).send().await?;
        let answer = Answer {
            status: answer.status(),
            headers: answer.headers().clone(),
            body: answer.text().await.unwrap_or_default(),
        };
        for cookie in answer.set_cookies() {
            let (name, rest) = cookie.split_once('=').unwrap();
            if cookie.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), rest.split(';').next().unwrap().to_owned());
            }
        }
        Ok(answer)
    }

    /// Starts a sign-in and walks the hosted pages: the callback's path with its query.
    pub async fn callback(&mut self, provider: &DevProvider, start: &str) -> String {
        let answer = self.get(start).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{answer:?}");
        let callback = provider.complete_authorization(answer.location().unwrap(), PHONE).await.unwrap();
        format!("{}?{}", callback.path(), callback.query().unwrap())
    }

    /// A whole sign-in; the callback's answer.
    pub async fn sign_in(&mut self, provider: &DevProvider, start: &str) -> Answer {
        let callback = self.callback(provider, start).await;
        self.get(&callback).await
    }

    /// The same browser at another address: one of several processes behind one name.
    pub fn at(&self, base_url: &str) -> Self {
        Self { cookies: self.cookies.clone(), base_url: base_url.to_owned(), http: http() }
    }

    /// Another browser, at the same address. Cheap: connections are shared, cookies are not.
    pub fn stranger(&self) -> Self {
        Self { cookies: BTreeMap::new(), base_url: self.base_url.clone(), http: self.http.clone() }
    }

    pub async fn is_signed_in(&mut self) -> bool {
        let answer = self.get("/api/current_user").await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        answer.body != "null"
    }
}
