//! A real Logto's tenant that was seeded for this test.

use std::collections::BTreeMap;
use std::env;

use reqwest::Method;
use serde_json::{Map, Value};

use super::placeholders::Placeholders;
use crate::management::TOKEN_FORM;
use crate::support::{Answer, answer, basic, form, http, text};

/// What the conversation makes. In this order they can be deleted.
const COLLECTIONS: [&str; 7] =
    ["connectors", "applications", "organizations", "organization-roles", "organization-scopes", "roles", "resources"];
/// A tenant that was just seeded has the machine, its role and the Management API.
const SEEDED: [(&str, usize); 3] = [("applications", 1), ("roles", 1), ("resources", 1)];
/// What the conversation changes of the sign-in experience.
const WAYS_IN: [&str; 4] = ["signInMode", "signUp", "signIn", "verificationCodePolicy"];

pub struct ThrowAwayTenant {
    pub endpoint: String,
    client_id: String,
    client_secret: String,
    token: String,
    sign_in_experience: Map<String, Value>,
    before: BTreeMap<&'static str, Vec<String>>,
}

impl ThrowAwayTenant {
    /// Panics where the environment names none, or one that has more in it than a seed leaves.
    pub async fn from_environment() -> Self {
        let [endpoint, client_id, client_secret] =
            ["REAL_LOGTO_ENDPOINT", "REAL_LOGTO_M2M_APP_ID", "REAL_LOGTO_M2M_APP_SECRET"]
                .map(|name| env::var(name).unwrap_or_else(|_| panic!("{name} is not set")));
        let endpoint = endpoint.trim_end_matches('/').to_owned();
        let request = http()
            .post(format!("{endpoint}/oidc/token"))
            .header("authorization", basic(&client_id, &client_secret))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form(&TOKEN_FORM));
        let token = text(&answer(request).await.body, "access_token").to_owned();
        let nothing = (Map::new(), BTreeMap::new());
        let (sign_in_experience, before) = nothing;
        let mut tenant = Self { endpoint, client_id, client_secret, token, sign_in_experience, before };
        tenant.before = tenant.collections().await;
        for (name, ids) in &tenant.before {
            let seeded = SEEDED.iter().find(|(seeded, _)| seeded == name).map_or(0, |(_, count)| *count);
            assert_eq!(ids.len(), seeded, "{name}: this is no throw-away tenant");
        }
        tenant.sign_in_experience =
            tenant.ask(Method::GET, "sign-in-exp", None).await.body.as_object().unwrap().clone();
        tenant
    }

    pub fn placeholders(&self) -> Placeholders {
        Placeholders::new(&[
            ("endpoint", &self.endpoint),
            ("m2m_id", &self.client_id),
            ("m2m_secret", &self.client_secret),
        ])
    }

    /// Deletes what the conversation made, and says what could not be put back.
    pub async fn tidy_up(&self, said: &Placeholders) -> Vec<String> {
        let mut changed = self.sign_in_experience.clone();
        changed.retain(|name, _| WAYS_IN.contains(&name.as_str()));
        self.ask(Method::PATCH, "sign-in-exp", Some(Value::Object(changed))).await;
        // Lists of roles hide it: Logto keeps names that begin like this for itself.
        if let Some(id) = said.get("internal_role") {
            self.ask(Method::DELETE, &format!("roles/{id}"), None).await;
        }
        for (name, ids) in self.collections().await {
            for id in ids.iter().filter(|id| !self.before[name].contains(id)) {
                self.ask(Method::DELETE, &format!("{name}/{id}"), None).await;
            }
        }
        let after = self.collections().await;
        let mut left: Vec<String> = COLLECTIONS
            .iter()
            .filter(|name| after[*name] != self.before[*name])
            .map(|name| (*name).to_owned())
            .collect();
        if self.ask(Method::GET, "sign-in-exp", None).await.body != Value::Object(self.sign_in_experience.clone()) {
            left.push("sign-in-exp".to_owned());
        }
        left
    }

    async fn collections(&self) -> BTreeMap<&'static str, Vec<String>> {
        let mut collections = BTreeMap::new();
        for name in COLLECTIONS {
            let paged = format!("{name}?page=1&page_size=100");
            let path = if name == "connectors" { name } else { &paged };
            let list = self.ask(Method::GET, path, None).await.body;
            let ids = list.as_array().unwrap().iter().map(|item| text(item, "id").to_owned()).collect();
            collections.insert(name, ids);
        }
        collections
    }

    async fn ask(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        let request = http()
            .request(method, format!("{}/api/{path}", self.endpoint))
            .header("authorization", format!("Bearer {}", self.token));
        answer(match body {
            Some(body) => request.header("content-type", "application/json").body(body.to_string()),
            None => request,
        })
        .await
    }
}
