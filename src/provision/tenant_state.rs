//! What the tenant has, as far as the wishes speak of it. Reading changes nothing.

use time::{Duration, OffsetDateTime};

use crate::{
    Clock, ManagementError, Secret,
    tenant::{
        ApiResource, Application, ApplicationSecret, Connector, OrganizationRole, Scope, SignInExperience,
        TenantOrganization, TenantRole,
    },
};

use super::{PatientApi, Settings, plan, wishes::Wishes};

/// How long a secret must work still, to be handed out.
const LASTS_LONGER: Duration = Duration::days(1);

/// The tenant.
#[derive(Clone, Debug, Default)]
pub struct TenantState {
    pub(super) app_id: Option<String>,
    /// What the app has now.
    pub(super) app_secret: Option<Secret>,
    pub(super) applications: Vec<Application>,
    /// Those of the application that is meant.
    pub(super) secrets: Vec<ApplicationSecret>,
    pub(super) read_at: Option<OffsetDateTime>,
    pub(super) connectors: Vec<Connector>,
    pub(super) sign_in_experience: SignInExperience,
    pub(super) resources: Vec<ApiResource>,
    pub(super) roles: Vec<(TenantRole, Vec<Scope>)>,
    pub(super) organization_scopes: Vec<Scope>,
    pub(super) organization_roles: Vec<OrganizationRole>,
    pub(super) organizations: Vec<TenantOrganization>,
}

impl TenantState {
    /// Reads the tenant.
    ///
    /// # Errors
    ///
    /// [`ManagementError`], after a few attempts where waiting may help.
    pub async fn read(
        api: &PatientApi,
        wishes: &Wishes,
        settings: &Settings,
        clock: &Clock,
    ) -> Result<Self, ManagementError> {
        let mut state = Self {
            app_id: settings.app_id.clone(),
            app_secret: settings.app_secret.clone(),
            applications: api.repeatable(async |api| api.applications().await).await?,
            connectors: api.repeatable(async |api| api.connectors().await).await?,
            sign_in_experience: api.repeatable(async |api| api.sign_in_experience().await).await?,
            read_at: Some(clock.now()),
            ..Self::default()
        };
        if let Some(id) = plan::application(&wishes.application, &state).map(|application| application.id.clone()) {
            state.secrets = api.repeatable(async |api| api.application_secrets(&id).await).await?;
        }
        if !wishes.resources.is_empty() || !wishes.roles.is_empty() {
            state.resources = api.repeatable(async |api| api.resources().await).await?;
        }
        if !wishes.roles.is_empty() {
            for role in api.repeatable(async |api| api.tenant_roles().await).await? {
                let is_wished = wishes.roles.iter().any(|wish| wish.name == role.name);
                let scopes = if is_wished {
                    api.repeatable(async |api| api.role_scopes(&role.id).await).await?
                } else {
                    Vec::new()
                };
                state.roles.push((role, scopes));
            }
        }
        if wishes.organization_template.is_some() {
            state.organization_scopes = api.repeatable(async |api| api.organization_scopes().await).await?;
            state.organization_roles = api.repeatable(async |api| api.organization_roles().await).await?;
        }
        for wish in &wishes.organizations {
            let named = api.repeatable(async |api| api.organizations_named(&wish.name).await).await?;
            state.organizations.extend(named);
        }
        Ok(state)
    }

    /// The application's secret to go on with: the one that the app has, if it works, else the one that works the longest. One
    /// that stops within a day is none.
    pub(super) fn working_secret(&self) -> Option<&Secret> {
        let soon = self.read_at? + LASTS_LONGER;
        let working = || self.secrets.iter().filter(|secret| secret.works_at(soon));
        let is_known =
            |secret: &&ApplicationSecret| self.app_secret.as_ref().is_some_and(|known| known.is(secret.value.reveal()));
        let longest = || working().max_by_key(|secret| secret.expires_at.unwrap_or(i64::MAX));
        working().find(is_known).or_else(longest).map(|secret| &secret.value)
    }

    /// The connector for text messages; a tenant has one at the most.
    pub(super) fn sms_connector(&self) -> Option<&Connector> {
        self.connectors.iter().find(|connector| connector.sends_texts())
    }

    pub(super) fn resource(&self, indicator: &str) -> Option<&ApiResource> {
        self.resources.iter().find(|resource| resource.indicator == indicator)
    }

    pub(super) fn scope_id(&self, indicator: &str, scope: &str) -> Option<&str> {
        let mut scopes = self.resource(indicator)?.scopes.iter();
        scopes.find(|known| known.name == scope).map(|scope| scope.id.as_str())
    }
}
