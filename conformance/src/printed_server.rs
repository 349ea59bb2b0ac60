//! What a generated module offers to a server's implementation, read from its files.

use std::collections::BTreeMap;

use quote::ToTokens as _;
use smithgen::File;
use syn::{Expr, Item, ItemEnum, ItemFn, Stmt};

use crate::printed::{first_text, parsed, words};

/// The trait of a service, and what its methods return.
#[derive(Debug, Default)]
pub(crate) struct Served {
    /// The module of the service, and its directory.
    pub(crate) module: String,
    /// The trait.
    pub(crate) name: String,
    /// Its methods, by the operations' names in the model.
    pub(crate) methods: BTreeMap<String, Method>,
}

/// A method, with the names that the files have for things.
#[derive(Debug)]
pub(crate) struct Method {
    pub(crate) method: String,
    /// The module of the operation.
    pub(crate) module: String,
    /// The type that stands for the operation.
    pub(crate) marker: String,
    /// The enum of its errors.
    pub(crate) error: String,
    /// The variants that the model describes.
    pub(crate) errors: Vec<String>,
}

/// Reads the files of a service.
///
/// # Errors
/// What is no Rust, or not what a server is.
pub(crate) fn read(files: &[File]) -> Result<Served, String> {
    let file = files.iter().find(|file| file.path.ends_with("/server.rs"));
    let (path, server) = parsed(file.ok_or("there is no server")?)?;
    let mut served = Served {
        module: path.trim_end_matches("/server.rs").to_owned(),
        ..Served::default()
    };
    let names = names(files)?;
    let enums: BTreeMap<String, Vec<String>> = server.items.iter().filter_map(errors).collect();
    for handled in server.items.iter().filter_map(serve).flat_map(handled) {
        // `server, service, Trait, method, operations::module::Marker, Error`
        let [_, _, name, method, _, module, marker, error] = handled
            .try_into()
            .map_err(|words| format!("`{path}`: {words:?} handle nothing"))?;
        let operation = names.get(module.trim_start_matches("r#"));
        let operation = operation.ok_or_else(|| format!("`{path}`: there is no {module}"))?;
        served.name = name;
        let method = Method {
            errors: enums.get(&error).cloned().unwrap_or_default(),
            method,
            module,
            marker,
            error,
        };
        served.methods.insert(operation.clone(), method);
    }
    Ok(served)
}

/// The operations' names in the model, by their modules.
fn names(files: &[File]) -> Result<BTreeMap<String, String>, String> {
    let mut names = BTreeMap::new();
    for file in files {
        let module = file.path.split_once("/operations/").map(|(_, name)| name);
        let Some(module) = module.and_then(|name| name.strip_suffix(".rs")) else {
            continue;
        };
        let (_, code) = parsed(file)?;
        let name = code.items.iter().find_map(|item| match item {
            Item::Static(item) if item.ident == "SPEC" => first_text(&item.expr),
            _ => None,
        });
        if let Some(name) = name {
            names.insert(module.to_owned(), name);
        }
    }
    Ok(names)
}

/// An enum, and the variants that hold what the model describes.
fn errors(item: &Item) -> Option<(String, Vec<String>)> {
    let Item::Enum(ItemEnum {
        ident, variants, ..
    }) = item
    else {
        return None;
    };
    let modeled = variants.iter().filter(|variant| {
        let held = variant.fields.iter().next();
        held.is_some_and(|field| words(&field.ty.to_token_stream()) != ["server", "Fault"])
    });
    let modeled = modeled.map(|variant| variant.ident.to_string()).collect();
    Some((ident.to_string(), modeled))
}

/// The function that makes a server of an implementation.
fn serve(item: &Item) -> Option<&ItemFn> {
    match item {
        Item::Fn(function) if function.sig.ident == "serve" => Some(function),
        _ => None,
    }
}

/// The words of each `handle!`.
fn handled(function: &ItemFn) -> impl Iterator<Item = Vec<String>> {
    function.block.stmts.iter().filter_map(|statement| {
        let Stmt::Local(local) = statement else {
            return None;
        };
        match &*local.init.as_ref()?.expr {
            Expr::Macro(call) if call.mac.path.segments.last()?.ident == "handle" => {
                Some(words(&call.mac.tokens))
            }
            _ => None,
        }
    })
}
