//! What a sign-in may ask of Logto's hosted pages. <https://docs.logto.io/end-user-flows/authentication-parameters>
//!
//! An enum each, never free text: Logto drops *all* of these parameters, silently, when one is invalid.

use crate::ReturnTo;

/// The hosted page that opens first (`first_screen`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FirstScreen {
    /// The tenant's sign-in page.
    SignIn,
    /// The tenant's registration page.
    Register,
    /// Sign in with one of [`SignInOptions::identifiers`].
    IdentifierSignIn,
    /// Register with one of [`SignInOptions::identifiers`].
    IdentifierRegister,
}

impl FirstScreen {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::Register => "register",
            Self::IdentifierSignIn => "identifier:sign_in",
            Self::IdentifierRegister => "identifier:register",
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

/// The options of one sign-in.
///
/// ```
/// use logto::{FirstScreen, Identifier, ReturnTo, SignInOptions};
///
/// let options = SignInOptions {
///     first_screen: Some(FirstScreen::IdentifierSignIn),
///     identifiers: vec![Identifier::Phone],
///     return_to: ReturnTo::parse("/account"),
/// };
/// # let _ = options;
/// ```
#[derive(Clone, Debug)]
pub struct SignInOptions {
    /// The hosted page that opens first; the tenant's own choice when `None`.
    pub first_screen: Option<FirstScreen>,
    /// The identifiers that page offers.
    pub identifiers: Vec<Identifier>,
    /// Where to go after sign-in.
    pub return_to: ReturnTo,
}

impl Default for SignInOptions {
    fn default() -> Self {
        Self { first_screen: None, identifiers: Vec::new(), return_to: ReturnTo::home() }
    }
}
