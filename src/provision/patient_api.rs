//! A call that is safe to repeat is repeated: when Logto does not answer, is unable to, or asks for patience.

use std::time::Duration;

use crate::{DiscoveryError, ManagementApi, ManagementError};

/// The wait before the second attempt; it doubles with each. More than the second during which the client does not ask for
/// an access token again after a failure.
const FIRST_WAIT: Duration = Duration::from_millis(1_100);
/// The longest wait that a `Retry-After` is followed for.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// The Management API, asked several times where that is safe.
#[derive(Clone, Debug)]
pub struct PatientApi {
    api: ManagementApi,
    attempts: u32,
    tell: fn(Duration),
}

impl PatientApi {
    /// Makes each call at the most this often. `tell` hears of each wait.
    pub fn new(api: ManagementApi, attempts: u32, tell: fn(Duration)) -> Self {
        Self { api, attempts, tell }
    }

    /// Makes a call that changes nothing, or sets fields to values: twice is the same as once.
    ///
    /// # Errors
    ///
    /// The last attempt's, or the first one's that waiting does not help against.
    pub(super) async fn repeatable<T>(
        &self,
        call: impl AsyncFnMut(&ManagementApi) -> Result<T, ManagementError>,
    ) -> Result<T, ManagementError> {
        self.attempt(call, is_passing).await
    }

    /// Makes a call that must not be made twice. It is repeated only when nothing can have come of it.
    ///
    /// # Errors
    ///
    /// As of [`repeatable`](Self::repeatable).
    pub(super) async fn once<T>(
        &self,
        call: impl AsyncFnMut(&ManagementApi) -> Result<T, ManagementError>,
    ) -> Result<T, ManagementError> {
        self.attempt(call, was_not_done).await
    }

    async fn attempt<T>(
        &self,
        mut call: impl AsyncFnMut(&ManagementApi) -> Result<T, ManagementError>,
        is_worth_repeating: fn(&ManagementError) -> bool,
    ) -> Result<T, ManagementError> {
        let mut wait = FIRST_WAIT;
        for _ in 1..self.attempts {
            let error = match call(&self.api).await {
                Err(error) if is_worth_repeating(&error) => error,
                answer => return answer,
            };
            let asked = match error {
                ManagementError::RateLimited { retry_after } => retry_after.unwrap_or_default(),
                _ => Duration::ZERO,
            };
            if asked > LONGEST_WAIT {
                return Err(error);
            }
            let pause = wait.max(asked);
            (self.tell)(pause);
            tokio::time::sleep(pause).await;
            wait *= 2;
        }
        call(&self.api).await
    }
}

/// Whether it may be over in a few seconds. What this program was told wrongly is not.
fn is_passing(error: &ManagementError) -> bool {
    was_not_done(error) || matches!(error, ManagementError::Http(_) | ManagementError::Unavailable)
}

/// Whether Logto said itself that it did nothing, or was not even asked: there was no access token.
fn was_not_done(error: &ManagementError) -> bool {
    match error {
        ManagementError::RateLimited { .. } | ManagementError::JustFailed => true,
        ManagementError::Discovery(error) => match error {
            DiscoveryError::Http(_) | DiscoveryError::JustFailed => true,
            DiscoveryError::Status(status) => *status >= 500,
            _ => false,
        },
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_not_done_is_done_again() {
        let unsure = [ManagementError::Unavailable, ManagementError::Malformed("application")];
        assert!(unsure.iter().all(|error| !was_not_done(error)));
        let not_done = [ManagementError::RateLimited { retry_after: None }, ManagementError::JustFailed];
        assert!(not_done.iter().all(was_not_done));
        assert!(is_passing(&ManagementError::Unavailable));
        let wrong = [
            ManagementError::InvalidClient,
            ManagementError::Forbidden,
            ManagementError::Discovery(DiscoveryError::IssuerMismatched { expected: String::new() }),
            ManagementError::Discovery(DiscoveryError::Status(404)),
        ];
        assert!(wrong.iter().all(|error| !is_passing(error)));
    }
}
