//! Does what the plan says, call by call, in its order. Interrupted at any point, the next run plans what is left.

use std::collections::HashMap;

use crate::ManagementError;

use super::{
    PatientApi,
    plan::{Action, Item, Kind, Make, Permission, Plan, Set, Step},
    tenant_state::TenantState,
};

/// A call did not succeed. What was done before it stays done; run again, and the rest is done.
#[derive(Debug, thiserror::Error)]
#[error("{kind} \"{name}\": {error}")]
pub struct ApplyError {
    /// What it was about.
    pub kind: Kind,
    /// Which one.
    pub name: String,
    /// Why.
    #[source]
    pub error: ManagementError,
    /// Whether Logto may have done it all the same.
    pub may_be_done: bool,
    /// What was done before.
    pub done: Vec<String>,
}

/// What has been made has an id now.
struct Ids {
    resources: HashMap<String, String>,
    /// By indicator and name.
    scopes: HashMap<(String, String), String>,
    organization_scopes: HashMap<String, String>,
}

/// Applies a plan that was made of this state of the tenant. `done` hears of each object.
///
/// # Errors
///
/// [`ApplyError`] of the first call that fails.
pub async fn apply(
    plan: &Plan,
    tenant: &TenantState,
    api: &PatientApi,
    mut done: impl FnMut(&Item),
) -> Result<(), ApplyError> {
    let mut ids = Ids::of(tenant);
    let mut finished = Vec::new();
    for item in plan.items.iter().filter(|item| item.action != Action::Keep) {
        for step in &item.steps {
            let error = match take(step, api, &mut ids).await {
                Ok(()) => continue,
                Err(error) => error,
            };
            let may_be_done = matches!(step, Step::Make(_)) && is_ambiguous(&error);
            return Err(ApplyError { kind: item.kind, name: item.name.clone(), error, may_be_done, done: finished });
        }
        finished.push(item.title());
        done(item);
    }
    Ok(())
}

/// Whether nobody knows if Logto did it.
fn is_ambiguous(error: &ManagementError) -> bool {
    matches!(error, ManagementError::Http(_) | ManagementError::Unavailable | ManagementError::Malformed(_))
}

async fn take(step: &Step, api: &PatientApi, ids: &mut Ids) -> Result<(), ManagementError> {
    match step {
        Step::Make(step) => make(step, api, ids).await,
        Step::Set(step) => set(step, api).await,
    }
}

async fn make(step: &Make, api: &PatientApi, ids: &mut Ids) -> Result<(), ManagementError> {
    match step {
        Make::Application(settings) => {
            api.once(async |api| api.create_application(settings).await).await?;
        }
        Make::ApplicationSecret { id, name } => {
            api.once(async |api| api.create_application_secret(id, name).await).await?;
        }
        Make::Connector { connector_id, config } => {
            api.once(async |api| api.create_connector(connector_id, config).await).await?;
        }
        Make::Resource { name, indicator, access_token_ttl } => {
            let made = api.once(async |api| api.create_resource(name, indicator, *access_token_ttl).await).await?;
            ids.resources.insert(indicator.clone(), made.id);
        }
        Make::Scope { resource, name, description } => {
            let id = known(ids.resources.get(resource))?;
            let made = api.once(async |api| api.create_scope(id, name, description).await).await?;
            ids.scopes.insert((resource.clone(), name.clone()), made.id);
        }
        Make::Role { name, description, is_default, permissions } => {
            let scopes = ids.of_permissions(permissions)?;
            api.once(async |api| api.create_role(name, description, *is_default, &scopes).await).await?;
        }
        Make::RolePermissions { id, permissions } => {
            let scopes = ids.of_permissions(permissions)?;
            api.once(async |api| api.add_role_scopes(id, &scopes).await).await?;
        }
        Make::OrganizationScope { name, description } => {
            let made = api.once(async |api| api.create_organization_scope(name, description).await).await?;
            ids.organization_scopes.insert(name.clone(), made.id);
        }
        Make::OrganizationRole { name, scopes } => {
            let scopes = ids.of_organization_scopes(scopes)?;
            api.once(async |api| api.create_organization_role(name, &scopes).await).await?;
        }
        Make::OrganizationRoleScopes { id, scopes } => {
            let scopes = ids.of_organization_scopes(scopes)?;
            api.once(async |api| api.add_organization_role_scopes(id, &scopes).await).await?;
        }
        Make::Organization { name, description } => {
            api.once(async |api| api.create_organization(name, description).await).await?;
        }
    }
    Ok(())
}

/// The calls that set fields to values.
async fn set(step: &Set, api: &PatientApi) -> Result<(), ManagementError> {
    match step {
        Set::Application { id, settings } => {
            api.repeatable(async |api| api.change_application(id, settings).await).await.map(drop)
        }
        Set::Connector { id, config } => {
            api.repeatable(async |api| api.change_connector(id, config).await).await.map(drop)
        }
        Set::SignInExperience(to) => {
            api.repeatable(async |api| api.change_sign_in_experience(to).await).await.map(drop)
        }
        Set::Resource { id, name, access_token_ttl } => {
            api.repeatable(async |api| api.change_resource(id, name, *access_token_ttl).await).await.map(drop)
        }
        Set::Scope { resource_id, id, description } => {
            api.repeatable(async |api| api.change_scope(resource_id, id, description).await).await.map(drop)
        }
        Set::Role { id, description, is_default } => {
            api.repeatable(async |api| api.change_role(id, description, *is_default).await).await.map(drop)
        }
        Set::OrganizationScope { id, description } => {
            api.repeatable(async |api| api.change_organization_scope(id, description).await).await.map(drop)
        }
        Set::Organization { id, description } => {
            api.repeatable(async |api| api.change_organization(id, description).await).await.map(drop)
        }
    }
}

impl Ids {
    fn of(tenant: &TenantState) -> Self {
        let scopes = tenant.resources.iter().flat_map(|resource| {
            let of = |name: &String| (resource.indicator.clone(), name.clone());
            resource.scopes.iter().map(move |scope| (of(&scope.name), scope.id.clone()))
        });
        Self {
            resources: tenant.resources.iter().map(|one| (one.indicator.clone(), one.id.clone())).collect(),
            scopes: scopes.collect(),
            organization_scopes: tenant
                .organization_scopes
                .iter()
                .map(|scope| (scope.name.clone(), scope.id.clone()))
                .collect(),
        }
    }

    fn of_permissions(&self, permissions: &[Permission]) -> Result<Vec<String>, ManagementError> {
        let id = |permission: &Permission| {
            known(self.scopes.get(&(permission.resource.clone(), permission.scope.clone()))).cloned()
        };
        permissions.iter().map(id).collect()
    }

    fn of_organization_scopes(&self, names: &[String]) -> Result<Vec<String>, ManagementError> {
        names.iter().map(|name| known(self.organization_scopes.get(name)).cloned()).collect()
    }
}

/// The plan has made sure that it is known; a plan for another tenant would not have.
fn known(id: Option<&String>) -> Result<&String, ManagementError> {
    id.ok_or(ManagementError::Malformed("plan"))
}
