//! Compares an answer with what was recorded: the same members everywhere, of the same types, and the values that
//! were recorded.

use serde_json::Value;

use super::placeholders::{Placeholders, only_name};

/// As the first item: the others come in no order that anybody could rely on.
const IN_ANY_ORDER: &str = "{in any order}";
/// As the first item: the others are there, in any order, and more may be.
const AMONG_OTHERS: &str = "{among others}";

/// What is different, in words that are the same at every run. A placeholder without a value takes the answer's.
pub fn differences(expected: &Value, answer: &Value, placeholders: &mut Placeholders) -> Vec<String> {
    let mut comparison = Comparison { placeholders, found: Vec::new() };
    comparison.compare("answer", expected, answer);
    let mut found = comparison.found;
    found.sort();
    found.dedup();
    found
}

struct Comparison<'a> {
    placeholders: &'a mut Placeholders,
    found: Vec<String>,
}

impl Comparison<'_> {
    fn compare(&mut self, at: &str, expected: &Value, answer: &Value) {
        match (expected, answer) {
            (Value::String(text), _) => self.compare_text(at, text, answer),
            (Value::Object(expected), Value::Object(answer)) => {
                for (name, value) in expected {
                    match answer.get(name) {
                        Some(answer) => self.compare(&format!("{at}.{name}"), value, answer),
                        None => self.found.push(format!("{at}.{name}: absent")),
                    }
                }
                for name in answer.keys().filter(|name| !expected.contains_key(*name)) {
                    self.found.push(format!("{at}.{name}: not recorded"));
                }
            }
            (Value::Array(expected), Value::Array(answer)) => self.compare_lists(at, expected, answer),
            _ if expected == answer => {}
            _ => self.found.push(format!("{at}: {answer} instead of {expected}")),
        }
    }

    fn compare_text(&mut self, at: &str, expected: &str, answer: &Value) {
        let Some(name) = only_name(expected) else {
            let is_equal = self.placeholders.fill(expected).is_ok_and(|text| *answer == text);
            return self.expect(is_equal, || format!("{at}: {answer} instead of \"{expected}\""));
        };
        let is_as_said = match name {
            "any" => true,
            "string" => answer.is_string(),
            "number" => answer.is_number(),
            "object" => answer.is_object(),
            "array" => answer.is_array(),
            name => match (self.placeholders.get(name), answer) {
                (Some(known), answer) => answer == known,
                (None, Value::String(said)) => {
                    self.placeholders.say(name, said);
                    true
                }
                (None, _) => false,
            },
        };
        // Never the value itself: it is another one at every run, or a secret.
        self.expect(is_as_said, || format!("{at}: {} instead of {expected}", type_of(answer)));
    }

    fn expect(&mut self, is_so: bool, difference: impl FnOnce() -> String) {
        if !is_so {
            self.found.push(difference());
        }
    }

    fn compare_lists(&mut self, at: &str, expected: &[Value], answer: &[Value]) {
        let (expected, in_any_order, may_have_more) = match expected.split_first() {
            Some((first, others)) if first == IN_ANY_ORDER => (others, true, false),
            Some((first, others)) if first == AMONG_OTHERS => (others, true, true),
            _ => (expected, false, false),
        };
        let at = format!("{at}[]");
        let mut left: Vec<&Value> = answer.iter().collect();
        let mut unmatched: Vec<&Value> = expected.iter().collect();
        if in_any_order {
            unmatched.retain(|expected| match left.iter().position(|answer| self.is_like(expected, answer)) {
                Some(position) => {
                    self.compare(&at, expected, left.remove(position));
                    false
                }
                None => true,
            });
        }
        if left.len() < unmatched.len() {
            self.found.push(format!("{at}: {} missing", unmatched.len() - left.len()));
        }
        if left.len() > unmatched.len() && !may_have_more {
            self.found.push(format!("{at}: {} too many", left.len() - unmatched.len()));
        }
        for (expected, answer) in unmatched.into_iter().zip(left) {
            self.compare(&at, expected, answer);
        }
    }

    fn is_like(&self, expected: &Value, answer: &Value) -> bool {
        differences(expected, answer, &mut self.placeholders.clone()).is_empty()
    }
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Value, differences};
    use crate::contract::placeholders::Placeholders;

    fn compare(expected: &Value, answer: &Value) -> Vec<String> {
        differences(expected, answer, &mut Placeholders::new(&[("known", "id")]))
    }

    #[test]
    fn says_every_kind_of_difference() {
        for (expected, answer, difference) in [
            (json!({ "a": 1 }), json!({}), "answer.a: absent"),
            (json!({}), json!({ "a": 1 }), "answer.a: not recorded"),
            (json!({ "a": [{ "b": true }] }), json!({ "a": [{ "b": false }] }), "answer.a[].b: false instead of true"),
            (json!(null), json!({}), "answer: {} instead of null"),
            (json!("text"), json!("other"), "answer: \"other\" instead of \"text\""),
            (json!("{number}"), json!("1"), "answer: a string instead of {number}"),
            (json!("{object}"), json!([]), "answer: an array instead of {object}"),
            (json!("{known}"), json!("secret"), "answer: a string instead of {known}"),
            (json!("{new}"), json!(null), "answer: null instead of {new}"),
            (
                json!({ "a": "{new}", "b": "{new}" }),
                json!({ "a": "x", "b": "y" }),
                "answer.b: a string instead of {new}",
            ),
            (json!([1, 2]), json!([1]), "answer[]: 1 missing"),
            (json!([1]), json!([1, 2, 3]), "answer[]: 2 too many"),
            (json!(["{in any order}", 1, 2]), json!([2, 3]), "answer[]: 3 instead of 1"),
            (json!(["{in any order}", 1]), json!([2, 1]), "answer[]: 1 too many"),
            (json!(["{among others}", 1, 2]), json!([1]), "answer[]: 1 missing"),
        ] {
            assert_eq!(compare(&expected, &answer), [difference], "{expected} {answer}");
        }
        assert_eq!(compare(&json!([1, 2]), &json!([2, 1])).len(), 2);
    }

    #[test]
    fn finds_nothing_where_all_is_as_recorded() {
        for (expected, answer) in [
            (json!({ "a": "{any}", "b": "{string}" }), json!({ "a": null, "b": "" })),
            (json!("Your code is {{code}}."), json!("Your code is {{code}}.")),
            (json!("/users/{known}?page=1"), json!("/users/id?page=1")),
            (
                json!(["{in any order}", { "id": "{new}", "n": 1 }, { "id": "{other}", "n": 2 }]),
                json!([{ "id": "y", "n": 2 }, { "id": "x", "n": 1 }]),
            ),
            (json!(["{among others}", 1]), json!([3, 1, 2])),
        ] {
            assert!(compare(&expected, &answer).is_empty(), "{expected} {answer}");
        }
    }
}
