//! `GET /api/users`: who has this number, who is there at all.
//!
//! <https://docs.logto.io/user-management/advanced-user-search>

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::response::Response;

use super::user_body::user_body;
use crate::dev_provider::management::api_error::ApiError;
use crate::dev_provider::management::pagination::Pagination;
use crate::dev_provider::params::Params;
use crate::dev_provider::phone_number::PhoneNumber;
use crate::dev_provider::provider::Provider;
use crate::dev_provider::user::User;

/// Youngest first; with `search.<field>` those with one of these values in one of these fields.
///
/// A value is compared as it is: a number with its national prefix finds nobody, because it is stored without.
///
/// # Errors
/// - `guard.invalid_pagination`, `request.invalid_input` (400);
/// - `request.feature_not_supported` (501) for other ways to compare than `exact`.
pub(in crate::dev_provider::management) async fn get(
    State(provider): State<Arc<Provider>>,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiError> {
    let params = Params::parse(query.unwrap_or_default().as_bytes());
    let pagination = Pagination::parse(&params)?;
    let conditions = conditions(&params)?;
    let state = provider.state();
    let is_found = |user: &&User| conditions.is_empty() || conditions.iter().any(|condition| condition.holds(user));
    let mut found: Vec<&User> = state.users.values().filter(is_found).collect();
    found.sort_by(|a, b| b.created_at.cmp(&a.created_at).then_with(|| a.sub.cmp(&b.sub)));
    Ok(pagination.answer(found.into_iter().map(user_body).collect()))
}

struct Condition {
    field: Field,
    value: String,
}

#[derive(Clone, Copy)]
enum Field {
    Id,
    Name,
    PrimaryPhone,
}

impl Condition {
    /// Compares without regard to case, as Logto does unless told otherwise.
    fn holds(&self, user: &User) -> bool {
        let value = match self.field {
            Field::Id => Some(user.sub.as_str()),
            Field::Name => user.name.as_deref(),
            Field::PrimaryPhone => user.phone_number.as_ref().map(PhoneNumber::digits),
        };
        value.is_some_and(|value| value.to_lowercase() == self.value.to_lowercase())
    }
}

fn conditions(params: &Params) -> Result<Vec<Condition>, ApiError> {
    let mut conditions = Vec::new();
    for (name, value) in params.pairs() {
        let Some(field_name) = name.strip_prefix("search.") else {
            // Everything at once, and conditions that all have to hold.
            if name == "search" || (name == "joint" && value != "or") {
                return Err(ApiError::not_served("this search"));
            }
            continue;
        };
        let field = match field_name {
            "id" => Field::Id,
            "name" => Field::Name,
            "primaryPhone" => Field::PrimaryPhone,
            "primaryEmail" | "username" => return Err(ApiError::not_served("a search by this field")),
            _ => return Err(ApiError::invalid_search("There is no such search field.")),
        };
        if value.is_empty() {
            return Err(ApiError::invalid_search("Search value cannot be empty."));
        }
        let mode = params.get(&format!("mode.{field_name}")).or_else(|| params.get("mode"));
        match mode.unwrap_or("like") {
            "exact" => {}
            // Without a wildcard it compares the whole value too.
            "like" if !value.contains(['%', '_', '\\']) => {}
            "like" | "similar_to" | "posix" => return Err(ApiError::not_served("a search by a pattern")),
            _ => return Err(ApiError::invalid_search("There is no such search mode.")),
        }
        conditions.push(Condition { field, value: value.to_owned() });
    }
    Ok(conditions)
}
