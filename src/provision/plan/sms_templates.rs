//! The texts of Twilio's connector, one for each usage type. What logto.toml does not word is left as it is, if it is of use.

use serde_json::{Value, json};

use super::{Field, sms_connector::Draft};
use crate::provision::wishes::{Templates, UsageType};

const TEMPLATES: &str = "templates";

pub(super) fn plan(wished: &Templates, draft: &mut Draft) {
    let mut templates = match draft.config.get(TEMPLATES) {
        Some(Value::Array(templates)) => templates.clone(),
        _ => Vec::new(),
    };
    for usage_type in UsageType::ALL {
        let (wish, is_worded) = (wished.or_default(usage_type), wished.given(usage_type).is_some());
        let usage_type = usage_type.as_str();
        let present = templates.iter_mut().find(|template| template["usageType"] == usage_type);
        let from = present.as_ref().and_then(|template| template["content"].as_str());
        let is_of_use = from.is_some_and(|content| content.contains("{{code}}"));
        if from == Some(wish.as_str()) || (is_of_use && !is_worded) {
            continue;
        }
        draft.fields.push(Field::changed(format!("{TEMPLATES}.{usage_type}"), from, &wish));
        match present {
            Some(template) => template["content"] = wish.into(),
            None => templates.push(json!({ "usageType": usage_type, "content": wish })),
        }
    }
    draft.config.insert(TEMPLATES.to_owned(), Value::Array(templates));
}
