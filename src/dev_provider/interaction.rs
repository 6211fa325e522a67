//! An unfinished sign-in: one browser between the authorization request and its answer.

use super::authorization_request::AuthorizationRequest;
use super::clock::{HOUR, Millis};
use super::phone_number::PhoneNumber;
use super::usage::Usage;
use super::verification_code::VerificationCode;

pub(crate) const INTERACTION_LIFETIME: Millis = HOUR;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Screen {
    SignIn,
    Register,
}

impl Screen {
    pub(crate) fn path(self) -> &'static str {
        match self {
            Self::SignIn => "/sign-in",
            Self::Register => "/register",
        }
    }

    pub(crate) fn usage(self) -> Usage {
        match self {
            Self::SignIn => Usage::SignIn,
            Self::Register => Usage::Register,
        }
    }
}

/// How far the person has come. Each page serves one stage and no other.
#[derive(Debug, Clone)]
pub(crate) enum Stage {
    Phone,
    Code {
        phone: PhoneNumber,
        code: VerificationCode,
    },
    /// The number is verified, but nobody has it yet: may an account be created?
    UnknownNumber {
        phone: PhoneNumber,
    },
    /// The number is verified, but somebody wanted to register it again.
    KnownNumber {
        phone: PhoneNumber,
    },
}

#[derive(Debug, Clone)]
pub(crate) struct Interaction {
    pub(crate) request: AuthorizationRequest,
    pub(crate) screen: Screen,
    pub(crate) stage: Stage,
    pub(crate) expires_at: Millis,
}

impl Interaction {
    pub(crate) fn begin(request: AuthorizationRequest, now: Millis) -> Self {
        Self { screen: request.extras.screen(), request, stage: Stage::Phone, expires_at: now + INTERACTION_LIFETIME }
    }

    /// Where this stage's page is.
    pub(crate) fn path(&self) -> &'static str {
        match self.stage {
            Stage::Phone => self.screen.path(),
            Stage::Code { .. } => "/code",
            Stage::UnknownNumber { .. } => "/create-account",
            Stage::KnownNumber { .. } => "/account-exists",
        }
    }
}
