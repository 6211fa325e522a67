//! Forged signatures and headers, as a logout token and as an access token: both must be refused, for the same reason.
//! RFC 7515, 5.2; RFC 8725, 2 names the attacks.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use crate::{
    signer::{Key, sign_hs256},
    tenant::{CLIENT_SECRET, Tenant, with, without},
};

/// Why both kinds of token are refused when `forge` makes them from a good header and good claims.
async fn refused(tenant: &Tenant, forge: impl Fn(Value, Value) -> String) -> &'static str {
    let logout_token = forge(tenant.header("logout+jwt"), tenant.logout_claims());
    let logout = tenant.client().verify_logout_token(&logout_token).await.expect_err("accepted").code();
    let access_token = forge(tenant.header("at+jwt"), tenant.access_claims());
    let access = tenant.api().verify(&access_token).await.expect_err("accepted").code();
    let reason = logout.strip_prefix("logout_token.").unwrap();
    assert_eq!(access.strip_prefix("access_token.").unwrap(), reason);
    reason
}

/// The same with another header and the right key.
async fn with_header(name: &str, value: impl Into<Value> + Clone) -> &'static str {
    let tenant = Tenant::start().await;
    refused(&tenant, |header, claims| tenant.key.sign(&with(&header, name, value.clone()), &claims)).await
}

/// The same with a good token's text changed afterwards.
async fn with_text(change: impl Fn(&str) -> String) -> &'static str {
    let tenant = Tenant::start().await;
    refused(&tenant, |header, claims| change(&tenant.key.sign(&header, &claims))).await
}

#[tokio::test]
async fn accepts_tokens_that_nobody_tampered_with() {
    let tenant = Tenant::start().await;
    tenant.client().verify_logout_token(&tenant.logout_token()).await.unwrap();
    tenant.api().verify(&tenant.access_token()).await.unwrap();
}

#[tokio::test]
async fn rejects_alg_none_even_where_discovery_names_it() {
    for alg in ["none", "None", "nOnE", "NONE"] {
        let tenant = Tenant::start().await;
        tenant.name_algorithms(json!(["none", "ES384"]));
        for signature in ["", "c2ln"] {
            let forge = |header: Value, claims: Value| {
                let token = tenant.key.sign(&with(&header, "alg", alg), &claims);
                format!("{}.{signature}", token.rsplit_once('.').unwrap().0)
            };
            assert_eq!(refused(&tenant, forge).await, "signature_invalid", "{alg}");
        }
    }
}

#[tokio::test]
async fn rejects_hmac_with_the_client_secret_even_where_discovery_names_it() {
    let tenant = Tenant::start().await;
    tenant.name_algorithms(json!(["HS256", "ES384"]));
    let forge =
        |header: Value, claims: Value| sign_hs256(&with(&header, "alg", "HS256"), &claims, CLIENT_SECRET.as_bytes());
    assert_eq!(refused(&tenant, forge).await, "signature_invalid");
}

#[tokio::test]
async fn rejects_hmac_with_the_public_key_as_the_secret() {
    let tenant = Tenant::start().await;
    tenant.name_algorithms(json!(["HS256", "ES384"]));
    let jwk = tenant.key.jwk();
    let coordinate = |name: &str| URL_SAFE_NO_PAD.decode(jwk[name].as_str().unwrap()).unwrap();
    let point = [vec![4], coordinate("x"), coordinate("y")].concat();
    for secret in [jwk.to_string().into_bytes(), coordinate("x"), point] {
        let forge = |header: Value, claims: Value| sign_hs256(&with(&header, "alg", "HS256"), &claims, &secret);
        assert_eq!(refused(&tenant, forge).await, "signature_invalid");
    }
}

#[tokio::test]
async fn rejects_hmac_with_a_symmetric_key_of_the_key_set() {
    let tenant = Tenant::start().await;
    tenant.name_algorithms(json!(["HS256", "ES384"]));
    let secret = URL_SAFE_NO_PAD.encode("a shared secret");
    tenant.publish(vec![json!({ "kty": "oct", "kid": "shared", "alg": "HS256", "k": secret })]);
    let forge = |header: Value, claims: Value| {
        sign_hs256(&with(&with(&header, "alg", "HS256"), "kid", "shared"), &claims, b"a shared secret")
    };
    assert_eq!(refused(&tenant, forge).await, "signature_invalid");
}

#[tokio::test]
async fn rejects_an_algorithm_that_discovery_does_not_name() {
    let tenant = Tenant::start().await;
    tenant.name_algorithms(json!(["RS256"]));
    assert_eq!(refused(&tenant, |header, claims| tenant.key.sign(&header, &claims)).await, "signature_invalid");
}

#[tokio::test]
async fn names_an_algorithm_that_it_cannot_verify() {
    let tenant = Tenant::start().await;
    tenant.name_algorithms(json!(["ES512", "ES384"]));
    let forge = |header: Value, claims: Value| tenant.key.sign(&with(&header, "alg", "ES512"), &claims);
    assert_eq!(refused(&tenant, forge).await, "algorithm_unsupported");
}

#[tokio::test]
async fn rejects_algorithms_that_are_no_text_or_not_there() {
    for alg in [json!(null), json!(384), json!(["ES384"]), json!({ "alg": "ES384" }), json!(true)] {
        assert_eq!(with_header("alg", alg.clone()).await, "malformed", "{alg}");
    }
    let tenant = Tenant::start().await;
    let forge = |header: Value, claims: Value| tenant.key.sign(&without(&header, "alg"), &claims);
    assert_eq!(refused(&tenant, forge).await, "malformed");
}

#[tokio::test]
async fn rejects_a_key_that_the_token_brings_along() {
    let tenant = Tenant::start().await;
    let thief = Key::new("current", 9);
    let forge = |header: Value, claims: Value| thief.sign(&with(&header, "jwk", thief.jwk()), &claims);
    assert_eq!(refused(&tenant, forge).await, "signature_invalid");
    let forge = |header: Value, claims: Value| thief.sign(&without(&with(&header, "jwk", thief.jwk()), "kid"), &claims);
    assert_eq!(refused(&tenant, forge).await, "signature_invalid");
}

#[tokio::test]
async fn asks_no_address_that_the_token_names_for_keys() {
    let (tenant, evil) = (Tenant::start().await, Tenant::start().await);
    let thief = Key::new("thief", 9);
    evil.publish(vec![thief.jwk()]);
    for member in ["jku", "x5u"] {
        let forge = |header: Value, claims: Value| {
            let header = with(&with(&header, member, format!("{}/jwks", evil.issuer())), "kid", "thief");
            thief.sign(&header, &claims)
        };
        assert_eq!(refused(&tenant, forge).await, "signature_invalid", "{member}");
    }
    assert_eq!(evil.key_requests(), 0);
}

#[tokio::test]
async fn rejects_a_signature_of_another_key_under_the_known_kid() {
    let (tenant, thief) = (Tenant::start().await, Key::new("current", 9));
    assert_eq!(refused(&tenant, |header, claims| thief.sign(&header, &claims)).await, "signature_invalid");
}

#[tokio::test]
async fn rejects_a_token_with_a_character_changed_anywhere() {
    let tenant = Tenant::start().await;
    let (client, api) = (tenant.client(), tenant.api());
    // Each class of base64url, and what is none. Every third place: all bits of a byte come to be changed.
    let replacements = ['A', 'z', '5', '-', '_', '=', '.', '+', ' ', 'é'];
    let (logout_token, access_token) = (tenant.logout_token(), tenant.access_token());
    for at in (0..access_token.len()).step_by(3) {
        let replacement = replacements[at / 3 % replacements.len()];
        let change = |token: &str| {
            let mut characters: Vec<char> = token.chars().collect();
            let place = characters.get_mut(at)?;
            *place = if *place == replacement { 'B' } else { replacement };
            Some(characters.into_iter().collect::<String>())
        };
        api.verify(&change(&access_token).unwrap()).await.expect_err("accepted");
        if let Some(tampered) = change(&logout_token) {
            client.verify_logout_token(&tampered).await.expect_err("accepted");
        }
    }
}

#[tokio::test]
async fn rejects_a_payload_under_another_tokens_signature() {
    let tenant = Tenant::start().await;
    let (mine, theirs) = (tenant.access_token(), with(&tenant.access_claims(), "sub", "admin"));
    let theirs = tenant.key.sign(&tenant.header("at+jwt"), &theirs);
    let forged = format!("{}.{}", theirs.rsplit_once('.').unwrap().0, mine.rsplit_once('.').unwrap().1);
    assert_eq!(tenant.api().verify(&forged).await.unwrap_err().code(), "access_token.signature_invalid");
}

#[tokio::test]
async fn rejects_an_empty_or_cut_signature() {
    assert_eq!(with_text(|token| format!("{}.", token.rsplit_once('.').unwrap().0)).await, "signature_invalid");
    assert_eq!(with_text(|token| token[..token.len() - 4].to_owned()).await, "signature_invalid");
    assert_eq!(with_text(|token| format!("{token}AAAA")).await, "signature_invalid");
}

#[tokio::test]
async fn rejects_signatures_of_zeros() {
    let zeros = URL_SAFE_NO_PAD.encode([0; 96]);
    assert_eq!(with_text(|token| format!("{}.{zeros}", token.rsplit_once('.').unwrap().0)).await, "signature_invalid");
}

#[tokio::test]
async fn rejects_tokens_of_other_than_three_parts() {
    assert_eq!(with_text(|token| format!("{token}.e30")).await, "malformed");
    assert_eq!(with_text(|token| format!("{token}.")).await, "malformed");
    assert_eq!(with_text(|token| format!(".{token}")).await, "malformed");
    assert_eq!(with_text(|token| token.rsplit_once('.').unwrap().0.to_owned()).await, "malformed");
    // RFC 7516: an encrypted token has five.
    assert_eq!(with_text(|token| format!("{token}.e30.e30")).await, "malformed");
}

#[tokio::test]
async fn rejects_base64_with_padding_white_space_or_the_other_alphabet() {
    for end in ["=.", "==.", "\n.", " .", "+/.", "%.", "\0."] {
        assert_eq!(with_text(|token| token.replacen('.', end, 1)).await, "malformed", "{end:?}");
    }
    assert_eq!(with_text(|token| format!("{token}=")).await, "malformed");
    assert_eq!(with_text(|token| format!(" {token}")).await, "malformed");
    assert_eq!(with_text(|token| format!("{token}\n")).await, "malformed");
}

#[tokio::test]
async fn rejects_a_huge_token_before_looking_at_it() {
    let tenant = Tenant::start().await;
    let huge = "a".repeat(20_000);
    let forge = |header: Value, claims: Value| tenant.key.sign(&header, &with(&claims, "padding", huge.clone()));
    assert_eq!(refused(&tenant, forge).await, "malformed");
    assert_eq!(with_text(|_| ".".repeat(10_000_000)).await, "malformed");
    assert_eq!(tenant.key_requests(), 0);
}

#[tokio::test]
async fn rejects_json_nested_without_end() {
    let tenant = Tenant::start().await;
    let deep = format!("{{\"a\":{}{}}}", "[".repeat(5_000), "]".repeat(5_000));
    assert_eq!(refused(&tenant, |header, _| tenant.key.sign_text(&header.to_string(), &deep)).await, "malformed");
    assert_eq!(refused(&tenant, |_, claims| tenant.key.sign_text(&deep, &claims.to_string())).await, "malformed");
}

#[tokio::test]
async fn rejects_duplicate_members_of_header_and_payload() {
    let tenant = Tenant::start().await;
    let doubled = |object: &Value, member: &str| object.to_string().replacen('{', &format!("{{{member},"), 1);
    for member in [r#""alg":"ES384""#, r#""kid":"current""#, r#""x":1,"x":1"#] {
        let forge = |header: Value, claims: Value| tenant.key.sign_text(&doubled(&header, member), &claims.to_string());
        assert_eq!(refused(&tenant, forge).await, "malformed", "{member}");
    }
    for member in [r#""iss":"https://evil.example""#, r#""sub":"admin""#, r#""\u0065xp":1"#, r#""x":{"y":1,"y":2}"#] {
        let forge = |header: Value, claims: Value| tenant.key.sign_text(&header.to_string(), &doubled(&claims, member));
        assert_eq!(refused(&tenant, forge).await, "malformed", "{member}");
    }
}

#[tokio::test]
async fn rejects_payloads_that_are_no_object() {
    let tenant = Tenant::start().await;
    for payload in ["", "null", "[]", "\"{}\"", "1", "{}{}", "{\"iss\":", "\u{feff}{}", "\0"] {
        let forge = |header: Value, _| tenant.key.sign_text(&header.to_string(), payload);
        assert_eq!(refused(&tenant, forge).await, "malformed", "{payload:?}");
    }
}

#[tokio::test]
async fn rejects_crit_whatever_it_names() {
    for crit in [json!(["exp"]), json!(["b64"]), json!([]), json!(null), json!("exp"), json!({})] {
        assert_eq!(with_header("crit", crit.clone()).await, "malformed", "{crit}");
    }
}

#[tokio::test]
async fn rejects_typ_of_other_tokens_and_of_none() {
    for typ in ["JWT", "id_token+jwt", "dpop+jwt", "", "at+jwt ", "logout+jwt\0", "application/jwt", "text/at+jwt"] {
        assert_eq!(with_header("typ", typ).await, "typ_mismatched", "{typ}");
    }
    for typ in [json!(null), json!(["at+jwt", "logout+jwt"]), json!(1)] {
        assert_eq!(with_header("typ", typ.clone()).await, "malformed", "{typ}");
    }
    let tenant = Tenant::start().await;
    let forge = |header: Value, claims: Value| tenant.key.sign(&without(&header, "typ"), &claims);
    assert_eq!(refused(&tenant, forge).await, "typ_mismatched");
}

#[tokio::test]
async fn accepts_typ_in_any_case_and_with_its_prefix() {
    let tenant = Tenant::start().await;
    for typ in ["Logout+JWT", "application/logout+jwt"] {
        let token = tenant.key.sign(&tenant.header(typ), &tenant.logout_claims());
        tenant.client().verify_logout_token(&token).await.unwrap();
    }
    for typ in ["AT+jwt", "application/at+jwt", "Application/At+Jwt"] {
        let token = tenant.key.sign(&tenant.header(typ), &tenant.access_claims());
        tenant.api().verify(&token).await.unwrap();
    }
}
