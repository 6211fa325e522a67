//! `provision`: compares, shows, asks, applies, and says what the app needs.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde::Serialize;

use super::CommandError;
use crate::{
    Clock, ManagementApi,
    provision::{
        Input, PatientApi, TenantState,
        app_environment::AppEnvironment,
        apply,
        command_line::SetUp,
        dotenv::{self, DotenvError},
        environment::Environment,
        plan::Plan,
        settings::Settings,
        terminal::{can_ask, confirmed, say, tell_of_wait},
        wishes::Wishes,
    },
};

/// What `--json` prints.
#[derive(Serialize)]
struct Outcome<'a> {
    endpoint: &'a str,
    /// Whether the tenant was not as the file says.
    differs: bool,
    applied: bool,
    /// What is doubtful in the file.
    warnings: Vec<String>,
    plan: &'a Plan,
    /// What the app needs, without the secret.
    #[serde(skip_serializing_if = "Option::is_none")]
    environment: Option<&'a AppEnvironment>,
}

/// One run.
struct Run<'a> {
    options: &'a SetUp,
    /// Where what the app needs is written.
    env_file: Option<PathBuf>,
    wishes: Wishes,
    settings: Settings,
    api: PatientApi,
    clock: Clock,
}

/// `Ok(false)`: the tenant is not as it is wished, and stays so.
pub(in crate::provision) async fn set_up(options: &SetUp, environment: &Environment) -> Result<bool, CommandError> {
    if options.json && !options.check && !options.yes {
        return Err(CommandError::Usage("--json needs --check or --yes: nobody can be asked".to_owned()));
    }
    let run = Run::new(options, environment)?;
    let mut tenant = run.read().await.map_err(CommandError::Read)?;
    let mut plan = run.plan(&tenant)?;
    run.show(&plan);
    if options.check || !plan.differs() {
        run.finish(&plan, false, &tenant)?;
        return Ok(!plan.differs());
    }
    if let Some(file) = &run.env_file {
        can_be_written(file).map_err(|error| CommandError::Dotenv { file: file.clone(), error })?;
    }
    if !options.yes {
        match run.ask(plan).await? {
            Some(agreed) => (tenant, plan) = agreed,
            None => {
                say("Nothing was changed.");
                return Ok(false);
            }
        }
    }
    apply::apply(&plan, &tenant, &run.api, |item| run.line(&format!("  done    {}", item.title()))).await?;

    // Logto's word for it, not this program's.
    let tenant = run.read().await.map_err(CommandError::ReadAgain)?;
    match Plan::new(&run.wishes, &tenant) {
        Ok(left) if left.differs() => return Err(CommandError::NotKept(left.to_string())),
        Ok(_) => {}
        Err(error) => return Err(CommandError::NotKept(error.to_string())),
    }
    run.line("The tenant is as it is wished.");
    run.finish(&plan, true, &tenant)?;
    Ok(true)
}

impl<'a> Run<'a> {
    fn new(options: &'a SetUp, environment: &Environment) -> Result<Self, CommandError> {
        let Input { wishes, settings } = Input::read(&options.config, &|name| environment.get(name))?;
        let clock = Clock::system();
        let api = ManagementApi::connect(&settings.endpoint, settings.management.clone(), clock.clone())?;
        let api = PatientApi::new(api, options.attempts, tell_of_wait);
        // The one that was read, in a folder above: another in this folder would hide it from the app.
        let read = environment.path().map(Path::to_owned);
        let env_file = options.write_env.clone().map(|file| match read {
            Some(read) if file == Path::new(".env") && !file.exists() => read,
            _ => file,
        });
        Ok(Self { options, env_file, wishes, settings, api, clock })
    }

    async fn read(&self) -> Result<TenantState, crate::ManagementError> {
        TenantState::read(&self.api, &self.wishes, &self.settings, &self.clock).await
    }

    fn plan(&self, tenant: &TenantState) -> Result<Plan, CommandError> {
        let file = self.options.config.clone();
        Plan::new(&self.wishes, tenant).map_err(|error| CommandError::Unplannable { file, error })
    }

    fn show(&self, plan: &Plan) {
        self.line(&format!("Logto at {}\n", self.settings.endpoint));
        for warning in &self.wishes.warnings {
            self.line(&format!("  ! {warning}\n"));
        }
        self.line(&plan.to_string());
        if !plan.differs() {
            self.line("Nothing to do: the tenant is as it is wished.");
        }
    }

    /// Text for people, or one JSON document: never both.
    fn line(&self, line: &str) {
        if !self.options.json {
            say(line);
        }
    }

    /// Asks whether to apply what is shown. `None` is a no.
    ///
    /// The question may stand for an hour: what others have set up meanwhile must not be written over. So the tenant is read again,
    /// and a plan that has become another is shown and asked for anew.
    async fn ask(&self, mut shown: Plan) -> Result<Option<(TenantState, Plan)>, CommandError> {
        loop {
            if !self.is_confirmed()? {
                return Ok(None);
            }
            let tenant = self.read().await.map_err(CommandError::Read)?;
            let plan = self.plan(&tenant)?;
            if plan.is_the_same_as(&shown) {
                return Ok(Some((tenant, plan)));
            }
            say("The tenant has changed since.\n");
            self.show(&plan);
            shown = plan;
        }
    }

    fn is_confirmed(&self) -> Result<bool, CommandError> {
        if !can_ask() {
            let how = "nobody can be asked whether to apply this: run with --yes, or with --check to change nothing";
            return Err(CommandError::Usage(how.to_owned()));
        }
        confirmed("Apply?").map_err(CommandError::Answer)
    }

    /// What the app needs goes to its file, or to whoever asked.
    fn finish(&self, plan: &Plan, applied: bool, tenant: &TenantState) -> Result<(), CommandError> {
        let app = AppEnvironment::of(&self.settings, &self.wishes, tenant);
        if let (false, Some(app)) = (self.options.check, &app) {
            match &self.env_file {
                None => self.line(&app.shown(self.options.show_secret)),
                Some(file) => {
                    let written = app.write(file);
                    let written =
                        written.map_err(|error| CommandError::DotenvAfterwards { file: file.clone(), error })?;
                    self.line(&written);
                }
            }
        }
        if self.options.json {
            let outcome = Outcome {
                endpoint: self.settings.endpoint.as_str(),
                differs: plan.differs(),
                applied,
                warnings: self.wishes.warnings.iter().map(ToString::to_string).collect(),
                plan,
                environment: app.as_ref(),
            };
            // Strings and flags: it cannot fail.
            say(&serde_json::to_string_pretty(&outcome).unwrap_or_default());
        }
        Ok(())
    }
}

/// Before anything is changed: whether the file can be read, and its folder is there.
fn can_be_written(path: &Path) -> Result<(), DotenvError> {
    dotenv::write(path, &[])?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.map_or(Ok(()), |folder| fs::metadata(folder).map(drop).map_err(DotenvError::Write))
}
