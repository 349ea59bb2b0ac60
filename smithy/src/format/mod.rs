//! Lays out files of the interface language: one way to write each model, comments kept where they belong.

mod comments;
mod members;
mod sections;
mod shapes;
mod values;

use crate::diagnostic::{Diagnostic, Errors};
use crate::idl::parse;
use crate::idl::token::{Comment, Span};
use crate::idl::tree::{File, ProblemKind};
use crate::source::{Location, Sources};

/// How long a line may be before what it holds is broken, in characters.
const WIDTH: usize = 120;

/// How far the inside of braces and brackets is indented.
const INDENT: usize = 4;

/// The text of a file laid out; what is laid out already stays as it is.
///
/// # Errors
/// The file has mistakes. All are reported, and it had better be left alone.
pub fn format(name: &str, text: &str) -> Result<String, Errors> {
    let file = parse(text);
    let mut errors = Errors::new();
    let mut sources = Sources::default();
    let mistakes = file.problems.iter();
    for mistake in mistakes.filter(|it| it.kind == ProblemKind::Error) {
        if errors.is_empty() {
            sources.add(name.to_owned(), text.to_owned());
        }
        let mut problem = Diagnostic::error(mistake.message.as_str());
        problem.place = sources.place(Location::new(0, mistake.at));
        problem.help.clone_from(&mistake.help);
        errors.push(problem);
    }
    if !errors.is_empty() {
        errors.sort();
        return Err(errors);
    }
    let mut printer = Printer::new(&file);
    printer.file();
    let text = printer.out.trim();
    Ok(match text.is_empty() {
        true => String::new(),
        false => format!("{text}\n"),
    })
}

/// What was written, and where the next text goes.
struct Printer<'f, 'a> {
    file: &'f File<'a>,
    /// Where each line of the file starts.
    lines: Vec<usize>,
    out: String,
    /// Where the last line of `out` starts.
    line_start: usize,
    indent: usize,
    /// Comments that come before the next statement.
    pending: Vec<Comment>,
}

impl<'f, 'a> Printer<'f, 'a> {
    fn new(file: &'f File<'a>) -> Self {
        let bytes = file.text.as_bytes();
        let is_break = |at: usize, byte: u8| match byte {
            b'\r' => bytes.get(at + 1) != Some(&b'\n'),
            _ => byte == b'\n',
        };
        let starts = bytes
            .iter()
            .enumerate()
            .filter(|(at, byte)| is_break(*at, **byte))
            .map(|(at, _)| at + 1);
        Self {
            file,
            lines: starts.collect(),
            out: String::with_capacity(file.text.len()),
            line_start: 0,
            indent: 0,
            pending: Vec::new(),
        }
    }

    /// The number of the line of a place.
    fn line(&self, at: usize) -> usize {
        self.lines.partition_point(|start| *start <= at)
    }

    /// Writes text without line breaks.
    fn write(&mut self, text: &str) {
        if self.out.len() == self.line_start && !text.is_empty() {
            self.out.extend(std::iter::repeat_n(' ', self.indent));
        }
        self.out.push_str(text);
    }

    /// Writes text as it is, line breaks and all.
    fn write_raw(&mut self, text: &str) {
        self.write("");
        if self.out.len() == self.line_start {
            self.out.extend(std::iter::repeat_n(' ', self.indent));
        }
        self.out.push_str(text);
        if let Some(at) = text.rfind('\n') {
            self.line_start = self.out.len() - (text.len() - at - 1);
        }
    }

    fn newline(&mut self) {
        self.out.push('\n');
        self.line_start = self.out.len();
    }

    /// How many characters more fit into the line.
    fn room(&self) -> usize {
        let line = self.out.get(self.line_start..).unwrap_or_default();
        let used = match line.is_empty() {
            true => self.indent,
            false => line.chars().count(),
        };
        WIDTH.saturating_sub(used)
    }

    fn write_span(&mut self, span: Span) {
        let text = self.file.slice(span);
        self.write_raw(text);
    }
}

fn width(text: &str) -> usize {
    text.chars().count()
}
