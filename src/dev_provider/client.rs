//! A registered application as the tenant keeps it, whoever registered it: the builder or the Management API.
//!
//! Logto's application is the standard's client ([RFC 6749, section 2](https://www.rfc-editor.org/rfc/rfc6749#section-2)):
//! one that people sign in to, or a machine that acts for itself.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::application::{Application, same_secret};
use super::clock::Millis;
use super::machine_to_machine::{MANAGEMENT_API_ACCESS, MachineToMachine};
use super::random;

/// The name of the secret that every new application with secrets has.
pub(crate) const DEFAULT_SECRET: &str = "Default secret";
const ALLOW_TOKEN_EXCHANGE: &str = "allowTokenExchange";

/// Logto's `type` of an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum ClientType {
    Native,
    #[serde(rename = "SPA")]
    SinglePage,
    Traditional,
    MachineToMachine,
}

impl ClientType {
    /// Runs on somebody else's device, and so keeps no secret ([RFC 6749, section 2.1](https://www.rfc-editor.org/rfc/rfc6749#section-2.1)).
    pub(crate) fn is_public(self) -> bool {
        matches!(self, Self::Native | Self::SinglePage)
    }
}

/// Serialised it is the API's `oidcClientMetadata`.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OidcClientMetadata {
    pub(crate) redirect_uris: Vec<String>,
    pub(crate) post_logout_redirect_uris: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) backchannel_logout_uri: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) backchannel_logout_session_required: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) logo_uri: Option<String>,
}

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct ClientSecret {
    pub(crate) name: String,
    pub(crate) value: String,
    pub(crate) created_at: Millis,
    pub(crate) expires_at: Option<Millis>,
}

impl ClientSecret {
    pub(crate) fn new(name: &str, now: Millis, expires_at: Option<Millis>) -> Self {
        Self { name: name.to_owned(), value: random::secret(), created_at: now, expires_at }
    }

    fn is_expired(&self, now: Millis) -> bool {
        self.expires_at.is_some_and(|at| now >= at)
    }
}

/// Not `Debug`: it has secrets, and nothing logs it.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Client {
    pub(crate) client_id: String,
    pub(crate) kind: ClientType,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) oidc: OidcClientMetadata,
    pub(crate) custom_client_metadata: Map<String, Value>,
    pub(crate) custom_data: Map<String, Value>,
    pub(crate) secrets: Vec<ClientSecret>,
    /// Of a machine: identifiers of roles.
    pub(crate) role_ids: Vec<String>,
    pub(crate) created_at: Millis,
    /// Registered by the builder, which says again at every start what it is.
    #[serde(skip)]
    pub(crate) is_builders: bool,
}

impl Client {
    /// A new one, as the Management API makes it: with one secret, where its kind has any.
    pub(crate) fn register(kind: ClientType, name: &str, now: Millis) -> Self {
        let secrets = if kind.is_public() { Vec::new() } else { vec![ClientSecret::new(DEFAULT_SECRET, now, None)] };
        Self {
            client_id: random::identifier(21),
            kind,
            name: name.to_owned(),
            description: None,
            oidc: OidcClientMetadata::default(),
            custom_client_metadata: Map::new(),
            custom_data: Map::new(),
            secrets,
            role_ids: Vec::new(),
            created_at: now,
            is_builders: false,
        }
    }

    /// The builder's application.
    pub(crate) fn from_application(application: Application, now: Millis) -> Self {
        let mut client = Self::of_builder(ClientType::Traditional, application.client_id, now);
        client.secrets = vec![builders_secret(DEFAULT_SECRET, application.client_secret, now, None)];
        for (index, value) in application.expired_secrets.into_iter().enumerate() {
            client.secrets.push(builders_secret(&format!("Expired secret {}", index + 1), value, now, Some(now)));
        }
        client.oidc = OidcClientMetadata {
            redirect_uris: application.redirect_uris,
            post_logout_redirect_uris: application.post_logout_redirect_uris,
            backchannel_logout_session_required: application.backchannel_logout_uri.is_some().then_some(true),
            backchannel_logout_uri: application.backchannel_logout_uri,
            logo_uri: None,
        };
        if application.allow_token_exchange {
            client.custom_client_metadata.insert(ALLOW_TOKEN_EXCHANGE.to_owned(), json!(true));
        }
        client
    }

    /// The builder's machine, which may use the Management API.
    pub(crate) fn from_machine(machine: MachineToMachine, now: Millis) -> Self {
        let mut client = Self::of_builder(ClientType::MachineToMachine, machine.client_id, now);
        client.secrets = vec![builders_secret(DEFAULT_SECRET, machine.client_secret, now, None)];
        client.role_ids = vec![MANAGEMENT_API_ACCESS.to_owned()];
        client
    }

    /// Called by its identifier: the builder asks for no name.
    fn of_builder(kind: ClientType, client_id: String, now: Millis) -> Self {
        let client = Self::register(kind, &client_id, now);
        Self { client_id, is_builders: true, ..client }
    }

    pub(crate) fn is_machine(&self) -> bool {
        self.kind == ClientType::MachineToMachine
    }

    pub(crate) fn may_exchange_tokens(&self) -> bool {
        self.custom_client_metadata.get(ALLOW_TOKEN_EXCHANGE).and_then(Value::as_bool).unwrap_or(false)
    }

    /// Where a sign-out is told, if ID tokens carry the `sid` that belongs to it.
    pub(crate) fn wants_sid(&self) -> bool {
        self.oidc.backchannel_logout_uri.is_some() && self.oidc.backchannel_logout_session_required == Some(true)
    }

    pub(crate) fn secret_matches(&self, secret: &str, now: Millis) -> bool {
        self.secrets.iter().any(|known| !known.is_expired(now) && same_secret(&known.value, secret))
    }

    pub(crate) fn secret_expired(&self, secret: &str, now: Millis) -> bool {
        self.secrets.iter().any(|known| known.is_expired(now) && same_secret(&known.value, secret))
    }

    /// The key of a forged HS256 signature; none signs with it in earnest.
    pub(crate) fn first_secret(&self) -> &str {
        self.secrets.first().map_or("", |secret| &secret.value)
    }
}

fn builders_secret(name: &str, value: String, now: Millis, expires_at: Option<Millis>) -> ClientSecret {
    ClientSecret { name: name.to_owned(), value, created_at: now, expires_at }
}
