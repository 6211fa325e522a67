//! All sessions of a person: seen, and ended.

use time::OffsetDateTime;

use super::{SessionError, Sessions, SignedIn};
use crate::{OpenedBy, Session, SessionKey, SignOut, StorageError};

/// One of a person's sessions, as they may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionSummary {
    /// By what [`Sessions::end_other`] knows it. It opens nothing.
    pub handle: String,
    /// What the person signed in with.
    pub device: Option<String>,
    /// By which way it was opened.
    pub opened_by: OpenedBy,
    /// When (UTC).
    pub began: OffsetDateTime,
    /// When the person was last there (UTC).
    pub seen_at: OffsetDateTime,
    /// When it ends at the latest (UTC).
    pub ends_at: OffsetDateTime,
    /// Whether it is the one that asks.
    pub is_this_one: bool,
}

impl Sessions {
    /// The sessions of the person who is signed in on this one: this one first, then by last visit.
    ///
    /// # Errors
    ///
    /// [`SessionError`] when nobody is signed in, or the storage does not answer.
    pub async fn list(&self, key: &SessionKey) -> Result<Vec<SessionSummary>, SessionError> {
        let this = self.find(key).await?.ok_or(SessionError::SignedOut)?;
        let mut summaries: Vec<SessionSummary> = self
            .of_same_person(&this)
            .await?
            .into_iter()
            .map(|found| SessionSummary {
                handle: handle(&found.key),
                is_this_one: found.key == *key,
                device: found.session.device,
                opened_by: found.session.opened_by,
                began: found.session.began,
                seen_at: found.seen_at,
                ends_at: found.ends_at,
            })
            .collect();
        summaries.sort_by_key(|summary| (!summary.is_this_one, std::cmp::Reverse(summary.seen_at)));
        Ok(summaries)
    }

    /// Ends one session of the person who is signed in on this one. `false`: they have no such session.
    ///
    /// # Errors
    ///
    /// [`SessionError`] when nobody is signed in, or the storage does not answer.
    pub async fn end_other(&self, key: &SessionKey, other: &str) -> Result<bool, SessionError> {
        let this = self.find(key).await?.ok_or(SessionError::SignedOut)?;
        let sessions = self.of_same_person(&this).await?;
        match sessions.into_iter().find(|found| handle(&found.key) == other) {
            Some(found) => {
                let ended = self.0.storage.delete(&found.key).await?;
                self.let_go(found.session);
                Ok(ended)
            }
            None => Ok(false),
        }
    }

    /// Signs the person out everywhere in this app: every session ends, then the refresh tokens are revoked. Logto's own
    /// sessions in other browsers live on: there the next sign-in may need no code. `None` if
    /// nobody was signed in.
    ///
    /// # Errors
    ///
    /// [`StorageError`] when the storage does not answer: then sessions are left, this one among them.
    pub async fn sign_out_everywhere(&self, key: &SessionKey) -> Result<Option<SignOut>, StorageError> {
        let Some(this) = self.find(key).await? else { return Ok(None) };
        let mut ended = Vec::new();
        let result = self.end_all(&this, &mut ended).await;
        // Whether all have ended or not: those that have are let go.
        ended.into_iter().for_each(|session| self.let_go(session));
        result?;
        Ok(Some(self.0.client.sign_out(this.session).await))
    }

    async fn end_all(&self, this: &SignedIn, ended: &mut Vec<Session>) -> Result<(), StorageError> {
        let person = self.subject(&this.session);
        for stored in self.0.storage.of_subject(&person).await?.into_iter().filter(|stored| stored.key != this.key) {
            // One that this process cannot open ends too: another one, with a newer secret, may open it.
            let session = Session::open(&self.0.keyring, &stored.key, stored.sealed.as_deref().unwrap_or_default());
            if session.as_ref().is_some_and(|session| self.subject(session) != person) {
                continue;
            }
            self.0.storage.delete(&stored.key).await?;
            ended.extend(session);
        }
        // The last: should the storage fail before, the person still is signed in here, and can try again.
        self.0.storage.delete(&this.key).await?;
        Ok(())
    }

    async fn of_same_person(&self, this: &SignedIn) -> Result<Vec<SignedIn>, StorageError> {
        let stored = self.0.storage.of_subject(&self.subject(&this.session)).await?;
        let opened = stored.iter().filter_map(|stored| self.open(stored));
        // The index finds; what is sealed decides.
        let same = |found: &SignedIn| self.subject(&found.session) == self.subject(&this.session);
        Ok(opened.filter(same).collect())
    }
}

/// A name for a session that its owner's browser may see.
fn handle(key: &SessionKey) -> String {
    let index = crate::IndexKey::of("handle", [&format!("{:x?}", key.as_bytes())]);
    index.as_bytes()[..12].iter().map(|byte| format!("{byte:02x}")).collect()
}
