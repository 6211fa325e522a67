//! What a tenant is made of: applications, connectors, the sign-in experience, resources, roles, organisations.
//! <https://openapi.logto.io>
//!
//! Each type keeps what this client does not know beside what it does: Logto replaces objects and arrays whole, and what
//! somebody has set up by hand must come back as it was.

mod applications;
mod connector_test;
mod connectors;
mod listing;
mod organizations;
mod resources;
mod roles;
mod sign_in_experience;

pub use applications::{Application, ApplicationSecret, ApplicationSettings};
pub use connector_test::ConnectorTestError;
pub use connectors::{Connector, ConnectorConfig};
pub use organizations::{OrganizationRole, TenantOrganization};
pub use resources::{ApiResource, Scope};
pub use roles::TenantRole;
pub use sign_in_experience::SignInExperience;
