//! Documentation pages on commands, for `help` in a terminal, man pages and Markdown.
//!
//! Pages are built from any description of shapes that implements [`Shape`].
//!
//! ```
//! use smithgen_help::{Block, Page, Section, Span, markdown, roff};
//!
//! let text = vec![Span::Plain("Says hello to ".into()), Span::Code("NAME".into())];
//! let page = Page {
//!     title: "greet".into(),
//!     summary: "Says hello.".into(),
//!     sections: vec![Section {
//!         title: "DESCRIPTION",
//!         blocks: vec![Block::Paragraph(text)],
//!     }],
//! };
//! assert!(roff(&page, "greet 1.0").starts_with(".TH \"GREET\" \"1\""));
//! assert!(markdown(&page, 1).contains("Says hello to `NAME`"));
//! ```

#![forbid(unsafe_code)]

mod command;
mod completion;
mod examples;
mod invocation;
mod limits;
mod markdown;
mod markup;
mod members;
mod names;
pub mod options;
mod page;
mod program;
mod roff;
mod sections;
mod service;
mod shape;
mod syntax;
mod terminal;
mod topics;
mod visible;

pub use command::{Arg, Command, command, own_option};
pub use completion::{COMPLETION_SUMMARY, completion};
pub use examples::Example;
pub use invocation::Invocation;
pub use markdown::markdown;
pub use markup::{first_paragraph, first_sentence, parse as parse_markup};
pub use names::{Identity, Names, upper_snake};
pub use page::{Block, Page, Section, Span, Text};
pub use program::{Program, program, service};
pub use roff::roff;
pub use sections::{GLOBAL_OPTIONS, global_option};
pub use service::{DescribedService, ServiceCommand};
pub use shape::{Kind, Limits, Member, Shape};
pub use syntax::shorthand_syntax;
pub use terminal::{Style, terminal, terminal_blocks};
pub use topics::{CONFIG_VARS, TOPICS, Topic, topic};
pub use visible::{is_command, visible, visible_json};

// The example of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

#[cfg(test)]
mod limits_tests;
#[cfg(test)]
mod tests;
