//! Writes a scalar in the simplest style that can represent it: plain, single-quoted or double-quoted.

use super::analysis::{Analysis, is_break, is_printable};
use super::{Emitter, INDENT, Place, WIDTH};

impl Emitter {
    /// `implicit` tells whether the unquoted text resolves to the right type.
    pub(super) fn scalar(
        &mut self,
        text: &str,
        analysis: &Analysis,
        implicit: bool,
        indent: Option<usize>,
        place: Place,
    ) {
        let is_key = place == Place::Key;
        // Folded lines are indented more than the enclosing collection.
        let folding = Folding {
            allowed: !is_key,
            indent: indent.map_or(0, |indent| indent + INDENT),
        };
        if analysis.plain && implicit && !(text.is_empty() && is_key) {
            self.plain(text, folding);
        } else if analysis.single_quoted && !(is_key && analysis.multiline) {
            self.single_quoted(text, folding);
        } else {
            self.double_quoted(text, folding);
        }
        self.whitespace = false;
        self.indention = false;
    }

    fn plain(&mut self, text: &str, folding: Folding) {
        if !self.whitespace && !text.is_empty() {
            self.put(' ');
        }
        let mut spaces = false;
        let mut rest = text.chars();
        while let Some(c) = rest.next() {
            if c == ' ' && !spaces && folding.now(self.column) && !rest.as_str().starts_with(' ') {
                self.indent_line(Some(folding.indent));
            } else {
                self.put(c);
                self.indention &= c == ' ';
            }
            spaces = c == ' ';
        }
    }

    fn single_quoted(&mut self, text: &str, folding: Folding) {
        self.indicator("'", true, false);
        let (mut spaces, mut breaks) = (false, false);
        let mut rest = text.chars();
        let mut first = true;
        while let Some(c) = rest.next() {
            if c == ' ' {
                let inside = !first && !rest.as_str().is_empty() && !rest.as_str().starts_with(' ');
                if inside && !spaces && folding.now(self.column) {
                    self.indent_line(Some(folding.indent));
                } else {
                    self.put(c);
                }
                spaces = true;
            } else if is_break(c) {
                // A single line break would be folded to a blank, so write one more.
                if !breaks && c == '\n' {
                    self.put('\n');
                }
                self.put(c);
                self.column = 0;
                self.indention = true;
                breaks = true;
            } else {
                if breaks {
                    self.indent_line(Some(folding.indent));
                }
                if c == '\'' {
                    self.put('\'');
                }
                self.put(c);
                self.indention = false;
                (spaces, breaks) = (false, false);
            }
            first = false;
        }
        if breaks {
            self.indent_line(Some(folding.indent));
        }
        self.indicator("'", false, false);
    }

    fn double_quoted(&mut self, text: &str, folding: Folding) {
        self.indicator("\"", true, false);
        let mut spaces = false;
        let mut rest = text.chars();
        let mut first = true;
        while let Some(c) = rest.next() {
            if !is_printable(c) || is_break(c) || matches!(c, '"' | '\\') {
                escape(c).chars().for_each(|c| self.put(c));
                spaces = false;
            } else if c == ' ' {
                if !first && !rest.as_str().is_empty() && !spaces && folding.now(self.column) {
                    self.indent_line(Some(folding.indent));
                    if rest.as_str().starts_with(' ') {
                        self.put('\\');
                    }
                } else {
                    self.put(c);
                }
                spaces = true;
            } else {
                self.put(c);
                spaces = false;
            }
            first = false;
        }
        self.indicator("\"", false, false);
    }
}

/// Whether long text may be folded, and the indentation of its continuation lines.
#[derive(Clone, Copy)]
struct Folding {
    allowed: bool,
    indent: usize,
}

impl Folding {
    fn now(self, column: usize) -> bool {
        self.allowed && column > WIDTH
    }
}

fn escape(c: char) -> String {
    let short = match c {
        '\0' => '0',
        '\u{7}' => 'a',
        '\u{8}' => 'b',
        '\t' => 't',
        '\n' => 'n',
        '\u{b}' => 'v',
        '\u{c}' => 'f',
        '\r' => 'r',
        '\u{1b}' => 'e',
        '"' | '\\' => c,
        '\u{85}' => 'N',
        '\u{a0}' => '_',
        '\u{2028}' => 'L',
        '\u{2029}' => 'P',
        _ => {
            let point = u32::from(c);
            return match point {
                0..=0xFF => format!("\\x{point:02X}"),
                0x100..=0xFFFF => format!("\\u{point:04X}"),
                _ => format!("\\U{point:08X}"),
            };
        }
    };
    format!("\\{short}")
}
