//! From the claims of an ID token to what a page may show.

use logto::{IdTokenClaims, PhoneNumber};

use crate::user::User;

impl From<&IdTokenClaims> for User {
    fn from(claims: &IdTokenClaims) -> Self {
        let given = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
        Self {
            sub: claims.sub.clone(),
            name: given(&claims.name).or_else(|| given(&claims.username)),
            phone_number: given(&claims.phone_number).map(|digits| readable(&digits)),
            // From a profile that anybody can edit: no `javascript:`, no plain http.
            picture: given(&claims.picture).filter(|url| url.starts_with("https://")),
        }
    }
}

/// `12015550123` as `+1 201-555-0123`. What is no number of any country is shown as it is.
fn readable(digits: &str) -> String {
    let digits = digits.trim_start_matches('+');
    PhoneNumber::from_digits(digits).map_or_else(|| format!("+{digits}"), |number| number.international())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(name: &str, picture: &str) -> User {
        let body = format!(
            r#"{{"iss":"i","sub":"s","iat":1,"exp":2,"name":{name},"picture":{picture},"phone_number":"12015550123"}}"#
        );
        User::from(&serde_json::from_str::<IdTokenClaims>(&body).unwrap())
    }

    #[test]
    fn writes_the_phone_number_for_reading() {
        assert_eq!(user("null", "null").phone_number.as_deref(), Some("+1 201-555-0123"));
        assert_eq!(readable("00"), "+00");
    }

    #[test]
    fn takes_a_blank_name_for_none() {
        assert_eq!(user("\" \"", "null").name, None);
        assert_eq!(user("\"Ada\"", "null").name.as_deref(), Some("Ada"));
    }

    #[test]
    fn shows_pictures_from_https_only() {
        assert_eq!(user("null", "\"javascript:alert(1)\"").picture, None);
        assert_eq!(user("null", "\"http://example.com/a.png\"").picture, None);
        assert!(user("null", "\"https://example.com/a.png\"").picture.is_some());
    }
}
