//! What is set up in the tenant: by the builder at the start, by the Management API from then on.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use url::Url;

use super::access::Access;
use super::client::Client;
use super::connector::Connection;
use super::sign_in_experience::SignInExperience;

#[derive(Default)]
pub(crate) struct Tenant {
    /// In the order they were registered.
    pub(crate) clients: Vec<Client>,
    pub(crate) connection: Connection,
    /// Whether the Management API set the connection, and not the builder or a test.
    pub(crate) has_own_connection: bool,
    pub(crate) sign_in_experience: SignInExperience,
    pub(crate) access: Access,
    /// As the builder made it.
    builders_access: Access,
}

/// What survives a restart: all that the Management API made. What the builder made is as the builder says, at
/// every start.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct SavedTenant {
    #[serde(default)]
    clients: Vec<Client>,
    #[serde(default)]
    connection: Option<Connection>,
    #[serde(default)]
    sign_in_experience: Map<String, Value>,
    #[serde(default)]
    access: Access,
}

impl Tenant {
    pub(crate) fn saved(&self) -> SavedTenant {
        SavedTenant {
            clients: self.clients.iter().filter(|client| !client.is_builders).cloned().collect(),
            connection: self.has_own_connection.then(|| self.connection.clone()),
            sign_in_experience: self.sign_in_experience.changes.clone(),
            access: self.access.beyond(&self.builders_access),
        }
    }

    /// Begins with what the builder made, and what was saved besides. Where both registered a `client_id`, the
    /// builder's application is the one.
    pub(crate) fn begin_with(&mut self, clients: Vec<Client>, access: Access) {
        self.builders_access = access.clone();
        let saved = std::mem::replace(&mut self.access, access);
        self.access.add(saved);
        self.clients.retain(|saved| !clients.iter().any(|client| client.client_id == saved.client_id));
        self.clients.splice(0..0, clients);
    }

    pub(crate) fn restore(&mut self, saved: SavedTenant) {
        self.clients = saved.clients;
        if let Some(connection) = saved.connection {
            self.connection = connection;
            self.has_own_connection = true;
        }
        self.sign_in_experience.changes = saved.sign_in_experience;
        self.access = saved.access;
    }

    /// By the Management API.
    pub(crate) fn connect(&mut self, connection: Connection) {
        self.connection = connection;
        self.has_own_connection = true;
    }

    pub(crate) fn client(&self, client_id: &str) -> Option<&Client> {
        self.clients.iter().find(|client| client.client_id == client_id)
    }

    pub(crate) fn client_mut(&mut self, client_id: &str) -> Option<&mut Client> {
        self.clients.iter_mut().find(|client| client.client_id == client_id)
    }

    /// The first application that people sign in to.
    pub(crate) fn first_application(&self) -> Option<&Client> {
        self.clients.iter().find(|client| !client.is_machine())
    }

    /// Where the first application's pages are: a host without its port.
    pub(crate) fn app_host(&self) -> Option<String> {
        let uri = self.first_application()?.oidc.redirect_uris.first()?;
        Url::parse(uri).ok()?.host_str().map(str::to_owned)
    }
}
