//! Regular expressions of ECMA 262, written as the engine's.
//!
//! Source: ECMA 262, "RegExp (Regular Expression) Objects", with its annex B for what only the web allows, which models
//! have too. What both languages share is copied; what differs is written out: classes such as `\d` are ASCII, `.` ends at
//! four characters, and brackets have no operators.

use std::iter::Peekable;
use std::str::Chars;

const DIGIT: &str = "0-9";
const WORD: &str = "0-9A-Za-z_";
const SPACE: &str =
    r"\t-\r \x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}";
const ANY_BUT_LINE_END: &str = r"[^\n\r\x{2028}\x{2029}]";
const ANY: &str = r"[\x{0}-\x{10ffff}]";
const NONE: &str = r"[^\x{0}-\x{10ffff}]";

/// A pattern in the engine's language.
///
/// # Errors
/// It is cut off.
pub(super) fn rewrite(pattern: &str) -> Result<String, String> {
    let mut rewrite = Rewrite {
        rest: pattern.chars().peekable(),
        out: String::with_capacity(pattern.len() + 16),
    };
    while let Some(next) = rewrite.rest.next() {
        rewrite.one(next)?;
    }
    Ok(rewrite.out)
}

struct Rewrite<'a> {
    rest: Peekable<Chars<'a>>,
    out: String,
}

/// A member of a class.
enum Item {
    One(u32),
    /// A hyphen: of a range, or itself.
    Dash,
    Set(String),
}

impl Item {
    fn code(&self) -> Option<u32> {
        match self {
            Item::One(code) => Some(*code),
            Item::Dash => Some('-'.into()),
            Item::Set(_) => None,
        }
    }
}

impl Rewrite<'_> {
    fn one(&mut self, next: char) -> Result<(), String> {
        match next {
            '.' => self.out.push_str(ANY_BUT_LINE_END),
            '[' => {
                let class = self.class()?;
                self.out.push_str(&class);
            }
            '\\' => self.escape()?,
            '{' => self.braces(),
            ']' | '}' => {
                self.out.push('\\');
                self.out.push(next);
            }
            other => self.out.push(other),
        }
        Ok(())
    }

    /// A repetition, or braces that mean themselves.
    fn braces(&mut self) {
        let ahead: String = self.rest.clone().take_while(|c| *c != '}').collect();
        let is_number = |text: &str| text.parse::<usize>().is_ok();
        let is_count = match ahead.split_once(',') {
            None => is_number(&ahead),
            Some((min, max)) => is_number(min) && (max.is_empty() || is_number(max)),
        };
        let closed = self.rest.clone().any(|c| c == '}');
        if is_count && closed {
            let length = ahead.chars().count() + 1;
            self.out.push('{');
            self.out.extend(self.rest.by_ref().take(length));
        } else {
            self.out.push_str("\\{");
        }
    }

    /// An escape outside of a class.
    fn escape(&mut self) -> Result<(), String> {
        let Some(next) = self.rest.next() else {
            return Err("it ends in a backslash".to_owned());
        };
        match next {
            // Assertions, references to groups, and properties; anchors of other languages mean the same.
            'b' => self.out.push_str(r"(?-u:\b)"),
            'B' | 'A' | 'z' | '1'..='9' => {
                self.out.push('\\');
                self.out.push(next);
            }
            'Z' => self.out.push_str(r"\z"),
            'k' if self.rest.peek() == Some(&'<') => self.out.push_str("\\k"),
            _ => match self.escaped(next)? {
                Item::Dash => self.out.push('-'),
                Item::One(code) => push_code(&mut self.out, code, NONE),
                Item::Set(set) => {
                    self.out.push('[');
                    self.out.push_str(&set);
                    self.out.push(']');
                }
            },
        }
        Ok(())
    }

    /// What an escape stands for, inside and outside of a class.
    fn escaped(&mut self, next: char) -> Result<Item, String> {
        let set = |text: &str| Ok(Item::Set(text.to_owned()));
        let one = |character: char| Ok(Item::One(character.into()));
        match next {
            'd' => set(DIGIT),
            'D' => Ok(Item::Set(format!("[^{DIGIT}]"))),
            'w' => set(WORD),
            'W' => Ok(Item::Set(format!("[^{WORD}]"))),
            's' => set(SPACE),
            'S' => Ok(Item::Set(format!("[^{SPACE}]"))),
            'p' | 'P' if self.rest.peek() == Some(&'{') => {
                let name: String = self.rest.by_ref().take_while(|c| *c != '}').collect();
                Ok(Item::Set(format!("\\{next}{name}}}")))
            }
            't' => one('\t'),
            'n' => one('\n'),
            'v' => one('\u{b}'),
            'f' => one('\u{c}'),
            'r' => one('\r'),
            '0' => one('\0'),
            'c' if self.rest.peek().is_some_and(char::is_ascii_alphabetic) => {
                let letter = self.rest.next().unwrap_or_default();
                Ok(Item::One(u32::from(letter) % 32))
            }
            'x' => Ok(Item::One(self.digits(2).unwrap_or('x'.into()))),
            'u' => Ok(Item::One(self.code().unwrap_or('u'.into()))),
            other => one(other),
        }
    }

    /// The number in the next digits, if there are so many.
    fn digits(&mut self, count: usize) -> Option<u32> {
        let text: String = self.rest.clone().take(count).collect();
        let is_hex = text.len() == count && text.bytes().all(|b| b.is_ascii_hexdigit());
        let code = u32::from_str_radix(&text, 16).ok().filter(|_| is_hex)?;
        self.rest.by_ref().take(count).for_each(drop);
        Some(code)
    }

    /// A code after `\u`; two halves of a character are one.
    fn code(&mut self) -> Option<u32> {
        if self.rest.peek() == Some(&'{') {
            let text: String = self
                .rest
                .clone()
                .skip(1)
                .take_while(|c| *c != '}')
                .collect();
            let code = u32::from_str_radix(&text, 16).ok()?;
            self.rest
                .by_ref()
                .take(text.chars().count() + 2)
                .for_each(drop);
            return Some(code);
        }
        let first = self.digits(4)?;
        if !(0xd800..0xdc00).contains(&first) {
            return Some(first);
        }
        let before = self.rest.clone();
        if self.rest.next() == Some('\\')
            && self.rest.next() == Some('u')
            && let Some(second) = self.digits(4)
            && (0xdc00..0xe000).contains(&second)
        {
            return Some(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00));
        }
        self.rest = before;
        Some(first)
    }

    /// A class, past its bracket.
    fn class(&mut self) -> Result<String, String> {
        let negated = self.rest.next_if_eq(&'^').is_some();
        let mut items = Vec::new();
        loop {
            let Some(next) = self.rest.next() else {
                return Err("a class does not end".to_owned());
            };
            let item = match next {
                ']' => break,
                '\\' => match self.rest.next() {
                    Some('b') => Item::One(8),
                    Some(next) => self.escaped(next)?,
                    None => return Err("it ends in a backslash".to_owned()),
                },
                '-' => Item::Dash,
                other => Item::One(other.into()),
            };
            items.push(item);
        }
        let mut text = String::new();
        let mut rest = items.as_slice();
        loop {
            rest = match rest {
                [from, Item::Dash, to, after @ ..] if from.code().and(to.code()).is_some() => {
                    let code = |item: &Item| item.code().unwrap_or_default();
                    push_range(&mut text, code(from), code(to))?;
                    after
                }
                [Item::Set(set), after @ ..] => {
                    text.push_str(set);
                    after
                }
                [one, after @ ..] => {
                    push_code(&mut text, one.code().unwrap_or_default(), "");
                    after
                }
                [] => break,
            };
        }
        Ok(match (negated, text.is_empty()) {
            (false, false) => format!("[{text}]"),
            (true, false) => format!("[^{text}]"),
            (false, true) => NONE.to_owned(),
            (true, true) => ANY.to_owned(),
        })
    }
}

/// A character; half of one, which no text has, is written as this.
fn push_code(out: &mut String, code: u32, half: &str) {
    match char::from_u32(code) {
        Some(character) if character.is_alphanumeric() => out.push(character),
        Some(_) => out.push_str(&format!("\\x{{{code:x}}}")),
        None => out.push_str(half),
    }
}

/// A range of characters, without halves.
fn push_range(out: &mut String, from: u32, to: u32) -> Result<(), String> {
    if from > to {
        return Err("a range ends before it starts".to_owned());
    }
    let halves = 0xd800..0xe000;
    let from = if halves.contains(&from) { 0xe000 } else { from };
    let to = if halves.contains(&to) { 0xd7ff } else { to };
    if from <= to {
        push_code(out, from, "");
        out.push('-');
        push_code(out, to, "");
    }
    Ok(())
}
