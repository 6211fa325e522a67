//! The file's sections and values, each with its key and line, so that every problem can name both.

use std::fmt;

use toml::de::{DeTable, DeValue};

use super::{
    ProblemKind,
    column::{self, Column, TextError},
    nearest::nearest,
    problem::{Problems, line_of},
};

/// A section of the file, or the file itself.
#[derive(Clone, Debug)]
pub(super) struct Table<'a> {
    text: &'a str,
    key: String,
    line: Option<usize>,
    entries: &'a DeTable<'a>,
}

/// A value of the file.
#[derive(Clone, Debug)]
pub(super) struct Item<'a> {
    text: &'a str,
    pub key: String,
    pub line: usize,
    value: &'a DeValue<'a>,
}

impl<'a> Table<'a> {
    /// The file itself.
    pub fn root(text: &'a str, entries: &'a DeTable<'a>) -> Self {
        Self { text, key: String::new(), line: None, entries }
    }

    /// The key of an entry here.
    pub fn key_of(&self, name: &str) -> String {
        let bare = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
        let name = if !name.is_empty() && name.bytes().all(bare) { name.to_owned() } else { format!("{name:?}") };
        if self.key.is_empty() { name } else { format!("{}.{name}", self.key) }
    }

    /// Every entry, with its name.
    pub fn items(&self) -> impl Iterator<Item = (&'a str, Item<'a>)> + use<'a, '_> {
        self.entries.iter().map(|(name, value)| {
            let line = line_of(self.text, name.span().start);
            let name: &'a str = name.get_ref();
            (name, Item { text: self.text, key: self.key_of(name), line, value: value.get_ref() })
        })
    }

    /// The entry of this name.
    pub fn item(&self, name: &str) -> Option<Item<'a>> {
        self.items().find(|(known, _)| *known == name).map(|(_, item)| item)
    }

    /// The entry of this name; where it is missing, `how` says what to write.
    pub fn needed(&self, name: &str, how: &str, problems: &mut Problems) -> Option<Item<'a>> {
        let item = self.item(name);
        if item.is_none() {
            problems.add(ProblemKind::Missing, &self.key_of(name), self.line, format!("is missing; {how}"));
        }
        item
    }

    /// Refuses every entry that is not known: a key with a typing error would else do nothing, quietly.
    pub fn refuse_unknown(&self, known: &[&str], problems: &mut Problems) {
        for (name, item) in self.items().filter(|(name, _)| !known.contains(name)) {
            let advice = match nearest(name, known) {
                Some(nearest) => format!("is not known; did you mean {}?", self.key_of(nearest)),
                None => format!("is not known; here belong: {}", known.join(", ")),
            };
            problems.add(ProblemKind::UnknownKey, &item.key, Some(item.line), advice);
        }
    }

    /// The text of this name, if there is one, as the column takes it.
    pub fn text(&self, name: &str, column: Column, problems: &mut Problems) -> Option<String> {
        self.item(name)?.parse(|text| column.text(text), problems)
    }

    /// `true` or `false`, if one is there.
    pub fn flag(&self, name: &str, problems: &mut Problems) -> Option<bool> {
        self.item(name)?.flag(problems)
    }

    /// The sections `[[name]]`.
    pub fn tables(&self, name: &str, problems: &mut Problems) -> Vec<Table<'a>> {
        let Some(item) = self.item(name) else { return Vec::new() };
        if matches!(item.value, DeValue::Table(_)) {
            let key = &item.key;
            item.wrong_kind::<()>(&format!("[[{key}]], with two brackets: there can be several"), problems);
            return Vec::new();
        }
        item.list(problems).unwrap_or_default().iter().filter_map(|item| item.table(problems)).collect()
    }
}

impl<'a> Item<'a> {
    /// A text that is not empty, of one line.
    pub fn text(&self, problems: &mut Problems) -> Option<&'a str> {
        self.checked(column::line, problems)
    }

    /// A text that is not empty. Line feeds may be in it.
    pub fn lines(&self, problems: &mut Problems) -> Option<&'a str> {
        self.checked(column::lines, problems)
    }

    fn checked(&self, check: fn(&str) -> Result<&str, TextError>, problems: &mut Problems) -> Option<&'a str> {
        let DeValue::String(text) = self.value else { return self.wrong_kind("a text in quotes", problems) };
        check(text).map_err(|error| self.refuse(&error.to_string(), problems)).ok()
    }

    /// A text that is read further.
    pub fn parse<T, E: fmt::Display>(
        &self,
        parse: impl FnOnce(&str) -> Result<T, E>,
        problems: &mut Problems,
    ) -> Option<T> {
        parse(self.text(problems)?).map_err(|error| self.refuse(&error.to_string(), problems)).ok()
    }

    /// `true` or `false`.
    pub fn flag(&self, problems: &mut Problems) -> Option<bool> {
        match self.value {
            DeValue::Boolean(flag) => Some(*flag),
            _ => self.wrong_kind("true or false, without quotes", problems),
        }
    }

    /// A whole number in a range.
    pub fn number(&self, range: std::ops::RangeInclusive<u32>, problems: &mut Problems) -> Option<u32> {
        let wanted = format!("a whole number from {} to {}, without quotes", range.start(), range.end());
        let DeValue::Integer(digits) = self.value else { return self.wrong_kind(&wanted, problems) };
        let number = u32::from_str_radix(digits.as_str(), digits.radix()).ok().filter(|number| range.contains(number));
        if number.is_none() {
            self.refuse(&format!("must be {wanted}"), problems);
        }
        number
    }

    /// The values of a list.
    pub fn list(&self, problems: &mut Problems) -> Option<Vec<Item<'a>>> {
        let DeValue::Array(values) = self.value else {
            return self.wrong_kind("a list: texts in quotes, between square brackets", problems);
        };
        let item = |(index, value): (usize, &'a toml::Spanned<DeValue<'a>>)| Item {
            text: self.text,
            key: format!("{}[{index}]", self.key),
            line: line_of(self.text, value.span().start),
            value: value.get_ref(),
        };
        Some(values.iter().enumerate().map(item).collect())
    }

    /// A section.
    pub fn table(&self, problems: &mut Problems) -> Option<Table<'a>> {
        let key = &self.key;
        match self.value {
            DeValue::Table(entries) => {
                Some(Table { text: self.text, key: key.clone(), line: Some(self.line), entries })
            }
            DeValue::Array(_) => self.wrong_kind(&format!("[{key}], with one bracket: there is one only"), problems),
            _ => self.wrong_kind(&format!("a section [{key}], or names with values: {{ name = \"value\" }}"), problems),
        }
    }

    /// Notes that the value cannot be used. The text goes on after the key.
    pub fn refuse(&self, text: &str, problems: &mut Problems) {
        problems.add(ProblemKind::Invalid, &self.key, Some(self.line), text);
    }

    /// Notes that the value may not be what is meant.
    pub fn doubt(&self, text: &str, problems: &mut Problems) {
        problems.add(ProblemKind::Doubtful, &self.key, Some(self.line), text);
    }

    fn wrong_kind<T>(&self, wanted: &str, problems: &mut Problems) -> Option<T> {
        let kind = match self.value {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) => "a whole number",
            DeValue::Float(_) => "a number with a point",
            DeValue::Boolean(true) => "true",
            DeValue::Boolean(false) => "false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a section",
        };
        problems.add(ProblemKind::WrongKind, &self.key, Some(self.line), format!("is {kind}; write {wanted}"));
        None
    }
}
