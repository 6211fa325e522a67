//! Logto's additions to the authorization request, read as Logto reads them.
//!
//! One invalid extra drops all of them, and nothing says so: not the answer, not a log.
//! <https://docs.logto.io/end-user-flows/authentication-parameters>

use std::fmt;

use super::interaction::Screen;
use super::params::Params;

#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Extras {
    first_screen: Option<FirstScreen>,
    identifiers: Vec<Identifier>,
    pub(crate) login_hint: Option<String>,
    interaction_mode: Option<InteractionMode>,
}

/// Not the hint: it is somebody's number, as a rule.
impl fmt::Debug for Extras {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Extras")
            .field("first_screen", &self.first_screen)
            .field("identifiers", &self.identifiers)
            .field("interaction_mode", &self.interaction_mode)
            .finish_non_exhaustive()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FirstScreen {
    SignIn,
    Register,
    ResetPassword,
    IdentifierSignIn,
    IdentifierRegister,
    SingleSignOn,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Identifier {
    Phone,
    Email,
    Username,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum InteractionMode {
    SignIn,
    SignUp,
}

impl Extras {
    pub(crate) fn parse(params: &Params) -> Self {
        Self::parse_all(params).unwrap_or_default()
    }

    fn parse_all(params: &Params) -> Option<Self> {
        let mut extras = Self::default();
        if let Some(value) = params.get("first_screen") {
            extras.first_screen = Some(first_screen(value)?);
        }
        if let Some(value) = params.get("identifier") {
            extras.identifiers = value.split(' ').map(identifier).collect::<Option<_>>()?;
        }
        if let Some(value) = params.get("interaction_mode") {
            extras.interaction_mode = Some(interaction_mode(value)?);
        }
        if let Some(value) = params.get("direct_sign_in") {
            // No connector is configured here, so a valid one changes nothing either.
            let (method, target) = value.split_once(':')?;
            if !matches!(method, "social" | "sso") || target.is_empty() {
                return None;
            }
        }
        // Free text: `login_hint` pre-fills; `ui_locales` has one language to choose from and
        // `organization_id` no organization, so they pass unread.
        extras.login_hint = params.get("login_hint").map(str::to_owned);
        Some(extras)
    }

    /// The page to begin with. `first_screen` wins over the deprecated `interaction_mode`.
    pub(crate) fn screen(&self) -> Screen {
        let takes_phone = self.identifiers.is_empty() || self.identifiers.contains(&Identifier::Phone);
        match (self.first_screen, self.interaction_mode) {
            (Some(FirstScreen::Register), _) | (None, Some(InteractionMode::SignUp)) => Screen::Register,
            (Some(FirstScreen::IdentifierRegister), _) if takes_phone => Screen::Register,
            _ => Screen::SignIn,
        }
    }
}

fn first_screen(value: &str) -> Option<FirstScreen> {
    Some(match value {
        "sign_in" => FirstScreen::SignIn,
        "register" => FirstScreen::Register,
        "reset_password" => FirstScreen::ResetPassword,
        "identifier:sign_in" => FirstScreen::IdentifierSignIn,
        "identifier:register" => FirstScreen::IdentifierRegister,
        "single_sign_on" => FirstScreen::SingleSignOn,
        _ => return None,
    })
}

fn identifier(value: &str) -> Option<Identifier> {
    Some(match value {
        "phone" => Identifier::Phone,
        "email" => Identifier::Email,
        "username" => Identifier::Username,
        _ => return None,
    })
}

fn interaction_mode(value: &str) -> Option<InteractionMode> {
    Some(match value {
        "signIn" => InteractionMode::SignIn,
        "signUp" => InteractionMode::SignUp,
        _ => return None,
    })
}
