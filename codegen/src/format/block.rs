//! Formats items of one line, and items with members, which need no syntax tree where each line is of a known form.

use super::wrap::{self, INDENT, WIDTH};
use crate::emit::{Block, Member};

/// The text of an item with members; `None` if it is not Rust. `alone` formats a piece of code.
pub(super) fn lay_out(block: &Block, alone: impl Fn(&str) -> Option<String>) -> Option<String> {
    let head = &block.head;
    if block.members.is_empty() {
        return Some(format!("{}{head} {{}}\n", block.above));
    }
    // What is too long is broken before `for`.
    if head.len() + " {".len() > WIDTH && head.contains(" for ") {
        let members = block.members.iter().map(Member::code);
        let members: String = members.flat_map(|it| [it, "\n"]).collect();
        return alone(&format!("{}{head} {{\n{members}}}\n", block.above));
    }
    let mut text = format!("{}{head} {{\n", block.above);
    for member in &block.members {
        if let Member::Lines(code) = member
            && let Some(lines) = lines(code, INDENT)
        {
            text.push_str(&lines);
            continue;
        }
        // In a block of its own, whose braces are taken away.
        let whole = alone(&format!("{head} {{\n{}\n}}\n", member.code()))?;
        let (_, inside) = whole.split_once('\n')?;
        text.push_str(inside.strip_suffix("}\n")?);
    }
    text.push_str("}\n");
    Some(text)
}

/// Lines with those broken that are too long; `None` where this is not the place to tell how one looks. Lines of
/// documentation are not broken.
pub(super) fn lines(code: &str, indent: usize) -> Option<String> {
    let mut text = String::with_capacity(code.len() * 5 / 4);
    for whole in code.lines() {
        let code = whole.trim_start_matches(' ');
        let indent = indent + whole.len() - code.len();
        if code.starts_with("///") || indent + code.len() <= WIDTH {
            text.extend(std::iter::repeat_n(' ', indent));
            text.push_str(code);
        } else if code.starts_with('#') {
            return None;
        } else {
            text.push_str(&wrap::line(code, indent)?);
        }
        text.push('\n');
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format;

    fn printed(code: &str) -> String {
        prettyplease::unparse(&syn::parse_file(code).expect("it is Rust"))
    }

    /// A field and a method of this width.
    fn members(width: usize) -> [(&'static str, Member); 2] {
        let field = format!(
            "/// One.\n///\n/// Two.\npub f{}: u8,\n",
            "o".repeat(width - 14)
        );
        let method = format!(
            "pub fn f{}(mut self, value: impl Into<T>) -> Self {{\n    self.f = Some(value.into());\n    self\n}}\n",
            "o".repeat(width - 53)
        );
        [
            ("pub struct A", Member::Lines(field)),
            ("impl A", Member::Lines(method)),
        ]
    }

    #[test]
    fn members_look_as_prettyplease_lays_them_out() {
        for width in WIDTH - 1..WIDTH + 3 {
            for (head, member) in members(width) {
                let Member::Lines(code) = &member else {
                    continue;
                };
                let longest = code.lines().map(str::len).max();
                assert_eq!(longest, Some(width - INDENT));
                let expected = printed(&format!("/// A.\n#[a]\n{head} {{ {code} }}"));
                let block = Block {
                    above: "/// A.\n#[a]\n".to_owned(),
                    head: head.to_owned(),
                    members: vec![member],
                };
                assert_eq!(lay_out(&block, format::alone), Some(expected), "{width}");
            }
        }
    }

    #[test]
    fn what_is_not_laid_out_yet_is() {
        let block = |members: &[&str]| Block {
            above: String::new(),
            head: "impl A".to_owned(),
            members: members
                .iter()
                .map(|it| Member::Code((*it).to_owned()))
                .collect(),
        };
        let code = "/// New.\npub fn new(a: u8) -> Self { A { a, ..Self::default() } }";
        let expected = printed(&format!("impl A {{ {code} }}"));
        assert_eq!(lay_out(&block(&[code]), format::alone), Some(expected));
        assert_eq!(
            lay_out(&block(&[]), format::alone),
            Some("impl A {}\n".to_owned())
        );
        assert_eq!(lay_out(&block(&["fn"]), format::alone), None);
    }
}
