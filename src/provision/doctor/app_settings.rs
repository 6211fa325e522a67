//! The app's settings, as far as Logto has to do with them. What is missing or wrong is itself a finding: the rest is checked
//! all the same.

use crate::provision::app_defaults;
use crate::{ManagementConfig, Origin, Permission, Resource, Scope, Secret};

use super::Outcome;

/// What the app would start with.
#[derive(Clone, Debug)]
pub struct AppSettings {
    /// `LOGTO_ENDPOINT`
    pub endpoint: Option<Origin>,
    /// `LOGTO_APP_ID` and `LOGTO_APP_SECRET`
    pub app: Option<(String, Secret)>,
    /// `BASE_URL`
    pub base_url: Option<Origin>,
    /// `LOGTO_SCOPES`, those that Logto knows.
    pub scopes: Vec<Scope>,
    /// `LOGTO_SCOPES`, those of the tenant.
    pub permissions: Vec<Permission>,
    /// `LOGTO_RESOURCES`
    pub resources: Vec<Resource>,
    /// `LOGTO_PAR`
    pub pushed_authorization: bool,
    /// `LOGTO_M2M_APP_ID` and `LOGTO_M2M_APP_SECRET`
    pub machine: Option<(String, Secret)>,
    /// `LOGTO_MANAGEMENT_RESOURCE`
    pub management_resource: Option<Resource>,
    /// `PHONE_SIGN_IN` is not `hosted`: with a machine-to-machine application the app asks for codes itself.
    pub may_embed: bool,
    problems: Vec<String>,
}

impl AppSettings {
    /// Reads the settings by name.
    pub fn read(variable: &impl Fn(&str) -> Option<String>) -> Self {
        let get = |name: &str| variable(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
        let mut problems = Vec::new();
        let endpoint = get("LOGTO_ENDPOINT").map(|text| (text.clone(), Origin::parse(&text)));
        let endpoint = endpoint.map(|(text, read)| read.map_err(|error| format!("LOGTO_ENDPOINT: {text:?} {error}")));
        let endpoint = endpoint.unwrap_or_else(|| Err("LOGTO_ENDPOINT is not set".to_owned()));
        let base_url = get("BASE_URL").unwrap_or_else(|| app_defaults::BASE_URL.to_owned());
        let base_url = Origin::parse(&base_url).map_err(|error| format!("BASE_URL: {base_url:?} {error}"));
        let resource =
            |name: &str, text: &str| Resource::parse(text).map_err(|error| format!("{name}: {text:?} {error}"));
        let management_resource = get("LOGTO_MANAGEMENT_RESOURCE");
        let management_resource = management_resource.map(|text| resource("LOGTO_MANAGEMENT_RESOURCE", &text));
        let mut keep = |problem: String| problems.push(problem);
        let endpoint = endpoint.map_err(&mut keep).ok();
        let base_url = base_url.map_err(&mut keep).ok();
        let management_resource = management_resource.and_then(|read| read.map_err(&mut keep).ok());
        let resources = get("LOGTO_RESOURCES").unwrap_or_default();
        let resources = resources.split_whitespace().map(|text| resource("LOGTO_RESOURCES", text));
        let resources = resources.filter_map(|read| read.map_err(&mut keep).ok()).collect::<Vec<_>>();
        let (mut scopes, mut permissions) = (Vec::new(), Vec::new());
        for name in get("LOGTO_SCOPES").unwrap_or_else(|| app_defaults::SCOPES.to_owned()).split_whitespace() {
            match (Scope::from_wire(name), Permission::parse(name)) {
                (Some(scope), _) => scopes.push(scope),
                (None, Ok(permission)) => permissions.push(permission),
                (None, Err(error)) => keep(format!("LOGTO_SCOPES: {name:?} {error}")),
            }
        }
        if let (Some(permission), true) = (permissions.first(), resources.is_empty()) {
            let name = permission.as_str();
            keep(format!(
                "LOGTO_SCOPES: {name:?} is no scope of Logto's own; a permission counts only with LOGTO_RESOURCES"
            ));
        }
        let app = pair(&get, ["LOGTO_APP_ID", "LOGTO_APP_SECRET"]).map_err(&mut keep).ok().flatten();
        let machine = pair(&get, ["LOGTO_M2M_APP_ID", "LOGTO_M2M_APP_SECRET"]).map_err(&mut keep).ok().flatten();
        let pushed_authorization = one_of(&get, "LOGTO_PAR", ["on", "off"]).map_err(&mut keep);
        let way = one_of(&get, "PHONE_SIGN_IN", ["hosted", "embedded"]).map_err(&mut keep);
        if app.is_none() && problems.iter().all(|problem| !problem.starts_with("LOGTO_APP_")) {
            problems.push("LOGTO_APP_ID and LOGTO_APP_SECRET are not set".to_owned());
        }
        Self {
            endpoint,
            app,
            base_url,
            scopes,
            permissions,
            resources,
            pushed_authorization: matches!(pushed_authorization, Ok(Some("on"))),
            machine,
            management_resource,
            may_embed: !matches!(way, Ok(Some("hosted"))),
            problems,
        }
    }

    /// The application behind the Management API.
    pub(super) fn management(&self) -> Option<ManagementConfig> {
        let (app_id, app_secret) = self.machine.clone()?;
        let config = ManagementConfig::new(self.endpoint.as_ref()?, app_id, app_secret);
        Some(match self.management_resource.clone() {
            Some(resource) => ManagementConfig { resource, ..config },
            None => config,
        })
    }

    /// Whether the app asks for phone numbers and codes on its own pages.
    pub(super) fn embeds(&self) -> bool {
        self.may_embed && self.machine.is_some()
    }

    pub(super) fn outcome(&self) -> Outcome {
        if !self.problems.is_empty() {
            let next_step = "set it in the environment or in .env; .env.example explains each, and `provision --write-env` \
                             writes what belongs to the tenant";
            return Outcome::problem(self.problems.join("; "), next_step);
        }
        let way = if self.embeds() { "on the app's own pages" } else { "on Logto's pages" };
        Outcome::ok(format!("complete; people type their phone number {way}"))
    }
}

/// An id with its secret; an error where one is there without the other.
fn pair(get: &impl Fn(&str) -> Option<String>, names: [&str; 2]) -> Result<Option<(String, Secret)>, String> {
    let [id, secret] = names;
    match (get(id), get(secret)) {
        (Some(id), Some(secret)) => Ok(Some((id, Secret::new(secret)))),
        (None, None) => Ok(None),
        (Some(_), None) => Err(format!("{secret} is not set, and {id} is")),
        (None, Some(_)) => Err(format!("{id} is not set, and {secret} is")),
    }
}

/// One of two words, or nothing.
fn one_of(
    get: &impl Fn(&str) -> Option<String>,
    name: &str,
    words: [&'static str; 2],
) -> Result<Option<&'static str>, String> {
    let Some(text) = get(name) else { return Ok(None) };
    let known = words.into_iter().find(|word| *word == text);
    known.map(Some).ok_or_else(|| format!("{name} must be {} or {}", words[0], words[1]))
}
