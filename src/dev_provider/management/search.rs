//! `?search=…` and `?q=…`: entities whose fields are like a pattern.
//!
//! <https://docs.logto.io/user-management/advanced-user-search>: lists of applications, roles and permissions take the
//! parameters of a search for users. Patterns are SQL's: without a `%` they are the whole value.

use super::api_error::ApiError;
use crate::dev_provider::params::Params;

/// Conditions of which one has to hold. Without any everything is found.
pub(super) struct Search(Vec<Condition>);

struct Condition {
    /// Any field, where none is named.
    field: Option<String>,
    is_exact: bool,
    /// In small letters: nothing here tells them from capitals.
    value: String,
}

impl Search {
    /// Reads `search`, `search.<field>` and their `mode`s, for these fields.
    ///
    /// # Errors
    /// - `request.invalid_input` (400) for an empty value, an unknown field or an unknown mode;
    /// - `request.feature_not_supported` (501) for other modes than `exact` and `like`, and for what all has to hold.
    pub(super) fn parse(params: &Params, fields: &[&str]) -> Result<Self, ApiError> {
        let mut conditions: Vec<Condition> = Vec::new();
        for (name, value) in params.pairs() {
            let field = match name.strip_prefix("search") {
                Some("") => None,
                Some(field) => Some(field.trim_start_matches('.')),
                None if name == "isCaseSensitive" || (name == "joint" && value != "or") => {
                    return Err(ApiError::not_served("this search"));
                }
                None => continue,
            };
            if field.is_some_and(|field| !fields.contains(&field)) {
                return Err(ApiError::invalid_search("There is no such search field."));
            }
            if value.is_empty() {
                return Err(ApiError::invalid_search("Search value cannot be empty."));
            }
            let is_exact = is_exact(params, field)?;
            let field = field.map(str::to_owned);
            if !is_exact && conditions.iter().any(|condition| condition.field == field) {
                let reason = "Only one search value is allowed when search mode is not `exact`.";
                return Err(ApiError::invalid_search(reason));
            }
            conditions.push(Condition { field, is_exact, value: value.to_lowercase() });
        }
        Ok(Self(conditions))
    }

    /// Reads `q`: a part of a name, which stands for itself.
    pub(super) fn keyword(params: &Params) -> Self {
        let keyword = |text: &str| {
            let plain = text.to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
            Condition { field: None, is_exact: false, value: format!("%{plain}%") }
        };
        Self(params.get("q").map(keyword).into_iter().collect())
    }

    /// Whether the entity with these fields is found.
    pub(super) fn finds(&self, fields: &[(&str, &str)]) -> bool {
        self.0.is_empty() || self.0.iter().any(|condition| fields.iter().any(|field| condition.holds(*field)))
    }
}

impl Condition {
    fn holds(&self, (name, value): (&str, &str)) -> bool {
        let value = value.to_lowercase();
        let is_meant = self.field.as_deref().is_none_or(|field| field == name);
        is_meant && if self.is_exact { value == self.value } else { is_like(&value, &self.value) }
    }
}

/// The mode of a field, or else that of all.
fn is_exact(params: &Params, field: Option<&str>) -> Result<bool, ApiError> {
    let of_field = field.and_then(|field| params.get(&format!("mode.{field}")));
    match of_field.or_else(|| params.get("mode")).unwrap_or("like") {
        "exact" => Ok(true),
        "like" => Ok(false),
        "similar_to" | "posix" => Err(ApiError::not_served("a search by this kind of pattern")),
        _ => Err(ApiError::invalid_search("There is no such search mode.")),
    }
}

/// SQL's `like`: `%` is anything, `_` one character, a backslash makes the next one plain. Each position of the
/// pattern is tried once for each of the text, so that no pattern takes long.
fn is_like(text: &str, pattern: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    // Which beginnings of the pattern the text so far is like.
    let mut reached = vec![false; pattern.len() + 1];
    reached[0] = true;
    spread(&mut reached, &pattern);
    for c in text.chars() {
        let mut next = vec![false; pattern.len() + 1];
        for (at, _) in reached.iter().enumerate().filter(|(_, is_reached)| **is_reached) {
            match pattern.get(at) {
                Some('%') => next[at] = true,
                Some('_') => next[at + 1] = true,
                Some('\\') if pattern.get(at + 1) == Some(&c) => next[at + 2] = true,
                Some('\\') => {}
                Some(plain) if *plain == c => next[at + 1] = true,
                _ => {}
            }
        }
        spread(&mut next, &pattern);
        reached = next;
    }
    reached[pattern.len()]
}

/// A `%` is like nothing, too.
fn spread(reached: &mut [bool], pattern: &[char]) {
    for at in 0..pattern.len() {
        if reached[at] && pattern[at] == '%' {
            reached[at + 1] = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_like;

    #[test]
    fn a_pattern_is_read_as_sql_reads_it() {
        for (text, pattern) in
            [("abc", "abc"), ("abc", "%"), ("abc", "a%"), ("abc", "%b%"), ("abc", "a_c"), ("", "%"), ("50%", "50\\%")]
        {
            assert!(is_like(text, pattern), "{text} {pattern}");
        }
        for (text, pattern) in
            [("abc", "ab"), ("abc", "b"), ("abc", "_"), ("a%c", "a\\_c"), ("", "_"), ("abc", "%d%"), ("50x", "50\\%")]
        {
            assert!(!is_like(text, pattern), "{text} {pattern}");
        }
    }
}
