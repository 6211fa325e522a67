//! What to ask of Logto: `LOGTO_SCOPES` and `LOGTO_RESOURCES`, separated by blanks.

use logto::{Permission, Resource, Scope};

/// Reads the scopes: Logto's own, and, where `permissions` are allowed, the tenant's.
///
/// # Errors
///
/// A text that names the word and what it could be.
pub fn read(text: &str, permissions: bool) -> Result<(Vec<Scope>, Vec<Permission>), String> {
    let (mut known, mut own) = (Vec::new(), Vec::new());
    for name in text.split_whitespace() {
        match (Scope::from_wire(name), permissions) {
            (Some(scope), _) => known.push(scope),
            (None, true) => own.push(Permission::parse(name).map_err(|error| format!("has {name:?}, which {error}"))?),
            (None, false) => {
                let names = Scope::ALL.map(Scope::as_str).join(" ");
                return Err(format!(
                    "has the unknown scope {name:?}; known are: {names}; permissions of an API count only with LOGTO_RESOURCES"
                ));
            }
        }
    }
    Ok((known, own))
}

/// Reads the resource indicators.
///
/// # Errors
///
/// A text that names the word and what it must be.
pub fn read_resources(text: &str) -> Result<Vec<Resource>, String> {
    text.split_whitespace()
        .map(|indicator| Resource::parse(indicator).map_err(|error| format!("has {indicator:?}, which {error}")))
        .collect()
}
