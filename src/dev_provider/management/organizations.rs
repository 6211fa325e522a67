//! `/api/organizations`.
//!
//! <https://openapi.logto.io/group/endpoint-organizations>

pub(super) mod list;
pub(super) mod single;

use serde_json::{Map, Value, json};

use super::api_error::ApiError;
use crate::dev_provider::access::TenantOrganization;
use crate::dev_provider::members::Members;

/// The columns of Logto's database.
const LONGEST_NAME: usize = 128;
const LONGEST_DESCRIPTION: usize = 256;
/// Logto has them, and something would have to follow from them here.
const NOT_SERVED: [&str; 4] = ["isMfaRequired", "color", "branding", "customCss"];

pub(super) fn organization_body(organization: &TenantOrganization) -> Value {
    json!({
        "tenantId": "default",
        "id": organization.id,
        "name": organization.name,
        "description": organization.description,
        "customData": organization.custom_data,
        "isMfaRequired": false,
        "color": {},
        "branding": {},
        "customCss": null,
        "createdAt": organization.created_at,
    })
}

/// What a call may set. `None`: as it is.
struct OrganizationFields {
    name: Option<String>,
    description: Option<Option<String>>,
    custom_data: Option<Map<String, Value>>,
}

impl OrganizationFields {
    /// # Errors
    /// `guard.invalid_input` (400), `request.feature_not_supported` (501).
    fn read(members: &Members<'_>) -> Result<Self, ApiError> {
        let description = members.nullable_short_text("description", LONGEST_DESCRIPTION)?;
        let fields = Self {
            name: members.short_text("name", LONGEST_NAME)?.map(str::to_owned),
            description: description.map(|text| text.map(str::to_owned)),
            custom_data: members.object("customData")?.cloned(),
        };
        match NOT_SERVED.into_iter().find(|name| members.has(name)) {
            Some(name) => Err(ApiError::not_served(name)),
            None => Ok(fields),
        }
    }

    fn is_empty(&self) -> bool {
        self.name.is_none() && self.description.is_none() && self.custom_data.is_none()
    }

    fn apply(self, organization: &mut TenantOrganization) {
        if let Some(name) = self.name {
            organization.name = name;
        }
        if let Some(description) = self.description {
            organization.description = description;
        }
        if let Some(custom_data) = self.custom_data {
            organization.custom_data = custom_data;
        }
    }
}
