//! The "Traditional web" application. Its lists are added to: other environments have their addresses there too.

use url::Url;

use crate::tenant::{Application, ApplicationSettings};

use super::{Field, Item, Kind, Make, Set, TenantState, WhyNot};
use crate::provision::wishes::ApplicationWish;

const TRADITIONAL: &str = "Traditional";

pub(super) fn plan(wish: &ApplicationWish, tenant: &TenantState) -> Result<Item, WhyNot> {
    let found = find(wish, tenant)?;
    let present = found.map(|found| found.settings.clone()).unwrap_or_default();
    let mut wished = present.clone();
    wished.name.clone_from(&wish.name);
    if wish.description.is_some() {
        wished.description.clone_from(&wish.description);
    }
    wished.add_redirect_uris(wish.redirect_uris.iter().map(Url::as_str));
    wished.add_post_logout_redirect_uris(wish.post_logout_redirect_uris.iter().map(Url::as_str));
    if let Some(uri) = &wish.backchannel_logout_uri {
        wished.set_backchannel_logout_uri(uri.as_str());
    }
    if let Some(allows) = wish.token_exchange {
        wished.set_allows_token_exchange(allows);
    }
    let fields = fields(&present, &wished);
    Ok(match found {
        None => Item::create(Kind::Application, &wish.name, fields, Make::Application(wished)),
        Some(found) => {
            let (id, mut fields, mut steps) = (&found.id, fields, Vec::new());
            if !fields.is_empty() {
                steps.push(Set::Application { id: id.clone(), settings: wished }.into());
            }
            if tenant.working_secret().is_none() {
                fields.push(Field::secret("secrets +", false));
                steps.push(Make::ApplicationSecret { id: id.clone(), name: free_name(tenant) }.into());
            }
            Item::change(Kind::Application, &present.name, fields, steps)
        }
    })
}

/// A name that none of the application's secrets has: all of them have expired.
fn free_name(tenant: &TenantState) -> String {
    let is_free = |name: &String| !tenant.secrets.iter().any(|secret| secret.name == *name);
    let names = (1..=tenant.secrets.len() + 1).map(|number| format!("Secret {number}"));
    names.into_iter().find(is_free).unwrap_or_default()
}

/// The application that is meant: by its id if one is given, else by its name.
pub(in crate::provision) fn find<'a>(
    wish: &ApplicationWish,
    tenant: &'a TenantState,
) -> Result<Option<&'a Application>, WhyNot> {
    let found = match &tenant.app_id {
        Some(app_id) => by_id(app_id, tenant)?,
        None => by_name(&wish.name, tenant)?,
    };
    match found {
        Some(found) if found.is_third_party => Err(WhyNot::ThirdParty { name: found.settings.name.clone() }),
        found => Ok(found),
    }
}

fn by_id<'a>(app_id: &str, tenant: &'a TenantState) -> Result<Option<&'a Application>, WhyNot> {
    match tenant.applications.iter().find(|application| application.id == app_id) {
        None => Err(WhyNot::NoSuchApplication { app_id: app_id.to_owned() }),
        Some(found) if found.r#type != TRADITIONAL => {
            Err(WhyNot::OtherType { app_id: app_id.to_owned(), found: found.r#type.clone() })
        }
        found => Ok(found),
    }
}

fn by_name<'a>(name: &str, tenant: &'a TenantState) -> Result<Option<&'a Application>, WhyNot> {
    let is_meant = |application: &&Application| application.settings.name == name && application.r#type == TRADITIONAL;
    let mut found = tenant.applications.iter().filter(is_meant);
    match (found.next(), found.count()) {
        (first, 0) => Ok(first),
        (_, others) => Err(WhyNot::SeveralApplications { name: name.to_owned(), count: others + 1 }),
    }
}

fn fields(present: &ApplicationSettings, wished: &ApplicationSettings) -> Vec<Field> {
    let mut fields = Vec::new();
    if present.name != wished.name {
        fields.push(Field::changed("name", Some(&present.name), &wished.name));
    }
    if present.description != wished.description {
        let to = wished.description.as_deref().unwrap_or_default();
        fields.push(Field::changed("description", present.description.as_deref(), to));
    }
    added(&mut fields, "redirectUris", &present.redirect_uris(), &wished.redirect_uris());
    added(
        &mut fields,
        "postLogoutRedirectUris",
        &present.post_logout_redirect_uris(),
        &wished.post_logout_redirect_uris(),
    );
    if present.backchannel_logout_uri() != wished.backchannel_logout_uri() {
        let to = wished.backchannel_logout_uri().unwrap_or_default();
        fields.push(Field::changed("backchannelLogoutUri", present.backchannel_logout_uri(), to));
    }
    let mut switch = |name: &str, from: bool, to: bool| {
        if from != to {
            fields.push(Field::changed(name, Some(from), to));
        }
    };
    switch(
        "backchannelLogoutSessionRequired",
        present.backchannel_logout_session_required(),
        wished.backchannel_logout_session_required(),
    );
    switch("allowTokenExchange", present.allows_token_exchange(), wished.allows_token_exchange());
    fields
}

/// A field for each value that is added to a list.
fn added(fields: &mut Vec<Field>, name: &str, present: &[&str], wished: &[&str]) {
    let new = wished.iter().filter(|value| !present.contains(value));
    fields.extend(new.map(|value| Field::set(format!("{name} +"), value)));
}
