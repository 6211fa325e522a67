//! Phone sign-in, put together as the settings say.

use std::sync::Arc;

use app::phone::PhoneService;
use logto::{EmbeddedPhoneSignIn, HostedPhoneSignIn, Keyring, PhoneSignIn, PhoneVerifier, Sessions};

use crate::settings::{PhoneSettings, PhoneWay};

/// The way that was chosen; where none was, embedded if there is an M2M application.
pub fn service(settings: &PhoneSettings, sessions: &Sessions, keyring: Keyring) -> PhoneService {
    let regions = settings.regions.clone();
    let verifier = PhoneVerifier::new(sessions, settings.limits, regions.clone());
    let way: Arc<dyn PhoneSignIn> = match &verifier {
        Some(verifier) if settings.way != Some(PhoneWay::Hosted) => {
            Arc::new(EmbeddedPhoneSignIn::new(verifier.clone()))
        }
        _ => Arc::new(HostedPhoneSignIn::new(sessions.client().clone(), regions.clone())),
    };
    PhoneService::new(way, verifier, regions, sessions, keyring)
}
