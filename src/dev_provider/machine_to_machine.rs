//! A machine-to-machine application: a program that acts for itself, not for a person.
//!
//! Its one grant is `client_credentials` ([RFC 6749, section 4.4](https://www.rfc-editor.org/rfc/rfc6749#section-4.4)),
//! its one use here the Management API. <https://docs.logto.io/integrate-logto/interact-with-management-api>

use std::fmt;

/// The resource indicator of a self-hosted tenant's Management API.
pub(crate) const MANAGEMENT_API: &str = "https://default.logto.app/api";
/// Its one permission: everything.
pub(crate) const MANAGEMENT_SCOPE: &str = "all";
/// The identifier of the role that gives it. At Logto it is a random one: look for the name.
pub(crate) const MANAGEMENT_API_ACCESS: &str = "management-api-access";

/// What Logto's console knows of a "Machine-to-machine" application with the role for the Management API.
#[derive(Clone, Default)]
pub struct MachineToMachine {
    /// Logto's `appId`.
    pub client_id: String,
    /// Logto's `appSecret`.
    pub client_secret: String,
}

impl fmt::Debug for MachineToMachine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MachineToMachine")
            .field("client_id", &self.client_id)
            .field("client_secret", &"[redacted]")
            .finish()
    }
}
