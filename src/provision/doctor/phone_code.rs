//! Who sends the codes. <https://docs.logto.io/connectors/sms-connectors>

use serde_json::Value;

use crate::{
    ManagementApi,
    provision::wishes::UsageType,
    tenant::{Connector, ConnectorConfig},
};

use super::{AppSettings, Outcome, management_access::failure, report::Report};

/// Stands for the code in a text.
const CODE: &str = "{{code}}";
/// Without a text for each of these Twilio's connector sends none at all.
const NEEDED: [UsageType; 4] = [UsageType::SignIn, UsageType::Register, UsageType::ForgotPassword, UsageType::Generic];

/// Looks at the tenant's SMS connector. No text is sent.
pub(super) async fn examine(api: &ManagementApi, settings: &AppSettings, report: &mut Report) {
    let outcome = match api.connectors().await {
        Err(error) => failure(&error),
        Ok(connectors) => match connectors.iter().find(|connector| connector.sends_texts()) {
            None => Outcome::problem(
                "the tenant has no SMS connector: no code can be sent",
                "describe it under [sms] in logto.toml and run provision",
            ),
            Some(connector) => of_connector(connector, settings),
        },
    };
    report.add("sms_connector", outcome);
}

fn of_connector(connector: &Connector, settings: &AppSettings) -> Outcome {
    let (id, config) = (&connector.connector_id, &connector.config);
    let sent = format!("texts are sent with \"{id}\"");
    let missing = missing(id, config);
    if !missing.is_empty() {
        return Outcome::problem(
            format!("\"{id}\" cannot send texts; its settings lack {}", missing.join(", ")),
            "run provision with a section [sms] in logto.toml, or complete the connector in Logto's console",
        );
    }
    let without_code: Vec<_> = NEEDED.into_iter().filter(|of| text(config, *of).is_some_and(lacks_code)).collect();
    if !without_code.is_empty() {
        let names: Vec<_> = without_code.into_iter().map(UsageType::as_str).collect();
        return Outcome::problem(
            format!("{sent}, and {} has no {CODE}: people get a text without a code", names.join(", ")),
            "run provision, or correct the template in Logto's console",
        );
    }
    let host = settings.base_url.as_ref().filter(|base_url| base_url.is_https() && settings.embeds());
    let host = host.and_then(|base_url| base_url.join("/").domain().map(str::to_owned));
    match (text(config, UsageType::Generic), host) {
        (Some(text), Some(host)) if text.lines().last() != Some(&format!("@{host} #{CODE}")) => Outcome::warning(
            format!("{sent}; phones will not fill the code in by themselves"),
            format!("let the text \"Generic\" end with the line: @{host} #{CODE}"),
        ),
        _ => Outcome::ok(format!("{sent}; `provision test-sms` sends one")),
    }
}

/// What Logto's own check of the settings would ask for. A connector that was made without any is taken all the same, and
/// refuses to send. Of other connectors only their providers know.
fn missing(connector_id: &str, config: &ConnectorConfig) -> Vec<String> {
    let is_missing = |name: &&str| config.0.get(*name).and_then(Value::as_str).is_none_or(str::is_empty);
    let of = |names: &[&str]| names.iter().copied().filter(is_missing).map(str::to_owned).collect();
    match connector_id {
        Connector::TWILIO => {
            let mut missing: Vec<_> = of(&["accountSID", "authToken", "fromMessagingServiceSID"]);
            let texts = NEEDED.into_iter().filter(|usage_type| text(config, *usage_type).is_none());
            missing.extend(texts.map(|usage_type| format!("a text for {}", usage_type.as_str())));
            missing
        }
        Connector::HTTP_SMS => of(&["endpoint"]),
        _ => Vec::new(),
    }
}

/// The text for a usage type.
fn text(config: &ConnectorConfig, usage_type: UsageType) -> Option<&str> {
    let is_of = |template: &&Value| template.get("usageType").and_then(Value::as_str) == Some(usage_type.as_str());
    let template = config.0.get("templates")?.as_array()?.iter().find(is_of)?;
    template.get("content")?.as_str()
}

/// Logto allows spaces within the braces.
fn lacks_code(text: &str) -> bool {
    let named = text.split("{{").skip(1).filter_map(|rest| Some(rest.split_once("}}")?.0));
    !named.map(str::trim).any(|name| name == "code")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_stands_where_logto_would_put_it() {
        for text in [CODE, "{{ code }}", "Your code: {{code}}.", "{{name}}: {{code}}"] {
            assert!(!lacks_code(text), "{text}");
        }
        for text in ["", "code", "{code}", "{{code", "code}}", "{{codes}}", "{{ }}"] {
            assert!(lacks_code(text), "{text}");
        }
    }
}
