//! `/api/applications`: what signs in here, and what acts for itself.
//!
//! <https://openapi.logto.io/group/endpoint-applications>

mod application_body;
mod application_fields;
pub(super) mod create;
pub(super) mod delete;
pub(super) mod list;
pub(super) mod read;
mod redirect_uri;
pub(super) mod roles;
pub(super) mod secrets;
pub(super) mod update;
