//! A layer for routes that all need the same scopes: what a handler forgets to ask, the router has asked. RFC 6750, 3.1.

use std::{future::Future, pin::Pin, sync::Arc};

use axum::{
    extract::{Request, State},
    middleware::{FromFnLayer, Next, from_fn_with_state},
    response::Response,
};

use super::{Bearer, BearerRejection};
use crate::AccessTokenVerifier;

/// What the layer checks with.
#[derive(Clone, Debug)]
pub struct RequiredScopes {
    verifier: AccessTokenVerifier,
    scopes: Arc<[String]>,
}

type Answer = Pin<Box<dyn Future<Output = Result<Response, BearerRejection>> + Send>>;

/// The layer of [`require_scopes`].
pub type RequireScopes =
    FromFnLayer<fn(State<RequiredScopes>, Request, Next) -> Answer, RequiredScopes, (State<RequiredScopes>, Request)>;

/// A layer that lets a request through only with a verified access token that has all of these scopes.
///
/// Put it on with `Router::route_layer`, so that unknown paths stay 404. A handler behind it may still take [`Bearer`]:
/// the token is verified once.
pub fn require_scopes<S: Into<String>>(
    verifier: &AccessTokenVerifier,
    scopes: impl IntoIterator<Item = S>,
) -> RequireScopes {
    let scopes = scopes.into_iter().map(Into::into).collect();
    from_fn_with_state(RequiredScopes { verifier: verifier.clone(), scopes }, check)
}

fn check(State(required): State<RequiredScopes>, request: Request, next: Next) -> Answer {
    Box::pin(async move {
        let (mut parts, body) = request.into_parts();
        let Bearer(claims) = Bearer::verify(&mut parts, &required.verifier).await?;
        claims.require_scopes(required.scopes.iter())?;
        Ok(next.run(Request::from_parts(parts, body)).await)
    })
}
