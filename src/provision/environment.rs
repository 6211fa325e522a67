//! The environment, and the file `.env`: where the secrets are.
//!
//! Both are read as the server reads them, by `dotenvy::dotenv`: else this program would set up, and find in order, a tenant that
//! the app does not use. The environment wins; the file is that of this folder, or of the nearest one above that has one.

use std::{
    collections::HashMap,
    env, fs, io,
    path::{Path, PathBuf},
};

use super::dotenv::{self, DotenvError};

/// Variables by name.
#[derive(Default)]
pub struct Environment {
    path: Option<PathBuf>,
    file: HashMap<String, String>,
}

/// `.env` cannot be read. The server would not start, either.
#[derive(Debug, thiserror::Error)]
pub enum EnvironmentError {
    /// Nobody can say whether there is a file.
    #[error("{}: it cannot be seen whether there is a .env: {error}", folder.display())]
    Unsearchable {
        /// The folder.
        folder: PathBuf,
        /// Why.
        #[source]
        error: io::Error,
    },
    /// The file that was found.
    #[error("{}: {error}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        #[source]
        error: DotenvError,
    },
}

impl EnvironmentError {
    /// A stable name of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unsearchable { .. } => "environment.unsearchable",
            Self::File { error, .. } => error.code(),
        }
    }
}

impl Environment {
    /// Reads `.env`, which need not exist.
    ///
    /// # Errors
    ///
    /// [`EnvironmentError`] when it exists and is not written like one.
    pub fn read() -> Result<Self, EnvironmentError> {
        let unsearchable = |error| EnvironmentError::Unsearchable { folder: PathBuf::from("."), error };
        Self::read_from(&env::current_dir().map_err(unsearchable)?)
    }

    fn read_from(folder: &Path) -> Result<Self, EnvironmentError> {
        let Some(path) = find(folder)? else { return Ok(Self::default()) };
        match dotenv::read(&path) {
            Ok(file) => Ok(Self { path: Some(path), file }),
            Err(error) => Err(EnvironmentError::File { path, error }),
        }
    }

    /// The value of a variable; an empty one is none.
    pub fn get(&self, name: &str) -> Option<String> {
        let value = env::var(name).ok().or_else(|| self.file.get(name).cloned());
        value.map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
    }

    /// The `.env` that was read. Another one in a folder below it would hide it.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }
}

/// The file that the server finds. A folder of this name is passed over.
fn find(folder: &Path) -> Result<Option<PathBuf>, EnvironmentError> {
    for folder in folder.ancestors() {
        let path = folder.join(".env");
        match fs::metadata(&path) {
            Ok(metadata) if metadata.is_file() => return Ok(Some(path)),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(EnvironmentError::Unsearchable { folder: folder.to_owned(), error }),
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A name that no machine's environment has.
    const NAME: &str = "LOGTO_PROVISION_TEST";

    fn read(text: impl AsRef<[u8]>) -> Result<Environment, EnvironmentError> {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(".env"), text).unwrap();
        Environment::read_from(folder.path())
    }

    #[test]
    fn the_first_assignment_wins_as_in_the_server() {
        for (text, expected) in [
            ("LOGTO_PROVISION_TEST=first\nLOGTO_PROVISION_TEST=last\n", Some("first")),
            ("LOGTO_PROVISION_TEST=\nexport LOGTO_PROVISION_TEST=last\n", None),
            ("LPTA=first\nLPTA=last\nLOGTO_PROVISION_TEST=${LPTA}\n", Some("first")),
            ("LPTA=first\nLOGTO_PROVISION_TEST=$LPTA\nLPTA=last\n", Some("first")),
        ] {
            assert_eq!(read(text).unwrap().get(NAME).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn the_file_is_that_of_the_nearest_folder_that_has_one() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("a/b");
        // The server passes over a folder called .env, too.
        fs::create_dir_all(folder.join(".env")).unwrap();
        fs::write(root.path().join(".env"), "LOGTO_PROVISION_TEST=above\n").unwrap();
        let environment = Environment::read_from(&folder).unwrap();
        assert_eq!(environment.get(NAME).as_deref(), Some("above"));
        assert_eq!(environment.path(), Some(root.path().join(".env").as_path()));
        fs::write(root.path().join("a/.env"), "LOGTO_PROVISION_TEST=nearer\n").unwrap();
        assert_eq!(Environment::read_from(&folder).unwrap().get(NAME).as_deref(), Some("nearer"));
    }

    #[test]
    fn a_byte_order_mark_is_passed_over() {
        let environment = read("\u{feff}LOGTO_PROVISION_TEST=1\r\nLPT_B=2\r\n").unwrap();
        assert_eq!(environment.get(NAME).as_deref(), Some("1"));
    }

    #[test]
    fn a_file_that_cannot_be_read_is_named_with_the_line_and_without_what_is_in_it() {
        let error = read("A=1\nA=2\nB='two\nlines'\ns3cr3t\n").err().unwrap();
        let text = error.to_string();
        assert!(text.contains(".env: line 5 of the file cannot be read; mend it first"), "{text}");
        assert!(!format!("{text} {error:?}").contains("s3cr3t"), "{error:?}");
        assert_eq!(error.code(), "dotenv.line");
        // Written by a shell of Windows, in UTF-16.
        let error = read([0xff, 0xfe, b'A', 0, b'=', 0]).err().unwrap();
        assert!(error.to_string().contains("is no text in UTF-8"), "{error}");
        assert_eq!(error.code(), "dotenv.not_text");
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_nobody_can_look_for_is_an_error_as_in_the_server() {
        let folder = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(".env", folder.path().join(".env")).unwrap();
        let error = Environment::read_from(folder.path()).err().unwrap();
        assert_eq!(error.code(), "environment.unsearchable");
        assert!(error.to_string().contains(&folder.path().display().to_string()), "{error}");
    }
}
