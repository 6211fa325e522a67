//! `first_screen` and `identifier`: which hosted page opens, and what it asks for.

/// The hosted page that opens first (`first_screen`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FirstScreen {
    /// The tenant's sign-in page.
    SignIn,
    /// The tenant's registration page.
    Register,
    /// Sign in with one of [`SignInOptions::identifiers`](crate::SignInOptions::identifiers).
    IdentifierSignIn,
    /// Register with one of [`SignInOptions::identifiers`](crate::SignInOptions::identifiers).
    IdentifierRegister,
    /// The page for a forgotten password.
    ResetPassword,
    /// Enterprise sign-in by email address.
    SingleSignOn,
}

impl FirstScreen {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::Register => "register",
            Self::IdentifierSignIn => "identifier:sign_in",
            Self::IdentifierRegister => "identifier:register",
            Self::ResetPassword => "reset_password",
            Self::SingleSignOn => "single_sign_on",
        }
    }
}

/// What the older parameter `interaction_mode` said. It goes out as `first_screen`, which wins in Logto too.
#[deprecated(note = "Logto has replaced `interaction_mode` by `first_screen`")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InteractionMode {
    /// `signIn`
    SignIn,
    /// `signUp`
    SignUp,
}

#[expect(deprecated, reason = "the one place that maps it")]
impl From<InteractionMode> for FirstScreen {
    fn from(mode: InteractionMode) -> Self {
        match mode {
            InteractionMode::SignIn => Self::SignIn,
            InteractionMode::SignUp => Self::Register,
        }
    }
}

/// How a person is told apart from others (`identifier`). Used with the `Identifier…` screens only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Identifier {
    /// By phone number.
    Phone,
    /// By email address.
    Email,
    /// By user name.
    Username,
}

impl Identifier {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Username => "username",
        }
    }
}
