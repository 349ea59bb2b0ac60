//! Writes parts of tables: text on one line, as it stands in the file if it fits there.
//!
//! Tables are most of what is generated. As text they take a fraction of the time that tokens take.

use std::fmt::{self, Display, Write as _};

use proc_macro2::Literal;

/// Adds text.
pub(super) fn put(out: &mut String, text: fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = out.write_fmt(text);
}

/// A string literal.
pub(super) fn quoted(text: &str) -> impl Display {
    Quoted(text)
}

struct Quoted<'t>(&'t str);

impl Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Nearly all texts are such that no character of theirs needs a look at the tables of Unicode.
        let is_plain = |byte: &u8| matches!(byte, b' '..=b'~' | b'\n' | b'\t');
        match self.0.as_bytes().iter().all(is_plain) {
            true => escape(self.0, f),
            false => Literal::string(self.0).fmt(f),
        }
    }
}

/// The same literal as a token, with anything but what ends it as it is.
pub(super) fn token(text: &str) -> Literal {
    // A carriage return may not stand in a literal.
    let is_plain = text.bytes().all(|byte| byte != b'\r');
    let mut escaped = String::with_capacity(text.len() + text.len() / 16 + 2);
    // Writing to a string cannot fail.
    let _ = escape(text, &mut escaped);
    let literal = is_plain.then(|| escaped.parse::<Literal>());
    match literal {
        Some(Ok(literal)) => literal,
        _ => Literal::string(text),
    }
}

fn escape(text: &str, out: &mut impl fmt::Write) -> fmt::Result {
    out.write_char('"')?;
    for part in text.split_inclusive(['"', '\\', '\n', '\t']) {
        let mut plain = part.chars();
        let special = match plain.next_back() {
            Some('"') => "\\\"",
            Some('\\') => "\\\\",
            Some('\n') => "\\n",
            Some('\t') => "\\t",
            _ => {
                out.write_str(part)?;
                continue;
            }
        };
        out.write_str(plain.as_str())?;
        out.write_str(special)?;
    }
    out.write_char('"')
}

/// `&[…]`, with what `print` adds for each item.
pub(super) fn list<T>(
    items: impl IntoIterator<Item = T>,
    print: impl Fn(T, &mut String),
) -> String {
    let mut list = "&[".to_owned();
    for (number, item) in items.into_iter().enumerate() {
        list.push_str(if number > 0 { ", " } else { "" });
        print(item, &mut list);
    }
    list.push(']');
    list
}

/// `&[…]` of what is printed already.
pub(super) fn listed(items: impl IntoIterator<Item = impl Display>) -> String {
    list(items, |item, out| put(out, format_args!("{item}")))
}

/// `Some(…)` or `None`.
pub(super) fn option(value: Option<impl Display>) -> impl Display {
    Maybe(value)
}

struct Maybe<T>(Option<T>);

impl<T: Display> Display for Maybe<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Some(value) => write!(f, "Some({value})"),
            None => f.write_str("None"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_are_those_of_tokens() {
        for text in [
            "",
            "a",
            "a\"b\\c\n\td'",
            "é\u{1e}\u{200b}",
            "a\r\n",
            "\\",
            "\0",
            "\u{7f}",
        ] {
            assert_eq!(quoted(text).to_string(), Literal::string(text).to_string());
            let token: syn::LitStr = syn::parse_str(&token(text).to_string()).expect("a literal");
            assert_eq!(token.value(), text);
        }
    }
}
