//! The hosted way: Logto's own page, with the number filled in. <https://docs.logto.io/end-user-flows/authentication-parameters/first-screen>

use async_trait::async_trait;

use super::{AllowedRegions, PhoneSignIn, PhoneSignInError, PhoneVerification, Started, Visit};
use crate::{FirstScreen, Identifier, LoginHint, LogtoClient, OpenedBy, PhoneNumber, Session, SignInOptions};

/// Hands the browser over to Logto, where the code is sent and checked.
#[derive(Clone, Debug)]
pub struct HostedPhoneSignIn {
    client: LogtoClient,
    regions: AllowedRegions,
}

impl HostedPhoneSignIn {
    /// At this tenant. Logto's page takes another number where the person changes it there: it has no list of countries.
    pub fn new(client: LogtoClient, regions: AllowedRegions) -> Self {
        Self { client, regions }
    }
}

#[async_trait]
impl PhoneSignIn for HostedPhoneSignIn {
    fn opens(&self) -> OpenedBy {
        OpenedBy::Hosted
    }

    async fn start(&self, number: &PhoneNumber, visit: &Visit) -> Result<Started, PhoneSignInError> {
        self.regions.check(number)?;
        let options = SignInOptions {
            first_screen: Some(FirstScreen::IdentifierSignIn),
            identifiers: vec![Identifier::Phone],
            login_hint: LoginHint::phone(number.digits()).ok(),
            return_to: visit.return_to.clone(),
            ..SignInOptions::default()
        };
        Ok(Started::HandedOver(Box::new(self.client.sign_in(&options).await?)))
    }

    /// Never is a code awaited here: the callback ends this way.
    async fn finish(&self, _: &mut PhoneVerification, _: &str) -> Result<Session, PhoneSignInError> {
        Err(PhoneSignInError::NothingPending)
    }
}
