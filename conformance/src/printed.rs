//! What a generated module offers, read from its files: names are the generator's to choose, and what it chose stands
//! there.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use smithgen::File;
use syn::{Expr, Fields, Item, ItemMacro, ItemStruct, Lit, Type};

/// The module of a service.
#[derive(Debug, Default)]
pub(crate) struct Printed {
    /// Its name, and that of its directory.
    pub(crate) module: String,
    /// The operations, by their names in the model.
    pub(crate) operations: BTreeMap<String, Operation>,
    /// The cargo features that it needs, of the client's crate and of the one for AWS.
    pub(crate) features: BTreeSet<String>,
}

/// An operation, with the names that its file has for things.
#[derive(Debug, Default)]
pub(crate) struct Operation {
    /// The file's module.
    pub(crate) module: String,
    /// The client's method.
    pub(crate) method: String,
    /// The type that stands for it.
    pub(crate) marker: String,
    /// The enum of its errors.
    pub(crate) error: String,
    /// Those that the model describes, in its order.
    pub(crate) errors: Vec<String>,
    /// The field of the input that is an event stream.
    pub(crate) sent: Option<String>,
    /// The field of the output that is one.
    pub(crate) received: Option<String>,
}

/// Reads the files of a service.
///
/// # Errors
/// What is no Rust, or not what a client is.
pub(crate) fn read(files: &[File]) -> Result<Printed, String> {
    let mut printed = Printed::default();
    let root = files
        .iter()
        .find_map(|file| file.path.strip_suffix("/client.rs"));
    printed.module = root.ok_or("there is no client")?.to_owned();
    let rust = files.iter().filter(|file| file.path.ends_with(".rs"));
    let parsed: Result<Vec<(&str, syn::File)>, String> = rust.map(parsed).collect();
    let parsed = parsed?;
    let structures = parsed.iter().flat_map(|(_, file)| &file.items);
    let streams: BTreeMap<String, String> = structures.filter_map(stream).collect();
    let methods = methods(&parsed);
    for (path, file) in &parsed {
        let module = path.split_once("/operations/").map(|(_, name)| name);
        let Some(module) = module.filter(|name| *name != "mod.rs") else {
            continue;
        };
        let module = module.trim_end_matches(".rs");
        let (name, mut operation) =
            operation(file, &streams).ok_or_else(|| format!("`{path}` is no operation"))?;
        let method = methods.get(module).cloned();
        operation.method = method.ok_or_else(|| format!("no method calls `{path}`"))?;
        // A module may be a keyword, which a file's name does not tell.
        operation.module = match syn::parse_str::<syn::Ident>(module) {
            Ok(_) => module.to_owned(),
            Err(_) => format!("r#{module}"),
        };
        printed.operations.insert(name, operation);
    }
    printed.features = features(files);
    Ok(printed)
}

pub(crate) fn parsed(file: &File) -> Result<(&str, syn::File), String> {
    let code =
        syn::parse_file(&file.text).map_err(|e| format!("`{}` is no Rust: {e}", file.path))?;
    Ok((file.path.as_str(), code))
}

/// A structure with an event stream, and the field.
fn stream(item: &Item) -> Option<(String, String)> {
    let Item::Struct(ItemStruct {
        ident,
        fields: Fields::Named(fields),
        ..
    }) = item
    else {
        return None;
    };
    let is_stream = |ty: &Type| {
        let words = words(&ty.to_token_stream());
        words.iter().any(|word| word == "EventStream")
    };
    let field = fields.named.iter().find(|field| is_stream(&field.ty))?;
    Some((ident.to_string(), field.ident.as_ref()?.to_string()))
}

/// The client's methods by the modules of the calls that they begin.
fn methods(files: &[(&str, syn::File)]) -> BTreeMap<String, String> {
    let client = files
        .iter()
        .filter(|(path, _)| path.ends_with("/client.rs"));
    let blocks = client
        .flat_map(|(_, file)| &file.items)
        .filter_map(|item| match item {
            Item::Impl(block) => Some(&block.items),
            _ => None,
        });
    let methods = blocks.flatten().filter_map(|item| {
        let syn::ImplItem::Fn(function) = item else {
            return None;
        };
        let syn::ReturnType::Type(_, ty) = &function.sig.output else {
            return None;
        };
        let Type::Path(ty) = &**ty else { return None };
        let words: Vec<String> = ty
            .path
            .segments
            .iter()
            .map(|it| it.ident.to_string())
            .collect();
        match words.as_slice() {
            // What waits for a state calls the same operation.
            [operations, module, ty] if operations == "operations" && !ty.ends_with("Wait") => {
                let module = module.trim_start_matches("r#").to_owned();
                Some((module, function.sig.ident.to_string()))
            }
            _ => None,
        }
    });
    methods.collect()
}

/// The name in the model, and what the file has; all but what other files say.
fn operation(file: &syn::File, streams: &BTreeMap<String, String>) -> Option<(String, Operation)> {
    let [marker, _, input, output, error] = words(&called(file, "operation")?.mac.tokens)
        .try_into()
        .ok()?;
    let mut errors = words(&called(file, "operation_error")?.mac.tokens);
    errors.remove(0);
    let spec = file.items.iter().find_map(|item| match item {
        Item::Static(item) if item.ident == "SPEC" => Some(&*item.expr),
        _ => None,
    })?;
    let operation = Operation {
        sent: streams
            .get(shared(file, &input).as_ref().unwrap_or(&input))
            .cloned(),
        received: streams
            .get(shared(file, &output).as_ref().unwrap_or(&output))
            .cloned(),
        marker,
        error,
        errors,
        ..Operation::default()
    };
    Some((first_text(spec)?, operation))
}

/// A call of a macro, by the last word of its path.
fn called<'f>(file: &'f syn::File, name: &str) -> Option<&'f ItemMacro> {
    file.items.iter().find_map(|item| match item {
        Item::Macro(item) if item.mac.path.segments.last()?.ident == name => Some(item),
        _ => None,
    })
}

/// The names among tokens.
pub(crate) fn words(tokens: &TokenStream) -> Vec<String> {
    let words = tokens.clone().into_iter().filter_map(|token| match token {
        TokenTree::Ident(word) => Some(word.to_string()),
        _ => None,
    });
    words.collect()
}

/// The type that a file has under another name: `pub use types::Note as GetNoteOutput;`.
fn shared(file: &syn::File, name: &str) -> Option<String> {
    file.items.iter().find_map(|item| {
        let Item::Use(item) = item else { return None };
        let mut tree = &item.tree;
        while let syn::UseTree::Path(path) = tree {
            tree = &path.tree;
        }
        match tree {
            syn::UseTree::Rename(it) if it.rename == name => Some(it.ident.to_string()),
            _ => None,
        }
    })
}

/// The first argument of the call that a chain of calls begins with.
pub(crate) fn first_text(chain: &Expr) -> Option<String> {
    match chain {
        Expr::MethodCall(call) => first_text(&call.receiver),
        Expr::Call(call) => match call.args.first()? {
            Expr::Lit(it) => match &it.lit {
                Lit::Str(text) => Some(text.value()),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    }
}

/// What the code demands, and what the schemes of the operations need.
pub(crate) fn features(files: &[File]) -> BTreeSet<String> {
    let mut features = BTreeSet::new();
    for file in files {
        let demanded = file.text.split("::require::").skip(1);
        features
            .extend(demanded.filter_map(|rest| Some(rest.split('!').next()?.replace('_', "-"))));
        if file.text.contains("rt::Auth::SigV4a") {
            features.insert("sigv4a".to_owned());
        }
    }
    features
}
