//! What a call may set of an application, checked as Logto's guards check it.

use serde_json::{Map, Value};

use super::redirect_uri::is_redirect_uri;
use crate::dev_provider::client::{Client, OidcClientMetadata};
use crate::dev_provider::management::api_error::ApiError;
use crate::dev_provider::members::{Issue, Members};

/// The columns of Logto's database.
const LONGEST_NAME: usize = 256;
/// Logto has them, and something would have to follow from them here.
const NOT_SERVED: [&str; 3] = ["protectedAppMetadata", "isAdmin", "appLevelAccessControlEnabled"];

/// `None`: as it is. An object takes the place of the one before, whole.
pub(super) struct ApplicationFields {
    name: Option<String>,
    description: Option<Option<String>>,
    oidc: Option<OidcClientMetadata>,
    custom_client_metadata: Option<Map<String, Value>>,
    custom_data: Option<Map<String, Value>>,
}

impl ApplicationFields {
    /// # Errors
    /// - `guard.invalid_input` (400) for a field that is not of its form;
    /// - `request.feature_not_supported` (501) for one that this provider does not have.
    pub(super) fn read(members: &Members<'_>) -> Result<Self, ApiError> {
        let fields = Self {
            name: members.short_text("name", LONGEST_NAME)?.map(str::to_owned),
            description: members.nullable_text("description")?.map(|text| text.map(str::to_owned)),
            oidc: members.members("oidcClientMetadata")?.map(|members| oidc(&members)).transpose()?,
            custom_client_metadata: members.members("customClientMetadata")?.map(|it| custom(&it)).transpose()?,
            custom_data: members.object("customData")?.cloned(),
        };
        match NOT_SERVED.into_iter().find(|name| members.has(name)) {
            Some(name) => Err(ApiError::not_served(name)),
            None => Ok(fields),
        }
    }

    pub(super) fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    pub(super) fn apply(self, client: &mut Client) {
        if let Some(name) = self.name {
            client.name = name;
        }
        if let Some(description) = self.description {
            client.description = description;
        }
        if let Some(oidc) = self.oidc {
            client.oidc = oidc;
        }
        if let Some(metadata) = self.custom_client_metadata {
            client.custom_client_metadata = metadata;
        }
        if let Some(custom_data) = self.custom_data {
            client.custom_data = custom_data;
        }
    }
}

/// Both arrays have to be there; what else is not there is gone.
fn oidc(members: &Members<'_>) -> Result<OidcClientMetadata, Issue> {
    Ok(OidcClientMetadata {
        redirect_uris: redirect_uris(members, "redirectUris")?,
        post_logout_redirect_uris: redirect_uris(members, "postLogoutRedirectUris")?,
        backchannel_logout_uri: members.url("backchannelLogoutUri")?.map(str::to_owned),
        backchannel_logout_session_required: members.bool("backchannelLogoutSessionRequired")?,
        logo_uri: members.text("logoUri")?.map(str::to_owned),
    })
}

fn redirect_uris(members: &Members<'_>, name: &str) -> Result<Vec<String>, Issue> {
    let uris = members.required(name, members.texts(name))?;
    match uris.iter().position(|uri| !is_redirect_uri(uri)) {
        Some(index) => {
            let mut issue = members.issue(name, "Invalid input");
            issue.path.push(index.to_string());
            Err(issue)
        }
        None => Ok(uris),
    }
}

const BOOLS: [&str; 4] = ["alwaysIssueRefreshToken", "rotateRefreshToken", "allowTokenExchange", "isDeviceFlow"];

/// What the guard knows, and nothing else of it.
fn custom(members: &Members<'_>) -> Result<Map<String, Value>, Issue> {
    let mut known = Map::new();
    known.extend(members.texts("corsAllowedOrigins")?.map(|origins| ("corsAllowedOrigins".to_owned(), origins.into())));
    for name in ["idTokenTtl", "refreshTokenTtl"] {
        known.extend(members.integer(name, i64::MIN, i64::MAX)?.map(|number| (name.to_owned(), number.into())));
    }
    for (name, most) in [("refreshTokenTtlInDays", 180), ("maxAllowedGrants", i64::MAX)] {
        known.extend(members.integer(name, 1, most)?.map(|number| (name.to_owned(), number.into())));
    }
    for name in BOOLS {
        known.extend(members.bool(name)?.map(|yes| (name.to_owned(), yes.into())));
    }
    known.extend(members.text("tenantId")?.map(|text| ("tenantId".to_owned(), text.into())));
    Ok(known)
}
