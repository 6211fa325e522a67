//! How people sign in: by phone number and code, and by what the tenant lets them besides.
//! <https://docs.logto.io/end-user-flows/sign-up-and-sign-in>

use serde_json::{Map, Value, json};

use crate::tenant::SignInExperience;

use super::{Field, Item, Kind, Set, TenantState, WhyNot};
use crate::provision::wishes::{OtherMethods, SignInWish};

const EMAIL: &str = "email";
const PHONE: &str = "phone";

pub(super) fn plan(wish: &SignInWish, has_connector: bool, tenant: &TenantState) -> Result<Item, WhyNot> {
    if !has_connector && tenant.sms_connector().is_none() {
        return Err(WhyNot::NoConnector);
    }
    let present = &tenant.sign_in_experience;
    let factors = present.mfa.get("factors").and_then(Value::as_array);
    if factors.into_iter().flatten().any(|factor| factor == "PhoneVerificationCode") {
        return Err(WhyNot::CodeIsSecondFactor);
    }
    let mut wished = present.clone();
    if let Some(registration) = wish.registration {
        let mode = if registration { "SignInAndRegister" } else { "SignIn" };
        mode.clone_into(&mut wished.sign_in_mode);
    }
    let mut lost = methods(wish, &mut wished);
    if wished.sign_in_mode != "SignIn" {
        lost.extend(sign_up(wish, &mut wished));
    }
    refuse_password_only(&wished)?;
    let policy = &mut wished.verification_code_policy;
    if let Some(lifetime) = wish.code_lifetime {
        policy.insert("expirationDuration".to_owned(), lifetime.whole_seconds().into());
    }
    if let Some(tries) = wish.code_tries {
        policy.insert("maxRetryAttempts".to_owned(), tries.into());
    }
    let fields = fields(present, &wished);
    let item = Item::change(Kind::SignInExperience, "default", fields, vec![Set::SignInExperience(wished).into()]);
    Ok(lost.into_iter().fold(item, Item::warn))
}

/// Lets people sign in by phone and code; returns what is lost by it.
fn methods(wish: &SignInWish, experience: &mut SignInExperience) -> Vec<String> {
    let mut methods = match experience.sign_in.remove("methods") {
        Some(Value::Array(methods)) => methods,
        _ => Vec::new(),
    };
    let mut lost = Vec::new();
    if wish.other_methods == OtherMethods::Remove {
        methods.retain(|method| {
            let is_kept = method["identifier"] == PHONE;
            if !is_kept {
                let identifier = method["identifier"].as_str().unwrap_or("something else");
                lost.push(format!(
                    "who signs in by {identifier} cannot any longer, unless a phone number is known of them"
                ));
            }
            is_kept
        });
    }
    match methods.iter_mut().find(|method| method["identifier"] == PHONE) {
        Some(phone) => {
            phone["verificationCode"] = true.into();
            if wish.other_methods == OtherMethods::Remove {
                phone["password"] = false.into();
                phone["isPasswordPrimary"] = false.into();
            }
        }
        None => methods.insert(
            0,
            json!({ "identifier": PHONE, "password": false, "verificationCode": true, "isPasswordPrimary": false }),
        ),
    }
    experience.sign_in.insert("methods".to_owned(), methods.into());
    lost
}

/// Lets people register with a phone number; returns what is lost by it.
///
/// Logto takes email *or* phone, and phone beside nothing else. Where other ways are kept, a sign-up that has the phone stays as
/// it is, and one by email gets it as another choice.
fn sign_up(wish: &SignInWish, experience: &mut SignInExperience) -> Vec<String> {
    let sign_up = &mut experience.sign_up;
    let present = sign_up.get("identifiers").and_then(Value::as_array).cloned().unwrap_or_default();
    let keeps = wish.other_methods == OtherMethods::Keep;
    if keeps && present.contains(&json!(PHONE)) {
        return Vec::new();
    }
    let keeps_email = keeps && present == [json!(EMAIL)];
    let identifiers = if keeps_email { json!([EMAIL, PHONE]) } else { json!([PHONE]) };
    sign_up.insert("identifiers".to_owned(), identifiers);
    if !keeps_email {
        sign_up.insert("password".to_owned(), false.into());
    }
    sign_up.insert("verify".to_owned(), true.into());
    // What is asked for first cannot be asked for besides.
    if let Some(Value::Array(secondary)) = sign_up.get_mut("secondaryIdentifiers") {
        secondary.retain(|one| one["identifier"] != PHONE && one["identifier"] != "emailOrPhone");
    }
    let lost = present.iter().filter_map(Value::as_str).filter(|one| *one != PHONE && !(keeps_email && *one == EMAIL));
    lost.map(|identifier| format!("nobody can register with {identifier} any longer: Logto has one way at a time"))
        .collect()
}

/// Logto answers such with `sign_in_experiences.code_sign_in_must_be_enabled`.
fn refuse_password_only(experience: &SignInExperience) -> Result<(), WhyNot> {
    let asks_for_password = experience.sign_up.get("password") == Some(&Value::Bool(true));
    let asks_for_code = experience.sign_up.get("verify") == Some(&Value::Bool(true));
    if asks_for_password || !asks_for_code {
        return Ok(());
    }
    let methods = experience.sign_in.get("methods").and_then(Value::as_array);
    let is_password_only = |method: &&Value| method["verificationCode"] != true && method["identifier"] != "username";
    match methods.into_iter().flatten().find(is_password_only) {
        Some(method) => {
            Err(WhyNot::PasswordOnly { identifier: method["identifier"].as_str().unwrap_or_default().to_owned() })
        }
        None => Ok(()),
    }
}

fn fields(present: &SignInExperience, wished: &SignInExperience) -> Vec<Field> {
    let mut fields = Vec::new();
    if present.sign_in_mode != wished.sign_in_mode {
        fields.push(Field::changed("signInMode", Some(&present.sign_in_mode), &wished.sign_in_mode));
    }
    differences(&mut fields, "signUp", &present.sign_up, &wished.sign_up);
    let (from, to) = (present.sign_in.get("methods"), wished.sign_in.get("methods"));
    if from != to {
        fields.push(Field::changed("signIn.methods", from.map(in_words), to.map(in_words).unwrap_or_default()));
    }
    let (from, to) = (&present.verification_code_policy, &wished.verification_code_policy);
    differences(&mut fields, "verificationCodePolicy", from, to);
    fields
}

fn differences(fields: &mut Vec<Field>, of: &str, present: &Map<String, Value>, wished: &Map<String, Value>) {
    for (name, to) in wished {
        let from = present.get(name);
        if from != Some(to) {
            fields.push(Field::changed(format!("{of}.{name}"), from, to));
        }
    }
}

/// `phone (code), username (password)`
fn in_words(methods: &Value) -> String {
    let one = |method: &Value| {
        let identifier = method["identifier"].as_str().unwrap_or("?");
        let ways = [("verificationCode", "code"), ("password", "password")];
        let ways: Vec<_> = ways.into_iter().filter(|(name, _)| method[name] == true).map(|(_, way)| way).collect();
        format!("{identifier} ({})", ways.join(", "))
    };
    let words: Vec<_> = methods.as_array().into_iter().flatten().map(one).collect();
    words.join(", ")
}
