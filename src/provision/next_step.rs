//! Logto's answers as sentences: what they mean for whoever set the tenant up, and what to do next.
//! <https://docs.logto.io/integrate-logto/interact-with-management-api>

use std::borrow::Cow;

use crate::{DiscoveryError, ManagementError, http::HttpError};

pub(super) mod unreachable;

/// What to do about an error of the Management API; `None` where its own message says it.
pub fn next_step(error: &ManagementError) -> Option<Cow<'static, str>> {
    let step = match error {
        ManagementError::Http(error) | ManagementError::Discovery(DiscoveryError::Http(error)) => {
            return Some(of_silence(error).into());
        }
        ManagementError::Discovery(DiscoveryError::IssuerMismatched { .. }) => {
            "write the address that Logto itself goes by to LOGTO_ENDPOINT: it is the beginning of the issuer, which \
             `provision doctor` shows"
        }
        ManagementError::Discovery(DiscoveryError::Malformed(_) | DiscoveryError::Status(_)) => {
            "check LOGTO_ENDPOINT: it is the tenant's endpoint, not the address of the console"
        }
        ManagementError::Discovery(_) | ManagementError::JustFailed => {
            "check LOGTO_ENDPOINT and the network, and run again: what has been done is found, and the rest is done"
        }
        ManagementError::Unavailable => "run again in a while; if it stays so, Logto's own log says why",
        ManagementError::RateLimited { .. } => "run again in a while: what has been done is found",
        ManagementError::Malformed(_) => {
            "check LOGTO_ENDPOINT; if it is right, this version of Logto answers in another way than 1.42"
        }
        ManagementError::Refused { status, code } => of_code(*status, code),
        _ => return None,
    };
    Some(step.into())
}

fn of_silence(error: &HttpError) -> String {
    let found = unreachable::explain(error);
    format!("{}: {}. Then run again: what has been done is found, and the rest is done", found.what, found.next_step)
}

fn of_code(status: u16, code: &str) -> &'static str {
    match code {
        "connector.invalid_config" => {
            "Logto does not take the connector's settings: compare [sms] in logto.toml with the connector's page in Logto's console"
        }
        "connector.not_found_with_connector_id" => {
            "this Logto does not have the connector: add the official connectors to it (`logto connector add --official`) and restart it"
        }
        "sign_in_experiences.enabled_connector_not_found" => {
            "sign-in by phone needs an SMS connector: describe it under [sms] in logto.toml"
        }
        "sign_in_experiences.code_sign_in_must_be_enabled" => {
            "another way to sign in has a password only, which does not go with registration without one: \
             set other_methods = \"remove\" under [sign_in] in logto.toml"
        }
        "sign_in_experiences.phone_verification_code_cannot_be_used_for_sign_in" => {
            "the code by text message is the second factor already: take it out of the multi-factor authentication in Logto's console"
        }
        _ if code.starts_with("sign_in_experiences.") => {
            "Logto does not take this sign-in experience: compare [sign_in] in logto.toml with the console's page \"Sign-in & account\""
        }
        "guard.invalid_input" => {
            "Logto does not take one of the values: look at the plan above, and whether this Logto is 1.42 or newer"
        }
        "resource.resource_identifier_in_use"
        | "scope.name_exists"
        | "role.name_in_use"
        | "role.scope_exists"
        | "entity.unique_integrity_violation"
        | "entity.duplicate_value_of_unique_field" => "somebody made it at the same time: run again, and it is found",
        "role.management_api_scopes_not_assignable_to_user_role" => {
            "people cannot be given permissions of the Management API: take them out of [[roles]] in logto.toml"
        }
        _ if code.starts_with("subscription.") => {
            "the tenant's plan does not allow another one: delete one that is not needed, or change the plan in Logto's console"
        }
        _ => of_status(status),
    }
}

fn of_status(status: u16) -> &'static str {
    match status {
        401 | 403 => {
            "the machine-to-machine application needs a role with the permission \"all\" of the Management API, in this tenant"
        }
        404 => "it was there a moment ago: run again; if it stays so, check LOGTO_ENDPOINT",
        409 | 422 => {
            "somebody changed the tenant at the same time, or Logto does not take a value: run again, then look at the plan above"
        }
        501 => "this Logto cannot do that: it must be 1.42 or newer",
        _ => "look the code up at https://openapi.logto.io",
    }
}
