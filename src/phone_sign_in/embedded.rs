//! The embedded way: codes through the Management API, and the user found or created by number.
//! <https://docs.logto.io/integrate-logto/interact-with-management-api>

use async_trait::async_trait;

use super::{PhoneSignIn, PhoneSignInError, PhoneVerification, PhoneVerifier, Started, Visit};
use crate::{ManagedUser, ManagementApi, OpenedBy, PhoneNumber, Session, UserError};

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
        let user = find_or_create(management, verification.number()).await?;
        if user.is_suspended {
            return Err(PhoneSignInError::Suspended);
        }
        let claims = sessions.claims_of(user, management).await?;
        // Last: whatever failed before can be tried again without a new code.
        self.verifier.end(verification).await?;
        Ok(Session::begin_embedded(claims, sessions.client().clock().now()))
    }
}

async fn find_or_create(management: &ManagementApi, number: &PhoneNumber) -> Result<ManagedUser, PhoneSignInError> {
    if let Some(user) = management.user_with_phone(number).await? {
        return Ok(user);
    }
    match management.create_user(number).await {
        // Created by another request meanwhile.
        Err(UserError::PhoneInUse) => management.user_with_phone(number).await?.ok_or(PhoneSignInError::NumberTaken),
        created => Ok(created?),
    }
}
