//! The real Logto of `cargo xtask e2e --real`, as the environment names it, or `end2end/real/.env`: looked at before the build, so
//! that nobody waits for minutes to read what is missing.
//!
//! The names begin with `REAL_`, so that a developer's own `LOGTO_ENDPOINT` never is the tenant of a test. In the file, which is
//! for nothing else, they do not: `cargo xtask provision --write-env` writes there.

use std::{collections::HashMap, fmt, io, path::Path};

use anyhow::{Context, Result, bail};

/// What must be set, and what to write there.
const NEEDED: [(&str, &str); 5] = [
    ("REAL_LOGTO_ENDPOINT", "the tenant's endpoint, like https://abc123.logto.app"),
    ("REAL_LOGTO_APP_ID", "the app ID of its \"Traditional web\" application"),
    ("REAL_LOGTO_APP_SECRET", "that application's secret"),
    ("REAL_LOGTO_M2M_APP_ID", "the app ID of its machine-to-machine application with access to the Management API"),
    ("REAL_LOGTO_M2M_APP_SECRET", "that application's secret"),
];

/// What may be set besides.
const OPTIONAL: [&str; 3] = ["REAL_LOGTO_MANAGEMENT_RESOURCE", RESOURCE, "REAL_BASE_URL"];
const RESOURCE: &str = "REAL_LOGTO_API_RESOURCE";

/// The file, from the workspace's root.
const FILE: &str = "end2end/real/.env";

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
        f.write_str(
            "the tests against a real Logto need these in the environment, or without REAL_ in end2end/real/.env:\n\n",
        )?;
        for (name, what) in &self.0 {
            writeln!(f, "  {name}\n      {what}")?;
        }
        f.write_str("\nend2end/README.md says how to set the tenant up.")
    }
}

impl std::error::Error for Unset {}

/// The tenant's settings, as Playwright's environment has them.
///
/// # Errors
/// [`Unset`], with everything that is missing; when the file is not written like one.
pub fn read(root: &Path) -> Result<Vec<(&'static str, String)>> {
    let file = read_file(&root.join(FILE))?;
    Ok(check(|name| std::env::var(name).ok().or_else(|| from_file(&file, name)))?)
}

fn read_file(path: &Path) -> Result<HashMap<String, String>> {
    let lines = match dotenvy::from_path_iter(path) {
        Ok(lines) => lines,
        Err(dotenvy::Error::Io(error)) if error.kind() == io::ErrorKind::NotFound => return Ok(HashMap::new()),
        Err(error) => return Err(error).context(FILE),
    };
    let read: Result<_, dotenvy::Error> = lines.collect();
    // Without the error, which quotes the line: it may have a secret.
    read.or_else(|_| bail!("{FILE}: a line is not NAME=value"))
}

/// A variable of the file, which has the server's names. Of several resources the one that was added last.
fn from_file(file: &HashMap<String, String>, name: &str) -> Option<String> {
    if name == RESOURCE {
        return file.get("LOGTO_RESOURCES")?.split_whitespace().last().map(str::to_owned);
    }
    file.get(name.strip_prefix("REAL_").unwrap_or(name)).cloned()
}

fn check(get: impl Fn(&str) -> Option<String>) -> Result<Vec<(&'static str, String)>, Unset> {
    let get = |name| get(name).filter(|value| !value.is_empty());
    let mut unset: Vec<_> = NEEDED.into_iter().filter(|(name, _)| get(name).is_none()).collect();
    match (get(PORT), get(COMMAND)) {
        (None, Some(_)) => {}
        (None, None) => unset.push((PORT, EITHER)),
        (Some(_), Some(_)) => unset.push((PORT, "nothing, where REAL_CODES_COMMAND is set")),
        (Some(port), None) if port.parse::<u16>().is_ok_and(|port| port > 0) => {}
        (Some(_), None) => unset.push((PORT, "a port: a number from 1 to 65535")),
    }
    if !unset.is_empty() {
        return Err(Unset(unset));
    }
    let names = NEEDED.into_iter().map(|(name, _)| name).chain(OPTIONAL).chain([PORT, COMMAND]);
    Ok(names.filter_map(|name| Some((name, get(name)?))).collect())
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
        check(get).err().map(|unset| unset.0.iter().map(|(name, _)| *name).collect()).unwrap_or_default()
    }

    #[test]
    fn everything_that_is_missing_is_named_together_with_what_to_write() {
        let Err(unset) = check(|_| None) else { panic!("nothing is set") };
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
    fn the_file_has_the_servers_names() {
        const TEXT: &str = "LOGTO_ENDPOINT=https://file.example\nCODES_PORT=8085\n\
                            LOGTO_RESOURCES='https://old.example/ https://api.example/'\n";
        let folder = std::env::temp_dir().join(format!("real-tenant-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join(".env");
        std::fs::write(&path, TEXT).unwrap();
        let file = read_file(&path);
        std::fs::write(&path, "LOGTO_APP_SECRET s3cret").unwrap();
        let torn = read_file(&path).unwrap_err().to_string();
        std::fs::remove_dir_all(&folder).unwrap();
        let get = |name| from_file(file.as_ref().unwrap(), name);
        assert_eq!(get("REAL_LOGTO_ENDPOINT").as_deref(), Some("https://file.example"));
        assert_eq!(get(RESOURCE).as_deref(), Some("https://api.example/"));
        assert_eq!(get(PORT).as_deref(), Some("8085"));
        assert_eq!(get(COMMAND), None);
        assert!(!torn.contains("s3cret"), "{torn}");
        assert!(read_file(&path).unwrap().is_empty());
    }

    #[test]
    fn what_is_set_is_handed_on() {
        let set = check(|name| (!OPTIONAL.contains(&name) && name != COMMAND).then(|| "8085".to_owned())).unwrap();
        let names: Vec<_> = set.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, NEEDED.map(|(name, _)| name).into_iter().chain([PORT]).collect::<Vec<_>>());
    }

    #[test]
    fn an_empty_value_is_none() {
        assert_eq!(names(&[(COMMAND, "newest-code"), ("REAL_LOGTO_APP_ID", "")]), ["REAL_LOGTO_APP_ID"]);
    }
}
