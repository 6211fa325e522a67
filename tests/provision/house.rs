//! A tenant, Twilio, and the program that sets the one up for the other.

use std::ops::{Deref, DerefMut};

use logto::dev_provider::{Builder, DevProvider, MachineToMachine};

use crate::{program::Program, tenant_api::TenantApi, twilio::Twilio};

/// Awkward on purpose: characters that must be encoded in HTTP Basic.
pub const M2M_ID: &str = "m2m!+ID";
pub const M2M_SECRET: &str = "m2m-s3cret:/%+ä";
pub const ACCOUNT_SID: &str = "AC0123456789abcdef0123456789abcdef";
pub const AUTH_TOKEN: &str = "fedcba9876543210fedcba9876543210";
pub const MESSAGING_SERVICE_SID: &str = "MG0123456789abcdef0123456789abcdef";

pub struct House {
    pub provider: DevProvider,
    pub twilio: Twilio,
    program: Program,
}

impl House {
    /// A tenant as Logto's seed leaves it.
    pub async fn bare() -> Self {
        Self::with(|builder| builder).await
    }

    pub async fn with(change: impl FnOnce(Builder) -> Builder) -> Self {
        let twilio = Twilio::start().await;
        let machine = MachineToMachine { client_id: M2M_ID.to_owned(), client_secret: M2M_SECRET.to_owned() };
        let builder = DevProvider::builder().bare().machine_to_machine(machine).twilio_at(&twilio.url());
        let provider = change(builder).start().await.unwrap();
        let program = Program::new([
            ("LOGTO_ENDPOINT", provider.endpoint()),
            ("LOGTO_M2M_APP_ID", M2M_ID),
            ("LOGTO_M2M_APP_SECRET", M2M_SECRET),
            ("TWILIO_ACCOUNT_SID", ACCOUNT_SID),
            ("TWILIO_AUTH_TOKEN", AUTH_TOKEN),
            ("TWILIO_MESSAGING_SERVICE_SID", MESSAGING_SERVICE_SID),
        ]);
        Self { provider, twilio, program }
    }

    /// Somebody else with the same right, who changes the tenant by hand.
    pub async fn by_hand(&self) -> TenantApi {
        TenantApi::new(self.provider.endpoint(), M2M_ID, M2M_SECRET).await
    }

    /// How many calls of the Management API changed something so far.
    pub fn changes(&self) -> usize {
        let requests = self.provider.requests();
        requests.iter().filter(|request| request.path.starts_with("/api/") && request.method != "GET").count()
    }
}

impl Deref for House {
    type Target = Program;

    fn deref(&self) -> &Program {
        &self.program
    }
}

impl DerefMut for House {
    fn deref_mut(&mut self) -> &mut Program {
        &mut self.program
    }
}
