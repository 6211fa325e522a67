//! The tenant's texts, on a terminal: somebody typed them, and a terminal obeys some characters.

/// One line, without what a terminal would obey and without what nobody sees: control characters, and Unicode's format
/// characters (Cf), which hide text or turn its direction round. <https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing>
pub(super) fn printable(text: &str) -> String {
    let shown = |c: char| match c {
        '\n' => '⏎',
        c if c.is_control() || is_format(c) => '·',
        c => c,
    };
    text.chars().map(shown).collect()
}

fn is_format(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{600}'..='\u{605}'
            | '\u{61c}'
            | '\u{6dd}'
            | '\u{70f}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_obeyed_and_nothing_hidden() {
        assert_eq!(printable("a\u{1b}[2Jb\u{202e}c\u{200b}d\ne\u{7}"), "a·[2Jb·c·d⏎e·");
        assert_eq!(printable("Bäckerei \"Süß\" 🥐"), "Bäckerei \"Süß\" 🥐");
    }
}
