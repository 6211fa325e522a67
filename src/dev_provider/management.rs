//! The part of Logto's Management API that phone sign-in and the setting up of a tenant need: one endpoint per file.
//!
//! <https://openapi.logto.io/>. Statuses and bodies are what a Logto 1.42.0 answers; those marked "[source]" were
//! read there instead of seen on the wire. Numbers are digits with country code, no plus, everywhere.

mod api_error;
mod applications;
mod authorization;
mod connectors;
mod not_served;
mod organization_template;
mod organizations;
mod pagination;
mod request_body;
mod resources;
mod roles;
mod search;
mod sign_in_experience;
mod subject_tokens;
mod users;
mod verification_codes;

use std::sync::Arc;

use axum::routing::{any, delete, get, patch, post};
use axum::{Router, middleware};

use super::provider::Provider;

/// Everything below `/api/`. Who has no right to it does not even hear what is there.
pub(crate) fn router(provider: Arc<Provider>) -> Router<Arc<Provider>> {
    Router::new()
        .route("/api/verification-codes", post(verification_codes::send))
        .route("/api/verification-codes/verify", post(verification_codes::verify))
        .route("/api/users", get(users::search::get).post(users::create::post))
        .route("/api/users/{id}", get(users::read::get).patch(users::update::patch).delete(users::delete::delete))
        .route("/api/users/{id}/is-suspended", patch(users::suspend::patch))
        .route("/api/users/{id}/roles", get(users::roles::get))
        .route("/api/users/{id}/organizations", get(users::organizations::get))
        .route("/api/users/{id}/mfa-verifications", get(users::mfa_verifications::get))
        .route("/api/applications", get(applications::list::get).post(applications::create::post))
        .route(
            "/api/applications/{id}",
            get(applications::read::get).patch(applications::update::patch).delete(applications::delete::delete),
        )
        .route("/api/applications/{id}/secrets", get(applications::secrets::get).post(applications::secrets::post))
        .route("/api/applications/{id}/roles", get(applications::roles::get).post(applications::roles::post))
        .merge(permissions())
        .route("/api/connector-factories", get(connectors::factories::list))
        .route("/api/connector-factories/{id}", get(connectors::factories::get))
        .route("/api/connectors", get(connectors::read::list).post(connectors::create::post))
        .route(
            "/api/connectors/{id}",
            get(connectors::read::get).patch(connectors::update::patch).delete(connectors::delete::delete),
        )
        .route("/api/connectors/{id}/test", post(connectors::test::post))
        .route("/api/sign-in-exp", get(sign_in_experience::read::get).patch(sign_in_experience::update::patch))
        .route("/api/subject-tokens", post(subject_tokens::post))
        .route("/api/{*rest}", any(not_served::answer))
        .method_not_allowed_fallback(not_served::answer)
        .route_layer(middleware::from_fn_with_state(provider, authorization::require))
}

/// Roles, resources, the organization template, organizations.
fn permissions() -> Router<Arc<Provider>> {
    use organization_template::{role_list, role_scopes, roles as organization_roles, scopes as organization_scopes};
    Router::new()
        .route("/api/roles", get(roles::list::get).post(roles::create::post))
        .route("/api/roles/{id}", get(roles::single::get).patch(roles::single::patch))
        .route("/api/roles/{id}/scopes", get(roles::scopes::get).post(roles::scopes::post))
        .route("/api/roles/{id}/scopes/{scope_id}", delete(roles::scopes::delete))
        .route("/api/resources", get(resources::list::get).post(resources::create::post))
        .route("/api/resources/{id}", get(resources::single::get).patch(resources::single::patch))
        .route("/api/resources/{id}/scopes", get(resources::scopes::get).post(resources::scopes::post))
        .route(
            "/api/resources/{id}/scopes/{scope_id}",
            patch(resources::scopes::patch).delete(resources::scopes::delete),
        )
        .route("/api/organization-scopes", get(organization_scopes::list).post(organization_scopes::post))
        .route("/api/organization-scopes/{id}", get(organization_scopes::get).patch(organization_scopes::patch))
        .route("/api/organization-roles", get(role_list::get).post(organization_roles::post))
        .route("/api/organization-roles/{id}", get(organization_roles::get).patch(organization_roles::patch))
        .route(
            "/api/organization-roles/{id}/scopes",
            get(role_scopes::get).post(role_scopes::post).put(role_scopes::put),
        )
        .route(
            "/api/organization-roles/{id}/resource-scopes",
            get(role_scopes::get_of_resources).post(role_scopes::post_of_resources),
        )
        .route("/api/organizations", get(organizations::list::get).post(organizations::list::post))
        .route("/api/organizations/{id}", get(organizations::single::get).patch(organizations::single::patch))
}
