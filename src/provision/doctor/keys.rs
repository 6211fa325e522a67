//! Whether the tenant's signatures can be verified. OpenID Connect Core 10.1; RFC 7518, 3.1.

use openidconnect::core::CoreJwsSigningAlgorithm;

use crate::{jws, provider::Provider};

use super::Outcome;

const ROTATE: &str = "in Logto's console, rotate the private signing key under Settings, OIDC configs, to EC (P-384); on \
                      one's own servers: logto db config rotate oidc.privateKeys --type ec";

/// Looks at the published keys, and at the algorithms that discovery names.
pub(super) async fn outcome(provider: &Provider) -> Outcome {
    let keys = match provider.keys(None).await {
        Ok(keys) => keys,
        Err(error) => {
            return Outcome::problem(
                error.to_string(),
                "open <LOGTO_ENDPOINT>/oidc/jwks; Logto's log says why it fails",
            );
        }
    };
    let named = keys.metadata.id_token_signing_alg_values_supported();
    let usable = jws::verifiable(named, &keys.set);
    let es512 = named.contains(&CoreJwsSigningAlgorithm::EcdsaP521Sha512);
    match (usable.is_empty(), es512) {
        (true, true) => {
            Outcome::problem("Logto signs with ES512, which this app cannot verify: nobody can sign in", ROTATE)
        }
        (true, false) => {
            let what = format!("no published key fits the algorithms that Logto names ({})", names(named));
            Outcome::problem(what, ROTATE)
        }
        (false, true) => {
            Outcome::warning("Logto names ES512 among its algorithms, which this app cannot verify", ROTATE)
        }
        (false, false) => Outcome::ok(format!("signatures can be verified ({})", names(&usable))),
    }
}

fn names(algorithms: &[CoreJwsSigningAlgorithm]) -> String {
    let name = |algorithm| serde_json::to_value(algorithm).ok()?.as_str().map(str::to_owned);
    algorithms.iter().filter_map(name).collect::<Vec<String>>().join(", ")
}
