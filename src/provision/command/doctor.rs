//! `provision doctor`: every check of a whole set-up, each fine or with what to do.

use super::CommandError;
use crate::{
    Clock,
    provision::{
        doctor::{self, AppSettings},
        environment::Environment,
    },
};

/// `Ok(false)`: a check found a problem.
#[expect(clippy::print_stdout, reason = "a program speaks to whoever started it")]
pub(in crate::provision) async fn doctor(json: bool, environment: &Environment) -> Result<bool, CommandError> {
    let settings = AppSettings::read(&|name| environment.get(name));
    let report = doctor::doctor(&settings, &Clock::system()).await?;
    if json {
        // Strings: it cannot fail.
        println!("{}", serde_json::to_string_pretty(&report).unwrap_or_default());
    } else {
        println!("{report}");
    }
    Ok(report.is_well())
}
