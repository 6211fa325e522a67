//! Puts a provider together and starts it.

use std::collections::HashSet;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use tokio::sync::broadcast;

use super::DevProvider;
use super::access::Access;
use super::application::{ApiResource, Application};
use super::browser;
use super::client::Client;
use super::clock::Clock;
use super::connector::Connection;
use super::data_file::{DataError, DataFile};
use super::listener::Listeners;
use super::loopback::is_loopback_uri;
use super::machine_to_machine::MachineToMachine;
use super::organization::{ORGANIZATIONS_RESOURCE, Organization};
use super::permissions::GivenRoles;
use super::provider::Provider;
use super::resource::Resource;
use super::router::router;
use super::sign_in_experience::Beginning;
use super::signing_key::KeyRing;
use super::state::State;
use super::user_claims::DEFAULT_ID_TOKEN_CLAIMS;

/// Configures a [`DevProvider`].
#[derive(Debug, Default)]
#[must_use = "nothing listens until it is started"]
pub struct Builder {
    port: u16,
    applications: Vec<Application>,
    machines: Vec<MachineToMachine>,
    resources: Vec<ApiResource>,
    organizations: Vec<Organization>,
    roles: GivenRoles,
    organization_roles: GivenRoles,
    id_token_claims: Option<Vec<String>>,
    rotates_refresh_tokens: bool,
    has_no_sms_connector: bool,
    is_bare: bool,
    twilio: Option<String>,
    data: Option<PathBuf>,
}

/// Why the provider did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The port is taken, or may not be used.
    #[error("cannot listen on localhost:{port}: {source}")]
    Listen {
        /// The port that was asked for.
        port: u16,
        /// The reason.
        source: io::Error,
    },
    /// An application's address is on another machine.
    #[error(
        "{uri} is not a loopback address: the development provider signs anybody in, so it serves this machine only"
    )]
    NotLoopback {
        /// The registered address.
        uri: String,
    },
    /// Two applications have one `client_id`.
    #[error("client_id {client_id} is registered twice")]
    RegisteredTwice {
        /// The `client_id`.
        client_id: String,
    },
    /// The data file cannot be used.
    #[error(transparent)]
    Data(#[from] DataError),
    /// The HTTP client for back-channel logout could not be built.
    #[error("cannot build an HTTP client: {0}")]
    HttpClient(#[from] reqwest::Error),
}

impl Builder {
    /// The port to listen on; 0, the default, takes any free one.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Registers an application. May be called several times.
    pub fn application(mut self, application: Application) -> Self {
        self.applications.push(application);
        self
    }

    /// Registers a machine-to-machine application that may use the Management API. May be called several times.
    pub fn machine_to_machine(mut self, machine: MachineToMachine) -> Self {
        self.machines.push(machine);
        self
    }

    /// Registers an API that access tokens may be asked for. May be called several times.
    pub fn resource(mut self, resource: ApiResource) -> Self {
        self.resources.push(resource);
        self
    }

    /// Adds an organization. May be called several times.
    pub fn organization(mut self, organization: Organization) -> Self {
        self.organizations.push(organization);
        self
    }

    /// Lets a role of members give permissions in their organization. May be called several times.
    pub fn organization_role(mut self, role: &str, permissions: &[&str]) -> Self {
        self.organization_roles.give(role, ORGANIZATIONS_RESOURCE, permissions);
        self
    }

    /// Lets a role of members give permissions of an API. May be called several times.
    pub fn organization_role_for(mut self, role: &str, resource: &str, permissions: &[&str]) -> Self {
        self.organization_roles.give(role, resource, permissions);
        self
    }

    /// Lets a role of users give permissions of an API. From then on these permissions are no longer
    /// everybody's. May be called several times.
    pub fn role(mut self, role: &str, resource: &str, permissions: &[&str]) -> Self {
        self.roles.give(role, resource, permissions);
        self
    }

    /// Which of Logto's own claims ID tokens have, where the scope was granted: by default `roles`,
    /// `organizations` and `organization_roles`. Userinfo has all of them.
    pub fn id_token_claims(mut self, names: &[&str]) -> Self {
        self.id_token_claims = Some(names.iter().map(|name| (*name).to_owned()).collect());
        self
    }

    /// Lets every refresh bring a new refresh token: see
    /// [`DevProvider::rotate_refresh_tokens`](super::DevProvider::rotate_refresh_tokens).
    pub fn rotate_refresh_tokens(mut self) -> Self {
        self.rotates_refresh_tokens = true;
        self
    }

    /// A tenant without an SMS connector: see [`DevProvider::set_sms_connector`](super::DevProvider::set_sms_connector).
    pub fn without_sms_connector(mut self) -> Self {
        self.has_no_sms_connector = true;
        self
    }

    /// A tenant as Logto's seed leaves it: with username and password for the sign-in, and no connector. Give it a
    /// machine-to-machine application, which sets up the rest through the Management API.
    pub fn bare(mut self) -> Self {
        self.is_bare = true;
        self
    }

    /// Where a stand-in for Twilio listens, for example `http://localhost:4010`: a Twilio connector posts there what
    /// it would post to `https://api.twilio.com`. Without it such a text ends in the inbox. Twilio itself is never
    /// called.
    pub fn twilio_at(mut self, url: &str) -> Self {
        self.twilio = Some(url.trim_end_matches('/').to_owned());
        self
    }

    /// Keeps users, keys, sessions, grants and what the Management API set up in this file. Without it they live in
    /// memory only.
    pub fn data(mut self, path: impl Into<PathBuf>) -> Self {
        self.data = Some(path.into());
        self
    }

    /// Binds the port and serves.
    ///
    /// # Errors
    /// [`StartError`] where an address is not loopback, the port is taken, or the data file is
    /// damaged or cannot be written.
    pub async fn start(self) -> Result<DevProvider, StartError> {
        let mut seen = HashSet::new();
        let client_ids = self.applications.iter().map(|application| &application.client_id);
        for client_id in client_ids.chain(self.machines.iter().map(|machine| &machine.client_id)) {
            if !seen.insert(client_id) {
                return Err(StartError::RegisteredTwice { client_id: client_id.clone() });
            }
        }
        let uris = self.applications.iter().flat_map(Application::uris).chain(&self.twilio);
        if let Some(uri) = { uris }.find(|uri| !is_loopback_uri(uri)) {
            return Err(StartError::NotLoopback { uri: uri.clone() });
        }
        let data = self.data.map(DataFile::new);
        let mut state = match &data {
            Some(data) => {
                let state = data.read()?;
                // A path that cannot be written is a mistake to hear of now.
                data.write(&state)?;
                state
            }
            None => State::new(KeyRing::generate()),
        };
        state.rotates_refresh_tokens = self.rotates_refresh_tokens;
        let clock = Clock::default();
        let now = clock.now();
        let applications = self.applications.into_iter().map(|application| Client::from_application(application, now));
        let machines = self.machines.into_iter().map(|machine| Client::from_machine(machine, now));
        let resources = self.resources.iter().map(|resource| Resource::from_builder(resource, now)).collect();
        let access = Access::of_builder(resources, self.organizations, &self.roles, &self.organization_roles, now);
        state.tenant.begin_with(applications.chain(machines).collect(), access);
        let State { memberships, tenant, .. } = &mut state;
        memberships.retain(|id| tenant.access.organization(id).is_some());
        if !state.tenant.has_own_connection && (self.has_no_sms_connector || self.is_bare) {
            state.tenant.connection = Connection::Absent;
        }
        if self.is_bare {
            state.tenant.sign_in_experience.beginning = Beginning::Bare;
        }
        let listen_error = |source| StartError::Listen { port: self.port, source };
        let listeners = Listeners::bind(self.port).map_err(listen_error)?;
        let port = listeners.port;
        let provider = Arc::new(Provider {
            endpoint: format!("http://localhost:{port}"),
            id_token_claims: self.id_token_claims.unwrap_or_else(|| DEFAULT_ID_TOKEN_CLAIMS.map(str::to_owned).into()),
            clock,
            data,
            twilio: self.twilio,
            inbox_changed: broadcast::channel(16).0,
            http: browser::http_client()?,
            state: Mutex::new(state),
        });
        let server = listeners.serve(router(Arc::clone(&provider))).map_err(listen_error)?;
        Ok(DevProvider::new(provider, server, port))
    }
}
