//! The embedded way: codes through the Management API, and the user found or created by number.
//!
//! The Management API asks nobody for what Logto's page would ask for. So it is done here: who is suspended or has a second
//! factor is refused, and nobody is created where the tenant lets nobody register. What is not seen here is an application
//! that only some people may use: there the hosted way is the one.
//!
//! <https://docs.logto.io/integrate-logto/interact-with-management-api>

use async_trait::async_trait;

use super::{PhoneSignIn, PhoneSignInError, PhoneVerification, PhoneVerifier, Started, Visit};
use crate::{ManagedUser, ManagementApi, ManagementError, OpenedBy, PhoneNumber, Session, UserError};

/// Signs in by phone without leaving the app.
#[derive(Clone, Debug)]
pub struct EmbeddedPhoneSignIn {
    verifier: PhoneVerifier,
}

impl EmbeddedPhoneSignIn {
    /// With codes that this verifier has sent.
    pub fn new(verifier: PhoneVerifier) -> Self {
        Self { verifier }
    }
}

#[async_trait]
impl PhoneSignIn for EmbeddedPhoneSignIn {
    fn opens(&self) -> OpenedBy {
        OpenedBy::Embedded
    }

    async fn start(&self, number: &PhoneNumber, visit: &Visit) -> Result<Started, PhoneSignInError> {
        // Nobody looks whether the number has an account: neither the answer nor its time can tell.
        self.verifier.send(number, visit.address).await.map(Started::CodeSent)
    }

    async fn finish(&self, verification: &mut PhoneVerification, code: &str) -> Result<Session, PhoneSignInError> {
        self.verifier.check(verification, code).await?;
        let (sessions, management) = (self.verifier.sessions(), self.verifier.management());
        let user = match find_admitted(management, verification.number()).await? {
            Some(user) => user,
            None => create(management, verification.number()).await?,
        };
        let claims = sessions.claims_of(user, management).await?;
        // Last: whatever failed before can be tried again without a new code.
        self.verifier.end(verification).await?;
        Ok(Session::begin_embedded(claims, sessions.client().clock().now()))
    }
}

/// Logto finds people by the number with a zero before its national part too: it stored some of them so once.
async fn find(management: &ManagementApi, number: &PhoneNumber) -> Result<Option<ManagedUser>, ManagementError> {
    match (management.user_with_phone(number).await?, number.with_trunk_zero()) {
        (None, Some(with_zero)) => management.user_with_phone(&with_zero).await,
        (found, _) => Ok(found),
    }
}

/// The user of the number, if there is one. Who it is must be admitted here, however they were found.
async fn find_admitted(
    management: &ManagementApi,
    number: &PhoneNumber,
) -> Result<Option<ManagedUser>, PhoneSignInError> {
    match find(management, number).await? {
        Some(user) if user.is_suspended => Err(PhoneSignInError::Suspended),
        // Logto's page asks for it; here nobody would.
        Some(user) if management.has_second_factor(&user.id).await? => Err(PhoneSignInError::SecondFactor),
        found => Ok(found),
    }
}

async fn create(management: &ManagementApi, number: &PhoneNumber) -> Result<ManagedUser, PhoneSignInError> {
    if !management.lets_people_register().await? {
        return Err(PhoneSignInError::RegistrationClosed);
    }
    match management.create_user(number).await {
        // Created by another request meanwhile, or given to somebody who was there before.
        Err(UserError::PhoneInUse) => find_admitted(management, number).await?.ok_or(PhoneSignInError::NumberTaken),
        created => Ok(created?),
    }
}
