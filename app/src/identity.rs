//! Who is asking: with `phone` and the server functions, the only places in the app that know `logto`.

mod access;
mod device;
mod own_sessions;
mod person;
mod reload;
mod requirements;
mod sign_out_confirmation;
mod viewer;

pub use access::{AccessTo, Said, accesses};
pub use device::device;
pub use own_sessions::{OpenedBy, OwnSessions, SessionSummary, own_sessions};
pub(crate) use reload::reload;
pub use requirements::{Refused, require_permission, require_role};
pub use sign_out_confirmation::sign_out_is_confirmed;
pub(crate) use viewer::session_key;
pub use viewer::{SignedIn, require_user, require_user_for, session, session_ends, signed_in};
