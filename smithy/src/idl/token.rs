//! Cuts a file of the interface language into tokens, one at a time, and keeps its comments.

use std::borrow::Cow;

use super::text;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Space,
    Newline,
    Comma,
    /// `// …`, without the line break that ends it.
    Comment,
    /// `/// …`, without the line break that ends it.
    Doc,
    At,
    Dollar,
    Dot,
    LeftBrace,
    RightBrace,
    LeftBracket,
    RightBracket,
    LeftParen,
    RightParen,
    Pound,
    Equal,
    Colon,
    /// `:=`
    Walrus,
    Identifier,
    String,
    TextBlock,
    Number,
    /// What is no token; [`Lexer::problem`] says why.
    Bad,
    /// The end of the file.
    End,
}

/// A part of the text: the bytes from `start` up to `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// A token with its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    pub(crate) span: Span,
}

/// A comment, without the line break that ends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Comment {
    pub(crate) span: Span,
    /// Whether it starts with `///`.
    pub(crate) is_doc: bool,
}

/// Reads tokens on demand. The one at hand is [`Lexer::token`].
pub(super) struct Lexer<'a> {
    pub(super) text: &'a str,
    pub(super) token: Token,
    /// What a string or text block says.
    pub(super) value: Cow<'a, str>,
    /// What is wrong with a bad token.
    pub(super) problem: String,
    /// All comments up to the token at hand.
    pub(super) comments: Vec<Comment>,
}

impl Kind {
    /// Whether it separates other tokens and means nothing.
    pub(super) fn is_blank(self) -> bool {
        matches!(
            self,
            Self::Space | Self::Newline | Self::Comma | Self::Comment
        )
    }

    /// The token as messages name it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Space => "a space",
            Self::Newline => "the end of the line",
            Self::Comma => "`,`",
            Self::Comment => "a comment",
            Self::Doc => "a documentation comment",
            Self::At => "`@`",
            Self::Dollar => "`$`",
            Self::Dot => "`.`",
            Self::LeftBrace => "`{`",
            Self::RightBrace => "`}`",
            Self::LeftBracket => "`[`",
            Self::RightBracket => "`]`",
            Self::LeftParen => "`(`",
            Self::RightParen => "`)`",
            Self::Pound => "`#`",
            Self::Equal => "`=`",
            Self::Colon => "`:`",
            Self::Walrus => "`:=`",
            Self::Identifier => "a name",
            Self::String => "a string",
            Self::TextBlock => "a text block",
            Self::Number => "a number",
            Self::Bad => "what is no token",
            Self::End => "the end of the file",
        }
    }
}

impl<'a> Lexer<'a> {
    /// Starts at the first token; a byte order mark is passed over.
    pub(super) fn new(text: &'a str) -> Self {
        let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
        let mut lexer = Self {
            text,
            token: Token {
                kind: Kind::Newline,
                span: Span { start, end: start },
            },
            value: Cow::Borrowed(""),
            problem: String::new(),
            comments: Vec::new(),
        };
        lexer.next();
        lexer
    }

    /// The text of the token at hand.
    pub(super) fn lexeme(&self) -> &'a str {
        slice(self.text, self.token.span)
    }

    /// Whether the token at hand is the first of its line.
    pub(super) fn is_at_line_start(&self) -> bool {
        let start = self.token.span.start;
        let before = self.text.as_bytes().get(..start).unwrap_or_default();
        matches!(before.last(), None | Some(b'\n' | b'\r')) || before == "\u{feff}".as_bytes()
    }

    /// Goes back to where a token started that was at hand before.
    pub(super) fn rewind(&mut self, start: usize) {
        while self
            .comments
            .last()
            .is_some_and(|comment| comment.span.start >= start)
        {
            self.comments.pop();
        }
        self.token.span = Span { start, end: start };
        self.next();
    }

    /// Moves to the next token; at the end of the file it stays there.
    pub(super) fn next(&mut self) {
        let start = self.token.span.end;
        let rest = self.text.as_bytes().get(start..).unwrap_or_default();
        let (kind, length) = match rest.first() {
            None => (Kind::End, 0),
            Some(b' ' | b'\t') => (Kind::Space, run(rest, |b| b == b' ' || b == b'\t')),
            Some(b'\n') => (Kind::Newline, 1),
            Some(b'\r') if rest.get(1) == Some(&b'\n') => (Kind::Newline, 2),
            Some(b'\r') => (Kind::Newline, 1),
            Some(b':') if rest.get(1) == Some(&b'=') => (Kind::Walrus, 2),
            Some(b'"') => self.quoted(rest, start),
            Some(b'/') => self.comment(rest),
            Some(b'-' | b'0'..=b'9') => self.number(rest),
            Some(b'a'..=b'z' | b'A'..=b'Z' | b'_') => self.identifier(rest),
            Some(other) => match punctuation(*other) {
                Some(kind) => (kind, 1),
                None => self.unexpected(start),
            },
        };
        let span = Span {
            start,
            end: start + length,
        };
        self.token = Token { kind, span };
        if matches!(kind, Kind::Comment | Kind::Doc) {
            self.comments.push(Comment {
                span,
                is_doc: kind == Kind::Doc,
            });
        }
    }

    fn bad(&mut self, problem: impl Into<String>, length: usize) -> (Kind, usize) {
        self.problem = problem.into();
        (Kind::Bad, length)
    }

    fn unexpected(&mut self, start: usize) -> (Kind, usize) {
        let found = self.text.get(start..).and_then(|rest| rest.chars().next());
        let found = found.unwrap_or(char::REPLACEMENT_CHARACTER);
        self.bad(
            format!("`{}` has no meaning here", found.escape_debug()),
            found.len_utf8(),
        )
    }

    fn comment(&mut self, rest: &[u8]) -> (Kind, usize) {
        if rest.get(1) != Some(&b'/') {
            return self.bad("a single `/` has no meaning: a comment starts with `//`", 1);
        }
        let kind = match rest.get(2) {
            Some(b'/') => Kind::Doc,
            _ => Kind::Comment,
        };
        (kind, run(rest, |b| b != b'\n' && b != b'\r'))
    }

    fn identifier(&mut self, rest: &[u8]) -> (Kind, usize) {
        let underscores = run(rest, |b| b == b'_');
        let is_led = underscores > 0;
        if is_led && !rest.get(underscores).is_some_and(u8::is_ascii_alphanumeric) {
            let problem = "a name has a letter or digit after its first underscores";
            return self.bad(problem, underscores);
        }
        (
            Kind::Identifier,
            run(rest, |b| b.is_ascii_alphanumeric() || b == b'_'),
        )
    }

    /// A number as JSON has them.
    fn number(&mut self, rest: &[u8]) -> (Kind, usize) {
        let digits =
            |from: usize| run(rest.get(from..).unwrap_or_default(), |b| b.is_ascii_digit());
        let mut end = usize::from(rest.first() == Some(&b'-'));
        let whole = digits(end);
        if whole == 0 {
            return self.bad("a `-` must be followed by a digit", end);
        }
        if whole > 1 && rest.get(end) == Some(&b'0') {
            return self.bad(
                "a number does not start with a zero and more digits",
                end + whole,
            );
        }
        end += whole;
        if rest.get(end) == Some(&b'.') {
            let fraction = digits(end + 1);
            end += 1 + fraction;
            if fraction == 0 {
                return self.bad("a number has a digit after its `.`", end);
            }
        }
        if matches!(rest.get(end), Some(b'e' | b'E')) {
            end += 1 + usize::from(matches!(rest.get(end + 1), Some(b'+' | b'-')));
            let exponent = digits(end);
            end += exponent;
            if exponent == 0 {
                return self.bad("a number has a digit in its exponent", end);
            }
        }
        (Kind::Number, end)
    }

    /// A string or text block.
    fn quoted(&mut self, rest: &[u8], start: usize) -> (Kind, usize) {
        let is_block = rest.starts_with(b"\"\"\"");
        let quotes = if is_block { 3 } else { 1 };
        let mut at = quotes;
        loop {
            let inside = rest.get(at..).unwrap_or_default();
            at += run(inside, |b| b != b'"' && b != b'\\');
            match rest.get(at) {
                None => {
                    let what = if is_block { "text block" } else { "string" };
                    return self.bad(format!("the {what} is not closed"), rest.len());
                }
                Some(b'\\') => at += 2,
                _ if !is_block || rest.get(at..at + 3) == Some(b"\"\"\"") => break,
                _ => at += 1,
            }
        }
        let inside = slice(
            self.text,
            Span {
                start: start + quotes,
                end: start + at,
            },
        );
        let read = match is_block {
            true => text::of_block(inside),
            false => text::of_string(inside),
        };
        match read {
            Ok(value) => {
                self.value = value;
                let kind = if is_block {
                    Kind::TextBlock
                } else {
                    Kind::String
                };
                (kind, at + quotes)
            }
            Err(problem) => self.bad(problem, at + quotes),
        }
    }
}

/// A part of a text; nothing where the span does not fit it.
pub(super) fn slice(text: &str, span: Span) -> &str {
    text.get(span.start..span.end).unwrap_or_default()
}

/// How many bytes from the start are of a kind.
fn run(bytes: &[u8], is_of_kind: impl Fn(u8) -> bool) -> usize {
    bytes
        .iter()
        .position(|byte| !is_of_kind(*byte))
        .unwrap_or(bytes.len())
}

fn punctuation(byte: u8) -> Option<Kind> {
    Some(match byte {
        b',' => Kind::Comma,
        b'@' => Kind::At,
        b'$' => Kind::Dollar,
        b'.' => Kind::Dot,
        b'{' => Kind::LeftBrace,
        b'}' => Kind::RightBrace,
        b'[' => Kind::LeftBracket,
        b']' => Kind::RightBracket,
        b'(' => Kind::LeftParen,
        b')' => Kind::RightParen,
        b'#' => Kind::Pound,
        b'=' => Kind::Equal,
        b':' => Kind::Colon,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(Kind, &str)> {
        let mut lexer = Lexer::new(text);
        let mut found = Vec::new();
        while lexer.token.kind != Kind::End {
            found.push((lexer.token.kind, lexer.lexeme()));
            lexer.next();
        }
        found
    }

    #[test]
    fn cuts_all_kinds_of_tokens() {
        assert_eq!(
            kinds("a_1:=-1.5e+3\r\n/// x\n//y"),
            [
                (Kind::Identifier, "a_1"),
                (Kind::Walrus, ":="),
                (Kind::Number, "-1.5e+3"),
                (Kind::Newline, "\r\n"),
                (Kind::Doc, "/// x"),
                (Kind::Newline, "\n"),
                (Kind::Comment, "//y"),
            ]
        );
        assert_eq!(
            kinds("\"a\\\"\"\"\"\"\n\"x\"\"\"\""),
            [
                (Kind::String, "\"a\\\"\""),
                (Kind::TextBlock, "\"\"\"\n\"x\"\"\""),
                (Kind::Bad, "\""),
            ]
        );
    }

    #[test]
    fn says_what_is_no_token() {
        for bad in [
            "_", "__ ", "-", "01", "1.", "1e+", "/", "é", "\"a", "\"\"\"", "\"\\", "\"\\q\"",
        ] {
            let lexer = Lexer::new(bad);
            assert_eq!(lexer.token.kind, Kind::Bad, "{bad}");
            assert!(!lexer.problem.is_empty(), "{bad}");
        }
    }
}
