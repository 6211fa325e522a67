//! Why there is no way from the tenant to the wishes.

use std::fmt;

use crate::provision::printable::printable;

/// Every reason why there is no plan.
#[derive(Debug)]
pub struct Unplannable(pub Vec<WhyNot>);

/// One reason, with what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WhyNot {
    /// The name does not say which application is meant.
    #[error(
        "the tenant has {count} \"Traditional web\" applications called \"{name}\"; \
         set LOGTO_APP_ID to the one that is meant, or delete the others in Logto's console"
    )]
    SeveralApplications {
        /// The name.
        name: String,
        /// How many have it.
        count: usize,
    },
    /// `LOGTO_APP_ID` names nothing.
    #[error(
        "the tenant has no application with the app ID \"{app_id}\" of LOGTO_APP_ID; \
         unset it, and the application is found by its name, or made"
    )]
    NoSuchApplication {
        /// What `LOGTO_APP_ID` says.
        app_id: String,
    },
    /// The application is not one for a server.
    #[error(
        "the application \"{app_id}\" of LOGTO_APP_ID is of the type {found}, not \"Traditional web\"; \
         Logto cannot change the type: unset LOGTO_APP_ID, and another one is made"
    )]
    OtherType {
        /// What `LOGTO_APP_ID` says.
        app_id: String,
        /// Its type.
        found: String,
    },
    /// The application is somebody else's.
    #[error(
        "the application \"{name}\" is a third-party application, which Logto asks people's consent for; \
         delete it in Logto's console, or give another name in logto.toml"
    )]
    ThirdParty {
        /// Its name.
        name: String,
    },
    /// A connector cannot send without its secret.
    #[error("the SMS connector needs a secret that is not known: set {variable} in the environment")]
    NoSecret {
        /// The variable that holds it.
        variable: &'static str,
    },
    /// Sign-in by phone needs a connector.
    #[error(
        "sign-in by phone needs an SMS connector, and the tenant has none: \
         describe one under [sms] in logto.toml, or set one up in Logto's console"
    )]
    NoConnector,
    /// The other way to sign in does not go with registration without a password.
    #[error(
        "the tenant lets people sign in by {identifier} with a password only, which Logto does not take beside \
         registration by phone without a password; set other_methods = \"remove\" under [sign_in] in logto.toml, \
         or switch on the verification code of {identifier} in Logto's console"
    )]
    PasswordOnly {
        /// `email` or `phone`.
        identifier: String,
    },
    /// The code by text message is the second factor already.
    #[error(
        "the tenant asks for a code by text message as the second factor, which Logto does not take beside the same \
         code as the first; in Logto's console take it out of the multi-factor authentication"
    )]
    CodeIsSecondFactor,
    /// A role cannot give what there is not.
    #[error(
        "the role \"{role}\" is to give the permission \"{scope}\" of {resource}, which neither the tenant nor \
         logto.toml has; write it under [[resources]]"
    )]
    UnknownPermission {
        /// The role.
        role: String,
        /// The API's indicator.
        resource: String,
        /// The permission.
        scope: String,
    },
    /// The name is taken.
    #[error(
        "the tenant has a role \"{role}\" for machine-to-machine applications, which people cannot have; \
         give the one in logto.toml another name"
    )]
    RoleOfMachines {
        /// The role.
        role: String,
    },
    /// The name is taken.
    #[error(
        "the tenant has an organization role \"{role}\" for machine-to-machine applications, which people cannot have; \
         give the one in logto.toml another name"
    )]
    OrganizationRoleOfMachines {
        /// The role.
        role: String,
    },
    /// A role of organisations cannot give what there is not.
    #[error(
        "the organization role \"{role}\" is to give the permission \"{scope}\", which neither the tenant nor \
         logto.toml has; write it under [organization_template] permissions"
    )]
    UnknownOrganizationPermission {
        /// The role.
        role: String,
        /// The permission.
        scope: String,
    },
    /// The name does not say which organisation is meant.
    #[error("the tenant has {count} organizations called \"{name}\"; give all but one another name in Logto's console")]
    SeveralOrganizations {
        /// The name.
        name: String,
        /// How many have it.
        count: usize,
    },
}

impl WhyNot {
    /// A stable name of the reason.
    pub fn code(&self) -> &'static str {
        match self {
            Self::SeveralApplications { .. } => "plan.several_applications",
            Self::NoSuchApplication { .. } => "plan.no_such_application",
            Self::OtherType { .. } => "plan.application_of_other_type",
            Self::ThirdParty { .. } => "plan.third_party_application",
            Self::NoSecret { .. } => "plan.no_secret",
            Self::NoConnector => "plan.no_connector",
            Self::PasswordOnly { .. } => "plan.password_only",
            Self::CodeIsSecondFactor => "plan.code_is_second_factor",
            Self::UnknownPermission { .. } => "plan.unknown_permission",
            Self::RoleOfMachines { .. } => "plan.role_of_machines",
            Self::OrganizationRoleOfMachines { .. } => "plan.organization_role_of_machines",
            Self::UnknownOrganizationPermission { .. } => "plan.unknown_organization_permission",
            Self::SeveralOrganizations { .. } => "plan.several_organizations",
        }
    }
}

impl Unplannable {
    /// A stable name of the first reason.
    pub fn code(&self) -> &'static str {
        self.0.first().map_or("plan.impossible", WhyNot::code)
    }
}

impl fmt::Display for Unplannable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut whys = self.0.iter();
        if let Some(why) = whys.next() {
            f.write_str(&printable(&why.to_string()))?;
        }
        whys.try_for_each(|why| write!(f, "\n{}", printable(&why.to_string())))
    }
}

impl std::error::Error for Unplannable {}
