//! What the app goes by where its settings say nothing: as in `.env.example`.

/// `BASE_URL`: where the app is reached.
pub(super) const BASE_URL: &str = "http://localhost:3000";
/// `LOGTO_SCOPES`: what it asks for beyond the reserved scopes.
pub(super) const SCOPES: &str = "phone";
