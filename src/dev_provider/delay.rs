//! Real answers that come late, so that a test can let something else happen in between.

use std::time::Duration;

use tokio::sync::oneshot;

/// What happens to an answer that is ready.
pub(crate) enum Delay {
    For(Duration),
    UntilReleased { made: oneshot::Sender<()>, released: oneshot::Receiver<()> },
}

impl Delay {
    pub(crate) async fn pass(self) {
        match self {
            Self::For(duration) => tokio::time::sleep(duration).await,
            Self::UntilReleased { made, released } => {
                // Nobody waits for either: then there is nothing to hold the answer for.
                made.send(()).ok();
                released.await.ok();
            }
        }
    }
}

/// An answer that the provider makes and keeps until the test wants it handed over: a race without luck.
/// Dropping it hands the answer over too.
#[must_use = "dropping it releases the answer"]
pub struct HeldAnswer {
    made: Option<oneshot::Receiver<()>>,
    release: oneshot::Sender<()>,
}

impl HeldAnswer {
    pub(crate) fn new() -> (Self, Delay) {
        let (made, was_made) = oneshot::channel();
        let (release, released) = oneshot::channel();
        (Self { made: Some(was_made), release }, Delay::UntilReleased { made, released })
    }

    /// Waits until the request has arrived and its answer is made: a token that it rotated is rotated, a
    /// grant that it revoked is revoked.
    pub async fn made(&mut self) {
        if let Some(made) = self.made.take() {
            // An error: the provider is gone, and there is nothing to wait for.
            made.await.ok();
        }
    }

    /// Hands the answer over.
    pub fn release(self) {
        // An error: the caller has hung up, and nobody is waiting.
        self.release.send(()).ok();
    }
}
