//! The "Traditional web" application: a confidential client of the code flow (RFC 6749, 2.1).

use crate::provision::app_defaults;
use url::Url;

use crate::{BACK_CHANNEL_LOGOUT_PATH, CALLBACK_PATH, Origin, POST_SIGN_OUT_PATH};

use super::{
    ProblemKind,
    column::{APPLICATION_NAME, WITHOUT_LIMIT},
    environment::Environment,
    problem::Problems,
    table::{Item, Table},
    web_uri,
};

/// `[application]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplicationWish {
    /// `name`: how people see it, and how it is found unless `LOGTO_APP_ID` names it.
    pub name: String,
    /// `description`
    pub description: Option<String>,
    /// `redirect_uris`: added to what is registered. Where the file has none, this and the next two are what the app at `BASE_URL`
    /// needs; a back-channel logout only where Logto can reach it: not on a developer's machine.
    pub redirect_uris: Vec<Url>,
    /// `post_logout_redirect_uris`: added to what is registered.
    pub post_logout_redirect_uris: Vec<Url>,
    /// `backchannel_logout_uri`: Logto posts here when a person signs out at another application. The session is
    /// required with it, else the app could not tell which of its sessions ends.
    pub backchannel_logout_uri: Option<Url>,
    /// `token_exchange`: access tokens for sessions that the app opened itself (RFC 8693).
    pub token_exchange: Option<bool>,
}

impl ApplicationWish {
    pub(super) fn read(table: &Table<'_>, environment: &Environment<'_>, problems: &mut Problems) -> Option<Self> {
        table.refuse_unknown(
            &[
                "name",
                "description",
                "redirect_uris",
                "post_logout_redirect_uris",
                "backchannel_logout_uri",
                "token_exchange",
            ],
            problems,
        );
        let name = table.needed("name", "the application is found by it: name = \"leptos-logto\"", problems);
        let name = name.and_then(|item| item.parse(|name| APPLICATION_NAME.name(name), problems));
        let redirect_uris = table.item("redirect_uris");
        let own = match redirect_uris {
            None => Addresses::of_app(environment, problems)?,
            Some(_) => Addresses::default(),
        };
        let redirect_uris = redirect_uris.and_then(|item| {
            let items = item.list(problems)?;
            if items.is_empty() {
                item.refuse("is empty; Logto must know where to send people back to", problems);
            }
            Some(read_uris(&items, problems))
        });
        let post_logout_redirect_uris = table.item("post_logout_redirect_uris");
        let post_logout_redirect_uris = post_logout_redirect_uris.and_then(|item| item.list(problems));
        let post_logout_redirect_uris = post_logout_redirect_uris.map(|items| read_uris(&items, problems));
        let backchannel_logout_uri = table.item("backchannel_logout_uri");
        let backchannel_logout_uri = backchannel_logout_uri.and_then(|item| item.parse(web_uri::parse, problems));
        Some(Self {
            description: table.text("description", WITHOUT_LIMIT, problems),
            redirect_uris: redirect_uris.unwrap_or(own.redirect_uris),
            post_logout_redirect_uris: post_logout_redirect_uris.unwrap_or(own.post_logout_redirect_uris),
            backchannel_logout_uri: backchannel_logout_uri.or(own.backchannel_logout_uri),
            token_exchange: table.flag("token_exchange", problems),
            name: name?,
        })
    }

    /// The name that phones compare with the page they are on before they fill in a code: that of the first redirect URI,
    /// where a phone can be on that page at all.
    pub(super) fn web_otp_host(&self) -> Option<&str> {
        let uri = self.redirect_uris.first().filter(|uri| uri.scheme() == "https")?;
        uri.domain()
    }

    /// The app asks for `<BASE_URL>/callback`; a file that registers other addresses alone makes every sign-in fail.
    pub(super) fn compare_with_base_url(&self, environment: &Environment<'_>, problems: &mut Problems) {
        let Some(base_url) = environment.get("BASE_URL").and_then(|text| Origin::parse(&text).ok()) else { return };
        let callback = base_url.join(CALLBACK_PATH);
        if !self.redirect_uris.is_empty() && !self.redirect_uris.contains(&callback) {
            let text = format!("does not have {callback}, which the app asks for with BASE_URL={base_url}");
            problems.add(ProblemKind::Doubtful, "application.redirect_uris", None, text);
        }
    }
}

/// What the app at `BASE_URL` needs.
#[derive(Default)]
struct Addresses {
    redirect_uris: Vec<Url>,
    post_logout_redirect_uris: Vec<Url>,
    backchannel_logout_uri: Option<Url>,
}

impl Addresses {
    fn of_app(environment: &Environment<'_>, problems: &mut Problems) -> Option<Self> {
        let text = environment.get("BASE_URL").unwrap_or_else(|| app_defaults::BASE_URL.to_owned());
        match Origin::parse(&text) {
            Ok(base_url) => Some(Self {
                redirect_uris: vec![base_url.join(CALLBACK_PATH)],
                post_logout_redirect_uris: vec![base_url.join(POST_SIGN_OUT_PATH)],
                backchannel_logout_uri: (!base_url.is_loopback()).then(|| base_url.join(BACK_CHANNEL_LOGOUT_PATH)),
            }),
            Err(error) => {
                problems.add(ProblemKind::Invalid, "BASE_URL", None, error.to_string());
                None
            }
        }
    }
}

/// Reads a list of addresses, each once.
fn read_uris(items: &[Item<'_>], problems: &mut Problems) -> Vec<Url> {
    let mut uris = Vec::new();
    for item in items {
        let uri = item.parse(web_uri::parse, problems);
        uris.extend(uri.filter(|uri| !uris.contains(uri)));
    }
    uris
}
