//! Makes terminal control characters visible instead of sending them.

use std::borrow::Cow;

/// Replaces every character that a terminal interprets, or that changes the display order of others, by an escape
/// such as `\x1b`. Line ends and tabs are kept.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    escaped(text, |point| match point {
        0..=0xff => format!("\\x{point:02x}"),
        _ => format!("\\u{point:04x}"),
    })
}

/// The same for the text of a JSON document, whose value does not change.
#[must_use]
pub fn visible_json(text: &str) -> Cow<'_, str> {
    escaped(text, |point| format!("\\u{point:04x}"))
}

/// Whether a terminal would interpret the character rather than show it.
#[must_use]
pub fn is_command(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        // C0, DEL and C1, including U+009B, which starts a sequence like `ESC [`.
        '\0'..='\x1f' | '\x7f'..='\u{9f}' => true,
        // Embeddings, overrides and isolates, which change the display order of what follows.
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        _ => false,
    }
}

fn escaped(text: &str, escape: impl Fn(u32) -> String) -> Cow<'_, str> {
    if !text.contains(is_command) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match is_command(c) {
            true => shown.push_str(&escape(u32::from(c))),
            false => shown.push(c),
        }
    }
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use super::{visible, visible_json};

    #[test]
    fn commands_are_shown_and_text_is_left_alone() {
        let text = "a\tb\nä 界 \u{200f}ש";
        assert_eq!(visible(text), text);
        assert_eq!(
            visible("\x1b]0;t\x07\r\x7f\u{9b}31m\u{202e}\u{2066}"),
            r"\x1b]0;t\x07\x0d\x7f\x9b31m\u202e\u2066"
        );
        assert_eq!(
            visible_json("\"\u{9b}\u{202e}\x7f\""),
            r#""\u009b\u202e\u007f""#
        );
    }
}
