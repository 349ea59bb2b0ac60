//! Python's `int()` and `float()` on text.

use crate::value::Int;

/// `int(text)`: surrounding blanks and single underscores between digits are allowed.
pub(crate) fn int(text: &str) -> Option<Int> {
    Int::parse(text)
}

pub(crate) fn float(text: &str) -> Option<f64> {
    let text = text.trim_matches(char::is_whitespace);
    let digits = text.trim_start_matches(['+', '-']);
    if text.len() - digits.len() > 1 {
        return None;
    }
    let bytes = text.as_bytes();
    let mut plain = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        if c != '_' {
            plain.push(c);
            continue;
        }
        let before = at
            .checked_sub(1)
            .and_then(|i| bytes.get(i))
            .is_some_and(u8::is_ascii_digit);
        let after = bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
        if !before || !after {
            return None;
        }
    }
    // Rust accepts the same words (inf, infinity, nan in any case) and the same number syntax.
    plain.parse().ok()
}

/// The message of a failed `int()`.
pub(crate) fn int_error(shown: &str) -> String {
    format!("invalid literal for int() with base 10: {shown}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_are_pythons() {
        for (text, value) in [
            (" 1.5 ", 1.5),
            ("1_0", 10.0),
            (".5", 0.5),
            ("5.", 5.0),
            ("-1e3", -1000.0),
            ("+1", 1.0),
        ] {
            assert_eq!(float(text), Some(value), "{text}");
        }
        assert_eq!(float("-Infinity"), Some(f64::NEG_INFINITY));
        for text in ["", "1__0", "_1", "1_", "0x1", "1e", "--1", "+-1", "1 2"] {
            assert_eq!(float(text), None, "{text}");
        }
    }
}
