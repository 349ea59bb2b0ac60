//! Formats tables: statics whose values are paths, literals, calls and lists, thousands of them per service.
//!
//! They make up most of the output, and are so simple that they need no tokens and no syntax tree: what fits is on one
//! line, otherwise each element of a list has its own line, as prettyplease does.

use std::ops::Range;

/// Maximum line width, as counted by prettyplease.
const WIDTH: usize = 89;
const INDENT: usize = 4;

/// The text of a table that is on one line, below lines of documentation; `None` if it is anything else.
pub(super) fn lay_out(table: &str) -> Option<String> {
    let mut code = table;
    while let Some((line, rest)) = code.split_once('\n') {
        code = line.starts_with("///").then_some(rest)?;
    }
    let mut out = String::with_capacity(table.len() + table.len() / 4);
    out.push_str(table.strip_suffix(code)?);
    let mut text = Text {
        code,
        lists: lists(code)?,
        line: out.len(),
        out,
    };
    text.element(0..code.len(), 0, 0);
    text.out.push('\n');
    Some(text.out)
}

struct Text<'t> {
    /// The table on one line.
    code: &'t str,
    lists: Vec<List>,
    out: String,
    /// Start of the current line.
    line: usize,
}

/// A list, call or group of fields, brackets included.
struct List {
    place: Range<usize>,
    /// The elements without the brackets and spaces around them.
    elements: Range<usize>,
    /// The ends of all elements but the last.
    commas: Vec<usize>,
    /// How many lists stand before the first one that is not inside.
    next: usize,
}

impl Text<'_> {
    /// Adds an element, whose lists may be wrapped, the first of them that of this number. Returns the next one's.
    fn element(&mut self, place: Range<usize>, first: usize, indent: usize) -> usize {
        let (mut number, mut at) = (first, place.start);
        while let Some(list) = self.lists.get(number)
            && list.place.start < place.end
        {
            let (inner, next) = (list.place.clone(), list.next);
            self.push(at..inner.start);
            self.list(number, indent);
            (number, at) = (next, inner.end);
        }
        self.push(at..place.end);
        number
    }

    /// Adds a list on this line if it fits with what follows, otherwise each element on its own line.
    fn list(&mut self, number: usize, indent: usize) {
        let column = self.out.len() - self.line;
        let Some(list) = self.lists.get_mut(number) else {
            return;
        };
        let (place, elements) = (list.place.clone(), list.elements.clone());
        // Leave room for a comma, semicolon or parenthesis. What is empty has nothing to wrap.
        if place.len() <= (WIDTH - 1).saturating_sub(column) {
            return self.push(place);
        }
        let commas = std::mem::take(&mut list.commas);
        self.push(place.start..place.start + 1);
        let mut begin = elements.start;
        let mut inner = number + 1;
        for end in commas.into_iter().chain([elements.end]) {
            if begin < end {
                self.new_line(indent + INDENT);
                inner = self.element(begin..end, inner, indent + INDENT);
                self.out.push(',');
            }
            begin = end + ", ".len();
        }
        self.new_line(indent);
        self.push(place.end - 1..place.end);
    }

    fn push(&mut self, place: Range<usize>) {
        self.out.push_str(self.code.get(place).unwrap_or_default());
    }

    fn new_line(&mut self, indent: usize) {
        self.out.push('\n');
        self.line = self.out.len();
        self.out.extend(std::iter::repeat_n(' ', indent));
    }
}

/// All lists in a table, in the order of their opening brackets; `None` if brackets do not match or the end is missing.
fn lists(code: &str) -> Option<Vec<List>> {
    let bytes = code.strip_suffix(';')?.as_bytes();
    let mut lists: Vec<List> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => at = text_end(bytes, at)?,
            b'(' | b'[' | b'{' => {
                open.push(lists.len());
                let begin = at + if *byte == b'{' { "{ ".len() } else { 1 };
                lists.push(List {
                    place: at..at,
                    elements: begin..begin,
                    commas: Vec::new(),
                    next: 0,
                });
            }
            b')' | b']' | b'}' => {
                let next = lists.len();
                let list = lists.get_mut(open.pop()?)?;
                list.place.end = at + 1;
                list.elements.end = at - usize::from(*byte == b'}');
                list.next = next;
            }
            b',' => lists.get_mut(*open.last()?)?.commas.push(at),
            _ => {}
        }
        at += 1;
    }
    open.is_empty().then_some(lists)
}

/// The closing quote of the string literal that starts here.
fn text_end(bytes: &[u8], begin: usize) -> Option<usize> {
    let mut at = begin + 1;
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_look_as_prettyplease_lays_them_out() {
        let row = "rt::member(\"aLongName\", &X, &[rt::Trait::Required, rt::Trait::JsonName(\"a, \\\"b)\")])";
        for code in [
            "pub static X: rt::Schema = rt::structure_of(\"ns#X\", &[]);".to_owned(),
            "pub(crate) static X: &[i8] = &[1, -2];".to_owned(),
            format!("static X: rt::Schema = rt::structure_of(\"ns#X\", &[{row}, {row}]);"),
            format!(
                "/// One.\n///\n/// Two.\nstatic X: rt::Schema = a::b(c(&[{row}, {row}]), None, -1, Some(2));"
            ),
            format!(
                "static X: T = a(&[b(\"{0}\", &[]), E {{ c: true }}, \"{0}\"]);",
                "é".repeat(40)
            ),
        ] {
            let file = syn::parse_file(&code).expect("it is Rust");
            assert_eq!(lay_out(&code), Some(prettyplease::unparse(&file)));
        }
    }

    #[test]
    fn what_is_no_table_is_not_laid_out() {
        for code in [
            "fn",
            "a(;",
            "a);",
            "static X: u8 = \"1;",
            "// a\nstatic X: u8 = 1;",
        ] {
            assert_eq!(lay_out(code), None, "{code}");
        }
    }
}
