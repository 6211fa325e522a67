//! Who is asking: the one place in the app that knows `logto`.

mod device;
mod person;
mod requirements;
mod viewer;

pub use device::device;
pub use requirements::{Refused, require_permission, require_role};
pub(crate) use viewer::{session_ends, session_key};
pub use viewer::{SignedIn, require_user, session, signed_in};
