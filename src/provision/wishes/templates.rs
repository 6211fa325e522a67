//! The texts that are sent, one for each of Logto's usage types.
//! <https://docs.logto.io/connectors/sms-connectors>

use std::collections::BTreeMap;

use super::{problem::Problems, sms_connector::usage_type, table::Table, text_length};

/// Stands for the code, in every text.
const CODE: &str = "{{code}}";

/// What a text is sent for, as Logto's connectors name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UsageType {
    /// A person signs in on Logto's pages.
    SignIn,
    /// A person creates an account on Logto's pages.
    Register,
    /// A person chooses a new password.
    ForgotPassword,
    /// What has no text of its own, and every code that the app asks for through the Management API.
    Generic,
    /// A person is invited to an organisation.
    OrganizationInvitation,
    /// A person confirms a change of the account.
    UserPermissionValidation,
    /// A person gives the account a phone number.
    BindNewIdentifier,
    /// The second step of signing in.
    MfaVerification,
    /// A person sets the second step up.
    BindMfa,
}

impl UsageType {
    /// Every usage type. The first four must have a text, else Logto refuses the connector; it sends `Generic` for others.
    pub const ALL: [Self; 9] = [
        Self::SignIn,
        Self::Register,
        Self::ForgotPassword,
        Self::Generic,
        Self::OrganizationInvitation,
        Self::UserPermissionValidation,
        Self::BindNewIdentifier,
        Self::MfaVerification,
        Self::BindMfa,
    ];

    /// The usage type as it goes over the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "SignIn",
            Self::Register => "Register",
            Self::ForgotPassword => "ForgotPassword",
            Self::Generic => "Generic",
            Self::OrganizationInvitation => "OrganizationInvitation",
            Self::UserPermissionValidation => "UserPermissionValidation",
            Self::BindNewIdentifier => "BindNewIdentifier",
            Self::MfaVerification => "MfaVerification",
            Self::BindMfa => "BindMfa",
        }
    }

    /// A text that says first what it is, then what it is for: a person who is talked into reading a code out to somebody
    /// shall see what that somebody is about to do.
    fn default_text(self) -> &'static str {
        match self {
            Self::SignIn => "{{code}} is your code to sign in. Do not share it with anyone.",
            Self::Register => "{{code}} is your code to create your account. Do not share it with anyone.",
            Self::ForgotPassword => "{{code}} is your code to choose a new password. Do not share it with anyone.",
            Self::Generic => "{{code}} is your verification code. Do not share it with anyone.",
            Self::OrganizationInvitation => {
                "{{code}} is your code to accept the invitation. Do not share it with anyone."
            }
            Self::UserPermissionValidation => "{{code}} is your code to confirm a change. Do not share it with anyone.",
            Self::BindNewIdentifier => {
                "{{code}} is your code to add this number to your account. Do not share it with anyone."
            }
            Self::MfaVerification => "{{code}} is your code for the second step. Do not share it with anyone.",
            Self::BindMfa => "{{code}} is your code to set up the second step. Do not share it with anyone.",
        }
    }
}

/// `[sms.templates]`: the texts of the file, and for the others a good default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Templates {
    given: BTreeMap<UsageType, String>,
    web_otp_host: Option<String>,
}

impl Templates {
    /// The text that the file gives. `None`: it says nothing, and the tenant's own is left alone.
    pub fn given(&self, usage_type: UsageType) -> Option<&str> {
        self.given.get(&usage_type).map(String::as_str)
    }

    /// The text of the file, or the default, for a tenant that has none yet.
    ///
    /// The default of `Generic` ends with a line that phones read: `@example.com #{{code}}`. With it the code is filled in on the
    /// app's own page, and on no other (<https://wicg.github.io/sms-one-time-codes/>). It names the host of the first redirect URI, and is
    /// left out where that is not https. The other types are typed on Logto's pages, whose name is not the app's.
    pub fn or_default(&self, usage_type: UsageType) -> String {
        if let Some(text) = self.given(usage_type) {
            return text.to_owned();
        }
        let text = usage_type.default_text();
        match (usage_type, &self.web_otp_host) {
            (UsageType::Generic, Some(host)) => format!("{text}\n\n@{host} #{CODE}"),
            _ => text.to_owned(),
        }
    }

    pub(super) fn read(table: Option<&Table<'_>>, web_otp_host: Option<&str>, problems: &mut Problems) -> Self {
        let mut templates = Self { given: BTreeMap::new(), web_otp_host: web_otp_host.map(str::to_owned) };
        let Some(table) = table else { return templates };
        table.refuse_unknown(&UsageType::ALL.map(UsageType::as_str), problems);
        for (name, item) in table.items() {
            let Some((usage_type, text)) = usage_type(name).and_then(|known| Some((known, item.lines(problems)?)))
            else {
                continue;
            };
            if !text.contains(CODE) {
                item.refuse(
                    &format!("must contain {CODE}, with two braces on each side: the code stands there"),
                    problems,
                );
            }
            if let Some(advice) = text_length::too_long(&text.replace(CODE, "123456")) {
                item.doubt(&advice, problems);
            }
            templates.given.insert(usage_type, text.to_owned());
        }
        templates
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_has_the_code_and_is_one_text_message() {
        let host = Some("a-rather-long-name-of-a-host.example.com".to_owned());
        for web_otp_host in [None, host] {
            let templates = Templates { web_otp_host, ..Templates::default() };
            for usage_type in UsageType::ALL {
                let text = templates.or_default(usage_type);
                assert!(text.contains(CODE), "{text}");
                assert_eq!(text_length::too_long(&text.replace(CODE, "123456")), None, "{text}");
            }
        }
    }

    #[test]
    fn the_generic_default_ends_with_the_line_that_phones_read() {
        let templates = Templates { web_otp_host: Some("example.com".to_owned()), ..Templates::default() };
        assert_eq!(templates.or_default(UsageType::Generic).lines().last(), Some("@example.com #{{code}}"));
        assert!(!templates.or_default(UsageType::SignIn).contains('@'));
        assert!(!Templates::default().or_default(UsageType::Generic).contains('@'));
    }
}
