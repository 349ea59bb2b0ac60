//! Breaks lines that are too long, without tokens and a syntax tree.
//!
//! Nearly all code is lines of a few forms: tables, calls of macros and of functions, signatures. What fits is on one
//! line; otherwise each element of a list has its own line, each link of a chain of methods, or a macro's words fill
//! lines, as prettyplease does it.

use std::ops::Range;

/// Maximum line width, as counted by prettyplease.
pub(super) const WIDTH: usize = 89;
/// What is within brackets is indented by that much more.
pub(super) const INDENT: usize = 4;

/// The text of a table that is on one line, below lines of documentation; `None` if it is anything else.
pub(super) fn table(table: &str) -> Option<String> {
    let mut code = table;
    while let Some((line, rest)) = code.split_once('\n') {
        code = line.starts_with("///").then_some(rest)?;
    }
    let mut out = String::with_capacity(table.len() + table.len() / 4);
    out.push_str(table.strip_suffix(code)?);
    let mut text = Text::new(code, ";", Form::Table, out)?;
    text.plain(0..text.code.len(), 0, 0, 0);
    text.out.push_str(";\n");
    Some(text.out)
}

/// A line of code that is indented by so much, in lines that are not too long; `None` where this is not the place to
/// tell how it looks.
pub(super) fn line(code: &str, indent: usize) -> Option<String> {
    let mut out = " ".repeat(indent);
    if indent + code.len() <= WIDTH {
        out.push_str(code);
        return Some(out);
    }
    let words = code.strip_suffix(");").and_then(|it| it.split_once("!("));
    if let Some((name, words)) = words.filter(|(name, _)| !name.contains(['(', '"'])) {
        out.extend([name, "!("]);
        fill(words, indent + INDENT, &mut out);
        new_line(indent, &mut out);
        out.push_str(");");
        return Some(out);
    }
    let mut ends = [";", " {"].into_iter();
    let end = ends.find(|end| code.ends_with(end)).unwrap_or_default();
    let mut text = Text::new(code, end, Form::Code, out)?;
    let (begin, first) = text.value(end)?;
    text.push(0..begin);
    text.element(begin..text.code.len(), first, indent, end.len());
    text.out.push_str(end);
    // Where a line is still too long, types or fields of values break.
    let fits = |line: &str| line.strip_suffix(',').unwrap_or(line).len() <= WIDTH;
    (!text.is_strange && text.out.lines().all(fits)).then_some(text.out)
}

/// Fills lines with a macro's words.
fn fill(words: &str, indent: usize, out: &mut String) {
    let bytes = words.as_bytes();
    let (mut begin, mut at, mut column) = (0, 0, WIDTH);
    while begin < words.len() {
        match bytes.get(at) {
            Some(b'"') => at = text_end(bytes, at).unwrap_or(words.len()),
            Some(b' ') | None => {
                let word = words.get(begin..at).unwrap_or_default();
                if column + 1 + word.len() > WIDTH {
                    new_line(indent, out);
                    column = indent;
                } else {
                    out.push(' ');
                    column += 1;
                }
                out.push_str(word);
                column += word.len();
                begin = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
}

fn new_line(indent: usize, out: &mut String) {
    out.push('\n');
    out.extend(std::iter::repeat_n(' ', indent));
}

/// What lines look like.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Links of a chain follow each other on a line, and there is always room for one more character.
    Table,
    /// A chain that is too long has a line for each link.
    Code,
}

struct Text<'t> {
    /// What is on one line, without its end.
    code: &'t str,
    form: Form,
    lists: Vec<List>,
    out: String,
    /// Start of the current line.
    line: usize,
    /// Whether something is in it whose looks are not known here.
    is_strange: bool,
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
    /// Whether it is within angle brackets, which break before it does.
    is_in_type: bool,
}

impl<'t> Text<'t> {
    /// `None` if the code does not end with this, or brackets do not match.
    fn new(code: &'t str, end: &str, form: Form, out: String) -> Option<Self> {
        let code = code.strip_suffix(end)?;
        Some(Text {
            code,
            form,
            lists: lists(code)?,
            line: out.rfind('\n').map_or(0, |at| at + 1),
            out,
            is_strange: false,
        })
    }

    /// Where the value of an assignment or an item begins, and the number of its first list.
    fn value(&self, end: &str) -> Option<(usize, usize)> {
        let equals = self.code.find(" = ").filter(|_| end != " {");
        // The brackets of a visibility do not break.
        let visibility = match self.code.strip_prefix("pub(") {
            Some(rest) => self.code.len() - rest.split_once(") ")?.1.len(),
            None => 0,
        };
        let begin = equals.map_or(visibility, |at| at + " = ".len());
        let first = self.lists.iter().position(|it| it.place.end > begin);
        let first = first.unwrap_or(self.lists.len());
        let list = self.lists.get(first);
        list.is_none_or(|it| it.place.start >= begin)
            .then_some((begin, first))
    }

    fn column(&self) -> usize {
        self.out.len() - self.line
    }

    /// Adds an element, whose lists may be wrapped, the first of them that of this number, and which `room` follows
    /// before the line may break. Returns the number of the list that is next.
    fn element(&mut self, place: Range<usize>, first: usize, indent: usize, room: usize) -> usize {
        if self.form == Form::Table || self.column() + place.len() + room <= WIDTH {
            return self.plain(place, first, indent, room);
        }
        let mut links = self.links(&place, first).into_iter().peekable();
        let Some(head) = links.peek() else {
            return self.plain(place, first, indent, room);
        };
        let mut number = self.plain(place.start..*head, first, indent + INDENT, 0);
        while let Some(begin) = links.next() {
            let end = links.peek().copied();
            let room = end.map_or(room, |_| 0);
            self.new_line(indent + INDENT);
            let link = begin..end.unwrap_or(place.end);
            number = self.plain(link, number, indent + INDENT, room);
        }
        number
    }

    /// Where the links of a chain begin: calls of methods, of a name or of what a function returns.
    fn links(&mut self, place: &Range<usize>, first: usize) -> Vec<usize> {
        let (mut links, mut number, mut at) = (Vec::new(), first, place.start);
        while let Some(list) = self.lists.get(number)
            && list.place.start < place.end
        {
            let name = self.code.get(at..list.place.start).unwrap_or_default();
            let dot = name.find('.');
            self.is_strange |= match dot {
                Some(dot) => name.rfind('.') != Some(dot) || (dot > 0 && at > place.start),
                None => at > place.start,
            };
            links.extend(dot.map(|dot| at + dot));
            (number, at) = (list.next, list.place.end);
        }
        let rest = self.code.get(at..place.end).unwrap_or_default();
        self.is_strange |= rest.contains('.');
        links
    }

    /// Adds an element that is no chain.
    fn plain(&mut self, place: Range<usize>, first: usize, indent: usize, room: usize) -> usize {
        let (mut number, mut at) = (first, place.start);
        while let Some(list) = self.lists.get(number)
            && list.place.start < place.end
        {
            let (inner, next) = (list.place.clone(), list.next);
            self.push(at..inner.start);
            let room = match self.form {
                Form::Table => 1,
                Form::Code => place.end - inner.end + room,
            };
            self.list(number, indent, room);
            (number, at) = (next, inner.end);
        }
        self.push(at..place.end);
        number
    }

    /// Adds a list on this line if it fits with what follows, otherwise each element on its own line.
    fn list(&mut self, number: usize, indent: usize, room: usize) {
        let column = self.column();
        let Some(list) = self.lists.get_mut(number) else {
            return;
        };
        let (place, elements) = (list.place.clone(), list.elements.clone());
        if column + place.len() + room <= WIDTH {
            return self.push(place);
        }
        let commas = std::mem::take(&mut list.commas);
        let is_in_type = list.is_in_type;
        self.is_strange |=
            self.form == Form::Code && (is_in_type || self.is_of_another_form(&elements));
        self.push(place.start..place.start + 1);
        let mut begin = elements.start;
        let mut inner = number + 1;
        for end in commas.into_iter().chain([elements.end]) {
            if begin < end {
                self.new_line(indent + INDENT);
                let room = usize::from(end < elements.end);
                inner = self.element(begin..end, inner, indent + INDENT, room);
                self.out.push(',');
            }
            begin = end + ", ".len();
        }
        self.new_line(indent);
        self.push(place.end - 1..place.end);
    }

    /// Whether elements do not have a line each where they are wrapped: numbers do not, and a structure is wrapped where
    /// it would still fit.
    fn is_of_another_form(&self, elements: &Range<usize>) -> bool {
        let code = self.code.get(elements.clone()).unwrap_or_default();
        let starts_strangely = |c: char| matches!(c, '0'..='9' | '\'' | '{' | '[' | '(');
        code.starts_with(starts_strangely) || code.contains('{') || code.is_empty()
    }

    fn push(&mut self, place: Range<usize>) {
        self.out.push_str(self.code.get(place).unwrap_or_default());
    }

    fn new_line(&mut self, indent: usize) {
        self.line = self.out.len() + 1;
        new_line(indent, &mut self.out);
    }
}

/// All lists on a line, in the order of their opening brackets; `None` if brackets do not match.
fn lists(code: &str) -> Option<Vec<List>> {
    let bytes = code.as_bytes();
    let mut lists: Vec<List> = Vec::new();
    // Lists that are open, and how many angle brackets are in each. Commas between those divide no list.
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => at = text_end(bytes, at)?,
            b'(' | b'[' | b'{' => {
                let is_in_type = open.last().is_some_and(|it| it.1 > 0);
                open.push((lists.len(), 0));
                let begin = at + if *byte == b'{' { "{ ".len() } else { 1 };
                lists.push(List {
                    place: at..at,
                    elements: begin..begin,
                    commas: Vec::new(),
                    next: 0,
                    is_in_type,
                });
            }
            b')' | b']' | b'}' => {
                let next = lists.len();
                let list = lists.get_mut(open.pop()?.0)?;
                list.place.end = at + 1;
                list.elements.end = at - usize::from(*byte == b'}');
                list.next = next;
            }
            b'<' => open.last_mut().into_iter().for_each(|it| it.1 += 1),
            b'>' if !code.get(..at).is_some_and(|it| it.ends_with('-')) => {
                let last = open.last_mut().into_iter();
                last.for_each(|it| it.1 = it.1.saturating_sub(1));
            }
            b',' => match open.last() {
                Some((list, 0)) => lists.get_mut(*list)?.commas.push(at),
                Some(_) => {}
                None => return None,
            },
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

    fn printed(code: &str) -> String {
        prettyplease::unparse(&syn::parse_file(code).expect("it is Rust"))
    }

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
            assert_eq!(table(&code), Some(printed(&code)));
        }
    }

    /// Items with names of this length.
    fn items(length: usize) -> [String; 7] {
        let name = "n".repeat(length);
        [
            format!(
                "rt::structure!({name}, super::SCHEMA, 0 {name}, 1 \"a b, {name}\" b, 2 r#type; noting 0, 1);"
            ),
            format!(
                "pub(crate) static SPEC: rt::OperationSpec = rt::OperationSpec::new(\"{name}\", &a::B, &C).with_http(&rt::Http::new(\"GET\", \
                 &[rt::text(\"{name}\"), rt::label(0)], 200).with_query(&[(\"{name}\", None)]).with_route(&[])).with_errors(&[&types::{name}::SCHEMA, \
                 &types::SCHEMA]).with_auth(&[rt::Auth::SigV4]);"
            ),
            format!("pub struct {name}(client::Call<{name}>);"),
            format!("pub(crate) struct {name}(client::Call<{name}>);"),
            format!("pub(crate) mod {name};"),
            format!("pub(crate) use super::{name}::{name};"),
            format!(
                "static {name}: &'static client::Paginated = &client::Paginated::new(0, &[\"{name}\"], None);"
            ),
        ]
    }

    #[test]
    fn items_look_as_prettyplease_lays_them_out() {
        for code in (1..120).flat_map(items) {
            if let Some(text) = line(&code, 0) {
                assert_eq!(text + "\n", printed(&code));
            }
        }
        let known = (1..60).flat_map(|length| items(length).into_iter().take(2));
        for code in known {
            assert!(line(&code, 0).is_some(), "{code}");
        }
    }

    /// A method with names of this length: its signature, and its body.
    fn methods(length: usize) -> [[String; 2]; 6] {
        let name = "n".repeat(length);
        let setter = format!(
            "pub fn {name}(mut self, value: impl IntoIterator<Item = (impl Into<K>, V)>) -> Self {{"
        );
        [
            [
                format!("pub fn {name}(&self) -> operations::{name}::Call {{"),
                format!("operations::{name}::Call::new(self.0.clone())"),
            ],
            [
                setter.clone(),
                format!("self.0.input.{name} = Some(value.into_iter().map(Into::into).collect());"),
            ],
            [
                setter.clone(),
                format!(
                    "self.{name} = value.into_iter().map(|(key, value)| (key.into(), value)).collect();"
                ),
            ],
            [
                setter,
                format!("self.0.give(3).{name} = Some(Box::new(value.into()));"),
            ],
            [
                format!(
                    "pub fn a(mut self, value: impl IntoIterator<Item = (impl Into<String>, {name})>) -> Self {{"
                ),
                format!("self.0.{name}"),
            ],
            [
                format!(
                    "pub fn a(mut self, value: std::collections::BTreeMap<{name}, {name}>) -> Self {{"
                ),
                format!("self.{name} = Some(value);"),
            ],
        ]
    }

    #[test]
    fn methods_look_as_prettyplease_lays_them_out() {
        let mut known = 0;
        for [signature, body] in (1..100).flat_map(methods) {
            let code = format!("impl A {{ {signature} {body} }} }}");
            let (Some(signature), Some(body)) = (line(&signature, 4), line(&body, 8)) else {
                continue;
            };
            known += 1;
            let text = format!("impl A {{\n{signature}\n{body}\n    }}\n}}\n");
            assert_eq!(text, printed(&code));
        }
        assert!(known > 200, "{known}");
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
            assert_eq!(table(code), None, "{code}");
        }
    }
}
