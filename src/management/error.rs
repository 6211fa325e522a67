//! Why a call of the Management API failed, whichever it was.

use std::time::Duration;

use crate::{DiscoveryError, http::HttpError};

/// The longest of Logto's codes that is kept (characters).
const LONGEST_CODE: usize = 64;

/// Why the Management API did not do what it was asked for.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ManagementError {
    /// Logto did not answer. Whether it did what it was asked for is not known.
    #[error("Management API: {0}")]
    Http(#[from] HttpError),
    /// Logto's metadata cannot be had.
    #[error("Management API: {0}")]
    Discovery(#[source] DiscoveryError),
    /// Another caller has just failed to get an access token; nobody asks again for a second.
    #[error("Management API: there was no access token to be had a moment ago")]
    JustFailed,
    /// Logto says that it cannot at the moment.
    #[error("Management API: Logto answered that it is unable to answer")]
    Unavailable,
    /// The API does not take the access token.
    #[error(
        "Management API: the access token is refused; in Logto, give the machine-to-machine application of \
         LOGTO_M2M_APP_ID a role with the permission \"all\" of the Management API, and check LOGTO_MANAGEMENT_RESOURCE"
    )]
    Unauthorized,
    /// The access token lacks the permission.
    #[error(
        "Management API: the machine-to-machine application of LOGTO_M2M_APP_ID lacks the permission; \
         in Logto, give it a role with the permission \"all\" of the Management API"
    )]
    Forbidden,
    /// Too many requests.
    #[error("Management API: Logto refuses requests for a while")]
    RateLimited {
        /// How long to wait, if Logto says.
        retry_after: Option<Duration>,
    },
    /// Logto does not know the M2M application, or its secret is wrong or expired.
    #[error(
        "Management API: the token endpoint answered \"error\" \"invalid_client\"; \
         check LOGTO_M2M_APP_ID and LOGTO_M2M_APP_SECRET"
    )]
    InvalidClient,
    /// The resource is not this tenant's Management API.
    #[error(
        "Management API: the token endpoint answered \"error\" \"invalid_target\"; check LOGTO_MANAGEMENT_RESOURCE \
         (https://default.logto.app/api, or https://<tenant id>.logto.app/api in the cloud)"
    )]
    InvalidTarget,
    /// Logto refuses this request.
    #[error("Management API: Logto answered with status {status} and \"code\" {code:?}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// Logto's code, as far as it is written like one; may be empty.
        code: String,
    },
    /// The answer is not what the API's description says.
    #[error("Management API: Logto's answer cannot be read: {0}")]
    Malformed(&'static str),
}

impl ManagementError {
    /// A stable name of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Http(_) | Self::Discovery(_) | Self::JustFailed | Self::Unavailable => "management.unavailable",
            Self::Unauthorized => "management.unauthorized",
            Self::Forbidden => "management.forbidden",
            Self::RateLimited { .. } => "management.rate_limited",
            Self::InvalidClient => "management.invalid_client",
            Self::InvalidTarget => "management.invalid_target",
            Self::Refused { .. } => "management.refused",
            Self::Malformed(_) => "management.malformed",
        }
    }

    /// Whether waiting helps: it is Logto that is out of order, or this app's own settings.
    pub fn is_outage(&self) -> bool {
        !matches!(self, Self::Refused { .. })
    }

    /// Whether it is this app's own settings that are wrong: nothing but another secret, role or resource helps.
    pub fn is_misconfiguration(&self) -> bool {
        matches!(self, Self::Unauthorized | Self::Forbidden | Self::InvalidClient | Self::InvalidTarget)
    }

    /// A refusal with a code from the wire, of which only what is written like Logto's codes is kept.
    pub(super) fn refused(status: u16, code: &str) -> Self {
        let plain = |c: &char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '.');
        Self::Refused { status, code: code.chars().filter(plain).take(LONGEST_CODE).collect() }
    }
}
