//! What an access token says: who asks, by which application, for what. RFC 9068, 2.2.

use std::collections::BTreeSet;

/// The claims of a verified access token. Only [`AccessTokenVerifier`](crate::AccessTokenVerifier) makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AccessTokenClaims {
    /// The issuer.
    pub iss: String,
    /// The subject: the person; for a machine-to-machine application its `client_id`.
    pub sub: String,
    /// Whom the token is for, this API among them.
    pub aud: Vec<String>,
    /// The application that asked for the token.
    pub client_id: String,
    /// When the token was issued (seconds since 1970, UTC).
    pub iat: i64,
    /// When the token expires (seconds since 1970, UTC).
    pub exp: i64,
    /// The token's own name, where it has one.
    pub jti: Option<String>,
    /// The permissions that were granted.
    pub scope: BTreeSet<String>,
    /// The organisation that the permissions hold in: compare it with the one whose data is asked for.
    pub organization_id: Option<String>,
}

/// The token is good, and does not reach this far. RFC 6750, 3.1: `insufficient_scope`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the access token lacks a scope; needed: {}", .required.join(" "))]
#[non_exhaustive]
pub struct InsufficientScope {
    /// All scopes that are needed, not only the missing ones.
    pub required: Vec<String>,
}

impl InsufficientScope {
    /// A stable name of the error.
    pub fn code(&self) -> &'static str {
        "access_token.insufficient_scope"
    }
}

impl AccessTokenClaims {
    /// Whether this permission was granted.
    pub fn has_scope(&self, scope: &str) -> bool {
        self.scope.contains(scope)
    }

    /// Goes on only with all of these permissions.
    ///
    /// # Errors
    ///
    /// [`InsufficientScope`] when one is missing (RFC 6750, 3.1).
    pub fn require_scopes<S: AsRef<str>>(
        &self,
        required: impl IntoIterator<Item = S>,
    ) -> Result<(), InsufficientScope> {
        let required: Vec<S> = required.into_iter().collect();
        if required.iter().all(|scope| self.has_scope(scope.as_ref())) {
            return Ok(());
        }
        Err(InsufficientScope { required: required.iter().map(|scope| scope.as_ref().to_owned()).collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims(scope: &str) -> AccessTokenClaims {
        AccessTokenClaims {
            iss: String::new(),
            sub: String::new(),
            aud: Vec::new(),
            client_id: String::new(),
            iat: 0,
            exp: 0,
            jti: None,
            scope: scope.split(' ').map(str::to_owned).collect(),
            organization_id: None,
        }
    }

    #[test]
    fn requires_every_scope_whole() {
        let claims = claims("read:items write:items");
        assert!(claims.require_scopes(["read:items", "write:items"]).is_ok());
        assert!(claims.require_scopes::<&str>([]).is_ok());
        for missing in ["read", "read:item", "READ:ITEMS", "", "read:items write:items", "delete:items"] {
            assert!(claims.require_scopes([missing]).is_err(), "{missing:?}");
        }
    }

    #[test]
    fn names_what_is_needed_and_not_what_is_there() {
        let error = claims("secret:scope").require_scopes(["a", "b"]).unwrap_err();
        assert_eq!(error.to_string(), "the access token lacks a scope; needed: a b");
        assert_eq!(error.code(), "access_token.insufficient_scope");
    }
}
