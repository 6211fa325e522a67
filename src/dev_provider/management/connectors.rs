//! `/api/connectors` and `/api/connector-factories`: what the tenant's texts go out through.
//!
//! <https://openapi.logto.io/group/endpoint-connectors>

mod connector_body;
pub(super) mod create;
pub(super) mod delete;
pub(super) mod factories;
pub(super) mod read;
pub(super) mod test;
pub(super) mod update;
