//! Whether sessions can outlive an access token. OpenID Connect Core 11 and 12.

use super::{Outcome, endpoint::Answer};

/// Looks at what discovery names: the scope `offline_access`, which this client always asks for together with
/// `prompt=consent`, and the grant.
pub(super) fn outcome(answer: &Answer) -> Outcome {
    const NEXT_STEP: &str = "this is no Logto of version 1.42 or newer, or a proxy changes what it answers: compare \
                             <LOGTO_ENDPOINT>/oidc/.well-known/openid-configuration";
    let Some(metadata) = &answer.metadata else { return Outcome::skipped(super::NOT_LOGTO) };
    let scopes = metadata.scopes_supported().into_iter().flatten();
    let offline_access = scopes.into_iter().any(|scope| scope.as_str() == crate::Scope::OfflineAccess.as_str());
    let grants = metadata.grant_types_supported().into_iter().flatten();
    let refresh_token = grants.into_iter().any(|grant| grant.as_ref() == "refresh_token");
    match (offline_access, refresh_token) {
        (true, true) => Outcome::ok("Logto gives refresh tokens"),
        (false, _) => {
            Outcome::problem("discovery does not name the scope offline_access: sessions end after an hour", NEXT_STEP)
        }
        (_, false) => Outcome::problem(
            "discovery does not name the grant type refresh_token: sessions end after an hour",
            NEXT_STEP,
        ),
    }
}
