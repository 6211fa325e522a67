//! Users: find, create, change. <https://openapi.logto.io/group/endpoint-users>

use http::StatusCode;
use serde_json::{Value, json};

use super::{
    ManagedUser, ManagementApi, ManagementError,
    call::{Answer, Call},
    managed_user::Wire,
    refusal::Refusal,
};
use crate::PhoneNumber;

/// The longest name that Logto keeps (characters); to a longer one it answers with a bare 500.
const LONGEST_NAME: usize = 128;
/// The longest id that is asked for (bytes). Logto's have twelve characters.
const LONGEST_ID: usize = 128;

/// Why a user was not created or not changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum UserError {
    /// Another user has this number.
    #[error("users: Logto answered \"user.phone_already_in_use\"")]
    PhoneInUse,
    /// Logto does not take the number for one.
    #[error("users: Logto does not take the phone number for one")]
    InvalidPhone,
    /// The name is longer than 128 characters.
    #[error("users: the name is longer than {LONGEST_NAME} characters")]
    InvalidName,
    /// There is no such user.
    #[error("users: there is no such user")]
    NotFound,
    /// The call itself failed.
    #[error(transparent)]
    Api(#[from] ManagementError),
}

impl UserError {
    /// A stable name of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::PhoneInUse => "user.phone_in_use",
            Self::InvalidPhone => "user.invalid_phone",
            Self::InvalidName => "user.invalid_name",
            Self::NotFound => "user.not_found",
            Self::Api(error) => error.code(),
        }
    }
}

impl From<Refusal> for UserError {
    fn from(refusal: Refusal) -> Self {
        match (refusal.status, refusal.code.as_str()) {
            (StatusCode::UNPROCESSABLE_ENTITY, "user.phone_already_in_use") => Self::PhoneInUse,
            (StatusCode::UNPROCESSABLE_ENTITY, "user.invalid_phone") => Self::InvalidPhone,
            _ if refusal.is_unknown_user() => Self::NotFound,
            _ => Self::Api(refusal.into()),
        }
    }
}

impl ManagementApi {
    /// The user with this id; `None` if there is none.
    ///
    /// # Errors
    ///
    /// [`ManagementError`]; then nothing is known of the user.
    pub async fn user(&self, id: &str) -> Result<Option<ManagedUser>, ManagementError> {
        if !is_id(id) {
            return Ok(None);
        }
        match self.call(&Call::get(&["users", id])).await? {
            Ok(answer) => Ok(Some(the_user(&answer, id)?)),
            Err(refusal) if refusal.is_unknown_user() => Ok(None),
            Err(refusal) => Err(refusal.into()),
        }
    }

    /// The user whose primary phone this is; `None` if there is none.
    ///
    /// # Errors
    ///
    /// [`ManagementError`]; then nothing is known of the number.
    pub async fn user_with_phone(&self, phone: &PhoneNumber) -> Result<Option<ManagedUser>, ManagementError> {
        let query = [("search.primaryPhone", phone.digits()), ("mode.primaryPhone", "exact")];
        let answer = self.call(&Call::get(&["users"]).query(query)).await??;
        let found: Vec<Wire> = answer.read("users")?;
        // A server that does not know the parameters answers with everybody: the first of them is not to be signed in.
        let has_phone = |user: &ManagedUser| user.claims.phone_number.as_deref() == Some(phone.digits());
        Ok(found.into_iter().map(ManagedUser::from).find(has_phone))
    }

    /// Creates a user with this phone number, which must have been verified.
    ///
    /// # Errors
    ///
    /// [`UserError::PhoneInUse`] when there is one already: two sign-ins of a new person may cross.
    pub async fn create_user(&self, phone: &PhoneNumber) -> Result<ManagedUser, UserError> {
        let answer = match self.call(&Call::post(&["users"], json!({ "primaryPhone": phone.digits() }))).await? {
            Err(refusal) if is_invalid_input(&refusal) => return Err(UserError::InvalidPhone),
            answer => answer?,
        };
        Ok(answer.read::<Wire>("user").map(ManagedUser::from)?)
    }

    /// Sets the display name; `None` removes it.
    ///
    /// # Errors
    ///
    /// [`UserError::InvalidName`] when it has more than 128 characters.
    pub async fn set_name(&self, id: &str, name: Option<&str>) -> Result<ManagedUser, UserError> {
        if name.is_some_and(|name| name.chars().count() > LONGEST_NAME) {
            return Err(UserError::InvalidName);
        }
        self.change(id, json!({ "name": name }), UserError::InvalidName).await
    }

    /// Sets the primary phone, which must have been verified.
    ///
    /// # Errors
    ///
    /// [`UserError::PhoneInUse`] when it is another user's.
    pub async fn set_primary_phone(&self, id: &str, phone: &PhoneNumber) -> Result<ManagedUser, UserError> {
        self.change(id, json!({ "primaryPhone": phone.digits() }), UserError::InvalidPhone).await
    }

    async fn change(&self, id: &str, to: Value, invalid: UserError) -> Result<ManagedUser, UserError> {
        if !is_id(id) {
            return Err(UserError::NotFound);
        }
        let answer = match self.call(&Call::patch(&["users", id], to)).await? {
            Err(refusal) if is_invalid_input(&refusal) => return Err(invalid),
            answer => answer?,
        };
        Ok(the_user(&answer, id)?)
    }
}

/// Whether it can be an id. In a path, `..` would be somebody else's business, however it is encoded.
pub(super) fn is_id(id: &str) -> bool {
    (1..=LONGEST_ID).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

/// Reads the user with this id; an answer about somebody else is none.
fn the_user(answer: &Answer, id: &str) -> Result<ManagedUser, ManagementError> {
    let user = ManagedUser::from(answer.read::<Wire>("user")?);
    if user.id == id { Ok(user) } else { Err(ManagementError::Malformed("user")) }
}

fn is_invalid_input(refusal: &Refusal) -> bool {
    refusal.status == StatusCode::BAD_REQUEST && refusal.code == "guard.invalid_input"
}
