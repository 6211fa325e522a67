//! `provision test-sms`: one text through the tenant's connector, and what its provider said, in words.
//! <https://www.twilio.com/docs/api/errors>

use std::time::Duration;

use serde_json::json;

use super::CommandError;
use crate::{
    Clock, ManagementApi, PhoneNumber, Region,
    provision::{
        PatientApi,
        environment::Environment,
        printable::printable,
        settings::Settings,
        terminal::{say, tell_of_wait},
    },
    tenant::{Connector, ConnectorTestError},
};

/// How often the list of connectors is asked for; the text is sent once.
const ATTEMPTS: u32 = 4;

pub(in crate::provision) async fn test_sms(
    number: &str,
    timeout: Duration,
    json: bool,
    environment: &Environment,
) -> Result<bool, CommandError> {
    let phone = read_number(number)?;
    let settings = Settings::read(&|name| environment.get(name))?;
    let api = ManagementApi::connect(&settings.endpoint, settings.management, Clock::system())?;
    let connectors = PatientApi::new(api.clone(), ATTEMPTS, tell_of_wait);
    let connectors = connectors.repeatable(async |api| api.connectors().await).await.map_err(CommandError::Read)?;
    let Some(Connector { connector_id, config, .. }) = connectors.iter().find(|connector| connector.sends_texts())
    else {
        let how = "the tenant has no SMS connector; describe it under [sms] in logto.toml, and run provision";
        return Err(CommandError::NoText(how.to_owned()));
    };
    if let Err(error) = api.test_connector(connector_id, &phone, config, timeout).await {
        let next_step = next_step(&error, connector_id);
        return Err(CommandError::TestSms { error, next_step });
    }
    if json {
        say(&json!({ "connector": connector_id, "sent": true }).to_string());
    } else {
        let connector_id = printable(connector_id);
        say(&format!(
            "\"{connector_id}\" took the text: the code 000000 is on its way. If it does not arrive, the SMS provider's log says why."
        ));
    }
    Ok(true)
}

/// Only with the country code: a text must not go to a guess.
fn read_number(typed: &str) -> Result<PhoneNumber, CommandError> {
    let problem = match PhoneNumber::parse(typed, Region::US) {
        Ok(phone) if typed.trim_start().starts_with('+') => return Ok(phone),
        Ok(_) => "it has no country code".to_owned(),
        Err(error) => error.to_string(),
    };
    Err(CommandError::NoText(format!("{problem}; write the number like +12015550123")))
}

/// What to do when the text was not sent.
fn next_step(error: &ConnectorTestError, connector_id: &str) -> String {
    let step = match error {
        ConnectorTestError::ProviderRefused { code: Some(code) } if connector_id == Connector::TWILIO => {
            return of_twilio(*code);
        }
        ConnectorTestError::ProviderRefused { .. } => "look into the SMS provider's own log",
        ConnectorTestError::InvalidConfig => {
            "Logto does not take the connector's settings any longer: run provision, or look at the connector's page in Logto's console"
        }
        ConnectorTestError::NoFactory => {
            "this Logto does not have the connector: add the official connectors to it (`logto connector add --official`) and restart it"
        }
        ConnectorTestError::ProviderUnreachable => {
            "check that the machine Logto runs on can reach the SMS provider (for Twilio https://api.twilio.com, for http-sms the endpoint)"
        }
        ConnectorTestError::Silence(_) => {
            "the SMS provider keeps Logto waiting; the text may arrive all the same: look at the provider's status page before you try again"
        }
        ConnectorTestError::InvalidPhone => "write the number with its country code, like +12015550123",
        ConnectorTestError::Api(error) => {
            return super::next_step(error).unwrap_or("docs/provision.md has every error".into()).into_owned();
        }
    };
    step.to_owned()
}

/// Twilio's numbers that a set-up meets.
fn of_twilio(code: u32) -> String {
    let meaning = match code {
        20003 => {
            "the Account SID and the auth token do not belong together, or the token was changed: set TWILIO_AUTH_TOKEN to the one in Twilio's console, and run provision"
        }
        20404 => "Twilio does not know this Account SID: compare account_sid in logto.toml with Twilio's console",
        20429 => "Twilio gets too many requests from this account: wait a minute, then try again",
        21211 | 21614 => "Twilio does not take the number for a mobile one: try another",
        21408 => {
            "the account may not send texts to this region: in Twilio's console open Messaging > Settings > Geo permissions, and tick the country"
        }
        21608 => {
            "a trial account sends to verified numbers only: in Twilio's console verify this number under Phone Numbers > Verified Caller IDs, or upgrade the account"
        }
        21610 => "the person at this number has written STOP to the sender: START takes it back",
        21703 => "the Messaging Service has no sender: in Twilio's console add a phone number to its sender pool",
        21701 | 21705 => {
            "Twilio does not know the Messaging Service: compare messaging_service_sid in logto.toml with Twilio's console"
        }
        30450 => {
            "Twilio's Fraud Guard or risk check takes the text for SMS pumping: look into its log before you change risk_check"
        }
        _ => "",
    };
    let page = format!("Twilio says {code}: https://www.twilio.com/docs/api/errors/{code}");
    if meaning.is_empty() { page } else { format!("{meaning}. ({page})") }
}
