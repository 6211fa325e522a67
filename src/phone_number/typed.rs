//! What was typed, as digits and whether a plus came first.
//!
//! libphonenumber gets nothing else. Its own reading is made for finding numbers in prose: it drops what stands before
//! a number, turns letters into digits, and its port slices
//! [RFC 3966](https://www.rfc-editor.org/rfc/rfc3966) parameters where hostile text makes it panic.

use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumber};

use super::PhoneNumberError;

/// The longest text that is looked at, in characters: a number has 15 digits, and people separate them.
const LONGEST: usize = 64;

/// Digits, and whether a plus came before them: then they begin with a country code.
#[derive(Debug, PartialEq)]
pub(super) struct Typed {
    pub(super) plus: bool,
    /// ASCII digits, at least one.
    pub(super) digits: String,
}

impl Typed {
    /// Reads any way of typing: separators, brackets, digits of any script, the `tel:` of a copied link.
    ///
    /// # Errors
    ///
    /// [`PhoneNumberError::Missing`], [`NotANumber`](PhoneNumberError::NotANumber) or
    /// [`Extension`](PhoneNumberError::Extension).
    pub(super) fn read(text: &str) -> Result<Self, PhoneNumberError> {
        let text: String = text.chars().filter(|c| !is_invisible(*c)).take(4 * LONGEST).collect();
        let text = text.trim();
        if text.is_empty() {
            return Err(PhoneNumberError::Missing);
        }
        if text.chars().count() > LONGEST {
            return Err(PhoneNumberError::NotANumber);
        }
        match without_tel(text) {
            Some(link) => link_number(link),
            None => number(text),
        }
    }
}

fn number(text: &str) -> Result<Typed, PhoneNumberError> {
    let mut typed = Typed { plus: false, digits: String::new() };
    for c in text.chars() {
        if let Some(digit) = digit(c) {
            typed.digits.push(digit);
        } else if is_plus(c) && typed.digits.is_empty() {
            typed.plus = true;
        } else if !is_separator(c) {
            return Err(if has_extension(text) { PhoneNumberError::Extension } else { PhoneNumberError::NotANumber });
        }
    }
    if typed.digits.is_empty() { Err(PhoneNumberError::NotANumber) } else { Ok(typed) }
}

/// What follows `tel:`: a number and its parameters. RFC 3966, 3: a local number has its country code in the context.
fn link_number(link: &str) -> Result<Typed, PhoneNumberError> {
    let mut parts = link.split(';');
    let mut typed = number(parts.next().unwrap_or_default())?;
    for parameter in parts {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        if name.eq_ignore_ascii_case("ext") {
            return Err(PhoneNumberError::Extension);
        }
        if name.eq_ignore_ascii_case("phone-context") && !typed.plus && value.starts_with('+') {
            let context = number(value)?;
            typed = Typed { plus: true, digits: context.digits + &typed.digits };
        }
    }
    Ok(typed)
}

fn without_tel(text: &str) -> Option<&str> {
    let (scheme, rest) = text.split_at_checked(4)?;
    scheme.eq_ignore_ascii_case("tel:").then_some(rest)
}

/// Whether the library sees an extension: `x123`, `ext. 123`, `доб. 123`, `#123`.
fn has_extension(text: &str) -> bool {
    // With a semicolon the library would read parameters, and can panic over them.
    let text = text.replace(";ext=", "x").replace(';', ",");
    let parsed: Result<PhoneNumber, _> = PHONE_NUMBER_UTIL.parse(&text, Some(rlibphonenumber::Region::US));
    parsed.is_ok_and(|number| number.extension.is_some())
}

/// A decimal digit of any script, as an ASCII one.
fn digit(c: char) -> Option<char> {
    if c.is_ascii() {
        return c.is_ascii_digit().then_some(c);
    }
    PHONE_NUMBER_UTIL.normalize_digits_only(c.encode_utf8(&mut [0; 4])).chars().next()
}

/// `+`, and the full-width and small forms of it.
fn is_plus(c: char) -> bool {
    matches!(c, '+' | '\u{ff0b}' | '\u{fe62}')
}

/// What people and tables put between digits, and nothing that begins an extension or a second number. Control
/// characters are none: they come from programs, not from people.
fn is_separator(c: char) -> bool {
    (c.is_whitespace() && !c.is_control())
        || matches!(c,
            '-' | '.' | '/' | '(' | ')' | '[' | ']' | '~' | '_'
            | '\u{00b7}' // middle dot
            | '\u{2010}'..='\u{2015}' // hyphens and dashes
            | '\u{2022}' | '\u{2027}' // bullet, hyphenation point
            | '\u{2043}' | '\u{2053}' | '\u{2212}' | '\u{223c}' // hyphen bullet, swung dash, minus, tilde operator
            | '\u{30fb}' | '\u{30fc}' // Japanese middle dot and long vowel mark
            | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}'..='\u{ff0f}' // small and full-width dash, stop and slash
            | '\u{ff08}' | '\u{ff09}' | '\u{ff3b}' | '\u{ff3d}') // full-width brackets
}

/// What copying brings along unseen: marks of direction (a contact copied on a phone is wrapped in U+202A and U+202C),
/// joiners, soft hyphens, the byte-order mark. They show nothing, so nobody can remove them.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00ad}' | '\u{034f}' | '\u{061c}' | '\u{180e}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}
