//! The sign-in experience: phone number and code. <https://docs.logto.io/end-user-flows/sign-up-and-sign-in>

use time::Duration;

use super::{durations, nearest::nearest, problem::Problems, table::Table};

/// `[sign_in]`. That the section is there is the wish for phone numbers with codes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignInWish {
    /// `registration`: whether people may create accounts.
    pub registration: Option<bool>,
    /// `other_methods`
    pub other_methods: OtherMethods,
    /// `code_lifetime`: 60 seconds to an hour.
    pub code_lifetime: Option<Duration>,
    /// `code_tries`: 1 to 100.
    pub code_tries: Option<u32>,
}

/// What becomes of the other ways to sign in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OtherMethods {
    /// `keep`: they stay as they are.
    #[default]
    Keep,
    /// `remove`: phone number and code become the only identifier and its only proof. What Logto keeps elsewhere is not touched:
    /// social sign-in, enterprise single sign-on, passkeys.
    Remove,
}

impl SignInWish {
    pub(super) fn read(table: &Table<'_>, problems: &mut Problems) -> Self {
        table.refuse_unknown(&["registration", "other_methods", "code_lifetime", "code_tries"], problems);
        let other_methods = table.item("other_methods").and_then(|item| item.parse(OtherMethods::parse, problems));
        // The bounds are Logto's: `verificationCodePolicy` of the sign-in experience.
        let code_lifetime = table
            .item("code_lifetime")
            .and_then(|item| durations::read(&item, Duration::seconds(60)..=Duration::hours(1), problems));
        Self {
            registration: table.flag("registration", problems),
            other_methods: other_methods.unwrap_or_default(),
            code_lifetime,
            code_tries: table.item("code_tries").and_then(|item| item.number(1..=100, problems)),
        }
    }
}

impl OtherMethods {
    fn parse(text: &str) -> Result<Self, String> {
        match text {
            "keep" => Ok(Self::Keep),
            "remove" => Ok(Self::Remove),
            _ => Err(match nearest(text, &["keep", "remove"]) {
                Some(nearest) => format!("must be \"keep\" or \"remove\"; did you mean {nearest:?}?"),
                None => "must be \"keep\" or \"remove\"".to_owned(),
            }),
        }
    }
}
