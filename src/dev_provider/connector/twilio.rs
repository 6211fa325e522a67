//! Texts by Twilio: a call of its [Messages resource](https://www.twilio.com/docs/messaging/api/message-resource).
//!
//! Twilio itself is never called from here: a test says where its stand-in listens, or the text ends in the inbox.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header;
use url::form_urlencoded::Serializer;

use super::config::TwilioConfig;
use super::delivery::{Text, Undelivered};
use super::http_sms::WAIT;
use crate::dev_provider::provider::Provider;
use crate::dev_provider::usage::Usage;

/// Asks Twilio, as Logto's connector does, to send the words of the usage's template.
pub(super) async fn send(provider: &Provider, config: &TwilioConfig, text: &Text<'_>) -> Result<(), Undelivered> {
    let body = fill(&words(config, text.usage), text.code);
    let Some(base) = &provider.twilio else {
        provider.deliver_to_inbox(text, Some(body));
        return Ok(());
    };
    let form = Serializer::new(String::new())
        .append_pair("To", &format!("+{}", text.to))
        .append_pair("MessagingServiceSid", &config.from_messaging_service_sid)
        .append_pair("Body", &body)
        .append_pair("RiskCheck", if config.disable_risk_check { "disable" } else { "enable" })
        .finish();
    let credentials = STANDARD.encode(format!("{}:{}", config.account_sid, config.auth_token));
    let url = format!("{base}/2010-04-01/Accounts/{}/Messages.json", config.account_sid);
    let request = provider
        .http
        .post(url)
        .header(header::AUTHORIZATION, format!("Basic {credentials}"))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .timeout(WAIT)
        .body(form);
    let response = request.send().await.map_err(|_| Undelivered::Unreachable)?;
    if response.status().is_success() {
        return Ok(());
    }
    Err(Undelivered::Refused(response.text().await.map_err(|_| Undelivered::Unreachable)?))
}

/// Puts the code where the template says `{{code}}`, with or without spaces. What else stands in braces stays, as
/// at Logto where the text brings nothing for it.
fn fill(template: &str, code: &str) -> String {
    let mut filled = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        filled.push_str(before);
        match after.split_once("}}") {
            Some((name, behind)) if name.trim() == "code" => {
                filled.push_str(code);
                rest = behind;
            }
            _ => {
                filled.push_str("{{");
                rest = after;
            }
        }
    }
    filled + rest
}

/// The words for a usage, or those that are for all. The guard has seen to it that there are some.
fn words(config: &TwilioConfig, usage: Usage) -> String {
    let of = |usage: Usage| config.templates.iter().find(|(of, _)| of == usage.name());
    of(usage).or_else(|| of(Usage::Generic)).map(|(_, words)| words.clone()).unwrap_or_default()
}
