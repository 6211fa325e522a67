//! Lists by the page: `?page=1&page_size=20`, and in the answer how many there are altogether.
//!
//! <https://docs.logto.io/integrate-logto/interact-with-management-api#pagination>

use axum::Json;
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::api_error::ApiError;
use crate::dev_provider::params::Params;

const PAGE_SIZE: usize = 20;
const LARGEST_PAGE: usize = 100;

pub(super) struct Pagination {
    page: usize,
    page_size: usize,
}

impl Pagination {
    /// # Errors
    /// `guard.invalid_pagination` (400) for no number, none at all, or more than a hundred a page.
    pub(super) fn parse(params: &Params) -> Result<Self, ApiError> {
        let number = |name: &str, otherwise| match params.get(name) {
            None => Ok(otherwise),
            Some(text) => match text.parse() {
                Ok(number) if number > 0 => Ok(number),
                _ => Err(ApiError::invalid_pagination()),
            },
        };
        let (page, page_size) = (number("page", 1)?, number("page_size", PAGE_SIZE)?);
        if page_size > LARGEST_PAGE {
            return Err(ApiError::invalid_pagination());
        }
        Ok(Self { page, page_size })
    }

    /// For lists that come whole where nobody asks for a page.
    ///
    /// # Errors
    /// See [`parse`](Self::parse).
    pub(super) fn optional(params: &Params) -> Result<Option<Self>, ApiError> {
        let is_wanted = params.get("page").or_else(|| params.get("page_size")).is_some();
        if is_wanted { Self::parse(params).map(Some) } else { Ok(None) }
    }

    /// This page of a list.
    pub(super) fn answer(&self, all: Vec<Value>) -> Response {
        let total = all.len();
        let before = (self.page - 1).saturating_mul(self.page_size);
        let page: Vec<Value> = all.into_iter().skip(before).take(self.page_size).collect();
        ([("total-number", total.to_string())], Json(page)).into_response()
    }
}
