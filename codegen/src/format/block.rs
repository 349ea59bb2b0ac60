//! Formats items with members, which need no syntax tree where no line is too long.

use crate::emit::{Block, Member};

/// Maximum line width, as counted by prettyplease.
const WIDTH: usize = 89;
const INDENT: &str = "    ";

/// The text of an item; `None` if it is not Rust. `alone` formats a piece of code.
pub(super) fn lay_out(block: &Block, alone: impl Fn(&str) -> Option<String>) -> Option<String> {
    let head = &block.head;
    if block.members.is_empty() {
        return Some(format!("{}{head} {{}}\n", block.above));
    }
    let mut text = format!("{}{head} {{\n", block.above);
    for member in &block.members {
        match member {
            Member::Lines(lines) if fits(lines) => {
                for line in lines.lines() {
                    text.push_str(INDENT);
                    text.push_str(line);
                    text.push('\n');
                }
            }
            // In a block of its own, whose braces are taken away.
            Member::Lines(code) | Member::Code(code) => {
                let whole = alone(&format!("{head} {{\n{code}\n}}\n"))?;
                let (_, inside) = whole.split_once('\n')?;
                text.push_str(inside.strip_suffix("}\n")?);
            }
        }
    }
    text.push_str("}\n");
    Some(text)
}

/// Whether no line is too long. Those of documentation are not broken.
fn fits(lines: &str) -> bool {
    let mut lines = lines.lines();
    lines.all(|line| INDENT.len() + line.len() <= WIDTH || line.starts_with("///"))
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
                assert_eq!(longest, Some(width - INDENT.len()));
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
