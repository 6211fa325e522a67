//! Unguessable values from the operating system.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

/// The operating system gave no random bytes; nothing that must be unguessable can be made.
#[derive(Debug, thiserror::Error)]
#[error("the operating system gave no random bytes")]
pub struct NoRandomness;

/// 256 random bits as 43 characters of base64url: a `state`, a `nonce`, a `code_verifier` (RFC 7636, 4.1).
///
/// # Errors
///
/// [`NoRandomness`] when the operating system has none to give.
pub fn token() -> Result<String, NoRandomness> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|_| NoRandomness)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_long_enough_for_a_code_verifier() {
        assert_eq!(token().unwrap().len(), 43);
    }

    #[test]
    fn differs_each_time() {
        assert_ne!(token().unwrap(), token().unwrap());
    }
}
