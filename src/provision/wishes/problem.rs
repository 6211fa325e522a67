//! What is wrong with the wishes: all of it in one message, each problem with its key, its line and what to write instead.

use std::fmt;

use serde::{Serialize, Serializer};

/// One problem of the file, or of a variable that belongs to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// What kind of problem it is.
    pub kind: ProblemKind,
    /// The key, as in `sms.templates.SignIn`, or the variable's name. Empty where the file is no TOML.
    pub key: String,
    /// The line of the file, counted from 1.
    pub line: Option<usize>,
    /// What is wrong and what to write; it goes on after the key.
    pub text: String,
}

/// The kinds of problems.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProblemKind {
    /// The file is no TOML there.
    Syntax,
    /// Nothing is known by this key.
    UnknownKey,
    /// Something is needed that is not there.
    Missing,
    /// A number stands where a text belongs, and the like.
    WrongKind,
    /// The value cannot be used.
    Invalid,
    /// The value is used, and may not be what is meant: a warning.
    Doubtful,
}

/// The wishes cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct WishesError {
    /// Every problem, in the order of the file.
    pub problems: Vec<Problem>,
}

impl ProblemKind {
    /// A stable name of the kind.
    pub fn code(self) -> &'static str {
        match self {
            Self::Syntax => "wishes.syntax",
            Self::UnknownKey => "wishes.unknown_key",
            Self::Missing => "wishes.missing",
            Self::WrongKind => "wishes.wrong_kind",
            Self::Invalid => "wishes.invalid",
            Self::Doubtful => "wishes.doubtful",
        }
    }
}

impl WishesError {
    /// A stable name of the error.
    pub fn code(&self) -> &'static str {
        "wishes.refused"
    }
}

impl Serialize for ProblemKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { key, text, .. } = self;
        match self.line {
            Some(line) if key.is_empty() => write!(f, "line {line} {text}"),
            Some(line) => write!(f, "{key} (line {line}) {text}"),
            None => write!(f, "{key} {text}"),
        }
    }
}

impl fmt::Display for WishesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("what the file asks for cannot be done as it is written; nothing was changed:")?;
        self.problems.iter().try_for_each(|problem| write!(f, "\n  {problem}"))
    }
}

/// The problems found so far.
#[derive(Debug)]
pub(super) struct Problems {
    found: Vec<Problem>,
    /// Where the file is no TOML: what is read from there is not what was meant.
    broken_lines: Vec<usize>,
}

impl Problems {
    /// Begins with what the reader of TOML has to say.
    pub fn new(text: &str, syntax: &[toml::de::Error]) -> Self {
        let mut found: Vec<Problem> = Vec::new();
        for error in syntax {
            let line = error.span().map_or(1, |span| line_of(text, span.start));
            // Further ones of the same line only follow from the first.
            if found.iter().all(|known| known.line != Some(line)) {
                let text = format!("is not TOML: {}. Texts stand in quotes: name = \"leptos-logto\"", error.message());
                found.push(Problem { kind: ProblemKind::Syntax, key: String::new(), line: Some(line), text });
            }
        }
        let broken_lines = found.iter().filter_map(|problem| problem.line).collect();
        Self { found, broken_lines }
    }

    /// Adds one.
    pub fn add(&mut self, kind: ProblemKind, key: &str, line: Option<usize>, text: impl Into<String>) {
        let follows_from_syntax = match kind {
            ProblemKind::Missing => !self.broken_lines.is_empty(),
            _ => line.is_some_and(|line| self.broken_lines.contains(&line)),
        };
        if !follows_from_syntax {
            self.found.push(Problem { kind, key: key.to_owned(), line, text: text.into() });
        }
    }

    /// The warnings and the errors, each in the order of the file.
    pub fn divide(mut self) -> (Vec<Problem>, Vec<Problem>) {
        self.found.sort_by_key(|problem| problem.line.unwrap_or(usize::MAX));
        self.found.into_iter().partition(|problem| problem.kind == ProblemKind::Doubtful)
    }
}

/// The line of a place in the file, counted from 1.
pub(super) fn line_of(text: &str, offset: usize) -> usize {
    text.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count() + 1
}
