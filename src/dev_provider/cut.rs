//! When the line is cut: at a call of the Management API that a test has counted out, and from there on.

use axum::extract::{ConnectInfo, Request};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use http::StatusCode;

use super::line::Line;
use super::provider::Provider;

/// On which side of a call's effect its connection is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// The call has no effect.
    Before,
    /// The call has its effect, but the caller does not hear of it.
    After,
}

/// What is to happen to the calls that come.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) enum Cutting {
    #[default]
    Never,
    /// At the call that comes after this many others.
    At(usize, Cut),
    /// At every call of an API, before it has an effect.
    Always,
}

impl Cutting {
    /// Counts a request, and says on which side it is cut, if it is.
    fn count(&mut self, path: &str) -> Option<Cut> {
        let is_management = path.starts_with("/api/");
        match *self {
            Self::Always if is_management || path.starts_with("/oidc/") => Some(Cut::Before),
            Self::At(0, cut) if is_management => {
                *self = Self::Always;
                Some(cut)
            }
            Self::At(others, cut) if is_management => {
                *self = Self::At(others - 1, cut);
                None
            }
            _ => None,
        }
    }
}

/// Answers a request, unless its line is cut: then what this returns reaches nobody.
pub(crate) async fn answer_unless_cut(provider: &Provider, request: Request, next: Next) -> Response {
    let cut = provider.state().cutting.count(request.uri().path());
    let Some(cut) = cut else {
        return next.run(request).await;
    };
    let line = request.extensions().get::<ConnectInfo<Line>>().map(|ConnectInfo(line)| line.clone());
    if cut == Cut::After {
        drop(next.run(request).await);
    }
    if let Some(line) = line {
        line.cut();
    }
    StatusCode::SERVICE_UNAVAILABLE.into_response()
}
