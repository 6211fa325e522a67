//! Why a phone sign-in did not go on.

use time::Duration;

use super::limits::{LimitError, TooMany};
use crate::{
    ManagementError, NoRandomness, Region, SendCodeError, SignInError, StorageError, UserError, VerifyCodeError,
};

/// Logto sends no more texts to a number for this long once it has refused one.
const LOGTO_WINDOW: Duration = Duration::minutes(10);

/// Why a phone sign-in did not go on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PhoneSignInError {
    /// Numbers of this country are not among those that the app takes.
    #[error("numbers of this country are not taken")]
    RegionNotAllowed(Option<Region>),
    /// This app's own limit of texts.
    #[error(transparent)]
    TooManyTexts(TooMany),
    /// Logto did not send the text.
    #[error(transparent)]
    SendCode(#[from] SendCodeError),
    /// Not six digits. Not counted as a try.
    #[error("the code is not six digits")]
    CodeMalformed,
    /// Another code.
    #[error("the code is wrong")]
    CodeMismatched {
        /// How many more tries this code has.
        tries_left: u32,
    },
    /// The code was wrong too often, here or at Logto. It serves no more.
    #[error("the code was wrong too often")]
    TooManyTries,
    /// The code is too old.
    #[error("the code has expired")]
    CodeExpired,
    /// There is no code for this browser to give: it was used, another browser asked for a newer one, or none was sent.
    #[error("no code is awaited from this browser")]
    NothingPending,
    /// Logto has suspended the user.
    #[error("the user is suspended")]
    Suspended,
    /// The user has a second factor, for which Logto's page asks.
    #[error("the user has a second factor")]
    SecondFactor,
    /// The number has no account, and the tenant lets nobody register.
    #[error("the tenant lets nobody register")]
    RegistrationClosed,
    /// Another user has this number.
    #[error("another user has this number")]
    NumberTaken,
    /// The user is gone.
    #[error("the user is gone")]
    UserGone,
    /// The Management API does not do what it was asked.
    #[error(transparent)]
    Management(#[from] ManagementError),
    /// The storage does not answer.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The browser cannot be handed over to Logto.
    #[error(transparent)]
    SignIn(#[from] SignInError),
    /// Nothing unguessable can be made.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
}

impl PhoneSignInError {
    /// A stable name of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::RegionNotAllowed(_) => "phone.region_not_allowed",
            Self::TooManyTexts(TooMany::Overall { .. }) => "phone.too_many_texts_overall",
            Self::TooManyTexts(_) | Self::SendCode(SendCodeError::TooManyTexts) => "phone.too_many_texts",
            Self::SendCode(SendCodeError::NoConnector) => "phone.no_connector",
            Self::SendCode(SendCodeError::ConnectorRefused { .. }) => "phone.connector_refused",
            Self::SendCode(SendCodeError::InvalidPhone) => "phone.invalid",
            Self::SendCode(SendCodeError::Api(error)) | Self::Management(error) => match error {
                ManagementError::RateLimited { .. } => "phone.busy",
                error if error.is_outage() && !error.is_misconfiguration() => "phone.unavailable",
                _ => "phone.misconfigured",
            },
            Self::CodeMalformed => "phone.code_malformed",
            Self::CodeMismatched { .. } => "phone.code_mismatched",
            Self::TooManyTries => "phone.too_many_tries",
            Self::CodeExpired => "phone.code_expired",
            Self::NothingPending => "phone.nothing_pending",
            Self::Suspended => "phone.suspended",
            Self::SecondFactor => "phone.second_factor",
            Self::RegistrationClosed => "phone.registration_closed",
            Self::NumberTaken => "phone.number_taken",
            Self::UserGone => "phone.user_gone",
            Self::Storage(_) | Self::SignIn(_) | Self::NoRandomness(_) => "phone.unavailable",
        }
    }

    /// How long to wait before it makes sense to try again.
    pub fn wait(&self) -> Option<Duration> {
        match self {
            Self::TooManyTexts(too_many) => Some(too_many.wait()),
            Self::SendCode(SendCodeError::TooManyTexts) => Some(LOGTO_WINDOW),
            Self::SendCode(SendCodeError::Api(ManagementError::RateLimited { retry_after }))
            | Self::Management(ManagementError::RateLimited { retry_after }) => {
                retry_after.and_then(|wait| Duration::try_from(wait).ok())
            }
            _ => None,
        }
    }
}

impl From<LimitError> for PhoneSignInError {
    fn from(error: LimitError) -> Self {
        match error {
            LimitError::TooMany(too_many) => Self::TooManyTexts(too_many),
            LimitError::Storage(error) => Self::Storage(error),
        }
    }
}

impl From<VerifyCodeError> for PhoneSignInError {
    fn from(error: VerifyCodeError) -> Self {
        match error {
            VerifyCodeError::CodeMismatch => Self::CodeMismatched { tries_left: 0 },
            VerifyCodeError::Expired => Self::CodeExpired,
            VerifyCodeError::TooManyTries => Self::TooManyTries,
            VerifyCodeError::NotFound => Self::NothingPending,
            VerifyCodeError::Api(error) => Self::Management(error),
        }
    }
}

impl From<UserError> for PhoneSignInError {
    fn from(error: UserError) -> Self {
        match error {
            UserError::PhoneInUse => Self::NumberTaken,
            UserError::InvalidPhone => Self::SendCode(SendCodeError::InvalidPhone),
            // No name is given here.
            UserError::NotFound | UserError::InvalidName => Self::UserGone,
            UserError::Api(error) => Self::Management(error),
        }
    }
}
