//! The authorization request, validated.
//!
//! [OpenID Connect Core, section 3.1.2.1](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest),
//! [RFC 7636, section 4.3](https://www.rfc-editor.org/rfc/rfc7636#section-4.3) (PKCE),
//! [RFC 8707, section 2.1](https://www.rfc-editor.org/rfc/rfc8707#section-2.1) (`resource`).

use std::collections::BTreeSet;

use super::access::Access;
use super::extras::Extras;
use super::loopback::is_loopback_uri;
use super::oidc_error::OidcError;
use super::params::Params;
use super::provider::Provider;

/// `scopes_supported` of Logto's discovery document.
pub(crate) const SCOPES_SUPPORTED: [&str; 13] = [
    "openid",
    "offline_access",
    "profile",
    "email",
    "phone",
    "address",
    "custom_data",
    "identities",
    "roles",
    "urn:logto:scope:organizations",
    "urn:logto:scope:organization_roles",
    "urn:logto:scope:sessions",
    "urn:logto:scope:trusted_devices",
];

#[derive(Debug, Clone)]
pub(crate) struct AuthorizationRequest {
    pub(crate) client_id: String,
    pub(crate) redirect_uri: String,
    pub(crate) scopes: BTreeSet<String>,
    pub(crate) state: Option<String>,
    pub(crate) nonce: Option<String>,
    pub(crate) code_challenge: String,
    pub(crate) prompt_none: bool,
    pub(crate) prompt_login: bool,
    /// Seconds.
    pub(crate) max_age: Option<i64>,
    pub(crate) resources: BTreeSet<String>,
    pub(crate) extras: Extras,
}

/// Where a refusal goes.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// Nobody can say that the redirect URI is the client's: the error stays here, because a
    /// redirect would make the provider an open redirector (RFC 9700, section 4.11).
    AtProvider(OidcError),
    ToClient {
        redirect_uri: String,
        state: Option<String>,
        error: OidcError,
    },
}

impl From<Refusal> for OidcError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::AtProvider(error) | Refusal::ToClient { error, .. } => error,
        }
    }
}

impl AuthorizationRequest {
    /// Reads the parameters. Checks, in this order:
    /// - `client_id` is a registered application's, `redirect_uri` one of its own, each given once;
    /// - no parameter repeated; no request object;
    /// - `response_type` is `code`, `response_mode` is `query`;
    /// - `code_challenge` is there, its method S256;
    /// - `prompt` and `max_age` are ones Logto takes;
    /// - each `resource` is registered.
    ///
    /// # Errors
    /// The [`Refusal`] says whether the client may be told.
    pub(crate) fn parse(params: &Params, provider: &Provider) -> Result<Self, Refusal> {
        let repeated = params.repeated();
        if let Some(name @ ("client_id" | "redirect_uri")) = repeated {
            return Err(Refusal::AtProvider(twice(name)));
        }
        let at_provider = |name: &str| Refusal::AtProvider(OidcError::missing(name));
        let client_id = params.get("client_id").ok_or_else(|| at_provider("client_id"))?;
        let state = provider.state();
        let tenant = &state.tenant;
        let client = tenant.client(client_id);
        let client = client.ok_or_else(|| Refusal::AtProvider(OidcError::unknown_client()))?;
        let redirect_uri = params.get("redirect_uri").ok_or_else(|| at_provider("redirect_uri"))?;
        // A machine signs nobody in, and so has nowhere to be redirected to.
        if client.is_machine() || !client.oidc.redirect_uris.iter().any(|uri| uri == redirect_uri) {
            return Err(Refusal::AtProvider(OidcError::new(
                "invalid_redirect_uri",
                "redirect_uri did not match any of the client's registered redirect_uris",
            )));
        }

        // The Management API registers any address, but anybody is signed in here: to this machine's apps only.
        if !is_loopback_uri(redirect_uri) {
            return Err(Refusal::AtProvider(OidcError::new(
                "invalid_redirect_uri",
                "the development provider redirects to loopback addresses only",
            )));
        }

        Self::parse_rest(params, client_id, redirect_uri, &tenant.access).map_err(|error| Refusal::ToClient {
            redirect_uri: redirect_uri.to_owned(),
            state: params.get("state").map(str::to_owned),
            error,
        })
    }

    fn parse_rest(params: &Params, client_id: &str, redirect_uri: &str, access: &Access) -> Result<Self, OidcError> {
        if let Some(name) = params.repeated() {
            return Err(twice(name));
        }
        if params.get("request").is_some() {
            return Err(OidcError::new("request_not_supported", "request parameter provided but not supported"));
        }
        check_response_type(params.get("response_type"))?;
        if params.get("response_mode").is_some_and(|mode| mode != "query") {
            return Err(OidcError::new("unsupported_response_mode", "unsupported response_mode requested"));
        }
        let code_challenge = code_challenge(params)?;
        let prompts = prompts(params.get("prompt"))?;
        let mut scopes: BTreeSet<String> = params.get("scope").map_or_else(BTreeSet::new, |scope| {
            scope.split(' ').filter(|scope| !scope.is_empty()).map(str::to_owned).collect()
        });
        // Silently, as Logto does: the answer is 200 without a refresh token.
        if !prompts.contains("consent") {
            scopes.remove("offline_access");
        }
        let requested: BTreeSet<String> = params.all("resource").map(str::to_owned).collect();
        if !requested.iter().all(|indicator| access.has_resource(indicator)) {
            return Err(OidcError::invalid_target());
        }
        // Unknown scopes are dropped, not refused.
        scopes.retain(|scope| {
            let is_of = |indicator: &String| access.scope_names(indicator).contains(&scope.as_str());
            SCOPES_SUPPORTED.contains(&scope.as_str()) || requested.iter().any(is_of)
        });
        Ok(Self {
            client_id: client_id.to_owned(),
            redirect_uri: redirect_uri.to_owned(),
            scopes,
            state: params.get("state").map(str::to_owned),
            nonce: params.get("nonce").map(str::to_owned),
            code_challenge,
            prompt_none: prompts.contains("none"),
            prompt_login: prompts.contains("login"),
            max_age: max_age(params.get("max_age"))?,
            resources: requested,
            extras: Extras::parse(params),
        })
    }
}

fn twice(name: &str) -> OidcError {
    OidcError::invalid_request(format!("'{name}' parameter must not be provided twice"))
}

fn check_response_type(response_type: Option<&str>) -> Result<(), OidcError> {
    match response_type {
        Some("code") => Ok(()),
        None => Err(OidcError::missing("response_type")),
        Some("id_token" | "code id_token" | "none") => {
            Err(OidcError::new("unauthorized_client", "requested response_type is not allowed for this client"))
        }
        Some(_) => Err(OidcError::new("unsupported_response_type", "unsupported response_type requested")),
    }
}

fn code_challenge(params: &Params) -> Result<String, OidcError> {
    let Some(challenge) = params.get("code_challenge") else {
        return Err(OidcError::invalid_request(
            "Authorization Server policy requires PKCE to be used for this request",
        ));
    };
    if params.get("code_challenge_method") != Some("S256") {
        return Err(OidcError::invalid_request("not supported value of code_challenge_method"));
    }
    let unreserved = |c: char| c.is_ascii_alphanumeric() || "-._~".contains(c);
    if !(43..=128).contains(&challenge.len()) || !challenge.chars().all(unreserved) {
        return Err(OidcError::invalid_request("code_challenge must be a string of 43 to 128 unreserved characters"));
    }
    Ok(challenge.to_owned())
}

fn prompts(prompt: Option<&str>) -> Result<BTreeSet<&str>, OidcError> {
    let prompts: BTreeSet<&str> =
        prompt.map_or_else(BTreeSet::new, |prompt| prompt.split(' ').filter(|value| !value.is_empty()).collect());
    if prompts.iter().any(|value| !matches!(*value, "none" | "login" | "consent")) {
        return Err(OidcError::invalid_request("unsupported prompt value requested"));
    }
    if prompts.contains("none") && prompts.len() > 1 {
        return Err(OidcError::invalid_request("prompt none must only be used alone"));
    }
    Ok(prompts)
}

fn max_age(max_age: Option<&str>) -> Result<Option<i64>, OidcError> {
    max_age
        .map(|value| match value.parse::<u32>() {
            Ok(seconds) => Ok(i64::from(seconds)),
            Err(_) => Err(OidcError::invalid_request("invalid max_age parameter value")),
        })
        .transpose()
}
