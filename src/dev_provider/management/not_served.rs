//! The rest of the Management API. It could be a path that Logto does not have either: this says neither.

use super::api_error::ApiError;

pub(super) async fn answer() -> ApiError {
    ApiError::not_served("this part of the Management API")
}
