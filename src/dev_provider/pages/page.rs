//! The frame around every page: document, card, note, security headers.

use axum::response::{Html, IntoResponse, Response};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use url::Url;

use super::escape::escape;
use crate::dev_provider::random;

pub(crate) struct Page {
    status: StatusCode,
    title: String,
    main: String,
    head: &'static str,
    script: Option<&'static str>,
    form_target: Option<String>,
    is_inbox: bool,
}

impl Page {
    /// A page with this heading; `content` is HTML.
    pub(crate) fn new(heading: &str, content: &str) -> Self {
        Self {
            status: StatusCode::OK,
            title: heading.to_owned(),
            main: format!("<h1>{}</h1>\n{content}", escape(heading)),
            head: "",
            script: None,
            form_target: None,
            is_inbox: false,
        }
    }

    /// Says in the title that something needs attention: screen readers read it first.
    pub(crate) fn with_error(mut self, status: StatusCode) -> Self {
        self.status = status;
        self.title = format!("Error: {}", self.title);
        self
    }

    /// A script, allowed to run by a nonce. The page must work without it.
    pub(crate) fn with_script(mut self, script: &'static str) -> Self {
        self.script = Some(script);
        self
    }

    /// An address that a form's answer redirects to: browsers check it against `form-action`.
    pub(crate) fn with_form_target(mut self, uri: Option<&str>) -> Self {
        self.form_target = uri.and_then(source);
        self
    }

    pub(crate) fn into_inbox(mut self, head: &'static str) -> Self {
        self.is_inbox = true;
        self.head = head;
        self
    }

    fn document(&self, nonce: &str) -> String {
        let title = escape(&self.title);
        let class = if self.is_inbox { "wide" } else { "card" };
        let note = if self.is_inbox {
            "Development provider: no text leaves this machine."
        } else {
            r#"Development provider: texts arrive in <a href="/inbox" target="_blank" rel="noopener">the inbox (opens in a new tab)</a>."#
        };
        let script =
            self.script.map(|script| format!("<script nonce=\"{nonce}\">{script}</script>\n")).unwrap_or_default();
        format!(
            r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title} – Development provider</title>
<link rel="stylesheet" href="/dev-provider.css">
<link rel="icon" href="/dev-provider.svg" type="image/svg+xml">
{head}</head>
<body>
<main class="{class}">
{main}
</main>
<footer><p>{note}</p></footer>
{script}</body>
</html>
"#,
            head = self.head,
            main = self.main,
        )
    }
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let nonce = random::token();
        let policy = format!(
            "default-src 'none'; style-src 'self'; img-src 'self'; connect-src 'self'; script-src 'nonce-{nonce}'; \
             form-action 'self' {}; base-uri 'none'; frame-ancestors 'none'",
            self.form_target.as_deref().unwrap_or_default(),
        );
        let mut response = (self.status, Html(self.document(&nonce))).into_response();
        let headers = response.headers_mut();
        if let Ok(policy) = HeaderValue::try_from(policy) {
            headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        for (name, value) in HEADERS {
            headers.insert(name, HeaderValue::from_static(value));
        }
        response
    }
}

const HEADERS: [(HeaderName, &str); 4] = [
    (header::CACHE_CONTROL, "no-store"),
    // With `no-referrer` browsers send `Origin: null`, and the check for foreign forms needs it.
    (header::REFERRER_POLICY, "same-origin"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
];

/// The source expression that allows redirects to this address.
fn source(uri: &str) -> Option<String> {
    let origin = Url::parse(uri).ok()?.origin();
    origin.is_tuple().then(|| origin.ascii_serialization())
}

/// Whether a person looks at the answer, rather than a program.
pub(crate) fn wants_html(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"))
}

/// The message above a form that was refused. `id` is for the field's `aria-describedby`.
pub(crate) fn alert(message: &str) -> String {
    format!(r#"<p class="alert" role="alert" id="problem">{}</p>"#, escape(message))
}
