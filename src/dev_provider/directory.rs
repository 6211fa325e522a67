//! The people of the tenant, as its administrator manages them.
//!
//! Nobody is told of a change: an application hears of it at its next refresh or userinfo request.

use serde_json::Value;

use super::DevProvider;
use super::phone_number::PhoneNumber;
use super::user::User;

/// Users.
impl DevProvider {
    /// Registers a user and returns the subject; of a number that is known, the known one.
    /// `None` where the number is not valid.
    pub fn add_user(&self, phone: &str, name: Option<&str>) -> Option<String> {
        let phone = PhoneNumber::parse(phone)?;
        let mut state = self.provider.state();
        if let Some(user) = state.user_by_phone(&phone) {
            return Some(user.sub.clone());
        }
        let mut user = User::register(Some(phone), self.provider.clock.now());
        user.name = name.map(str::to_owned);
        user.roles = state.tenant.access.default_roles();
        let sub = user.sub.clone();
        state.users.insert(sub.clone(), user);
        self.provider.save(&state);
        Some(sub)
    }

    /// Suspends a user: sign-in, refresh and userinfo fail from now on. False where there is no such user.
    pub fn suspend_user(&self, sub: &str) -> bool {
        self.set_suspended(sub, true)
    }

    /// Lets a suspended user sign in again. What was granted before stays revoked, as at Logto. False where there is
    /// no such user.
    pub fn resume_user(&self, sub: &str) -> bool {
        self.set_suspended(sub, false)
    }

    /// Deletes a user: refresh and userinfo fail from now on, memberships end, and whoever signs in with
    /// the number next is somebody else. False where there is no such user.
    pub fn delete_user(&self, sub: &str) -> bool {
        let mut state = self.provider.state();
        let existed = state.delete_user(sub);
        self.provider.save(&state);
        existed
    }

    /// Gives a user a role: claim `roles`, and the permissions of
    /// [`Builder::role`](super::Builder::role). False where there is no such user.
    pub fn add_role(&self, sub: &str, role: &str) -> bool {
        self.edit_user(sub, |user| {
            if !user.roles.iter().any(|existing| existing == role) {
                user.roles.push(role.to_owned());
            }
        })
    }

    /// Takes a role away. False where there is no such user.
    pub fn remove_role(&self, sub: &str, role: &str) -> bool {
        self.edit_user(sub, |user| user.roles.retain(|existing| existing != role))
    }

    /// Sets a user's custom data, an object as at Logto. False where it is none, or there is no such user.
    pub fn set_custom_data(&self, sub: &str, custom_data: Value) -> bool {
        let Value::Object(custom_data) = custom_data else {
            return false;
        };
        self.edit_user(sub, |user| user.custom_data = custom_data)
    }

    fn set_suspended(&self, sub: &str, suspended: bool) -> bool {
        let mut state = self.provider.state();
        let exists = state.set_suspended(sub, suspended, self.provider.clock.now()).is_some();
        self.provider.save(&state);
        exists
    }

    fn edit_user(&self, sub: &str, edit: impl FnOnce(&mut User)) -> bool {
        let mut state = self.provider.state();
        let Some(user) = state.users.get_mut(sub) else {
            return false;
        };
        edit(user);
        user.updated_at = self.provider.clock.now();
        self.provider.save(&state);
        true
    }
}

/// Members of organizations.
impl DevProvider {
    /// Makes a user a member of an organization, with these roles; a member gets these instead of the
    /// earlier ones. False where there is no such organization or user.
    pub fn add_member(&self, organization_id: &str, sub: &str, roles: &[&str]) -> bool {
        let mut state = self.provider.state();
        let is_known = state.tenant.access.organization(organization_id).is_some() && state.users.contains_key(sub);
        if is_known {
            state.memberships.add(organization_id, sub, roles);
            self.provider.save(&state);
        }
        is_known
    }

    /// Ends a membership. False where there is none.
    pub fn remove_member(&self, organization_id: &str, sub: &str) -> bool {
        let mut state = self.provider.state();
        let was_member = state.memberships.remove(organization_id, sub);
        self.provider.save(&state);
        was_member
    }
}
