//! The model's examples, as a user would type them.

use crate::page::{Block, Span};

/// An example of the model.
#[derive(Clone, Copy, Debug)]
pub struct Example<'a> {
    /// Its title.
    pub title: &'a str,
    /// Description.
    pub doc: &'a str,
    /// Input as JSON.
    pub input: &'a str,
    /// Result or error as JSON.
    pub output: &'a str,
    /// The error's name, if the example shows one.
    pub error: Option<&'a str>,
}

/// The blocks of the section: each example's arguments and its result or error.
pub(crate) fn examples(command: &str, examples: &[Example<'_>]) -> Vec<Block> {
    let mut blocks = Vec::new();
    for example in examples {
        blocks.push(Block::Heading(vec![Span::plain(example.title)]));
        if !example.doc.is_empty() {
            blocks.extend(crate::markup::parse(example.doc));
        }
        let mut line = format!("$ {command}");
        if !example.input.trim().is_empty() && example.input.trim() != "{}" {
            let input = example.input.trim().replace('\'', r"'\''");
            line.push_str(&format!(" --cli-input-json '{input}'"));
        }
        blocks.push(Block::Code(line));
        if let Some(error) = example.error {
            let text = vec![
                Span::plain("It fails with "),
                Span::code(error),
                Span::plain("."),
            ];
            blocks.push(Block::Paragraph(text));
        }
        if !example.output.trim().is_empty() {
            blocks.push(Block::Code(example.output.trim().to_owned()));
        }
    }
    blocks
}
