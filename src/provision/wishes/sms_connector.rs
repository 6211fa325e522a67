//! Who sends the text messages. A tenant has one SMS connector at a time.

use super::{
    HttpSmsWish, TwilioWish, UsageType, environment::Environment, nearest::nearest, problem::Problems, table::Table,
};
use crate::tenant::Connector;

/// `[sms]`
#[derive(Clone, Debug)]
pub enum SmsWish {
    /// `connector = "twilio"`
    Twilio(TwilioWish),
    /// `connector = "http-sms"`
    HttpSms(HttpSmsWish),
}

impl SmsWish {
    /// The name of the connector's factory in Logto, which makes connectors and sends test texts.
    pub fn factory_id(&self) -> &'static str {
        match self {
            Self::Twilio(_) => Connector::TWILIO,
            Self::HttpSms(_) => Connector::HTTP_SMS,
        }
    }

    pub(super) fn read(
        table: &Table<'_>,
        web_otp_host: Option<&str>,
        environment: &Environment<'_>,
        problems: &mut Problems,
    ) -> Option<Self> {
        const CONNECTORS: [&str; 2] = ["twilio", "http-sms"];
        const HOW: &str = "write connector = \"twilio\", or \"http-sms\" with an endpoint";
        let item = table.needed("connector", HOW, problems);
        match item.as_ref().and_then(|item| item.text(problems)) {
            Some("twilio") => TwilioWish::read(table, web_otp_host, environment, problems).map(Self::Twilio),
            Some("http-sms") => HttpSmsWish::read(table, environment, problems).map(Self::HttpSms),
            Some(other) => {
                let how = nearest(other, &CONNECTORS).map_or(HOW.to_owned(), |name| format!("did you mean {name:?}?"));
                if let Some(item) = item {
                    item.refuse(&format!("is no connector that can be set up here; {how}"), problems);
                }
                None
            }
            None => None,
        }
    }
}

/// Refuses a secret that stands in the file: files are shared, and this one is meant to be.
pub(super) fn refuse_secret(table: &Table<'_>, name: &str, variable: &str, problems: &mut Problems) {
    if let Some(item) = table.item(name) {
        item.refuse(
            &format!("is a secret and must not stand in this file; take it out and set {variable} in the environment"),
            problems,
        );
    }
}

/// The texts' names, for a section of them.
pub(super) fn usage_type(name: &str) -> Option<UsageType> {
    UsageType::ALL.into_iter().find(|usage_type| usage_type.as_str() == name)
}
