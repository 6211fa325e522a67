//! The provider as its endpoints see it.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::broadcast;
use url::Url;

use super::application::{ApiResource, Application};
use super::clock::{Clock, Millis};
use super::data_file::DataFile;
use super::machine_to_machine::MachineToMachine;
use super::organization::Organization;
use super::permissions::Roles;
use super::state::State;

pub(crate) struct Provider {
    /// `http://localhost:<port>`, without a slash at its end.
    pub(crate) endpoint: String,
    pub(crate) applications: Vec<Application>,
    pub(crate) machines: Vec<MachineToMachine>,
    pub(crate) resources: Vec<ApiResource>,
    pub(crate) organizations: Vec<Organization>,
    /// Of users.
    pub(crate) roles: Roles,
    /// Of members in organizations.
    pub(crate) organization_roles: Roles,
    /// Which of Logto's own claims an ID token has.
    pub(crate) id_token_claims: Vec<String>,
    pub(crate) clock: Clock,
    /// When it was put together, and with it its organizations.
    pub(crate) started_at: Millis,
    pub(crate) data: Option<DataFile>,
    /// Tells open inbox pages that a text has arrived.
    pub(crate) inbox_changed: broadcast::Sender<()>,
    /// For back-channel logout.
    pub(crate) http: reqwest::Client,
    pub(crate) state: Mutex<State>,
}

impl Provider {
    pub(crate) fn issuer(&self) -> String {
        format!("{}/oidc", self.endpoint)
    }

    /// Never held across an await.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        // A panic elsewhere leaves at worst a sign-in half done: better than a provider that is dead.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn application(&self, client_id: &str) -> Option<&Application> {
        self.applications.iter().find(|application| application.client_id == client_id)
    }

    pub(crate) fn machine(&self, client_id: &str) -> Option<&MachineToMachine> {
        self.machines.iter().find(|machine| machine.client_id == client_id)
    }

    /// Where the first application's pages are: a host without its port.
    pub(crate) fn app_host(&self) -> Option<String> {
        let uri = self.applications.first()?.redirect_uris.first()?;
        Url::parse(uri).ok()?.host_str().map(str::to_owned)
    }

    pub(crate) fn has_resource(&self, indicator: &str) -> bool {
        self.resources.iter().any(|resource| resource.indicator == indicator)
    }

    /// Writes what survives a restart, if there is a place for it.
    pub(crate) fn save(&self, state: &State) {
        if let Some(data) = &self.data
            && let Err(error) = data.write(state)
        {
            tracing::error!(%error, "could not save the development provider's data");
        }
    }
}
