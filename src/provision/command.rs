//! What the program does, one file for each of its commands.

use std::{borrow::Cow, io, path::PathBuf};

use serde_json::{Value, json};

use crate::{ManagementError, http::HttpSetupError, tenant::ConnectorTestError};

use super::{
    InputError, apply::ApplyError, dotenv::DotenvError, environment::EnvironmentError, next_step::next_step,
    plan::Unplannable, settings::SettingsError,
};

mod doctor;
mod set_up;
mod test_sms;

pub(super) use doctor::doctor;
pub(super) use set_up::set_up;
pub(super) use test_sms::test_sms;

/// Why a command did not do what it is for.
#[derive(Debug, thiserror::Error)]
pub(super) enum CommandError {
    #[error(transparent)]
    Environment(EnvironmentError),
    #[error(transparent)]
    Settings(#[from] SettingsError),
    #[error(transparent)]
    Input(#[from] InputError),
    #[error("the answer cannot be read: {0}")]
    Answer(#[source] io::Error),
    #[error("{0}")]
    Usage(String),
    #[error("there is no way from this tenant to {}; nothing was changed:\n{error}", .file.display())]
    Unplannable { file: PathBuf, error: Unplannable },
    #[error(transparent)]
    Http(#[from] HttpSetupError),
    #[error("the tenant could not be read; nothing was changed: {0}")]
    Read(#[source] ManagementError),
    #[error("{0}")]
    Apply(#[from] ApplyError),
    #[error("the changes are made, but the tenant could not be read again: {0}")]
    ReadAgain(#[source] ManagementError),
    #[error("the changes are made, and the tenant is not as it is wished all the same:\n{0}")]
    NotKept(String),
    #[error("{}: {error}; nothing was changed", .file.display())]
    Dotenv { file: PathBuf, error: DotenvError },
    #[error("the tenant is as it is wished, but {}: {error}", .file.display())]
    DotenvAfterwards { file: PathBuf, error: DotenvError },
    #[error("no text was sent: {0}")]
    NoText(String),
    #[error("the test text was not sent: {error}")]
    TestSms { error: ConnectorTestError, next_step: String },
}

impl CommandError {
    /// A stable name of the error.
    pub(super) fn code(&self) -> &'static str {
        match self {
            Self::Environment(error) => error.code(),
            Self::Settings(error) => error.code(),
            Self::Input(error) => error.code(),
            Self::Answer(_) => "provision.answer_unreadable",
            Self::Usage(_) => "provision.usage",
            Self::Unplannable { error, .. } => error.code(),
            Self::Http(_) => "provision.http_setup",
            Self::Read(error) | Self::ReadAgain(error) | Self::Apply(ApplyError { error, .. }) => error.code(),
            Self::NotKept(_) => "provision.not_kept",
            Self::Dotenv { error, .. } | Self::DotenvAfterwards { error, .. } => error.code(),
            Self::NoText(_) => "test_sms.no_text",
            Self::TestSms { error, .. } => error.code(),
        }
    }

    /// What to do about it, where the message does not say it.
    pub(super) fn next_step(&self) -> Option<String> {
        let of_api = |error: &ManagementError| next_step(error).map(Cow::into_owned);
        match self {
            Self::Read(error) | Self::ReadAgain(error) => of_api(error),
            Self::Apply(ApplyError { error, may_be_done, .. }) => {
                let unsure = may_be_done.then_some("Whether Logto has done it is not known: the next run finds out. ");
                of_api(error).map(|step| format!("{}{step}", unsure.unwrap_or_default()))
            }
            Self::TestSms { next_step, .. } => Some(next_step.clone()),
            Self::NotKept(_) => Some(
                "somebody else changed it at the same time, or this version of Logto keeps it in another way than 1.42: run again"
                    .to_owned(),
            ),
            Self::DotenvAfterwards { .. } => {
                Some("run again with --write-env=FILE for another file, or with --show-secret to see the lines".to_owned())
            }
            _ => None,
        }
    }

    /// For programs: the error, and what was done before it.
    pub(super) fn json(&self) -> Value {
        let done = match self {
            Self::Apply(error) => error.done.clone(),
            _ => Vec::new(),
        };
        let error = json!({ "code": self.code(), "message": self.to_string(), "next_step": self.next_step() });
        json!({ "error": error, "done": done })
    }

    /// 2: what was given is wrong, and nothing was changed. 3: somebody else failed, or it happened afterwards.
    pub(super) fn exit_code(&self) -> u8 {
        match self {
            Self::Environment(_)
            | Self::Settings(_)
            | Self::Input(_)
            | Self::Answer(_)
            | Self::Usage(_)
            | Self::Unplannable { .. }
            | Self::Dotenv { .. }
            | Self::NoText(_) => 2,
            Self::TestSms { error: ConnectorTestError::InvalidPhone, .. } => 2,
            _ => 3,
        }
    }
}
