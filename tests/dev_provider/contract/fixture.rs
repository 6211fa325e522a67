//! The recorded conversation, as it is read from `logto_1_42.json`.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value, json};

const RECORDED: &str = include_str!("../logto_1_42.json");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fixture {
    /// For who reads the file.
    #[serde(rename = "about")]
    _about: Vec<String>,
    shapes: Map<String, Value>,
    pub exchanges: Vec<Exchange>,
}

/// A request and its answer.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exchange {
    pub name: String,
    /// Method and target.
    pub request: String,
    /// `none`, or what stands in the place of the Management API's access token.
    pub authorization: Option<String>,
    /// Client and secret, at the token endpoint.
    pub basic: Option<[String; 2]>,
    pub form: Option<String>,
    pub body: Option<Value>,
    /// A body that is no JSON, though it says so.
    pub text: Option<String>,
    /// How often it is asked, as `{n}` 00, 01, …; only the status is recorded.
    pub times: Option<usize>,
    pub status: u16,
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    code: Option<String>,
    answer: Option<Value>,
    items: Option<usize>,
    plain: Option<String>,
    /// What the HTTP SMS connector posted meanwhile.
    #[serde(default)]
    pub received: Vec<Value>,
    /// For who reads the file.
    #[serde(rename = "note")]
    _note: Option<String>,
}

/// The body of an answer.
pub enum Expected {
    Nothing,
    /// Of so many items.
    List(usize),
    Plain(String),
    Json(Value),
}

impl Fixture {
    /// With its shapes filled in.
    pub fn read() -> Self {
        let mut fixture: Self = serde_json::from_str(RECORDED).unwrap();
        for exchange in &mut fixture.exchanges {
            for part in [&mut exchange.body, &mut exchange.answer].into_iter().flatten().chain(&mut exchange.received) {
                *part = expand(part, &fixture.shapes);
            }
        }
        fixture
    }

    pub fn without(mut self, names: &[&str]) -> Self {
        let before = self.exchanges.len();
        self.exchanges.retain(|exchange| !names.contains(&exchange.name.as_str()));
        assert_eq!(self.exchanges.len() + names.len(), before, "{names:?}");
        self
    }
}

impl Exchange {
    pub fn expected(&self) -> Expected {
        match (&self.code, &self.answer, self.items, &self.plain) {
            (None, None, None, None) => Expected::Nothing,
            (None, None, Some(count), None) => Expected::List(count),
            (None, None, None, Some(text)) => Expected::Plain(text.clone()),
            (None, Some(answer), None, None) => Expected::Json(answer.clone()),
            (Some(code), more, None, None) => {
                let mut refusal =
                    Map::from_iter([("code".to_owned(), json!(code)), ("message".to_owned(), json!("{string}"))]);
                refusal.extend(more.as_ref().and_then(Value::as_object).cloned().unwrap_or_default());
                Expected::Json(Value::Object(refusal))
            }
            _ => panic!("{}: more than one body", self.name),
        }
    }
}

fn expand(value: &Value, shapes: &Map<String, Value>) -> Value {
    match value {
        Value::Array(items) => items.iter().map(|item| expand(item, shapes)).collect(),
        Value::Object(members) => {
            let mut expanded = Map::new();
            let names = match members.get("...") {
                Some(Value::Array(names)) => names.clone(),
                name => name.into_iter().cloned().collect(),
            };
            for name in names {
                let name = name.as_str().unwrap();
                let shape = shapes.get(name).unwrap_or_else(|| panic!("no shape {name}"));
                expanded.extend(expand(shape, shapes).as_object().unwrap().clone());
            }
            let own = members.iter().filter(|(name, _)| *name != "...");
            expanded.extend(own.map(|(name, value)| (name.clone(), expand(value, shapes))));
            expanded.retain(|_, value| value != "{absent}");
            Value::Object(expanded)
        }
        other => other.clone(),
    }
}
