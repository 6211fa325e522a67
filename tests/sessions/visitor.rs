//! A browser without a screen: cookies, headers as browsers send them, no redirects followed.

use std::collections::BTreeMap;

use http::{HeaderMap, Method, StatusCode, header};
use logto::dev_provider::Browser;
use reqwest::redirect::Policy;

#[derive(Clone)]
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
    pub fn location(&self) -> &str {
        self.headers[header::LOCATION].to_str().unwrap()
    }

    pub fn set_cookies(&self) -> Vec<&str> {
        self.headers.get_all(header::SET_COOKIE).iter().map(|value| value.to_str().unwrap()).collect()
    }

    /// The `Set-Cookie` of this name that the browser takes last.
    pub fn set_cookie(&self, name: &str) -> Option<&str> {
        let is_it = |cookie: &&str| cookie.split_once('=').is_some_and(|(given, _)| given == name);
        self.set_cookies().into_iter().rfind(is_it)
    }
}

pub fn http() -> reqwest::Client {
    // Fails when another test was first, which is as good.
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

    pub async fn send(&mut self, method: Method, path: &str, headers: &[(&str, &str)]) -> Answer {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = self.http.request(method, format!("{}{path}", self.base_url));
        request = request.header(header::USER_AGENT, "Firefox on Linux");
        if !cookies.is_empty() {
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = request.send().await.unwrap();
        let answer = Answer {
            status: answer.status(),
            headers: answer.headers().clone(),
            body: answer.text().await.unwrap_or_default(),
        };
        self.keep_cookies(&answer);
        answer
    }

    fn keep_cookies(&mut self, answer: &Answer) {
        for cookie in answer.set_cookies() {
            let (name, rest) = cookie.split_once('=').unwrap();
            // A browser ignores what would change a `__Host-` cookie without `Secure`.
            if name.starts_with("__Host-") && !cookie.contains("Secure") {
                continue;
            }
            if cookie.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), rest.split(';').next().unwrap().to_owned());
            }
        }
    }

    /// Starts a sign-in and walks the hosted pages: the callback's path with its query.
    pub async fn callback(&mut self, hosted: &Browser, start: &str, phone: &str) -> String {
        let answer = self.get(start).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{answer:?}");
        let callback = hosted.authorize(answer.location(), phone).await.unwrap();
        format!("{}?{}", callback.path(), callback.query().unwrap())
    }
}
