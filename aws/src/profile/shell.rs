//! Splits text into words like a POSIX shell, to the extent of Python's `shlex.split`.

use std::fmt;

/// Why text cannot be split into words. Messages are Python's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unclosed {
    /// A quote is not closed.
    Quotation,
    /// A backslash ends the text.
    Escape,
}

impl fmt::Display for Unclosed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Unclosed::Quotation => "No closing quotation",
            Unclosed::Escape => "No escaped character",
        })
    }
}

impl std::error::Error for Unclosed {}

/// Splits text into words.
///
/// # Errors
/// [`Unclosed`]: a quote or an escape is not closed.
pub fn split(text: &str) -> Result<Vec<String>, Unclosed> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            ' ' | '\t' | '\r' | '\n' => words.extend(word.take()),
            '\'' => quoted(&mut chars, word.get_or_insert_default())?,
            '"' => double_quoted(&mut chars, word.get_or_insert_default())?,
            '\\' => word
                .get_or_insert_default()
                .push(chars.next().ok_or(Unclosed::Escape)?),
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    Ok(words)
}

fn quoted(chars: &mut std::str::Chars<'_>, word: &mut String) -> Result<(), Unclosed> {
    loop {
        match chars.next().ok_or(Unclosed::Quotation)? {
            '\'' => return Ok(()),
            c => word.push(c),
        }
    }
}

fn double_quoted(chars: &mut std::str::Chars<'_>, word: &mut String) -> Result<(), Unclosed> {
    loop {
        match chars.next().ok_or(Unclosed::Quotation)? {
            '"' => return Ok(()),
            '\\' => match chars.next().ok_or(Unclosed::Escape)? {
                c @ ('"' | '\\') => word.push(c),
                c => word.extend(['\\', c]),
            },
            c => word.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_keep_blanks() {
        assert_eq!(
            split(r#"profile "a b"'c'\ d"#).unwrap(),
            ["profile", "a bc d"]
        );
        assert_eq!(split(r#"a "" "\"\x""#).unwrap(), ["a", "", r#""\x"#]);
        assert_eq!(split("a 'b"), Err(Unclosed::Quotation));
        assert_eq!(split("a \"b"), Err(Unclosed::Quotation));
        assert_eq!(split("a\\"), Err(Unclosed::Escape));
        assert_eq!(split("\"a\\"), Err(Unclosed::Escape));
    }
}
