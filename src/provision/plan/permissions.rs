//! A permission as a role gives it: of which API, and which one.

use super::{super::wishes::Wishes, TenantState, WhyNot};

/// A permission of an API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permission {
    /// The API's indicator.
    pub resource: String,
    /// The permission's name.
    pub scope: String,
}

impl Permission {
    /// Fails unless the tenant has it or the wishes make it.
    pub(super) fn must_exist(&self, role: &str, wishes: &Wishes, tenant: &TenantState) -> Result<(), WhyNot> {
        let mut wished = wishes.resources.iter().filter(|resource| resource.indicator.as_str() == self.resource);
        if wished.any(|resource| resource.scopes.contains_key(&self.scope)) {
            return Ok(());
        }
        match tenant.scope_id(&self.resource, &self.scope) {
            Some(_) => Ok(()),
            None => Err(WhyNot::UnknownPermission {
                role: role.to_owned(),
                resource: self.resource.clone(),
                scope: self.scope.clone(),
            }),
        }
    }
}
