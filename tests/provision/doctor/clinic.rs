//! A tenant and the settings of an app that fit together, until a test breaks one of them.

use std::collections::BTreeMap;

use logto::{
    Clock,
    dev_provider::{ApiResource, Application, Builder, Canned, DevProvider, MachineToMachine},
    provision::doctor::{AppSettings, Outcome, Report, doctor},
};
use serde_json::{Map, Value};
use time::Duration;

use crate::house::{M2M_ID, M2M_SECRET};

/// Awkward on purpose: characters that must be encoded in HTTP Basic.
pub const APP_ID: &str = "web!+ID";
pub const APP_SECRET: &str = "web-s3cret:/%+ä";
pub const RESOURCE: &str = "https://api.example/recipes";
/// How often the metadata is asked for in one examination, at the most.
const EXAMINATION: usize = 2;

pub struct Clinic {
    pub provider: DevProvider,
    variables: BTreeMap<&'static str, String>,
    ahead: Duration,
}

/// An application that lacks nothing.
pub fn application() -> Application {
    Application {
        client_id: APP_ID.to_owned(),
        client_secret: APP_SECRET.to_owned(),
        redirect_uris: vec!["http://localhost:3000/callback".to_owned()],
        post_logout_redirect_uris: vec!["http://localhost:3000/".to_owned()],
        backchannel_logout_uri: Some("http://localhost:3000/backchannel-logout".to_owned()),
        allow_token_exchange: true,
        ..Application::default()
    }
}

impl Clinic {
    /// A set-up that lacks nothing.
    pub async fn sound() -> Self {
        Self::with(application(), |builder| builder).await
    }

    pub async fn with(application: Application, change: impl FnOnce(Builder) -> Builder) -> Self {
        let builder = DevProvider::builder()
            .application(application)
            .machine_to_machine(MachineToMachine { client_id: M2M_ID.to_owned(), client_secret: M2M_SECRET.to_owned() })
            .resource(ApiResource { indicator: RESOURCE.to_owned(), scopes: vec!["read:recipes".to_owned()] });
        let provider = change(builder).start().await.unwrap();
        let variables = BTreeMap::from([
            ("LOGTO_ENDPOINT", provider.endpoint().to_owned()),
            ("LOGTO_APP_ID", APP_ID.to_owned()),
            ("LOGTO_APP_SECRET", APP_SECRET.to_owned()),
            ("LOGTO_M2M_APP_ID", M2M_ID.to_owned()),
            ("LOGTO_M2M_APP_SECRET", M2M_SECRET.to_owned()),
            ("LOGTO_SCOPES", "phone read:recipes".to_owned()),
            ("LOGTO_RESOURCES", RESOURCE.to_owned()),
            ("LOGTO_PAR", "on".to_owned()),
        ]);
        Self { provider, variables, ahead: Duration::ZERO }
    }

    /// Sets a variable; an empty value is none.
    pub fn set(&mut self, name: &'static str, value: &str) -> &mut Self {
        self.variables.insert(name, value.to_owned());
        self
    }

    pub fn variables(&self) -> impl Iterator<Item = (&str, &str)> {
        self.variables.iter().map(|(name, value)| (*name, value.as_str()))
    }

    /// Moves this machine's clock.
    pub fn advance(&mut self, by: Duration) {
        self.ahead = by;
    }

    pub async fn report(&self) -> Report {
        let settings = AppSettings::read(&|name| self.variables.get(name).cloned());
        let (system, ahead) = (Clock::system(), self.ahead);
        doctor(&settings, &Clock::from_fn(move || system.now() + ahead)).await.unwrap()
    }

    /// Lets discovery say something else.
    pub async fn publish(&self, edit: impl Fn(&mut Map<String, Value>)) {
        let browser = self.provider.browser().unwrap();
        let text = browser.get("/oidc/.well-known/openid-configuration").await.unwrap().text().await.unwrap();
        let mut metadata: Map<String, Value> = serde_json::from_str(&text).unwrap();
        edit(&mut metadata);
        for _ in 0..EXAMINATION {
            self.answer("/oidc/.well-known/openid-configuration", 200, &Value::from(metadata.clone()).to_string());
        }
    }

    /// Lets the next request to this path be answered so.
    pub fn answer(&self, path: &str, status: u16, body: &str) {
        self.provider.next_response(path, Canned { status, body: body.to_owned(), ..Canned::default() });
    }
}

/// What was found wrong, with the next step.
#[track_caller]
pub fn problem(report: &Report, name: &str) -> String {
    match report.outcome(name) {
        Some(Outcome::Problem { what, next_step }) => format!("{what} -> {next_step}"),
        other => panic!("{name}: {other:?}\n{report}"),
    }
}

#[track_caller]
pub fn warning(report: &Report, name: &str) -> String {
    match report.outcome(name) {
        Some(Outcome::Warning { what, next_step }) => format!("{what} -> {next_step}"),
        other => panic!("{name}: {other:?}\n{report}"),
    }
}

#[track_caller]
pub fn ok(report: &Report, name: &str) -> String {
    match report.outcome(name) {
        Some(Outcome::Ok { detail }) => detail.clone(),
        other => panic!("{name}: {other:?}\n{report}"),
    }
}

#[track_caller]
pub fn skipped(report: &Report, name: &str) -> String {
    match report.outcome(name) {
        Some(Outcome::Skipped { why }) => why.clone(),
        other => panic!("{name}: {other:?}\n{report}"),
    }
}

#[track_caller]
pub fn assert_has(text: &str, part: &str) {
    assert!(text.contains(part), "{part:?} is not in {text:?}");
}

/// Everything but this one is well or was not checked.
#[track_caller]
pub fn assert_only_problem(report: &Report, name: &str) {
    let problems = report.checks.iter().filter(|check| matches!(check.outcome, Outcome::Problem { .. }));
    let names: Vec<_> = problems.map(|check| check.name).collect();
    assert_eq!((names.as_slice(), report.is_well()), ([name].as_slice(), false), "{report}");
}
