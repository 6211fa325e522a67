//! The kinds of SMS connectors that can be made here. A Logto has some fifty, for email and social sign-in too.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Factory {
    #[serde(rename = "twilio-short-message-service")]
    Twilio,
    #[serde(rename = "http-sms")]
    HttpSms,
}

impl Factory {
    pub(crate) const ALL: [Self; 2] = [Self::HttpSms, Self::Twilio];

    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Twilio => "twilio-short-message-service",
            Self::HttpSms => "http-sms",
        }
    }

    pub(crate) fn find(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|factory| factory.id() == id)
    }

    /// What Logto tells its console about it. Logo and readme are left out: nobody looks at them here.
    pub(crate) fn metadata(self) -> Map<String, Value> {
        let (target, name, description) = match self {
            Self::Twilio => ("twilio-sms", "Twilio SMS Service", "Texts by Twilio's Programmable Messaging."),
            Self::HttpSms => ("http-sms", "HTTP SMS", "Texts by a call of your own HTTP endpoint."),
        };
        Map::from_iter([
            ("id".to_owned(), json!(self.id())),
            ("target".to_owned(), json!(target)),
            ("platform".to_owned(), Value::Null),
            ("name".to_owned(), json!({ "en": name })),
            ("description".to_owned(), json!({ "en": description })),
            ("logo".to_owned(), json!("./logo.svg")),
            ("logoDark".to_owned(), Value::Null),
            ("readme".to_owned(), json!("./README.md")),
            ("formItems".to_owned(), self.form_items()),
            ("type".to_owned(), json!("Sms")),
            ("isDemo".to_owned(), json!(false)),
        ])
    }

    fn form_items(self) -> Value {
        match self {
            Self::Twilio => json!([
                { "key": "accountSID", "label": "Account SID", "type": "Text", "required": true },
                { "key": "authToken", "label": "Auth Token", "type": "Text", "required": true },
                {
                    "key": "fromMessagingServiceSID",
                    "label": "From Messaging Service SID",
                    "type": "Text",
                    "required": true,
                },
                {
                    "key": "disableRiskCheck",
                    "label": "Disable risk check",
                    "type": "Switch",
                    "required": false,
                    "defaultValue": false,
                },
                { "key": "templates", "label": "Templates", "type": "Json", "required": true },
            ]),
            Self::HttpSms => json!([
                { "key": "endpoint", "label": "Endpoint", "type": "Text", "required": true },
                { "key": "authorization", "label": "Authorization Header", "type": "Text", "required": false },
            ]),
        }
    }
}
