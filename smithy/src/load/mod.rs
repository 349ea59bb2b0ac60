//! Loads files and Smithy's prelude into one model.

mod ast;
mod botocore;
mod build_file;
mod builtin;
mod directives;
mod elide;
mod idl;
mod inputs;
mod json;
mod merge;
mod names;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use self::ast::File;
use self::botocore::Description;
use self::builtin::built_in;
pub use self::inputs::{STDIN, Text, files, read, read_stdin, services, texts, variables, watched};
use self::merge::Merge;
pub(crate) use self::merge::{add, add_all};
use self::names::Names;
use crate::diagnostic::Errors;
use crate::idl::{parse, tree};
use crate::model::Model;
use crate::reading::not_utf8;
use crate::source::Sources;

/// Reads and merges model files, and the prelude with them.
///
/// Files are of the interface language where their names end in `.smithy`, JSON where they end in `.json`, and else what
/// they look like; JSON is an AST, or one of botocore's descriptions of services with the files beside it. A directory
/// stands for every file of these kinds in it and below, or for the models of its `smithy-build.json`. What cannot be
/// read is reported and left out, so that one run finds the problems of the later stages too.
pub fn load(inputs: &[PathBuf], errors: &mut Errors) -> Model {
    let texts = texts(inputs, None, errors);
    load_texts(texts, errors)
}

/// Merges models that are in memory already: the name to report for each, and its bytes.
pub fn load_texts(texts: Vec<Text>, errors: &mut Errors) -> Model {
    load_with(texts, Vec::new(), errors)
}

/// The same with models that are not meant themselves, but have shapes that the others name.
///
/// Metadata of these is left out: it speaks of them alone. The definitions of the traits of Smithy and AWS are always
/// there, unless a file brings its own.
pub fn load_with(texts: Vec<Text>, dependencies: Vec<Text>, errors: &mut Errors) -> Model {
    let built_in = built_in();
    let mut sources = built_in.sources.clone();
    let given = sources.iter().count();
    let dependencies = dependencies.into_iter().map(|text| (text, true));
    let texts = texts.into_iter().map(|text| (text, false));
    for ((name, bytes), is_dependency) in texts.chain(dependencies) {
        match (String::from_utf8(bytes), is_dependency) {
            (Ok(text), true) => drop(sources.add_dependency(name, text.into())),
            (Ok(text), false) => drop(sources.add(name, text)),
            (Err(error), _) => {
                let help = "a Smithy model is text encoded as UTF-8";
                errors.push(not_utf8(name, &error, help));
            }
        }
    }
    let mut merge = Merge::default();
    merge.model.shapes = built_in.prelude.clone();
    read_all(&sources, given, &mut merge, errors);
    let Merge {
        mut model, elided, ..
    } = merge;
    for (id, shape) in &built_in.others {
        if !model.shapes.contains_key(id) && !model.broken.contains(id) {
            model.shapes.share(id.clone(), Arc::clone(shape));
        }
    }
    model.shapes.sort();
    model.sources = sources.into();
    elide::resolve(&mut model, &elided, errors);
    model
}

/// Reads all files from a number on: those of the interface language after all names are known.
fn read_all(sources: &Sources, given: usize, merge: &mut Merge, errors: &mut Errors) {
    let texts = sources.iter().enumerate().skip(given);
    let texts = texts.map(|(number, source)| (number, source, form(source.path(), source.text())));
    let files: Vec<_> = texts.collect();
    let parts = files.iter().filter_map(|(number, _, form)| match form {
        Form::Botocore(part) => Some((*number, *part)),
        _ => None,
    });
    let parts: Vec<_> = parts.collect();
    for description in Description::all(&parts, sources, errors) {
        botocore::read(&description, sources, merge, errors);
    }
    let mut names = Names::with(&built_in().names);
    if files.iter().any(|(.., form)| matches!(form, Form::Idl(_))) {
        for (_, source, form) in &files {
            match form {
                Form::Idl(tree) => names.add_idl(tree),
                Form::Ast => names.add_json(source.text()),
                Form::Botocore(_) => {}
            }
        }
        let described = merge.model.shapes.values();
        names.add_shapes(described.filter(|shape| !shape.id.is_prelude()));
    }
    for (number, source, form) in &files {
        match form {
            Form::Idl(tree) => idl::File::new(*number, tree, &names, sources, merge, errors).read(),
            Form::Ast => File::new(*number, sources, merge, errors).read(source.text()),
            Form::Botocore(_) => {}
        }
    }
}

/// What a file is written in.
enum Form<'a> {
    Idl(Box<tree::File<'a>>),
    Ast,
    Botocore(botocore::Part),
}

fn form<'a>(name: &str, text: &'a str) -> Form<'a> {
    match is_idl(name, text) {
        true => Form::Idl(Box::new(parse(text))),
        false => botocore::part_of(text).map_or(Form::Ast, Form::Botocore),
    }
}

/// Whether a file is of the interface language, by its name or else by how it starts.
fn is_idl(name: &str, text: &str) -> bool {
    let name = name.strip_suffix(".gz").unwrap_or(name);
    match Path::new(name).extension().and_then(|it| it.to_str()) {
        Some("smithy") => true,
        Some("json") => false,
        // The prelude, standard input and files of other names.
        _ => !text
            .trim_start_matches('\u{feff}')
            .trim_start()
            .starts_with('{'),
    }
}
