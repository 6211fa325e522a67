//! What the file `logto.toml` says: how a tenant is to be.
//!
//! All of it is checked here, before anything is sent: a tenant half set up because the ninth entry has a typing error is
//! worse than one not touched at all. What the file does not name is `None` or empty here, and is left alone in the tenant.
//! Secrets never stand in the file; they come from the environment. The file is [TOML](https://toml.io/en/v1.0.0).

mod application;
mod column;
mod durations;
mod environment;
mod http_sms;
mod nearest;
mod organizations;
mod problem;
mod resources;
mod roles;
mod sign_in;
mod sms_connector;
mod table;
mod templates;
mod text_length;
mod twilio;
mod web_uri;

pub use application::ApplicationWish;
pub use http_sms::HttpSmsWish;
pub use organizations::{OrganizationTemplateWish, OrganizationWish};
pub use problem::{Problem, ProblemKind, WishesError};
pub use resources::ResourceWish;
pub use roles::RoleWish;
pub use sign_in::{OtherMethods, SignInWish};
pub use sms_connector::SmsWish;
pub use templates::{Templates, UsageType};
pub use twilio::TwilioWish;

use environment::Environment;
use problem::Problems;
use table::Table;
use toml::de::DeTable;

/// How a tenant is to be.
#[derive(Clone, Debug)]
pub struct Wishes {
    /// `[application]`: the "Traditional web" application that people sign in to.
    pub application: ApplicationWish,
    /// `[sms]`: who sends the text messages.
    pub sms: Option<SmsWish>,
    /// `[sign_in]`: the sign-in experience, by phone number and code.
    pub sign_in: Option<SignInWish>,
    /// `[[resources]]`: API resources with their permissions.
    pub resources: Vec<ResourceWish>,
    /// `[[roles]]`: roles of people.
    pub roles: Vec<RoleWish>,
    /// `[organization_template]`: what every organisation has.
    pub organization_template: Option<OrganizationTemplateWish>,
    /// `[[organizations]]`: the organisations themselves.
    pub organizations: Vec<OrganizationWish>,
    /// What works as it is written and still deserves a look, such as a text that is sent as two.
    pub warnings: Vec<Problem>,
}

impl Wishes {
    /// Reads the file's text. `environment` gives variables by name; an empty one is the same as none.
    ///
    /// # Errors
    ///
    /// [`WishesError`] has every problem of the file and of the variables that belong to it, not just the first.
    pub fn read(text: &str, environment: &impl Fn(&str) -> Option<String>) -> Result<Self, WishesError> {
        // TOML leaves it open what a line break in a text is read as; in a message it is a line feed.
        let text = &text.replace("\r\n", "\n");
        let (document, syntax) = DeTable::parse_recoverable(text);
        let mut problems = Problems::new(text, &syntax);
        let environment = Environment::new(environment);
        let file = Table::root(text, document.get_ref());
        file.refuse_unknown(
            &["application", "sms", "sign_in", "resources", "roles", "organization_template", "organizations"],
            &mut problems,
        );
        let application = file.needed("application", "write a section [application]", &mut problems);
        let application = application
            .and_then(|item| ApplicationWish::read(&item.table(&mut problems)?, &environment, &mut problems));
        let sms = file.item("sms").and_then(|item| {
            let host = application.as_ref().and_then(ApplicationWish::web_otp_host);
            SmsWish::read(&item.table(&mut problems)?, host, &environment, &mut problems)
        });
        let sign_in =
            file.item("sign_in").and_then(|item| Some(SignInWish::read(&item.table(&mut problems)?, &mut problems)));
        let resources = resources::read(&file, &mut problems);
        let roles = roles::read(&file, &mut problems);
        let organization_template = file
            .item("organization_template")
            .and_then(|item| Some(OrganizationTemplateWish::read(&item.table(&mut problems)?, &mut problems)));
        let organizations = organizations::read(&file, &mut problems);
        if let Some(application) = &application {
            application.compare_with_base_url(&environment, &mut problems);
        }
        let (warnings, errors) = problems.divide();
        match application {
            Some(application) if errors.is_empty() => {
                Ok(Self { application, sms, sign_in, resources, roles, organization_template, organizations, warnings })
            }
            _ => Err(WishesError { problems: errors }),
        }
    }
}

#[cfg(test)]
mod tests;
