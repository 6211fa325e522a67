//! The lines of a `.env` file, as dotenvy divides them: a value in quotes may go on over several.

/// A line, or several where a quoted value has line breaks, with the line break at its end.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line<'a> {
    /// Counted from 1; of the first of several.
    pub number: usize,
    pub text: &'a str,
}

/// Where dotenvy stands while it looks for a line's end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Bare,
    /// After a blank: a comment may begin. After a second one it may not, a third time it may: so does dotenvy.
    Blank,
    Quoted(char),
}

/// Divides a text into its lines. Together they are the text again.
pub(super) fn divide(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let (mut start, mut end, mut number, mut ended) = (0, 0, 1, 0);
    let mut place = Place::Bare;
    for physical in text.split_inclusive('\n') {
        let comment = text.get(start..).is_some_and(|rest| rest.trim_start_matches(blank).starts_with('#'));
        place = if comment { Place::Bare } else { place_at_end(place, physical) };
        end += physical.len();
        ended += 1;
        if !matches!(place, Place::Quoted(_)) {
            lines.extend(text.get(start..end).map(|text| Line { number, text }));
            (start, number, place) = (end, ended + 1, Place::Bare);
        }
    }
    lines.extend(text.get(start..).filter(|rest| !rest.is_empty()).map(|text| Line { number, text }));
    lines
}

fn place_at_end(mut place: Place, physical: &str) -> Place {
    let mut letters = physical.chars();
    while let Some(letter) = letters.next() {
        place = match (place, letter) {
            (Place::Blank, '#') => return Place::Bare,
            // dotenvy takes a backslash for an escape in single quotes, too, when it looks for the line's end.
            (Place::Quoted(_), '\\') => {
                letters.next();
                place
            }
            (Place::Quoted(quote), _) if letter == quote => Place::Bare,
            (Place::Quoted(_), _) => place,
            (_, '\\') => {
                letters.next();
                Place::Bare
            }
            (_, '"' | '\'') => Place::Quoted(letter),
            (Place::Bare, _) if blank(letter) => Place::Blank,
            _ => Place::Bare,
        };
    }
    place
}

fn blank(letter: char) -> bool {
    letter.is_whitespace() && letter != '\n' && letter != '\r'
}

/// The parts of an assignment.
#[derive(Debug, PartialEq, Eq)]
struct Assignment<'a> {
    /// Blanks, and `export `.
    before: &'a str,
    name: &'a str,
    /// Blanks and a comment.
    after: &'a str,
    line_end: &'a str,
}

impl Line<'_> {
    /// The line with another value, if it assigns to this name.
    pub fn with_value(&self, name: &str, quoted: &str) -> Option<String> {
        let Assignment { before, after, line_end, .. } = self.assignment().filter(|parts| parts.name == name)?;
        // No blanks around the equals sign: a shell takes none. One blank before a comment: then everybody sees it.
        let comment = after.trim_start();
        let gap = if comment.is_empty() { "" } else { " " };
        Some(format!("{before}{name}={quoted}{gap}{comment}{line_end}"))
    }

    fn assignment(&self) -> Option<Assignment<'_>> {
        let content = self.text.strip_suffix('\n').unwrap_or(self.text);
        let content = content.strip_suffix('\r').unwrap_or(content);
        let line_end = self.text.get(content.len()..)?;
        let (mut name, mut rest) = take_name(content.trim_start())?;
        if name == "export" && !rest.trim_start().starts_with('=') {
            (name, rest) = take_name(rest.trim_start())?;
        }
        let before = content.get(..content.len() - rest.len() - name.len())?;
        let value = rest.trim_start().strip_prefix('=')?.trim_start();
        let after = value.get(value_length(value)..)?;
        // What follows is a comment, or it was part of a value that a shell or dotenvy makes something of.
        let after = if after.trim_start().starts_with('#') { after } else { "" };
        Some(Assignment { before, name, after, line_end })
    }
}

fn take_name(text: &str) -> Option<(&str, &str)> {
    let of_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '.';
    let (name, rest) = text.split_at_checked(text.find(|letter| !of_name(letter))?)?;
    name.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '_').then_some((name, rest))
}

/// How long the value is that the text begins with, quotes and escapes included.
fn value_length(text: &str) -> usize {
    if text.starts_with('#') {
        return 0;
    }
    let mut quote = None;
    let mut letters = text.char_indices();
    while let Some((at, letter)) = letters.next() {
        match (quote, letter) {
            (None | Some('"'), '\\') => _ = letters.next(),
            (Some(open), _) => quote = quote.filter(|_| letter != open),
            (None, '"' | '\'') => quote = Some(letter),
            (None, ' ' | '\t') => return at,
            (None, _) => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_with_open_quotes_go_on() {
        let text = "# it's\nA=1\nB='x\nC=2\ny' # z\r\nD=\"a\\\"\nE=3\" \nF=4  # no comment: it's\nG=5' ";
        let lines: Vec<_> = divide(text).into_iter().map(|line| (line.number, line.text)).collect();
        assert_eq!(
            lines,
            [
                (1, "# it's\n"),
                (2, "A=1\n"),
                (3, "B='x\nC=2\ny' # z\r\n"),
                (6, "D=\"a\\\"\nE=3\" \n"),
                (8, "F=4  # no comment: it's\nG=5' "),
            ]
        );
    }

    #[test]
    fn a_value_is_changed_in_its_place() {
        for (line, expected) in [
            ("A=1", Some("A=new")),
            ("A=\n", Some("A=new\n")),
            ("A=\r\n", Some("A=new\r\n")),
            ("  export  A = 'x y'\t# note\n", Some("  export  A=new # note\n")),
            ("A=# note\n", Some("A=new # note\n")),
            ("A=a#b\n", Some("A=new\n")),
            ("A='a #b'\\''c' # d\n", Some("A=new # d\n")),
            ("A=\"a\\\" #b\" # d\n", Some("A=new # d\n")),
            ("A=${X Y}\n", Some("A=new\n")),
            ("A='a\nb'\n", Some("A=new\n")),
            ("export=1", None),
            ("AB=1", None),
            ("#A=1", None),
            ("A", None),
            ("A B=1", None),
            ("", None),
        ] {
            assert_eq!(Line { number: 1, text: line }.with_value("A", "new").as_deref(), expected, "{line}");
        }
        assert_eq!(Line { number: 1, text: "export = 1" }.with_value("export", "x").as_deref(), Some("export=x"));
    }
}
