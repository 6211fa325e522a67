//! What has to be done so that the tenant is as it is wished: object by object, field by field. Nothing is done here.

use std::fmt;

use serde::Serialize;

use super::{
    printable::printable,
    tenant_state::TenantState,
    wishes::{ApplicationWish, Wishes},
};
use crate::tenant::Application;

mod application;
mod field;
mod organizations;
mod permissions;
mod print;
mod resources;
mod roles;
mod sign_in_experience;
mod sms_connector;
mod sms_templates;
mod step;
mod unplannable;

pub use field::Field;
pub use unplannable::{Unplannable, WhyNot};

pub(super) use permissions::Permission;
pub(super) use step::{Make, Set, Step};

/// A plan.
#[derive(Debug, Default, Serialize)]
pub struct Plan {
    /// Every object that the wishes name, in the order in which they are dealt with.
    pub items: Vec<Item>,
}

/// One object of the tenant, and what is to be done with it.
#[derive(Debug, Serialize)]
pub struct Item {
    /// What it is.
    pub kind: Kind,
    /// Which one it is.
    pub name: String,
    /// What is to be done.
    pub action: Action,
    /// What changes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
    /// What to know before it is done.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
    #[serde(skip)]
    pub(super) steps: Vec<Step>,
}

/// What an object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Kind {
    /// The "Traditional web" application.
    Application,
    /// The tenant's one connector for text messages.
    SmsConnector,
    /// How people sign in and register.
    SignInExperience,
    /// An API resource.
    Resource,
    /// A permission of an API resource.
    Permission,
    /// A role of users.
    Role,
    /// A permission in every organisation.
    OrganizationPermission,
    /// A role in every organisation.
    OrganizationRole,
    /// An organisation.
    Organization,
}

/// What is to be done with an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// It is made.
    Create,
    /// Some of its fields are set.
    Change,
    /// Nothing.
    Keep,
}

/// The application that is meant, if it is there and there is one only.
pub(super) fn application<'a>(wish: &ApplicationWish, tenant: &'a TenantState) -> Option<&'a Application> {
    application::find(wish, tenant).ok().flatten()
}

impl Plan {
    /// Compares the wishes with the tenant.
    ///
    /// # Errors
    ///
    /// [`Unplannable`], with every reason why there is no way from the one to the other.
    pub fn new(wishes: &Wishes, tenant: &TenantState) -> Result<Self, Unplannable> {
        let mut items = Vec::new();
        let mut whys = Vec::new();
        let mut keep = |made: Result<Item, WhyNot>| match made {
            Ok(item) => items.push(item),
            Err(why) => whys.push(why),
        };
        keep(application::plan(&wishes.application, tenant));
        if let Some(sms) = &wishes.sms {
            keep(sms_connector::plan(sms, tenant));
        }
        if let Some(sign_in) = &wishes.sign_in {
            keep(sign_in_experience::plan(sign_in, wishes.sms.is_some(), tenant));
        }
        resources::plan(&wishes.resources, tenant).into_iter().map(Ok).for_each(&mut keep);
        roles::plan(&wishes.roles, wishes, tenant).into_iter().for_each(&mut keep);
        organizations::plan(wishes, tenant).into_iter().for_each(&mut keep);
        if whys.is_empty() { Ok(Self { items }) } else { Err(Unplannable(whys)) }
    }

    /// Whether both show the same.
    pub fn is_the_same_as(&self, other: &Self) -> bool {
        self.to_string() == other.to_string()
    }

    /// Whether the tenant is not as it is wished.
    pub fn differs(&self) -> bool {
        self.items.iter().any(|item| item.action != Action::Keep)
    }
}

impl Item {
    pub(super) fn create(kind: Kind, name: &str, fields: Vec<Field>, step: impl Into<Step>) -> Self {
        let (name, warnings) = (printable(name), Vec::new());
        Self { kind, name, action: Action::Create, fields, warnings, steps: vec![step.into()] }
    }

    /// To be changed if there is anything to be done, else kept.
    pub(super) fn change(kind: Kind, name: &str, fields: Vec<Field>, steps: Vec<Step>) -> Self {
        let changes = !fields.is_empty();
        Self {
            kind,
            name: printable(name),
            action: if changes { Action::Change } else { Action::Keep },
            fields,
            warnings: Vec::new(),
            steps: if changes { steps } else { Vec::new() },
        }
    }

    /// What it is, and which one.
    pub fn title(&self) -> String {
        format!("{} \"{}\"", self.kind, self.name)
    }

    pub(super) fn warn(mut self, warning: String) -> Self {
        self.warnings.push(printable(&warning));
        self
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Application => "application",
            Self::SmsConnector => "SMS connector",
            Self::SignInExperience => "sign-in experience",
            Self::Resource => "API resource",
            Self::Permission => "permission",
            Self::Role => "role",
            Self::OrganizationPermission => "organization permission",
            Self::OrganizationRole => "organization role",
            Self::Organization => "organization",
        })
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Create => "create",
            Self::Change => "change",
            Self::Keep => "keep",
        })
    }
}
