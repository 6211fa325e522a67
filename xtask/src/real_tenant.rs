//! The real Logto of `cargo xtask e2e --real`, as the environment names it: looked at before the build, so that nobody
//! waits for minutes to read what is missing.

use std::fmt;

/// What must be set, and what to write there.
const NEEDED: [(&str, &str); 5] = [
    ("REAL_LOGTO_ENDPOINT", "the tenant's endpoint, like https://abc123.logto.app"),
    ("REAL_LOGTO_APP_ID", "the app ID of its \"Traditional web\" application"),
    ("REAL_LOGTO_APP_SECRET", "that application's secret"),
    ("REAL_LOGTO_M2M_APP_ID", "the app ID of its machine-to-machine application with access to the Management API"),
    ("REAL_LOGTO_M2M_APP_SECRET", "that application's secret"),
];

/// Where the codes come from.
const PORT: &str = "REAL_CODES_PORT";
const COMMAND: &str = "REAL_CODES_COMMAND";
const EITHER: &str = "the port to which Logto's http-sms connector posts; or instead REAL_CODES_COMMAND, a command that \
                      prints the newest code for the digits in its argument";

/// Settings that are missing or wrong, each with what to write.
#[derive(Debug, PartialEq, Eq)]
pub struct Unset(Vec<(&'static str, &'static str)>);

impl fmt::Display for Unset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the tests against a real Logto need these in the environment:\n\n")?;
        for (name, what) in &self.0 {
            writeln!(f, "  {name}\n      {what}")?;
        }
        f.write_str("\nend2end/README.md says how to set the tenant up.")
    }
}

impl std::error::Error for Unset {}

/// Looks at the environment.
///
/// # Errors
/// [`Unset`], with everything that is missing.
pub fn check() -> Result<(), Unset> {
    check_in(|name| std::env::var(name).ok())
}

fn check_in(get: impl Fn(&str) -> Option<String>) -> Result<(), Unset> {
    let get = |name| get(name).filter(|value| !value.is_empty());
    let mut unset: Vec<_> = NEEDED.into_iter().filter(|(name, _)| get(name).is_none()).collect();
    match (get(PORT), get(COMMAND)) {
        (None, Some(_)) => {}
        (None, None) => unset.push((PORT, EITHER)),
        (Some(_), Some(_)) => unset.push((PORT, "nothing, where REAL_CODES_COMMAND is set")),
        (Some(port), None) if port.parse::<u16>().is_ok_and(|port| port > 0) => {}
        (Some(_), None) => unset.push((PORT, "a port: a number from 1 to 65535")),
    }
    if unset.is_empty() { Ok(()) } else { Err(Unset(unset)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names that are complained about, with everything needed set except as `changes` say.
    fn names(changes: &[(&str, &str)]) -> Vec<&'static str> {
        let get = |name: &str| {
            let change = changes.iter().find(|(changed, _)| *changed == name);
            let set = NEEDED.iter().any(|(needed, _)| *needed == name).then_some("something");
            change.map(|(_, value)| *value).or(set).map(str::to_owned)
        };
        check_in(get).err().map(|unset| unset.0.iter().map(|(name, _)| *name).collect()).unwrap_or_default()
    }

    #[test]
    fn everything_that_is_missing_is_named_together_with_what_to_write() {
        let Err(unset) = check_in(|_| None) else { panic!("nothing is set") };
        let message = unset.to_string();
        for (name, what) in NEEDED.into_iter().chain([(PORT, EITHER)]) {
            assert!(message.contains(&format!("{name}\n      {what}")), "{name} is not in: {message}");
        }
        assert!(message.contains(COMMAND));
    }

    #[test]
    fn the_codes_come_from_one_place() {
        assert!(names(&[(PORT, "8085")]).is_empty());
        assert!(names(&[(COMMAND, "newest-code")]).is_empty());
        assert_eq!(names(&[]), [PORT]);
        assert_eq!(names(&[(PORT, "8085"), (COMMAND, "newest-code")]), [PORT]);
        for port in ["0", "65536", "http"] {
            assert_eq!(names(&[(PORT, port)]), [PORT], "{port}");
        }
    }

    #[test]
    fn an_empty_value_is_none() {
        assert_eq!(names(&[(COMMAND, "newest-code"), ("REAL_LOGTO_APP_ID", "")]), ["REAL_LOGTO_APP_ID"]);
    }
}
