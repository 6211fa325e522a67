//! A `.env` file that people keep: read as the app reads it, and set without a change to their lines, comments and order.
//!
//! The file has no standard. What is written here is read alike by dotenvy, which the app uses, and by a shell that sources it
//! (POSIX Shell Command Language, 2.2); before anything is written, dotenvy has read the new text.

mod lines;
mod quoting;
mod replace_file;

use std::{
    collections::{HashMap, HashSet},
    fmt, fs, io,
    path::Path,
};

use crate::Secret;

use lines::Line;

/// Notepad begins files with it; dotenvy passes it over where it sets the environment, and not where it reads.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// What became of each variable.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Written {
    /// Names that had no value before.
    pub added: Vec<String>,
    /// Names that had another value.
    pub changed: Vec<String>,
    /// Names that had this value already.
    pub kept: Vec<String>,
}

/// The file cannot be used; it is as it was.
#[derive(Debug, thiserror::Error)]
pub enum DotenvError {
    /// The file is there, and could not be read.
    #[error("the file cannot be read: {0}")]
    Read(#[source] io::Error),
    /// The file is no UTF-8.
    #[error("the file is no text in UTF-8")]
    NotText,
    /// The app could not read the file, either. The line itself is not shown: it may have a secret.
    #[error("line {0} of the file cannot be read; mend it first, as in NAME=value or NAME='a value'")]
    Line(usize),
    /// Programs would read different values: it has line breaks, or another value of the same name was given.
    #[error("{0} cannot be written so that every program reads it alike: it has line breaks, or two values")]
    Value(String),
    /// The new file could not take the old one's place.
    #[error("the file cannot be written: {0}")]
    Write(#[source] io::Error),
}

impl DotenvError {
    /// A stable name of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Read(_) => "dotenv.read",
            Self::NotText => "dotenv.not_text",
            Self::Line(_) => "dotenv.line",
            Self::Value(_) => "dotenv.value",
            Self::Write(_) => "dotenv.write",
        }
    }
}

impl Written {
    /// Whether the file is another than before.
    pub fn anything(&self) -> bool {
        !self.added.is_empty() || !self.changed.is_empty()
    }
}

impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = [("added", &self.added), ("changed", &self.changed), ("kept", &self.kept)];
        let parts = parts.iter().filter(|(_, names)| !names.is_empty());
        let parts: Vec<String> = parts.map(|(what, names)| format!("{what} {}", names.join(", "))).collect();
        f.write_str(&parts.join("; "))
    }
}

/// Reads the file's variables as `dotenvy::dotenv` sets them: of several of one name the first. Blocks.
///
/// # Errors
///
/// [`DotenvError`] where the app could not read the file, either, or where it is not there.
pub fn read(path: &Path) -> Result<HashMap<String, String>, DotenvError> {
    let text = text_of(fs::read(path).map_err(DotenvError::Read)?)?;
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&text);
    parse(text)?;
    let mut names = HashSet::new();
    let mut is_first = |line: &Line<'_>| assigned(line.text).is_none_or(|(name, _)| names.insert(name));
    let lines = lines::divide(text).into_iter();
    // Without the later ones: else a value that is made of another, as in B=$A, would be made of the last.
    let first: String = lines.filter(|line| is_first(line)).map(|line| line.text).collect();
    Ok(parse(&first)?.into_iter().collect())
}

/// Sets variables in the file; those without a value are passed over. A file that is not there is made, for its owner alone.
///
/// An assignment that is there is changed in its place, and every one of the same name: dotenvy takes the first, a shell the last.
/// Others are appended in the order given. The new file takes the old one's place at once, behind a symbolic link too, and nothing
/// is written where nothing changes. Blocks.
///
/// # Errors
///
/// [`DotenvError`]; the file is as it was.
pub fn write(path: &Path, variables: &[(&str, Option<Secret>)]) -> Result<Written, DotenvError> {
    let path = replace_file::follow(path).map_err(DotenvError::Read)?;
    let old = match fs::read(&path) {
        Ok(bytes) => text_of(bytes)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(DotenvError::Read(error)),
    };
    let variables: Vec<(&str, &str)> =
        variables.iter().filter_map(|(name, value)| Some((*name, value.as_ref()?.reveal()))).collect();
    let (new, written) = set(&old, &variables)?;
    if new != old {
        replace_file::replace(&path, new.as_bytes()).map_err(DotenvError::Write)?;
    }
    Ok(written)
}

/// The text with the variables set.
fn set(old: &str, variables: &[(&str, &str)]) -> Result<(String, Written), DotenvError> {
    let (mark, kept) = match old.strip_prefix(BYTE_ORDER_MARK) {
        Some(text) => (BYTE_ORDER_MARK, text),
        None => ("", old),
    };
    let line_end = if kept.contains("\r\n") { "\r\n" } else { "\n" };
    // dotenvy refuses a blank at the very end, unless the line ends.
    let missing = if kept.is_empty() || kept.ends_with('\n') { "" } else { line_end };
    let text = format!("{kept}{missing}");
    parse(&text)?;
    let mut lines: Vec<String> = lines::divide(&text).into_iter().map(|line| line.text.to_owned()).collect();
    let mut written = Written::default();
    for (name, value) in variables {
        if value.chars().any(char::is_control) {
            return Err(DotenvError::Value((*name).to_owned()));
        }
        let quoted = quoting::quote(value);
        let values: Vec<String> = lines.iter().filter_map(|line| value_in(line, name)).collect();
        if !values.is_empty() && values.iter().all(|known| known == value) {
            written.kept.push((*name).to_owned());
            continue;
        }
        let names = if values.iter().all(String::is_empty) { &mut written.added } else { &mut written.changed };
        names.push((*name).to_owned());
        if values.is_empty() {
            lines.push(format!("{name}={quoted}{line_end}"));
            continue;
        }
        for line in &mut lines {
            let changed = Line { number: 0, text: line }.with_value(name, &quoted);
            if let Some(changed) = changed {
                *line = changed;
            }
        }
    }
    let new = lines.concat();
    let after = parse(&new)?;
    let read_back = |(name, value): &(&str, &str)| {
        after.iter().any(|(known, _)| known == name)
            && after.iter().filter(|(known, _)| known == name).all(|(_, known)| known == value)
    };
    if let Some((name, _)) = variables.iter().find(|variable| !read_back(variable)) {
        return Err(DotenvError::Value((*name).to_owned()));
    }
    let same = !written.anything() && parse(kept).is_ok();
    Ok((if same { old.to_owned() } else { format!("{mark}{new}") }, written))
}

fn text_of(bytes: Vec<u8>) -> Result<String, DotenvError> {
    String::from_utf8(bytes).map_err(|_| DotenvError::NotText)
}

/// The value that this line alone gives to the name. One that is made of other variables changes with them: it is another.
fn value_in(line: &str, name: &str) -> Option<String> {
    assigned(line).filter(|(known, _)| known == name).map(|(_, value)| value)
}

/// What this line alone assigns.
fn assigned(line: &str) -> Option<(String, String)> {
    dotenvy::from_read_iter(line.as_bytes()).next()?.ok()
}

/// What dotenvy reads from a text.
fn parse(text: &str) -> Result<Vec<(String, String)>, DotenvError> {
    let all: Result<_, _> = dotenvy::from_read_iter(text.as_bytes()).collect();
    all.map_err(|_| {
        let unreadable = |line: &Line<'_>| dotenvy::from_read_iter(line.text.as_bytes()).any(|line| line.is_err());
        let line = lines::divide(text).into_iter().find(unreadable);
        DotenvError::Line(line.map_or(1, |line| line.number))
    })
}

#[cfg(test)]
mod tests;
