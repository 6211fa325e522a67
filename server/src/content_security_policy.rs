//! The content security policy: what a page of this site may load, run and send. CSP Level 3.

use http::{HeaderValue, header::CONTENT_SECURITY_POLICY};
use leptos::{nonce::use_nonce, prelude::use_context};
use leptos_axum::ResponseOptions;
use logto::Origin;

/// The policy of this site, less the nonce, which is fresh for every page.
#[derive(Clone, Debug)]
pub struct ContentSecurityPolicy {
    rest: String,
}

impl ContentSecurityPolicy {
    /// `provider`: where the sign-out form is redirected to; `form-action` governs redirects after a post too.
    /// `reload`: the live-reload socket of development.
    pub fn new(provider: &Origin, reload: Option<&str>) -> Self {
        let connect = reload.map_or_else(|| "'self'".to_owned(), |reload| format!("'self' {reload}"));
        let rest = format!(
            "style-src 'self'; img-src 'self' https:; connect-src {connect}; form-action 'self' {provider}; \
             base-uri 'none'; frame-ancestors 'none'"
        );
        Self { rest }
    }

    /// For the page that is being rendered: its scripts carry the nonce, and nothing else runs.
    pub fn set_for_page(&self) {
        let (Some(nonce), Some(response)) = (use_nonce(), use_context::<ResponseOptions>()) else { return };
        let scripts = format!("script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'");
        if let Ok(policy) = HeaderValue::from_str(&format!("default-src 'none'; {scripts}; {}", self.rest)) {
            response.insert_header(CONTENT_SECURITY_POLICY, policy);
        }
    }

    /// For every other answer: no script at all.
    pub fn without_scripts(&self) -> HeaderValue {
        HeaderValue::from_str(&format!("default-src 'none'; {}", self.rest))
            .unwrap_or(HeaderValue::from_static("default-src 'none'"))
    }
}
