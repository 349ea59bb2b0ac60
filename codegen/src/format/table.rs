//! Formats tables: statics whose values are paths, literals, calls and lists, thousands of them per service.
//!
//! They make up most of the output, and are so simple that they need no syntax tree: what fits is on one line,
//! otherwise each element of a list has its own line, as prettyplease does.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use crate::emit::LINE;

/// Maximum line width, as counted by prettyplease.
const WIDTH: usize = 89;
const INDENT: usize = 4;

/// The text of tables; `None` if there is anything else.
pub(super) fn lay_out(tables: TokenStream) -> Option<String> {
    let mut text = Text::default();
    let mut item = Vec::new();
    for token in tables {
        let ends = matches!(&token, TokenTree::Punct(sign) if sign.as_char() == ';');
        item.push(token);
        if ends {
            if !text.out.is_empty() {
                text.out.push('\n');
            }
            text.table(&std::mem::take(&mut item))?;
        }
    }
    item.is_empty().then_some(text.out)
}

#[derive(Default)]
struct Text {
    out: String,
    /// Start of the current line.
    line: usize,
}

impl Text {
    fn table(&mut self, item: &[TokenTree]) -> Option<()> {
        let mut rest = item;
        while let [
            TokenTree::Punct(sign),
            TokenTree::Group(attribute),
            after @ ..,
        ] = rest
            && sign.as_char() == '#'
        {
            self.documentation(attribute)?;
            rest = after;
        }
        self.element(rest, 0);
        self.new_line(0);
        Some(())
    }

    fn documentation(&mut self, attribute: &Group) -> Option<()> {
        let tokens: Vec<TokenTree> = attribute.stream().into_iter().collect();
        let [TokenTree::Ident(name), _, TokenTree::Literal(text)] = tokens.as_slice() else {
            return None;
        };
        let text = syn::parse_str::<syn::LitStr>(&text.to_string())
            .ok()?
            .value();
        for line in text.split(LINE).filter(|_| name == "doc") {
            self.out.push_str("///");
            self.out.push_str(line);
            self.new_line(0);
        }
        (name == "doc").then_some(())
    }

    /// Adds the tokens of an element, whose lists may be wrapped.
    fn element(&mut self, tokens: &[TokenTree], indent: usize) {
        for (at, token) in tokens.iter().enumerate() {
            if is_apart(tokens, at) {
                self.out.push(' ');
            }
            match token {
                TokenTree::Group(group) => self.list(group, indent),
                token => self.out.push_str(&token.to_string()),
            }
        }
    }

    /// Adds a list on this line if it fits with what follows, otherwise each element on its own line.
    fn list(&mut self, group: &Group, indent: usize) {
        let column = self.out.len() - self.line;
        let mut flat = String::new();
        // Leave room for a comma, semicolon or parenthesis.
        if is_flat(group, &mut flat, (WIDTH - 1).saturating_sub(column)) {
            self.out.push_str(&flat);
            return;
        }
        let (open, close) = signs(group.delimiter());
        self.out.push_str(open.trim_end());
        for element in elements(group.stream()) {
            self.new_line(indent + INDENT);
            self.element(&element, indent + INDENT);
            self.out.push(',');
        }
        self.new_line(indent);
        self.out.push_str(close.trim_start());
    }

    fn new_line(&mut self, indent: usize) {
        self.out.push('\n');
        self.line = self.out.len();
        self.out.extend(std::iter::repeat_n(' ', indent));
    }
}

/// Adds a list on a single line, unless it exceeds the limit.
fn is_flat(group: &Group, flat: &mut String, limit: usize) -> bool {
    let (open, close) = signs(group.delimiter());
    let elements = elements(group.stream());
    if elements.is_empty() {
        flat.push_str(open.trim_end());
        flat.push_str(close.trim_start());
        return flat.len() <= limit;
    }
    flat.push_str(open);
    for (number, element) in elements.iter().enumerate() {
        if number > 0 {
            flat.push_str(", ");
        }
        for (at, token) in element.iter().enumerate() {
            if is_apart(element, at) {
                flat.push(' ');
            }
            match token {
                TokenTree::Group(group) if !is_flat(group, flat, limit) => return false,
                TokenTree::Group(_) => {}
                token => flat.push_str(&token.to_string()),
            }
            if flat.len() > limit {
                return false;
            }
        }
    }
    flat.push_str(close);
    flat.len() <= limit
}

/// Splits a list at its commas.
fn elements(list: TokenStream) -> Vec<Vec<TokenTree>> {
    let mut elements = vec![Vec::new()];
    for token in list {
        match (&token, elements.last_mut()) {
            (TokenTree::Punct(sign), _) if sign.as_char() == ',' => elements.push(Vec::new()),
            (_, Some(element)) => element.push(token),
            (_, None) => {}
        }
    }
    // A trailing comma adds no element.
    elements.pop_if(|last| last.is_empty());
    elements
}

fn signs(delimiter: Delimiter) -> (&'static str, &'static str) {
    match delimiter {
        Delimiter::Parenthesis => ("(", ")"),
        Delimiter::Bracket => ("[", "]"),
        Delimiter::Brace => ("{ ", " }"),
        Delimiter::None => ("", ""),
    }
}

/// Whether a token is preceded by a space.
fn is_apart(tokens: &[TokenTree], at: usize) -> bool {
    let back = |count: usize| at.checked_sub(count).and_then(|at| tokens.get(at));
    let (Some(before), Some(token)) = (back(1), tokens.get(at)) else {
        return false;
    };
    let is = |token: &TokenTree, sign: char| matches!(token, TokenTree::Punct(it) if it.as_char() == sign);
    let is_word = |token: &TokenTree| matches!(token, TokenTree::Ident(_) | TokenTree::Literal(_));
    match (before, token) {
        _ if is(before, '=') || is(token, '=') => true,
        // A single colon, as in a type or field, but not the second one of a path.
        _ if is(before, ':') => !is(token, ':') && !back(2).is_some_and(|it| is(it, ':')),
        (TokenTree::Ident(_), TokenTree::Group(group)) => group.delimiter() == Delimiter::Brace,
        (TokenTree::Group(_), token) => is_word(token),
        _ => is_word(before) && is_word(token),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_look_as_prettyplease_lays_them_out() {
        let row = "rt::member(\"aLongName\", &X, &[rt::Trait::Required, rt::Trait::JsonName(\"a, \\\"b\")]),";
        for code in [
            "pub static X: rt::Schema = rt::structure_of(\"ns#X\", &[]);".to_owned(),
            "pub(crate) static X: &[i8] = &[1, -2];".to_owned(),
            format!("static X: rt::Schema = rt::structure_of(\"ns#X\", &[{row} {row}]);"),
            format!(
                "/// One.\n///\n/// Two.\nstatic X: rt::Schema = a::b(c(&[{row} {row}]), None, -1, Some(2));"
            ),
        ] {
            let file = syn::parse_file(&code).expect("it is Rust");
            let tables = code.parse().expect("it is Rust");
            assert_eq!(lay_out(tables), Some(prettyplease::unparse(&file)));
        }
    }

    #[test]
    fn documentation_of_many_lines_is_an_attribute() {
        let tables = "#[doc = \" a\\u{1e}\\u{1e} b\"] static X: u8 = 1;".parse();
        let text = lay_out(tables.expect("it is Rust"));
        assert_eq!(
            text.as_deref(),
            Some("/// a\n///\n/// b\nstatic X: u8 = 1;\n")
        );
    }
}
