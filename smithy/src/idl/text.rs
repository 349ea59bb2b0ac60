//! What strings and text blocks say: line ends made alike, common indentation taken off, escapes resolved.

use std::borrow::Cow;

/// What a string says, of the text between its quotes; the error is a clause about what is wrong.
pub(super) fn of_string(inside: &str) -> Result<Cow<'_, str>, String> {
    check(inside)?;
    if !inside.contains(['\\', '\r']) {
        return Ok(Cow::Borrowed(inside));
    }
    unescape(&line_ends(inside)).map(Cow::Owned)
}

/// What a text block says, of the text between its quotes.
pub(super) fn of_block(inside: &str) -> Result<Cow<'static, str>, String> {
    check(inside)?;
    unescape(&dedent(inside)?).map(Cow::Owned)
}

/// A text block without its common indentation and with its escapes as they are.
pub(crate) fn dedent(inside: &str) -> Result<String, String> {
    let text = line_ends(inside);
    let Some(text) = text.strip_prefix('\n') else {
        let problem = "the text of a text block starts on the line after its `\"\"\"`";
        return Err(problem.to_owned());
    };
    let last = text.split('\n').count() - 1;
    let padding = |(number, line): (usize, &str)| {
        let spaces = line.len() - line.trim_start_matches(' ').len();
        // Lines of spaces alone do not count, the one before the closing quotes excepted.
        (spaces < line.len() || number == last).then_some(spaces)
    };
    let common = text.split('\n').enumerate().filter_map(padding).min();
    let common = common.unwrap_or_default();
    let mut block = String::with_capacity(text.len());
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            block.push('\n');
        }
        // A line of nothing but spaces keeps its first, unless that is indentation.
        let end = line
            .trim_end_matches(' ')
            .len()
            .max(usize::from(!line.is_empty()));
        block.push_str(line.get(common..end).unwrap_or_default());
    }
    Ok(block)
}

/// The same with every line end a single line feed.
fn line_ends(text: &str) -> Cow<'_, str> {
    match text.contains('\r') {
        true => Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")),
        false => Cow::Borrowed(text),
    }
}

/// Refuses control characters that are no blanks.
fn check(text: &str) -> Result<(), String> {
    let bad = |byte: &u8| *byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r');
    match text.bytes().find(bad) {
        Some(byte) => Err(format!(
            "a string has no control characters such as U+{byte:04X}: write it as `\\u{byte:04x}`"
        )),
        None => Ok(()),
    }
}

fn unescape(text: &str) -> Result<String, String> {
    let mut said = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((plain, escape)) = rest.split_once('\\') {
        said.push_str(plain);
        let mut after = escape.chars();
        match after.next() {
            Some(same @ ('"' | '\\' | '/')) => said.push(same),
            Some('b') => said.push('\u{8}'),
            Some('f') => said.push('\u{c}'),
            Some('n') => said.push('\n'),
            Some('r') => said.push('\r'),
            Some('t') => said.push('\t'),
            // A line that ends with a backslash goes on in the next.
            Some('\n') => {}
            Some('u') => {
                let (character, length) = unicode(escape)?;
                said.push(character);
                rest = escape.get(length..).unwrap_or_default();
                continue;
            }
            Some(other) => {
                let shown = other.escape_debug();
                return Err(format!(
                    "`\\{shown}` is no escape; those are \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\uXXXX"
                ));
            }
            None => return Err("a string does not end with a single `\\`".to_owned()),
        }
        rest = after.as_str();
    }
    said.push_str(rest);
    Ok(said)
}

/// The character of an escape whose backslash is gone, one of a pair with the next if need be, and its length.
fn unicode(escape: &str) -> Result<(char, usize), String> {
    let unit = |at: usize| {
        let digits = escape.get(at..at + 4)?;
        let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        u32::from_str_radix(digits, 16).ok().filter(|_| is_hex)
    };
    let first = unit(1).ok_or("`\\u` must be followed by four hexadecimal digits")?;
    if let Some(character) = char::from_u32(first) {
        return Ok((character, 5));
    }
    let second = match escape.get(5..7) {
        Some("\\u") => unit(7).filter(|unit| (0xdc00..0xe000).contains(unit)),
        _ => None,
    };
    let pair = second
        .filter(|_| first < 0xdc00)
        .and_then(|second| char::from_u32(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00)));
    let alone = || format!("`\\u{first:04x}` is one half of a character, and stands alone");
    pair.map(|character| (character, 11)).ok_or_else(alone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_resolved() {
        let read = |text| of_string(text).map(Cow::into_owned);
        assert_eq!(
            read(r#"a\"\\\/\b\f\n\r\tz"#).as_deref(),
            Ok("a\"\\/\u{8}\u{c}\n\r\tz")
        );
        assert_eq!(read("\\u00e9\\ud83d\\ude00!").as_deref(), Ok("é😀!"));
        assert_eq!(read("a\\\r\nb\r\nc").as_deref(), Ok("ab\nc"));
        for bad in [
            "\\'",
            "\\u00e",
            "\\u+123",
            "\\ud83d",
            "\\ude00",
            "\\ud83dx",
            "\\ud83d\\u0041",
            "\u{1}",
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn blocks_lose_their_common_indentation() {
        let read = |text| of_block(text).map(Cow::into_owned);
        assert_eq!(read("\n  a\n    b  \n\n  c").as_deref(), Ok("a\n  b\n\nc"));
        assert_eq!(read("\n    a\n  ").as_deref(), Ok("  a\n"));
        assert_eq!(read("\r\n  a\\n\\\r\n  b").as_deref(), Ok("a\nb"));
        assert_eq!(read("\n").as_deref(), Ok(""));
        assert!(read("").is_err());
        assert!(read("a").is_err());
    }
}
