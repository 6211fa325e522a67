//! Headers that every answer carries.

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::{
    HeaderMap, HeaderName, HeaderValue,
    header::{
        CONTENT_SECURITY_POLICY, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
    },
};

use crate::content_security_policy::ContentSecurityPolicy;

/// The headers of this site.
#[derive(Clone, Debug)]
pub struct SecurityHeaders {
    fixed: HeaderMap,
    policy: HeaderValue,
}

impl SecurityHeaders {
    /// `https`: whether the site is reached by https, so that browsers can be told to insist on it.
    pub fn new(policy: &ContentSecurityPolicy, https: bool) -> Self {
        let name = HeaderName::from_static;
        let mut fixed = HeaderMap::from_iter([
            (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
            // Own pages need it for the Origin header of their forms; other sites learn nothing, least of all a callback.
            (REFERRER_POLICY, HeaderValue::from_static("same-origin")),
            (X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
            (name("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
            (name("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
            (name("permissions-policy"), HeaderValue::from_static("camera=(), geolocation=(), microphone=()")),
        ]);
        if https {
            fixed.insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=63072000; includeSubDomains"));
        }
        Self { fixed, policy: policy.without_scripts() }
    }
}

/// The middleware that sets them. A page's own content security policy stays.
pub async fn set(State(headers): State<SecurityHeaders>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let own = response.headers_mut();
    for (name, value) in &headers.fixed {
        own.insert(name, value.clone());
    }
    own.entry(CONTENT_SECURITY_POLICY).or_insert(headers.policy);
    response
}
