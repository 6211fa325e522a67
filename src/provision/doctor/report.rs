//! What the doctor found: one line for each check.

use std::fmt;

use serde::Serialize;

use crate::provision::printable::printable;

/// Everything that was checked, and what was not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// In the order in which a sign-in needs them.
    pub checks: Vec<Check>,
}

/// One check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Check {
    /// A stable name.
    pub name: &'static str,
    /// What came of it.
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// What came of a check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// All is well.
    Ok {
        /// What was seen.
        detail: String,
    },
    /// It works, and may not be what is wanted.
    Warning {
        /// What was seen.
        what: String,
        /// What to do about it.
        next_step: String,
    },
    /// It does not work.
    Problem {
        /// What is wrong.
        what: String,
        /// What to do about it.
        next_step: String,
    },
    /// It was not checked.
    Skipped {
        /// Because of what.
        why: String,
    },
}

/// Made of texts that somebody typed into the tenant, or that whoever answers has chosen: they are shown on a terminal.
impl Outcome {
    pub(super) fn ok(detail: impl Into<String>) -> Self {
        Self::Ok { detail: printable(&detail.into()) }
    }

    pub(super) fn warning(what: impl Into<String>, next_step: impl Into<String>) -> Self {
        Self::Warning { what: printable(&what.into()), next_step: printable(&next_step.into()) }
    }

    pub(super) fn problem(what: impl Into<String>, next_step: impl Into<String>) -> Self {
        Self::Problem { what: printable(&what.into()), next_step: printable(&next_step.into()) }
    }

    pub(super) fn skipped(why: impl Into<String>) -> Self {
        Self::Skipped { why: printable(&why.into()) }
    }
}

impl Report {
    /// Whether nothing is wrong. Warnings are not wrong, and what was not checked is not known to be.
    pub fn is_well(&self) -> bool {
        !self.checks.iter().any(|check| matches!(check.outcome, Outcome::Problem { .. }))
    }

    /// What came of the check of this name.
    pub fn outcome(&self, name: &str) -> Option<&Outcome> {
        self.checks.iter().find(|check| check.name == name).map(|check| &check.outcome)
    }

    pub(super) fn add(&mut self, name: &'static str, outcome: Outcome) {
        self.checks.push(Check { name, outcome });
    }

    pub(super) fn skip(&mut self, names: &[&'static str], why: &str) {
        for name in names {
            self.add(name, Outcome::skipped(why));
        }
    }
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.name;
        match &self.outcome {
            Outcome::Ok { detail } => write!(f, "ok       {name}: {detail}"),
            Outcome::Warning { what, next_step } => write!(f, "warning  {name}: {what}\n         -> {next_step}"),
            Outcome::Problem { what, next_step } => write!(f, "PROBLEM  {name}: {what}\n         -> {next_step}"),
            Outcome::Skipped { why } => write!(f, "skipped  {name}: not checked, because {why}"),
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.checks.iter().try_for_each(|check| writeln!(f, "{check}"))?;
        let problems = self.checks.iter().filter(|check| matches!(check.outcome, Outcome::Problem { .. })).count();
        match problems {
            0 => f.write_str("No problem was found."),
            1 => f.write_str("1 problem was found."),
            _ => write!(f, "{problems} problems were found."),
        }
    }
}
