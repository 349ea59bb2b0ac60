//! Splits a line into words as a POSIX shell does, and quotes words for one.

#[cfg(feature = "prompt")]
use std::borrow::Cow;

/// A word of a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Piece {
    /// The word with quotes removed.
    pub(crate) text: String,
    /// The byte offset at which it starts.
    pub(crate) start: usize,
}

/// Splits a line at unquoted blanks. An unterminated quote extends to the end.
#[cfg(feature = "prompt")]
pub(crate) fn words(line: &str) -> Vec<Piece> {
    scan(line).0
}

/// The words before the last one, and the last one, which is empty after a blank.
pub(crate) fn split(line: &str) -> (Vec<Piece>, Piece) {
    let (mut words, end) = scan(line);
    let current = match end {
        End::Between => None,
        End::Inside(_) => words.pop(),
    };
    let current = current.unwrap_or_else(|| Piece {
        text: String::new(),
        start: line.len(),
    });
    (words, current)
}

/// The unquoted text of an incomplete word, and the quote that is open at its end.
pub(super) fn beginning(word: &str) -> (String, Option<char>) {
    let (words, end) = scan(word);
    let text = words.into_iter().next_back();
    let quote = match end {
        End::Inside(quote) => quote,
        End::Between => None,
    };
    (text.map(|piece| piece.text).unwrap_or_default(), quote)
}

/// Where a line ends.
enum End {
    /// After a blank, or on an empty line.
    Between,
    /// In a word, and possibly inside a quote.
    Inside(Option<char>),
}

fn scan(line: &str) -> (Vec<Piece>, End) {
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
                // In double quotes, a backslash escapes only these.
                Some((_, next)) if quote.is_none() || matches!(next, '"' | '\\' | '$' | '`') => {
                    piece.text.push(next);
                }
                Some((_, next)) => piece.text.extend(['\\', next]),
                None => {}
            },
            (_, c) => piece.text.push(c),
        }
    }
    let end = match word {
        None => End::Between,
        Some(_) => End::Inside(quote),
    };
    words.extend(word);
    (words, end)
}

/// Whether every shell treats the character literally anywhere in a word but at its start.
fn is_plain(c: char) -> bool {
    c.is_alphanumeric() || "-_./:=@%+,".contains(c)
}

/// Quotes a word for the shell.
#[cfg(feature = "prompt")]
pub(crate) fn quoted(word: &str) -> Cow<'_, str> {
    if !word.is_empty() && word.chars().all(|c| is_plain(c) || c == '~') {
        return Cow::Borrowed(word);
    }
    Cow::Owned(format!("'{}'", word.replace('\'', r"'\''")))
}

/// Quotes part of a word that is inserted inside this open quote.
pub(super) fn quoted_within(text: &str, quote: Option<char>) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match (quote, c) {
            (None, c) if is_plain(c) => out.push(c),
            (Some('\''), '\'') => out.push_str(r"'\''"),
            // In double quotes, a backslash does not prevent history expansion.
            (Some('"'), '!') => out.push_str("\"'!'\""),
            (Some('"'), '"' | '\\' | '$' | '`') | (None, _) => out.extend(['\\', c]),
            (Some(_), c) => out.push(c),
        }
    }
    out
}

#[cfg(all(test, feature = "prompt"))]
mod tests {
    use super::{beginning, quoted, quoted_within, words};

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

    #[test]
    fn a_word_goes_on_in_the_quote_that_is_open() {
        for before in ["", "'", "\"", "a'b'", "--x='", "--x=\"", r"a\ b"] {
            let (start, quote) = beginning(before);
            for rest in ["", "it's", "a b", "$HOME `x` \"!\" \\ *", "é~"] {
                let end = quote.map(String::from).unwrap_or_default();
                let line = format!("{before}{}{end}", quoted_within(rest, quote));
                let whole = format!("{start}{rest}");
                let expected = match whole.is_empty() && line.is_empty() {
                    true => Vec::new(),
                    false => vec![whole],
                };
                assert_eq!(texts(&line), expected, "{line}");
            }
        }
    }
}
