//! What a text goes out through: Logto's SMS connector, of which a tenant has one or none.
//!
//! <https://docs.logto.io/connectors/sms-connectors>

mod config;
pub(crate) mod delivery;
mod factory;
mod http_sms;
mod twilio;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub(crate) use config::without_empty;
pub(crate) use factory::Factory;

/// What the tenant sends with.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) enum Connection {
    /// Straight into the inbox, unless the Management API says otherwise.
    #[default]
    BuiltIn,
    Absent,
    Made(Connector),
}

impl Connection {
    pub(crate) fn is_there(&self) -> bool {
        !matches!(self, Self::Absent)
    }
}

/// A connector made by the Management API. Not `Debug`: its configuration has a secret in clear.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Connector {
    pub(crate) id: String,
    pub(crate) factory: Factory,
    pub(crate) config: Map<String, Value>,
}
