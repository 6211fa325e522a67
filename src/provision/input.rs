//! All that a set-up is told: the file's wishes, and the settings. What is wrong with either is said at once, so that nobody
//! corrects the one to hear of the other.

use std::{fs, io, path::Path};

use super::{
    settings::{Settings, SettingsError},
    wishes::{Wishes, WishesError},
};

/// What is to be done, and where.
#[derive(Debug)]
pub struct Input {
    /// What the file says.
    pub wishes: Wishes,
    /// What the environment says.
    pub settings: Settings,
}

/// The file, the settings or both cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    /// The file.
    #[error("{file}: {error}")]
    File {
        /// Its name.
        file: String,
        /// What is wrong with it.
        #[source]
        error: FileError,
    },
    /// The settings.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// Both.
    #[error("{file}: {error}\n{settings}")]
    Both {
        /// The file's name.
        file: String,
        /// What is wrong with it.
        #[source]
        error: FileError,
        /// What is wrong with the settings.
        settings: SettingsError,
    },
}

/// The file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// It is not there, or no text in UTF-8.
    #[error("the file cannot be read: {0}")]
    Read(#[from] io::Error),
    /// What it says cannot be done.
    #[error(transparent)]
    Wishes(#[from] WishesError),
}

impl FileError {
    /// A stable name of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Read(_) => "wishes.unreadable",
            Self::Wishes(error) => error.code(),
        }
    }
}

impl InputError {
    /// A stable name of the error: that of the file's where both are wrong.
    pub fn code(&self) -> &'static str {
        match self {
            Self::File { error, .. } | Self::Both { error, .. } => error.code(),
            Self::Settings(error) => error.code(),
        }
    }
}

impl Input {
    /// Reads the file and the variables; an empty variable is the same as none. Blocks.
    ///
    /// # Errors
    ///
    /// [`InputError`] has all that is wrong with both.
    pub fn read(file: &Path, get: &impl Fn(&str) -> Option<String>) -> Result<Self, InputError> {
        let wishes = fs::read_to_string(file).map_err(FileError::from);
        let wishes = wishes.and_then(|text| Ok(Wishes::read(&text, get)?));
        let file = || file.display().to_string();
        match (wishes, Settings::read(get)) {
            (Ok(wishes), Ok(settings)) => Ok(Self { wishes, settings }),
            (Err(error), Ok(_)) => Err(InputError::File { file: file(), error }),
            (Ok(_), Err(error)) => Err(error.into()),
            (Err(error), Err(settings)) => Err(InputError::Both { file: file(), error, settings }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: Option<&[u8]>, endpoint: &'static str) -> Result<Input, InputError> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("logto.toml");
        if let Some(text) = text {
            fs::write(&file, text).unwrap();
        }
        Input::read(&file, &|name| match name {
            "LOGTO_ENDPOINT" => Some(endpoint.to_owned()),
            "LOGTO_M2M_APP_ID" | "LOGTO_M2M_APP_SECRET" => Some("m2m".to_owned()),
            _ => None,
        })
    }

    #[test]
    fn problems_of_the_file_and_of_the_settings_are_said_at_once() {
        let error = read(Some(b"[application]\nnmae = \"app\"\n"), "abc").unwrap_err();
        let text = error.to_string();
        for expected in ["logto.toml: what the file", "did you mean application.name?", "LOGTO_ENDPOINT is not a URL"] {
            assert!(text.contains(expected), "{text}");
        }
        assert_eq!(error.code(), "wishes.refused");
        let error = read(None, "abc").unwrap_err();
        let text = error.to_string();
        assert!(text.contains("logto.toml: the file cannot be read") && text.contains("LOGTO_ENDPOINT"), "{text}");
        assert_eq!(error.code(), "wishes.unreadable");
        let error = read(Some(b"[application]\nname = \"app\"\n"), "abc").unwrap_err();
        assert!(error.to_string().starts_with("the environment (or .env) lacks something"), "{error}");
        assert_eq!(error.code(), "settings.refused");
    }

    #[test]
    fn a_file_with_a_byte_order_mark_and_one_with_the_line_ends_of_windows_are_read() {
        let text = b"\xef\xbb\xbf[application]\r\nname = \"app\"\r\n";
        assert_eq!(read(Some(text), "https://abc123.logto.app").unwrap().wishes.application.name, "app");
    }
}
