//! Logto's connector to Twilio's Programmable Messaging. <https://docs.logto.io/integrations/twilio>

use crate::Secret;

use super::{
    ProblemKind, Templates, environment::Environment, problem::Problems, sms_connector::refuse_secret, table::Table,
};

/// `[sms]` with `connector = "twilio"`
#[derive(Clone, Debug)]
pub struct TwilioWish {
    /// `account_sid`, or `TWILIO_ACCOUNT_SID`, which wins: `AC` and 32 hexadecimal digits.
    pub account_sid: String,
    /// `TWILIO_AUTH_TOKEN`. Needed where the connector is made, or its token is to change.
    pub auth_token: Option<Secret>,
    /// `messaging_service_sid`, or `TWILIO_MESSAGING_SERVICE_SID`, which wins: `MG` and 32 hexadecimal digits.
    pub messaging_service_sid: String,
    /// `risk_check`: `false` is Logto's `disableRiskCheck`. Twilio's check refuses texts that look like SMS pumping.
    pub risk_check: Option<bool>,
    /// `[sms.templates]`
    pub templates: Templates,
}

impl TwilioWish {
    pub(super) fn read(
        table: &Table<'_>,
        web_otp_host: Option<&str>,
        environment: &Environment<'_>,
        problems: &mut Problems,
    ) -> Option<Self> {
        const SECRET: &str = "auth_token";
        table.refuse_unknown(
            &["connector", "account_sid", "messaging_service_sid", "risk_check", "templates", SECRET],
            problems,
        );
        refuse_secret(table, SECRET, "TWILIO_AUTH_TOKEN", problems);
        let account_sid =
            Sid { key: "account_sid", variable: "TWILIO_ACCOUNT_SID", prefix: "AC", title: "Account SID" };
        let messaging_service_sid = Sid {
            key: "messaging_service_sid",
            variable: "TWILIO_MESSAGING_SERVICE_SID",
            prefix: "MG",
            title: "Messaging Service SID",
        };
        let account_sid = account_sid.read(table, environment, problems);
        let messaging_service_sid = messaging_service_sid.read(table, environment, problems);
        let auth_token = environment.secret(
            "TWILIO_AUTH_TOKEN",
            "has blanks or other characters that no token has; copy it again from Twilio's console",
            problems,
            |byte| byte.is_ascii_graphic(),
        );
        if auth_token.as_ref().is_some_and(|token| !is_hexadecimal(token.reveal())) {
            let text = "does not look like Twilio's Auth Token, which has 32 hexadecimal digits";
            problems.add(ProblemKind::Doubtful, "TWILIO_AUTH_TOKEN", None, text);
        }
        let templates = table.item("templates").and_then(|item| item.table(problems));
        Some(Self {
            risk_check: table.flag("risk_check", problems),
            templates: Templates::read(templates.as_ref(), web_otp_host, problems),
            account_sid: account_sid?,
            auth_token,
            messaging_service_sid: messaging_service_sid?,
        })
    }
}

/// A "string identifier" of Twilio's: two letters that say of what, and 32 hexadecimal digits.
/// <https://www.twilio.com/docs/glossary/what-is-a-sid>
struct Sid {
    key: &'static str,
    variable: &'static str,
    prefix: &'static str,
    title: &'static str,
}

impl Sid {
    fn read(&self, table: &Table<'_>, environment: &Environment<'_>, problems: &mut Problems) -> Option<String> {
        let Self { key, variable, prefix, title } = self;
        // What was written is not shown again: it may be the token, pasted into the wrong place.
        let wrong = format!("is no {title}: {prefix} and 32 hexadecimal digits, as Twilio's console shows it");
        if let Some(sid) = environment.get(variable) {
            if !self.fits(&sid) {
                problems.add(ProblemKind::Invalid, variable, None, wrong);
                return None;
            }
            return Some(sid);
        }
        let how = format!("it is Twilio's {title}, {prefix}…; write it here, or set {variable} in the environment");
        let item = table.needed(key, &how, problems)?;
        item.parse(|sid| if self.fits(sid.trim()) { Ok(sid.trim().to_owned()) } else { Err(&wrong) }, problems)
    }

    fn fits(&self, sid: &str) -> bool {
        sid.strip_prefix(self.prefix).is_some_and(is_hexadecimal)
    }
}

fn is_hexadecimal(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}
