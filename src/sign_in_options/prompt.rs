//! `prompt`: whether the person is asked. OpenID Connect Core 3.1.2.1.

/// What Logto may or must ask. `create` and `select_account` are refused by Logto, so they are not here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Prompt {
    /// Sign-in where there is no session at Logto. Goes out as `consent`: without it Logto silently gives no refresh token,
    /// whatever the scope. Its consent page is skipped for first-party apps.
    #[default]
    Consent,
    /// Sign-in in any case (`login consent`).
    Login,
    /// No page at all: a code where there is a session at Logto, else the error `login_required`. Gives no refresh token:
    /// such a session ends with its access token.
    None,
}

impl Prompt {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Consent => "consent",
            Self::Login => "login consent",
            Self::None => "none",
        }
    }
}
