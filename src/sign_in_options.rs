//! What a sign-in may ask of Logto's hosted pages. <https://docs.logto.io/end-user-flows/authentication-parameters>
//!
//! A type each, never free text: Logto drops *all* of these parameters, silently, when one is invalid.

mod direct_sign_in;
mod extra_params;
mod first_screen;
mod login_hint;
mod organization_id;
mod prompt;
mod ui_locale;

use time::Duration;

pub use direct_sign_in::DirectSignIn;
pub use extra_params::{ExtraParams, ExtraParamsError};
#[expect(deprecated, reason = "Logto's older SDKs have it; it is taken and mapped")]
pub use first_screen::InteractionMode;
pub use first_screen::{FirstScreen, Identifier};
pub use login_hint::LoginHint;
pub use organization_id::OrganizationId;
pub use prompt::Prompt;
pub use ui_locale::UiLocale;

use crate::ReturnTo;

/// The options of one sign-in.
///
/// ```
/// use logto::{FirstScreen, Identifier, LoginHint, ReturnTo, SignInOptions};
///
/// let options = SignInOptions {
///     first_screen: Some(FirstScreen::IdentifierSignIn),
///     identifiers: vec![Identifier::Phone],
///     login_hint: Some(LoginHint::phone("+1 201-555-0123")?),
///     return_to: ReturnTo::parse("/account"),
///     ..SignInOptions::default()
/// };
/// # let _ = options;
/// # Ok::<(), logto::InvalidOption>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct SignInOptions {
    /// The hosted page that opens first; the tenant's own choice when `None`.
    pub first_screen: Option<FirstScreen>,
    /// The identifiers that page offers. Used with the `Identifier…` screens only.
    pub identifiers: Vec<Identifier>,
    /// What to fill in for the person.
    pub login_hint: Option<LoginHint>,
    /// A social or enterprise connector to go to at once, without a page of Logto's.
    pub direct_sign_in: Option<DirectSignIn>,
    /// Whether the person must sign in again, or must not be asked.
    pub prompt: Prompt,
    /// The languages of the hosted pages, best first.
    pub ui_locales: Vec<UiLocale>,
    /// The organisation whose sign-in experience is shown.
    pub organization_id: Option<OrganizationId>,
    /// How long ago the person may have signed in at Logto (whole seconds); `auth_time` is then required and checked.
    /// OpenID Connect Core 3.1.2.1.
    pub max_age: Option<Duration>,
    /// Parameters that this crate does not know. None that it does know can be among them.
    pub extra_params: ExtraParams,
    /// Where to go after sign-in.
    pub return_to: ReturnTo,
}

/// An option's value has a form that Logto refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{name:?} {reason}")]
pub struct InvalidOption {
    /// The parameter's name on the wire.
    pub name: &'static str,
    /// What it must be.
    pub reason: &'static str,
}

impl SignInOptions {
    /// The parameters beyond the standard's own, in a fixed order.
    pub(crate) fn params(&self) -> Vec<(String, String)> {
        let mut params = Vec::new();
        let mut add = |name: &str, value: String| params.push((name.to_owned(), value));
        if let Some(screen) = self.first_screen {
            add("first_screen", screen.as_str().to_owned());
        }
        if !self.identifiers.is_empty() {
            add("identifier", joined(self.identifiers.iter().map(|identifier| identifier.as_str())));
        }
        if let Some(hint) = &self.login_hint {
            add("login_hint", hint.as_str().to_owned());
        }
        if let Some(direct) = &self.direct_sign_in {
            add("direct_sign_in", direct.to_string());
        }
        if !self.ui_locales.is_empty() {
            add("ui_locales", joined(self.ui_locales.iter().map(UiLocale::as_str)));
        }
        if let Some(organization) = &self.organization_id {
            add("organization_id", organization.as_str().to_owned());
        }
        params.extend(self.extra_params.iter().map(|(name, value)| (name.to_owned(), value.to_owned())));
        params
    }
}

fn joined<'a>(parts: impl Iterator<Item = &'a str>) -> String {
    parts.collect::<Vec<_>>().join(" ")
}
