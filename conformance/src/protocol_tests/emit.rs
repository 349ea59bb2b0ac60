//! Writes the tests of a unit: one per case, each a call of the support library with the generated types.

use std::collections::BTreeMap;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use super::discover::{Case, Kind, Placed};
use super::emit_server;
use super::generate::{self, Code, Names};
use crate::printed::{Operation, Printed};

/// The tests of a unit.
pub(super) struct Tests {
    /// `lib.rs` and the modules of the tests, below the directory of a package's sources.
    pub(super) files: Vec<smithgen::File>,
    /// The index of each case by the path of its test: `requests::RestJsonAllQueryStringTypes`.
    pub(super) names: BTreeMap<String, usize>,
    /// The cases that have no test, with the reason.
    pub(super) refused: Vec<(usize, String)>,
}

/// The directory of what is generated below that of the sources: a service may be called as one of our modules.
pub(crate) const GENERATED: &str = "generated";

/// Writes the tests of these cases.
pub(super) fn tests(code: &Code, cases: &[Case], placed: &[Placed]) -> Tests {
    let mut by_kind: BTreeMap<Kind, Vec<TokenStream>> = BTreeMap::new();
    let (mut names, mut refused) = (BTreeMap::new(), Vec::new());
    for Placed {
        case: index,
        operations,
    } in placed
    {
        let Some(case) = cases.get(*index) else {
            continue;
        };
        let name = unique(case, &names);
        match test(code, case, operations, &ident(&name)) {
            Ok(tokens) => {
                by_kind.entry(case.kind).or_default().push(tokens);
                names.insert(format!("{}::{name}", case.kind.name()), *index);
            }
            Err(reason) => refused.push((*index, reason)),
        }
    }
    let kinds: Vec<Kind> = by_kind.keys().copied().collect();
    let mut files = vec![
        file("lib.rs", root(code, &kinds)),
        match &code.names {
            Names::Client(printed) => file("calls.rs", calls(printed)),
            Names::Server(served) => file("calls.rs", emit_server::implementation(served)),
        },
    ];
    files.extend(by_kind.into_iter().map(|(kind, tests)| {
        let uses = quote!(
            use super::calls;
            use ::conformance_support as support;
        );
        file(&format!("{}.rs", kind.name()), quote!(#uses #(#tests)*))
    }));
    Tests {
        files,
        names,
        refused,
    }
}

pub(crate) fn file(path: &str, tokens: TokenStream) -> smithgen::File {
    let code = tokens.to_string();
    // What is no Rust is told of by the compiler.
    let text = syn::parse_file(&code).map_or(code, |file| prettyplease::unparse(&file));
    smithgen::File {
        path: path.to_owned(),
        text,
    }
}

/// A test's name: the case's id, as far as Rust lets it be one.
fn unique(case: &Case, taken: &BTreeMap<String, usize>) -> String {
    let legal = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    let mut name: String = case.id.chars().map(legal).collect();
    // No keyword has a capital letter but `Self`, and none a digit.
    let may_be_keyword = name == "Self" || !name.contains(|c: char| c.is_ascii_uppercase());
    if may_be_keyword || name.starts_with(|c: char| c.is_ascii_digit()) {
        name.insert_str(0, "case_");
    }
    let is_taken = |name: &str| taken.contains_key(&format!("{}::{name}", case.kind.name()));
    let mut count = 2;
    let base = name.clone();
    while is_taken(&name) {
        name = format!("{base}_{count}");
        count += 1;
    }
    name
}

pub(crate) fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// `lib.rs`.
fn root(code: &Code, kinds: &[Kind]) -> TokenStream {
    let path = format!("{GENERATED}/{}/mod.rs", code.module);
    let modules = kinds.iter().map(|kind| {
        let name = ident(kind.name());
        quote! {
            #[cfg(test)]
            #[allow(non_snake_case)]
            mod #name;
        }
    });
    quote! {
        #[path = #path]
        pub mod generated;
        pub mod calls;
        #(#modules)*
    }
}

/// `calls.rs`: a function per operation that calls it as a user does.
pub(crate) fn calls(printed: &Printed) -> TokenStream {
    let calls = printed.operations.values().map(|operation| {
        let (name, marker) = (ident(&operation.module), marker(operation));
        let method = ident(&operation.method);
        quote! {
            pub fn #name(config: rt::Config, input: <#marker as rt::TypedOperation>::Input) -> support::Calling<#marker> {
                let client = service::Client::new(config);
                Box::pin(async move { client.#method().input(input).send().await })
            }
        }
    });
    quote! {
        use ::conformance_support as support;
        use ::smithgen_client::generated as rt;
        pub use super::generated as service;
        #(#calls)*
    }
}

/// An operation's type, where the service's module is `service`.
pub(crate) fn marker(operation: &Operation) -> TokenStream {
    let (module, marker) = (ident(&operation.module), ident(&operation.marker));
    quote!(service::operations::#module::#marker)
}

fn test(
    code: &Code,
    case: &Case,
    operations: &[String],
    name: &Ident,
) -> Result<TokenStream, String> {
    let mut calls = Vec::new();
    for id in operations {
        let errors = code.errors.get(id).map(Vec::as_slice).unwrap_or_default();
        let name = generate::name(id);
        calls.push(match &code.names {
            Names::Client(printed) => {
                let operation = printed.operations.get(name);
                call(case, operation.ok_or_else(|| code.missing(id))?, errors)?
            }
            Names::Server(served) => {
                let method = served.methods.get(name);
                emit_server::call(case, method.ok_or_else(|| code.missing(id))?)?
            }
        });
    }
    let text = raw(&serde_json::to_string_pretty(&case.data).unwrap_or_default());
    Ok(quote! {
        #[test]
        fn #name() -> support::Outcome {
            let case = #text;
            #(#calls?;)*
            // A case may be called `Ok`.
            ::std::result::Result::Ok(())
        }
    })
}

fn call(case: &Case, operation: &Operation, errors: &[String]) -> Result<TokenStream, String> {
    let (marker, function) = (marker(operation), ident(&operation.module));
    Ok(match case.kind {
        Kind::Request => {
            quote!(support::request::<calls::#marker>(case, calls::#function))
        }
        Kind::Response => {
            quote!(support::response::<calls::#marker>(case, calls::#function))
        }
        Kind::Events => events(operation),
        Kind::Unreadable => return Err("it cannot be read".to_owned()),
        Kind::Malformed => return Err("it is for servers".to_owned()),
        Kind::Error => {
            let index = errors.iter().position(|id| *id == case.shape);
            let variant = index.and_then(|index| operation.errors.get(index));
            let variant = variant
                .ok_or_else(|| format!("{} is no error of `{}`", case.shape, operation.marker))?;
            let module = ident(&operation.module);
            let (error, variant) = (ident(&operation.error), ident(variant));
            let shape = &case.shape;
            quote! {
                support::error::<calls::#marker>(
                    case,
                    #shape,
                    |error| matches!(error, calls::service::operations::#module::#error::#variant(_)),
                    calls::#function,
                )
            }
        }
    })
}

/// A call of an operation that streams events; what does not stream has `Unit` for its events.
fn events(operation: &Operation) -> TokenStream {
    let (marker, function) = (marker(operation), ident(&operation.module));
    let put = match operation.sent.as_deref().map(ident) {
        Some(field) => quote!(|input, events| support::put(&mut input.#field, events)),
        None => quote!(|_, _: Vec<support::Unit>| ()),
    };
    let take = match operation.received.as_deref().map(ident) {
        Some(field) => quote!(|output| support::take(&mut output.#field)),
        None => quote!(|_| support::EventStream::<support::Unit>::default()),
    };
    quote!(support::events::<calls::#marker, _, _>(case, calls::#function, #put, #take))
}

/// A raw string literal.
fn raw(text: &str) -> Literal {
    let mut hashes = String::from("#");
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    let literal = format!("r{hashes}\"{text}\"{hashes}").parse();
    literal.unwrap_or_else(|_| Literal::string(text))
}
