//! The program `logto-provision` itself, run as a person runs it: in a folder with `logto.toml`, with variables.

use std::{fs, path::PathBuf, process::Stdio};

use serde_json::Value;
use tempfile::TempDir;
use tokio::process::Command;

pub struct Program {
    folder: TempDir,
    environment: Vec<(String, String)>,
}

/// What the program left behind.
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

/// What every test wishes for, unless it says otherwise.
pub const WISHES: &str = r#"
    [application]
    name = "Bakery & Café"
    description = "Bread"
    redirect_uris = ["http://localhost:3000/callback"]
    post_logout_redirect_uris = ["http://localhost:3000/"]
    backchannel_logout_uri = "http://localhost:3000/backchannel-logout"
    token_exchange = true

    [sms]
    connector = "twilio"
    risk_check = true
    templates.SignIn = "{{code}} opens the bakery"

    [sign_in]
    registration = true
    other_methods = "remove"
    code_lifetime = "5m"
    code_tries = 7

    [[resources]]
    name = "Recipes"
    indicator = "https://api.example/recipes"
    access_token_ttl = "30m"
    scopes = { "read:recipes" = "See recipes", "write:recipes" = "Change recipes" }

    [[roles]]
    name = "baker"
    description = "Bakes"
    permissions = { "https://api.example/recipes" = ["read:recipes", "write:recipes"] }

    [organization_template]
    permissions = { "read:members" = "See members", "edit:members" = "Change members" }
    roles = { editor = ["read:members", "edit:members"] }

    [[organizations]]
    name = "First Bakery"
    description = "The oldest"
"#;

impl Program {
    pub fn new<'a>(environment: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let environment = environment.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let program = Self { folder: TempDir::new().unwrap(), environment };
        program.wish(WISHES);
        program
    }

    /// Writes `logto.toml`.
    pub fn wish(&self, text: &str) {
        fs::write(self.path("logto.toml"), text).unwrap();
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Sets a variable for the runs from now on; an empty value is none.
    pub fn set(&mut self, name: &str, value: &str) {
        self.environment.retain(|(known, _)| known != name);
        self.environment.push((name.to_owned(), value.to_owned()));
    }

    /// The program, not started.
    pub fn command(&self, arguments: &[&str]) -> std::process::Command {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_logto-provision"));
        command.args(arguments).current_dir(self.folder.path()).env_clear();
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Runs the program to its end. It never shows a secret that it was given.
    pub async fn provision(&self, arguments: &[&str]) -> Run {
        let output = Command::from(self.command(arguments)).stdin(Stdio::null()).output().await.unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let run = Run { code: output.status.code().unwrap(), stdout: text(output.stdout), stderr: text(output.stderr) };
        for (name, secret) in &self.environment {
            let is_secret = name.ends_with("_SECRET") || name.ends_with("_TOKEN");
            assert!(!is_secret || secret.is_empty() || !run.everything().contains(secret), "{}", run.everything());
        }
        run
    }

    /// Runs the program, which must do what it is for.
    pub async fn set_up(&self) -> Run {
        let run = self.provision(&["--yes"]).await;
        assert_eq!(run.code, 0, "{}", run.everything());
        run
    }
}

impl Run {
    pub fn everything(&self) -> String {
        format!("exit code {}\n{}\n{}", self.code, self.stdout, self.stderr)
    }

    #[track_caller]
    pub fn says(&self, text: &str) {
        assert!(self.everything().contains(text), "\"{text}\" is not in: {}", self.everything());
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {}", self.everything()))
    }
}
