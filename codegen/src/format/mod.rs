//! Formats pieces of Rust as text, file by file on several threads, and adds the header.

mod block;
mod lists;
mod wrap;

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use proc_macro2::Span;
use syn::{Attribute, Item};

use crate::emit::{self, Body, LINE, Piece};
use crate::ir::Source;
use crate::limits::FORMAT_STACK;
use crate::mark;
use crate::output::File;
use smithgen_model::{Diagnostic, Errors};

/// Receives files, each with its index in the input.
type Sink<'a> = &'a (dyn Fn(usize, &File) + Sync);

/// Formats all files on that many threads, and so in any order.
///
/// # Errors
/// Files that are not Rust, which no model or setting should be able to cause.
pub(crate) fn format(
    files: Vec<emit::File<'_>>,
    source: &Source,
    threads: NonZero<usize>,
    sink: Sink<'_>,
) -> Result<(), Errors> {
    let work = Work::new(files, source, sink);
    thread::scope(|scope| {
        let threads: Vec<_> = (0..threads.get())
            .map(|_| {
                let thread = thread::Builder::new().stack_size(FORMAT_STACK);
                thread.spawn_scoped(scope, || work.some())
            })
            .collect();
        // If no thread can be started, use this one.
        if threads.iter().all(Result::is_err) {
            work.some();
        }
    });
    work.end()
}

/// Formats all files on this thread, which has a stack of [`FORMAT_STACK`].
pub(crate) fn format_here(
    files: Vec<emit::File<'_>>,
    source: &Source,
    sink: Sink<'_>,
) -> Result<(), Errors> {
    let work = Work::new(files, source, sink);
    work.some();
    work.end()
}

/// State shared by the threads.
struct Work<'a> {
    files: Vec<emit::File<'a>>,
    header: String,
    /// Number of files taken.
    taken: AtomicUsize,
    sink: Sink<'a>,
    errors: Mutex<Errors>,
}

impl<'a> Work<'a> {
    fn new(files: Vec<emit::File<'a>>, source: &Source, sink: Sink<'a>) -> Self {
        let header = mark::lines(source).map(|line| format!("// {line}\n"));
        Work {
            files,
            header: header.concat(),
            taken: AtomicUsize::new(0),
            sink,
            errors: Mutex::default(),
        }
    }

    fn end(self) -> Result<(), Errors> {
        let errors = self.errors.into_inner();
        let errors = errors.unwrap_or_else(PoisonError::into_inner);
        errors.into_result(()).map(drop)
    }

    fn report(&self, path: &str, error: &syn::Error) {
        let message = format!("what was made for `{path}` is not Rust: {error}");
        let help = "this is a mistake in smithgen: report it together with the model";
        let mut errors = self.errors.lock().unwrap_or_else(PoisonError::into_inner);
        errors.push(Diagnostic::error(message).help(help));
    }

    /// Formats files until all are taken.
    fn some(&self) {
        // One buffer for all files of this thread.
        let mut buffer = String::new();
        loop {
            let number = self.taken.fetch_add(1, Ordering::Relaxed);
            let Some(file) = self.files.get(number) else {
                return;
            };
            buffer.clear();
            let text = match &file.body {
                Body::Rust(print) => {
                    let mut page = Page::new(&self.header, buffer);
                    print(&mut |piece| page.add(piece));
                    if let Some(error) = &page.error {
                        self.report(&file.path, error);
                    }
                    page.text
                }
                Body::Text(text) => {
                    buffer.push_str(text);
                    buffer
                }
            };
            let path = file.path.clone();
            let file = File { path, text };
            (self.sink)(number, &file);
            buffer = file.text;
        }
    }
}

/// What is grouped with its neighbours.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    Imports,
    Modules,
}

/// A Rust file, with blank lines between items that take more than a line.
struct Page {
    text: String,
    /// The group of the previous item, if there is one.
    last: Option<Option<Group>>,
    /// The first piece that is not Rust.
    error: Option<syn::Error>,
}

impl Page {
    /// A page in an empty buffer.
    fn new(header: &str, mut text: String) -> Self {
        text.extend([header, "\n"]);
        Page {
            text,
            last: None,
            error: None,
        }
    }

    /// Adds some items.
    fn add(&mut self, piece: Piece) {
        let parsed = match piece {
            Piece::Items(items) => syn::parse2(items).map(|file| self.file(file)),
            Piece::Lines(lines) => self.lines(&lines),
            Piece::Table(code) => match wrap::table(&code) {
                Some(text) => return self.whole(&text),
                None => Err(syn::Error::new(Span::call_site(), "this is no table")),
            },
            Piece::Block(block) => match block::lay_out(&block, alone) {
                Some(text) => return self.whole(&text),
                None => Err(syn::Error::new(Span::call_site(), "this is no block")),
            },
            Piece::Long(items) => {
                let code = items.to_string();
                match lists::lay_out(&code, alone) {
                    Some(text) => return self.whole(&text),
                    None => syn::parse_str(&code).map(|file| self.file(file)),
                }
            }
        };
        if let Err(error) = parsed {
            // Where nobody looks at the error, whoever compiles the file does.
            let told = format!("smithgen wrote what is not Rust: {error}");
            self.whole(&format!("compile_error!({told:?});\n"));
            self.error.get_or_insert(error);
        }
    }

    /// Adds items of one line each.
    fn lines(&mut self, lines: &str) -> syn::Result<()> {
        let (mut begin, mut at) = (0, 0);
        for line in lines.split_inclusive('\n') {
            at += line.len();
            if line.starts_with("///") || line.starts_with('#') {
                continue;
            }
            let item = lines.get(begin..at).unwrap_or_default();
            begin = at;
            if line.starts_with("//!") {
                self.text.extend([item, "\n"]);
                continue;
            }
            match block::lines(item, 0) {
                Some(text) => self.item(Group::of_line(line), &text),
                None => syn::parse_str(item).map(|file| self.file(file))?,
            }
        }
        Ok(())
    }

    /// Adds the text of items.
    fn whole(&mut self, text: &str) {
        self.item(None, text);
    }

    /// Adds the text of an item of this group.
    fn item(&mut self, group: Option<Group>, text: &str) {
        if self
            .last
            .is_some_and(|last| last != group || group.is_none())
        {
            self.text.push('\n');
        }
        self.last = Some(group);
        self.text.push_str(text);
    }

    fn file(&mut self, file: syn::File) {
        if !file.attrs.is_empty() {
            self.text.push_str(&print(file.attrs, Vec::new()));
            self.text.push('\n');
        }
        for item in file.items {
            let group = Group::of(&item);
            self.item(group, &print(Vec::new(), vec![item]));
        }
    }
}

/// Formats code on its own; `None` if it is not Rust.
fn alone(code: &str) -> Option<String> {
    let mut page = Page::new("", String::new());
    page.text.clear();
    page.file(syn::parse_file(code).ok()?);
    Some(page.text)
}

fn print(attrs: Vec<Attribute>, items: Vec<Item>) -> String {
    let text = prettyplease::unparse(&syn::File {
        shebang: None,
        frontmatter: None,
        attrs,
        items,
    });
    match text.contains(LINE) {
        true => with_lines(&text),
        false => text,
    }
}

/// Puts each line of documentation on its own line.
fn with_lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 9 / 8);
    for whole in text.lines() {
        let code = whole.trim_start();
        let (sign, comment) = match code.split_at_checked("///".len()) {
            Some((start, _)) => whole.split_at(whole.len() - code.len() + start.len()),
            None => (whole, ""),
        };
        for line in comment.split(LINE) {
            out.push_str(sign);
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

impl Group {
    fn of(item: &Item) -> Option<Self> {
        match item {
            Item::Use(_) => Some(Group::Imports),
            Item::Mod(module) if module.content.is_none() => Some(Group::Modules),
            _ => None,
        }
    }

    /// The same of an item of one line.
    fn of_line(line: &str) -> Option<Self> {
        let mut bare = ["pub(crate) ", "pub "].into_iter();
        let bare = bare.find_map(|it| line.strip_prefix(it)).unwrap_or(line);
        match bare.split_once(' ') {
            Some(("use", _)) => Some(Group::Imports),
            Some(("mod", _)) => Some(Group::Modules),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::Print;

    #[test]
    fn what_is_not_rust_is_an_error() {
        let pieces: [fn() -> Piece; 4] = [
            || Piece::Items(quote::quote!(fn)),
            || Piece::Table("fn".to_owned()),
            || Piece::Long(quote::quote!(fn)),
            || {
                Piece::Items(quote::quote!(
                    fn good() {}
                ))
            },
        ];
        let refused = pieces.map(|piece| {
            let print: Box<Print<'_>> = Box::new(move |put| put(piece()));
            let files = vec![emit::File {
                path: "x/mod.rs".to_owned(),
                body: Body::Rust(print),
            }];
            let told = format(files, &Source::default(), NonZero::<usize>::MIN, &|_, _| {}).err();
            told.is_some_and(|it| it.to_string().contains("`x/mod.rs` is not Rust"))
        });
        assert_eq!(refused, [true, true, true, false]);
    }
}
