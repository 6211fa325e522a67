//! The bearer token of a request, from the `Authorization` header and from nowhere else. RFC 6750, 2.1.
//!
//! Not from the query, though RFC 6750, 2.3 describes it: addresses end up in logs, histories and `Referer` headers
//! (RFC 9700, 4.3.2). Not from a form either (2.2): a page of another site can send one. With a single source there is
//! also no request with two tokens, of which the proxy checks one and the app the other.

use http::{HeaderMap, header::AUTHORIZATION};

/// Why a request has no bearer token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoBearerToken {
    /// No `Authorization` header, or one of another scheme.
    Missing,
    /// The header cannot be read; the reason.
    Malformed(&'static str),
}

/// Reads the token:
/// - there is one `Authorization` header, not two;
/// - its scheme is `Bearer`, in any case (RFC 9110, 11.1);
/// - one token follows, of the characters of RFC 6750, 2.1 (`b64token`), and nothing else.
pub(crate) fn bearer_token(headers: &HeaderMap) -> Result<&str, NoBearerToken> {
    use NoBearerToken::{Malformed, Missing};
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let value = values.next().ok_or(Missing)?;
    if values.next().is_some() {
        return Err(Malformed("there are two Authorization headers"));
    }
    let value = value.to_str().map_err(|_| Malformed("the Authorization header is not ASCII"))?;
    let (scheme, token) = value.split_once(' ').unwrap_or((value, ""));
    if !scheme.eq_ignore_ascii_case("Bearer") {
        return Err(Missing);
    }
    let token = token.trim_matches(' ');
    if token.is_empty() {
        return Err(Malformed("the Authorization header has no token"));
    }
    let body = token.trim_end_matches('=');
    let b64token = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/".contains(&byte);
    if body.is_empty() || !body.bytes().all(b64token) {
        return Err(Malformed("the Authorization header is not one bearer token"));
    }
    Ok(token)
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::{NoBearerToken::Malformed, *};

    fn read(values: &[&[u8]]) -> Result<String, NoBearerToken> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(AUTHORIZATION, HeaderValue::from_bytes(value).unwrap());
        }
        bearer_token(&headers).map(str::to_owned)
    }

    #[test]
    fn reads_the_token_whatever_the_case_of_the_scheme() {
        for value in ["Bearer a.b-c_d~e+f/g==", "bearer a.b-c_d~e+f/g==", "BEARER   a.b-c_d~e+f/g=="] {
            assert_eq!(read(&[value.as_bytes()]).unwrap(), "a.b-c_d~e+f/g==");
        }
    }

    #[test]
    fn knows_a_request_without_authentication() {
        assert_eq!(read(&[]), Err(NoBearerToken::Missing));
        for value in ["Basic dTpw", "DPoP a.b.c", "", "Bearerabc", "Bearer\tabc"] {
            assert_eq!(read(&[value.as_bytes()]), Err(NoBearerToken::Missing), "{value}");
        }
    }

    #[test]
    fn rejects_malformed_headers() {
        let values: [&[u8]; 8] = [
            b"Bearer",
            b"Bearer ",
            b"Bearer =",
            b"Bearer a b",
            b"Bearer a, Bearer b",
            b"Bearer \"a\"",
            b"Bearer a=b",
            b"Bearer \xff",
        ];
        for value in values {
            assert!(matches!(read(&[value]), Err(Malformed(_))), "{value:?}");
        }
        let no_token = Malformed("the Authorization header has no token");
        assert_eq!((read(&[b"Bearer"]), read(&[b"Bearer "])), (Err(no_token), Err(no_token)));
        assert!(matches!(read(&[b"Bearer a", b"Bearer a"]), Err(Malformed(_))));
        assert!(matches!(read(&[b"Basic a", b"Bearer a"]), Err(Malformed(_))));
    }
}
