//! The tenant's one connector for text messages: Twilio's, or one that posts to an address of one's own.
//! <https://docs.logto.io/integrations/twilio>, <https://docs.logto.io/integrations/http-sms>

use serde_json::{Map, Value};

use crate::{
    Secret,
    tenant::{Connector, ConnectorConfig},
};

use super::{Field, Item, Kind, Make, Set, TenantState, WhyNot, sms_templates};
use crate::provision::wishes::{HttpSmsWish, SmsWish, TwilioWish};

const ACCOUNT_SID: &str = "accountSID";
const AUTHORIZATION: &str = "authorization";
const DISABLE_RISK_CHECK: &str = "disableRiskCheck";

/// The settings that are being put together, and what is new in them.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) config: Map<String, Value>,
    pub(super) fields: Vec<Field>,
}

impl Draft {
    /// Whether it said something else before.
    fn set(&mut self, name: &str, to: &str) -> bool {
        let from = self.config.get(name).and_then(Value::as_str).map(str::to_owned);
        if from.as_deref() != Some(to) {
            self.fields.push(Field::changed(name, from.as_deref(), to));
            self.config.insert(name.to_owned(), to.into());
        }
        from.is_some_and(|from| from != to)
    }

    /// Sets a secret, or keeps the one that is there.
    fn set_secret(&mut self, name: &str, to: Option<&Secret>) -> Result<(), ()> {
        let from = self.config.get(name).and_then(Value::as_str).filter(|from| !from.is_empty());
        match (from, to) {
            (None, None) => return Err(()),
            (Some(from), Some(to)) if to.is(from) => {}
            (Some(_), None) => {}
            (from, Some(to)) => {
                self.fields.push(Field::secret(name, from.is_some()));
                self.config.insert(name.to_owned(), to.reveal().into());
            }
        }
        Ok(())
    }
}

pub(super) fn plan(wish: &SmsWish, tenant: &TenantState) -> Result<Item, WhyNot> {
    let connector_id = wish.factory_id();
    let present = tenant.sms_connector();
    let same = present.filter(|connector| connector.connector_id == connector_id);
    let config = same.map(|connector| connector.config.0.clone()).unwrap_or_default();
    let mut draft = Draft { config, ..Draft::default() };
    match wish {
        SmsWish::Twilio(wish) => twilio(wish, &mut draft)?,
        SmsWish::HttpSms(wish) => http_sms(wish, &mut draft),
    }
    let config = ConnectorConfig(draft.config);
    let item = match same {
        Some(Connector { id, .. }) => {
            let step = Set::Connector { id: id.clone(), config };
            Item::change(Kind::SmsConnector, connector_id, draft.fields, vec![step.into()])
        }
        None => {
            let step = Make::Connector { connector_id: connector_id.to_owned(), config };
            Item::create(Kind::SmsConnector, connector_id, draft.fields, step)
        }
    };
    Ok(match present.filter(|_| same.is_none()) {
        None => item,
        Some(other) => item.warn(format!(
            "a tenant has one SMS connector: this one takes the place of \"{}\", whose settings are lost",
            other.connector_id
        )),
    })
}

fn twilio(wish: &TwilioWish, draft: &mut Draft) -> Result<(), WhyNot> {
    let other_account = draft.set(ACCOUNT_SID, &wish.account_sid);
    // The other account's token is not sent to the new one's.
    if other_account && wish.auth_token.is_none() {
        draft.config.remove("authToken");
    }
    draft
        .set_secret("authToken", wish.auth_token.as_ref())
        .map_err(|()| WhyNot::NoSecret { variable: "TWILIO_AUTH_TOKEN" })?;
    draft.set("fromMessagingServiceSID", &wish.messaging_service_sid);
    let from = draft.config.get(DISABLE_RISK_CHECK).and_then(Value::as_bool);
    if let Some(to) = wish.risk_check.map(|risk_check| !risk_check).filter(|to| from.unwrap_or_default() != *to) {
        draft.fields.push(Field::changed(DISABLE_RISK_CHECK, from, to));
        draft.config.insert(DISABLE_RISK_CHECK.to_owned(), to.into());
    }
    sms_templates::plan(&wish.templates, draft);
    Ok(())
}

fn http_sms(wish: &HttpSmsWish, draft: &mut Draft) {
    let other_endpoint = draft.set("endpoint", wish.endpoint.as_str());
    // What the other endpoint was told is no business of the new one.
    if other_endpoint && wish.authorization.is_none() && draft.config.remove(AUTHORIZATION).is_some() {
        draft.fields.push(Field::secret_removed(AUTHORIZATION));
    }
    // It needs none.
    let _ = draft.set_secret(AUTHORIZATION, wish.authorization.as_ref());
}
