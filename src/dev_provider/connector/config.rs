//! A connector's configuration, checked as its guard checks it. Nothing here is `Debug`: it has secrets.

use serde_json::{Map, Value};

use super::Factory;
use crate::dev_provider::members::{Issue, Members};
use crate::dev_provider::usage::Usage;

/// Without one of these templates a Twilio configuration is refused; the other usages fall back to `Generic`.
const NEEDED: [Usage; 4] = [Usage::Register, Usage::SignIn, Usage::ForgotPassword, Usage::Generic];

pub(super) enum Config {
    Twilio(TwilioConfig),
    HttpSms(HttpSmsConfig),
}

pub(super) struct TwilioConfig {
    pub(super) account_sid: String,
    pub(super) auth_token: String,
    pub(super) from_messaging_service_sid: String,
    pub(super) disable_risk_check: bool,
    /// Usage and words.
    pub(super) templates: Vec<(String, String)>,
}

pub(super) struct HttpSmsConfig {
    pub(super) endpoint: String,
    pub(super) authorization: Option<String>,
}

impl Factory {
    /// Whether a connector of this kind takes the configuration.
    ///
    /// # Errors
    /// The [`Issue`] that Logto answers `connector.invalid_config` for.
    pub(crate) fn check_config(self, config: &Map<String, Value>) -> Result<(), Issue> {
        self.read_config(config).map(drop)
    }

    pub(super) fn read_config(self, config: &Map<String, Value>) -> Result<Config, Issue> {
        let members = Members::of(config);
        let text = |name| members.required(name, members.text(name)).map(str::to_owned);
        match self {
            Self::Twilio => Ok(Config::Twilio(TwilioConfig {
                account_sid: text("accountSID")?,
                auth_token: text("authToken")?,
                from_messaging_service_sid: text("fromMessagingServiceSID")?,
                disable_risk_check: members.bool("disableRiskCheck")?.unwrap_or(false),
                templates: templates(&members)?,
            })),
            Self::HttpSms => Ok(Config::HttpSms(HttpSmsConfig {
                endpoint: text("endpoint")?,
                authorization: members.text("authorization")?.map(str::to_owned),
            })),
        }
    }
}

fn templates(members: &Members<'_>) -> Result<Vec<(String, String)>, Issue> {
    let list = members.required("templates", members.list("templates"))?;
    let template = |item: &Members<'_>| {
        let text = |name| item.required(name, item.text(name)).map(str::to_owned);
        Ok((text("usageType")?, text("content")?))
    };
    let templates: Vec<_> = list.iter().map(template).collect::<Result<_, Issue>>()?;
    let is_missing = |usage: &Usage| !templates.iter().any(|(of, _)| of == usage.name());
    let missing: Vec<_> = NEEDED.into_iter().filter(is_missing).map(Usage::name).collect();
    if missing.is_empty() {
        Ok(templates)
    } else {
        let message = format!("Template with UsageType ({}) should be provided!", missing.join(", "));
        Err(members.issue("templates", &message))
    }
}

/// What Logto stores of a configuration: not what is null or empty, at any depth [source]. An empty
/// `accountSID` passes the guard, is dropped, and is missed when a text is sent.
pub(crate) fn without_empty(config: &Map<String, Value>) -> Map<String, Value> {
    let cleaned = config.iter().map(|(name, value)| (name.clone(), cleaned(value)));
    cleaned.filter(|(_, value)| !is_empty(value)).collect()
}

fn cleaned(value: &Value) -> Value {
    match value {
        Value::Object(members) => Value::Object(without_empty(members)),
        Value::Array(items) => items.iter().map(cleaned).filter(|item| !is_empty(item)).collect(),
        other => other.clone(),
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}
