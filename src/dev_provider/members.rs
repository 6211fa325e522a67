//! A JSON object read member by member, as Logto's guards read one: each member has its form, and what a guard does
//! not know is ignored.

use serde_json::{Map, Value};
use url::Url;

/// What is wrong with a member, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Issue {
    pub(crate) path: Vec<String>,
    /// Of the library that Logto validates with.
    pub(crate) code: &'static str,
    /// Never the value: it can be a secret or a number.
    pub(crate) message: String,
}

#[derive(Clone)]
pub(crate) struct Members<'a> {
    path: Vec<String>,
    members: &'a Map<String, Value>,
}

impl<'a> Members<'a> {
    pub(crate) fn of(members: &'a Map<String, Value>) -> Self {
        Self { path: Vec::new(), members }
    }

    pub(crate) fn issue(&self, name: &str, message: &str) -> Issue {
        self.issue_with("custom", name, message)
    }

    fn issue_with(&self, code: &'static str, name: &str, message: &str) -> Issue {
        let path = self.path.iter().cloned().chain([name.to_owned()]).collect();
        Issue { path, code, message: message.to_owned() }
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.members.contains_key(name)
    }

    /// An absent member is `None`; null is a value like others, and of the wrong form.
    fn read<T>(
        &self,
        name: &str,
        expected: &str,
        read: impl FnOnce(&'a Value) -> Option<T>,
    ) -> Result<Option<T>, Issue> {
        match self.members.get(name) {
            None => Ok(None),
            Some(value) => read(value)
                .map(Some)
                .ok_or_else(|| self.issue_with("invalid_type", name, &format!("Expected {expected}."))),
        }
    }

    pub(crate) fn text(&self, name: &str) -> Result<Option<&'a str>, Issue> {
        self.read(name, "string", Value::as_str)
    }

    /// Outer `None`: absent. Inner `None`: null.
    pub(crate) fn nullable_text(&self, name: &str) -> Result<Option<Option<&'a str>>, Issue> {
        match self.members.get(name) {
            Some(Value::Null) => Ok(Some(None)),
            _ => Ok(self.text(name)?.map(Some)),
        }
    }

    /// A string that must not be empty, nor longer than the database's column.
    pub(crate) fn short_text(&self, name: &str, longest: usize) -> Result<Option<&'a str>, Issue> {
        let text = self.text(name)?;
        match text.map(|text| text.chars().count()) {
            Some(0) => Err(self.issue_with("too_small", name, "String must contain at least 1 character(s)")),
            Some(length) if length > longest => {
                Err(self.issue_with("too_big", name, &format!("String must contain at most {longest} character(s)")))
            }
            _ => Ok(text),
        }
    }

    /// Like [`short_text`](Self::short_text), or null.
    pub(crate) fn nullable_short_text(&self, name: &str, longest: usize) -> Result<Option<Option<&'a str>>, Issue> {
        match self.members.get(name) {
            Some(Value::Null) => Ok(Some(None)),
            _ => Ok(self.short_text(name, longest)?.map(Some)),
        }
    }

    /// An array of identifiers that has to be there, with one at least.
    pub(crate) fn identifiers(&self, name: &str) -> Result<Vec<String>, Issue> {
        let identifiers = self.required(name, self.texts(name))?;
        if identifiers.is_empty() {
            return Err(self.issue_with("too_small", name, "Array must contain at least 1 element(s)"));
        }
        Ok(identifiers)
    }

    pub(crate) fn url(&self, name: &str) -> Result<Option<&'a str>, Issue> {
        match self.text(name)? {
            Some(text) if Url::parse(text).is_err() => Err(self.issue_with("invalid_string", name, "Invalid url")),
            text => Ok(text),
        }
    }

    pub(crate) fn bool(&self, name: &str) -> Result<Option<bool>, Issue> {
        self.read(name, "boolean", Value::as_bool)
    }

    pub(crate) fn integer(&self, name: &str, least: i64, most: i64) -> Result<Option<i64>, Issue> {
        let number = self.read(name, "integer", Value::as_i64)?;
        match number {
            Some(number) if number < least => {
                Err(self.issue_with("too_small", name, &format!("Number must be greater than or equal to {least}")))
            }
            Some(number) if number > most => {
                Err(self.issue_with("too_big", name, &format!("Number must be less than or equal to {most}")))
            }
            number => Ok(number),
        }
    }

    pub(crate) fn one_of(&self, name: &str, values: &[&str]) -> Result<Option<&'a str>, Issue> {
        match self.text(name)? {
            Some(text) if !values.contains(&text) => Err(self.issue_with(
                "invalid_enum_value",
                name,
                &format!("Invalid enum value. Expected one of: {}", values.join(", ")),
            )),
            text => Ok(text),
        }
    }

    pub(crate) fn object(&self, name: &str) -> Result<Option<&'a Map<String, Value>>, Issue> {
        self.read(name, "object", Value::as_object)
    }

    /// An object whose members have their forms, too.
    pub(crate) fn members(&self, name: &str) -> Result<Option<Members<'a>>, Issue> {
        let path = self.path.iter().cloned().chain([name.to_owned()]).collect();
        Ok(self.object(name)?.map(|members| Members { path, members }))
    }

    /// An array of strings.
    pub(crate) fn texts(&self, name: &str) -> Result<Option<Vec<String>>, Issue> {
        let strings = |value: &'a Value| {
            let texts = value.as_array()?.iter().map(|text| text.as_str().map(str::to_owned));
            texts.collect::<Option<Vec<_>>>()
        };
        self.read(name, "array of strings", strings)
    }

    /// An array of objects whose members have their forms.
    pub(crate) fn list(&self, name: &str) -> Result<Option<Vec<Members<'a>>>, Issue> {
        let Some(values) = self.read(name, "array", Value::as_array)? else {
            return Ok(None);
        };
        let path = |index: usize| self.path.iter().cloned().chain([name.to_owned(), index.to_string()]).collect();
        let item = |(index, value): (usize, &'a Value)| match value {
            Value::Object(members) => Ok(Members { path: path(index), members }),
            _ => Err(Issue { path: path(index), code: "invalid_type", message: "Expected object.".to_owned() }),
        };
        values.iter().enumerate().map(item).collect::<Result<_, _>>().map(Some)
    }

    /// A member that has to be there.
    ///
    /// # Errors
    /// The [`Issue`] of what was read, or `Required`.
    pub(crate) fn required<T>(&self, name: &str, read: Result<Option<T>, Issue>) -> Result<T, Issue> {
        read?.ok_or_else(|| self.issue_with("invalid_type", name, "Required"))
    }
}
