//! What a text is for: Logto's `usageType`, by which a connector finds its words.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Usage {
    SignIn,
    Register,
    ForgotPassword,
    OrganizationInvitation,
    /// Asked for by the Management API.
    Generic,
    UserPermissionValidation,
    BindNewIdentifier,
    MfaVerification,
    BindMfa,
}

impl Usage {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::SignIn => "SignIn",
            Self::Register => "Register",
            Self::ForgotPassword => "ForgotPassword",
            Self::OrganizationInvitation => "OrganizationInvitation",
            Self::Generic => "Generic",
            Self::UserPermissionValidation => "UserPermissionValidation",
            Self::BindNewIdentifier => "BindNewIdentifier",
            Self::MfaVerification => "MfaVerification",
            Self::BindMfa => "BindMfa",
        }
    }

    /// The word before "verification code" in a text of the inbox.
    fn purpose(self) -> &'static str {
        match self {
            Self::SignIn => "sign-in ",
            Self::Register => "sign-up ",
            Self::ForgotPassword => "password change ",
            Self::OrganizationInvitation => "organization invitation ",
            Self::Generic => "",
            Self::UserPermissionValidation => "permission validation ",
            Self::BindNewIdentifier => "new identifier binding ",
            Self::MfaVerification => "MFA ",
            Self::BindMfa => "2-step verification setup ",
        }
    }

    /// The words of a text that no template says. One for an application's own page ends with a line that binds the
    /// code to the page at `host`, so that a browser may offer it there and nowhere else:
    /// <https://wicg.github.io/sms-one-time-codes/>.
    pub(crate) fn words(self, code: &str, minutes: i64, host: Option<&str>) -> String {
        let last_line = match host {
            Some(host) if self == Self::Generic => format!("\n\n@{host} #{code}"),
            _ => String::new(),
        };
        let purpose = self.purpose();
        let unit = if minutes == 1 { "minute" } else { "minutes" };
        format!(
            "Your Logto {purpose}verification code is {code}. The code will remain active for {minutes} {unit}.{last_line}"
        )
    }
}
