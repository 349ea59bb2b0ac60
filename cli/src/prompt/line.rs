//! Words of a line as a shell would split it, with the place of each.

use std::borrow::Cow;

/// A word of a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Piece {
    /// The word without its quotes.
    pub(super) text: String,
    /// The byte at which it begins.
    pub(super) start: usize,
}

/// Splits a line at blanks outside of quotes. A quote that is not closed reaches to the end.
pub(super) fn words(line: &str) -> Vec<Piece> {
    let mut words = Vec::new();
    let mut word: Option<Piece> = None;
    let mut quote = None;
    let mut chars = line.char_indices();
    while let Some((at, c)) = chars.next() {
        if quote.is_none() && c.is_whitespace() {
            words.extend(word.take());
            continue;
        }
        let piece = word.get_or_insert_with(|| Piece {
            text: String::new(),
            start: at,
        });
        match (quote, c) {
            (None, '\'' | '"') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            (None | Some('"'), '\\') => match chars.next() {
                // Between double quotes a backslash protects only a few.
                Some((_, next)) if quote.is_none() || matches!(next, '"' | '\\' | '$' | '`') => {
                    piece.text.push(next);
                }
                Some((_, next)) => piece.text.extend(['\\', next]),
                None => {}
            },
            (_, c) => piece.text.push(c),
        }
    }
    words.extend(word);
    words
}

/// A word as it has to be typed.
pub(super) fn quoted(word: &str) -> Cow<'_, str> {
    let plain = |c: char| c.is_alphanumeric() || "-_./:=@%+,~".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return Cow::Borrowed(word);
    }
    Cow::Owned(format!("'{}'", word.replace('\'', r"'\''")))
}

#[cfg(test)]
mod tests {
    use super::{quoted, words};

    fn texts(line: &str) -> Vec<String> {
        words(line).into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn words_are_a_shells() {
        assert_eq!(
            texts(r#"a 'b c'"d e" f\ g "h\"i\j" '' "#),
            ["a", "b cd e", "f g", r#"h"i\j"#, ""]
        );
        assert_eq!(texts("'open end"), ["open end"]);
        assert_eq!(texts("  "), Vec::<String>::new());
        let starts: Vec<usize> = words(" é 'x' y")
            .into_iter()
            .map(|word| word.start)
            .collect();
        assert_eq!(starts, [1, 4, 8]);
    }

    #[test]
    fn quoted_words_come_back() {
        for word in [
            "",
            "a b",
            "it's",
            "plain-word",
            r"back\slash",
            "\"",
            "$HOME",
            "é",
        ] {
            assert_eq!(texts(&quoted(word)), [word]);
        }
    }
}
