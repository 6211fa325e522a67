//! A connector as the Management API shows one, its configuration with the secret in clear: never to be logged.

use serde_json::{Map, Value, json};

use crate::dev_provider::connector::{Connection, Connector, Factory};
use crate::dev_provider::provider::Provider;

pub(super) fn connector_body(connector: &Connector) -> Value {
    let mut body = connector.factory.metadata();
    body.insert("id".into(), json!(connector.id));
    body.insert("connectorId".into(), json!(connector.factory.id()));
    body.insert("config".into(), json!(connector.config));
    body.insert("metadata".into(), json!({}));
    body.insert("syncProfile".into(), json!(false));
    body.insert("enableTokenStorage".into(), json!(false));
    body.insert("extraInfo".into(), json!({}));
    Value::Object(body)
}

/// The tenant's connector, if it has one. The built-in one shows itself as what does the same at a Logto: an
/// `http-sms` connector that posts to the inbox.
pub(super) fn current(provider: &Provider, connection: &Connection) -> Option<Connector> {
    match connection {
        Connection::Made(connector) => Some(connector.clone()),
        Connection::BuiltIn => {
            let endpoint = format!("{}/inbox/http-sms", provider.endpoint);
            let config = Map::from_iter([("endpoint".to_owned(), json!(endpoint))]);
            Some(Connector { id: "inbox".to_owned(), factory: Factory::HttpSms, config })
        }
        Connection::Absent => None,
    }
}
