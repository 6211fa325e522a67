//! An API that access tokens are asked for. RFC 8707, 2.

use std::fmt;

use serde::{Deserialize, Serialize};
use url::Url;

use crate::Origin;

/// Logto's own resource: with it in the authorization request, organisation tokens can be had.
pub(crate) const ORGANIZATIONS: &str = "urn:logto:resource:organizations";

/// The indicator of an API resource, as it is registered in Logto: an absolute URI without fragment.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct Resource(String);

/// The text is no resource indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be an absolute URI without fragment, like https://api.example.com")]
pub struct ResourceError;

impl Resource {
    /// Reads an indicator. It is compared character by character, so it is kept as it is written.
    ///
    /// # Errors
    ///
    /// [`ResourceError`] when it is no absolute URI, or has a fragment.
    pub fn parse(indicator: &str) -> Result<Self, ResourceError> {
        let plain = indicator.bytes().all(|byte| byte.is_ascii_graphic());
        let url = Url::parse(indicator).map_err(|_| ResourceError)?;
        if plain && url.fragment().is_none() { Ok(Self(indicator.to_owned())) } else { Err(ResourceError) }
    }

    /// Logto's own Management API, in the tenant at this endpoint. Every tenant on its own servers is called `default`; a
    /// tenant of the cloud goes by its id, which is in its address unless it has a domain of its own.
    pub(crate) fn management_api(endpoint: &Origin) -> Self {
        let url = endpoint.join("/");
        let tenant = url.host_str().and_then(|host| host.strip_suffix(".logto.app"));
        let tenant = tenant.filter(|id| !id.is_empty() && !id.contains('.')).unwrap_or("default");
        Self(format!("https://{tenant}.logto.app/api"))
    }

    /// The indicator.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Resource {
    type Error = ResourceError;

    fn try_from(indicator: String) -> Result<Self, ResourceError> {
        Self::parse(&indicator)
    }
}

impl fmt::Display for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_an_indicator_as_it_is_written() {
        for indicator in ["https://api.example.com", "https://api.example.com/", "urn:example:api"] {
            assert_eq!(Resource::parse(indicator).unwrap().as_str(), indicator);
        }
    }

    #[test]
    fn names_the_management_api_of_a_tenant() {
        for (endpoint, tenant) in [
            ("https://ab12cd.logto.app", "ab12cd"),
            ("https://AB12CD.logto.app:443/", "ab12cd"),
            ("http://localhost:3001", "default"),
            ("https://auth.example.com", "default"),
            ("https://logto.app", "default"),
            ("https://a.b.logto.app", "default"),
            ("https://evillogto.app", "default"),
        ] {
            let resource = Resource::management_api(&Origin::parse(endpoint).unwrap());
            assert_eq!(resource.as_str(), format!("https://{tenant}.logto.app/api"), "{endpoint}");
            assert_eq!(Resource::parse(resource.as_str()).unwrap(), resource);
        }
    }

    #[test]
    fn refuses_what_is_no_absolute_uri() {
        for indicator in ["", "api", "/api", "https://api.example.com#x", "https://api.example.com/ x"] {
            assert_eq!(Resource::parse(indicator), Err(ResourceError), "{indicator}");
        }
    }
}
