//! The scopes that Logto knows, as a closed set. <https://docs.logto.io/end-user-flows/collect-user-profile>

/// A scope of the authorization request (RFC 6749, 3.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Scope {
    /// Asks for an ID token. Always sent (OpenID Connect Core 3.1.2.1).
    OpenId,
    /// Asks for a refresh token; Logto gives one only together with `prompt=consent`. Always sent.
    OfflineAccess,
    /// `name`, `username`, `picture` and the times of creation and change. Always sent.
    Profile,
    /// `phone_number` and `phone_number_verified`.
    Phone,
    /// `email` and `email_verified`.
    Email,
    /// The postal address.
    Address,
    /// Logto's free-form custom data.
    CustomData,
    /// The linked social identities.
    Identities,
    /// The roles of the person.
    Roles,
    /// The organisations that the person belongs to.
    Organizations,
    /// The roles of the person in each organisation.
    OrganizationRoles,
}

impl Scope {
    /// The scopes that every request carries.
    pub const RESERVED: [Self; 3] = [Self::OpenId, Self::OfflineAccess, Self::Profile];

    /// Every scope of the set.
    pub const ALL: [Self; 11] = [
        Self::OpenId,
        Self::OfflineAccess,
        Self::Profile,
        Self::Phone,
        Self::Email,
        Self::Address,
        Self::CustomData,
        Self::Identities,
        Self::Roles,
        Self::Organizations,
        Self::OrganizationRoles,
    ];

    /// The scope as it goes over the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OpenId => "openid",
            Self::OfflineAccess => "offline_access",
            Self::Profile => "profile",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Address => "address",
            Self::CustomData => "custom_data",
            Self::Identities => "identities",
            Self::Roles => "roles",
            Self::Organizations => "urn:logto:scope:organizations",
            Self::OrganizationRoles => "urn:logto:scope:organization_roles",
        }
    }

    /// The scope of this wire name, if it is one of the set.
    pub fn from_wire(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == name)
    }
}

/// A permission of an API resource or an organisation: a scope that the tenant defines, like `read:items`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permission(String);

/// The text is no scope (RFC 6749, 3.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be a scope: printable ASCII without blanks, quotes and backslashes, like read:items")]
pub struct PermissionError;

impl Permission {
    /// Reads a permission's name.
    ///
    /// # Errors
    ///
    /// [`PermissionError`] when it has characters that no scope may have.
    pub fn parse(name: &str) -> Result<Self, PermissionError> {
        let plain = |byte: u8| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\';
        if !name.is_empty() && name.len() <= 256 && name.bytes().all(plain) {
            Ok(Self(name.to_owned()))
        } else {
            Err(PermissionError)
        }
    }

    /// The name, as it goes over the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_back_every_wire_name() {
        for scope in Scope::ALL {
            assert_eq!(Scope::from_wire(scope.as_str()), Some(scope));
        }
        assert_eq!(Scope::from_wire("everything"), None);
    }

    #[test]
    fn reads_permissions_as_the_standard_writes_scopes() {
        assert_eq!(Permission::parse("read:items").unwrap().as_str(), "read:items");
        for name in ["", "a b", "a\"b", "a\\b", "é"] {
            assert_eq!(Permission::parse(name), Err(PermissionError), "{name}");
        }
    }
}
