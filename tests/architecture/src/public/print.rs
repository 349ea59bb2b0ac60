//! The lines of the list: items without bodies, documentation and attributes, as `rustfmt` would space them.

use std::fmt;

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Attribute, Fields, FnArg, ImplItem, Item, Meta, Pat, Signature, TraitItem};

/// One line. `{}` in the text is the path.
#[derive(PartialEq, Eq)]
pub(super) struct Line {
    pub(super) path: String,
    pub(super) text: String,
    pub(super) hidden: bool,
    pub(super) when: Vec<String>,
}

impl Line {
    /// Items by their paths, each before the traits that it has.
    pub(super) fn order(&self) -> impl Ord {
        (
            &self.path,
            self.text.starts_with("impl"),
            &self.text,
            &self.when,
        )
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.hidden {
            f.write_str("#[doc(hidden)] ")?;
        }
        for when in &self.when {
            write!(f, "{when} ")?;
        }
        f.write_str(&self.text.replacen("{}", &self.path, 1))
    }
}

/// The conditions under which an item is compiled.
pub(super) fn conditions(attributes: &[Attribute]) -> Vec<String> {
    let conditions = attributes.iter().filter(|it| it.path().is_ident("cfg"));
    conditions.map(one_line).collect()
}

pub(super) fn only_for_tests(attributes: &[Attribute]) -> bool {
    attributes
        .iter()
        .any(|it| crate::cfg::only_for_tests(it.meta.to_token_stream()))
}

pub(super) fn is_hidden(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|it| match &it.meta {
        Meta::List(list) => list.path.is_ident("doc") && list.tokens.to_string() == "hidden",
        _ => false,
    })
}

/// The traits that an item derives.
pub(super) fn derived(attributes: &[Attribute]) -> Vec<String> {
    let lists = attributes.iter().filter_map(|it| match &it.meta {
        Meta::List(list) if list.path.is_ident("derive") => Some(list.tokens.clone()),
        _ => None,
    });
    let names = lists.flat_map(crate::cfg::commas);
    names
        .map(|name| name.to_string().replace(' ', ""))
        .collect()
}

/// An item by itself: fields, variants and what a trait requires have lines of their own.
pub(super) fn signature(item: &Item) -> Option<String> {
    let (attributes, text) = match item {
        Item::Const(it) => (&it.attrs, typed("const", &it.ty)),
        Item::Static(it) => (&it.attrs, typed("static", &it.ty)),
        Item::Fn(it) => (&it.attrs, format!("pub {}", function(&it.sig))),
        Item::Macro(it) => (&it.attrs, "pub macro {}!".to_owned()),
        Item::Enum(it) => (
            &it.attrs,
            format!("pub enum {{}}{}", generics(&it.generics)),
        ),
        Item::Union(it) => (
            &it.attrs,
            format!("pub union {{}}{}", generics(&it.generics)),
        ),
        Item::Struct(it) => (
            &it.attrs,
            format!("pub struct {{}}{}", generics(&it.generics)),
        ),
        Item::Trait(it) => {
            let supers = &it.supertraits;
            let supers = if supers.is_empty() {
                String::new()
            } else {
                format!(": {}", one_line(supers))
            };
            (
                &it.attrs,
                format!("pub trait {{}}{}{supers}", generics(&it.generics)),
            )
        }
        Item::Type(it) => (
            &it.attrs,
            format!(
                "pub type {{}}{} = {}",
                generics(&it.generics),
                one_line(&it.ty)
            ),
        ),
        _ => return None,
    };
    let open = attributes
        .iter()
        .any(|it| it.path().is_ident("non_exhaustive"));
    Some(if open {
        format!("#[non_exhaustive] {text}")
    } else {
        text
    })
}

/// Name, attributes and text of what a trait has.
pub(super) fn trait_item(item: &TraitItem) -> Option<(String, &[Attribute], String)> {
    Some(match item {
        TraitItem::Fn(it) => {
            let body = if it.default.is_some() { " { … }" } else { "" };
            (
                it.sig.ident.to_string(),
                &it.attrs,
                format!("pub {}{body}", function(&it.sig)),
            )
        }
        TraitItem::Const(it) => {
            let default = if it.default.is_some() { " = …" } else { "" };
            (
                it.ident.to_string(),
                &it.attrs,
                typed("const", &it.ty) + default,
            )
        }
        TraitItem::Type(it) => {
            let bounds = &it.bounds;
            let bounds = if bounds.is_empty() {
                String::new()
            } else {
                format!(": {}", one_line(bounds))
            };
            (
                it.ident.to_string(),
                &it.attrs,
                format!("pub type {{}}{bounds}"),
            )
        }
        _ => return None,
    })
}

/// Name and text of what a type has of its own.
pub(super) fn impl_item(item: &ImplItem) -> Option<(String, String)> {
    match item {
        ImplItem::Fn(it) => Some((
            it.sig.ident.to_string(),
            format!("pub {}", function(&it.sig)),
        )),
        ImplItem::Const(it) => Some((it.ident.to_string(), typed("const", &it.ty))),
        _ => None,
    }
}

/// Where the line of an implementation stands, and its text. A type of another crate is as it is written.
pub(super) fn trait_impl(it: &syn::ItemImpl, path: Option<&str>) -> (String, String) {
    let generics = generics(&it.generics);
    let name = it
        .trait_
        .as_ref()
        .map(|(name, _)| one_line(name))
        .unwrap_or_default();
    let arguments = match &*it.self_ty {
        syn::Type::Path(ty) => ty.path.segments.last().map(|it| one_line(&it.arguments)),
        _ => None,
    };
    match path {
        Some(path) => {
            let arguments = arguments.unwrap_or_default();
            (
                path.to_owned(),
                format!("impl{generics} {name} for {{}}{arguments}"),
            )
        }
        None => (
            one_line(&it.self_ty),
            format!("impl{generics} {name} for {{}}"),
        ),
    }
}

/// What a variant holds.
pub(super) fn fields(fields: &Fields) -> String {
    let mut fields = fields.clone();
    fields.iter_mut().for_each(|field| field.attrs.clear());
    let space = if matches!(fields, Fields::Named(_)) {
        " "
    } else {
        ""
    };
    format!("{space}{}", one_line(&fields))
}

fn typed(kind: &str, ty: &syn::Type) -> String {
    format!("pub {kind} {{}}: {}", one_line(ty))
}

fn generics(generics: &syn::Generics) -> String {
    let params = &generics.params;
    let mut text = if params.is_empty() {
        String::new()
    } else {
        one_line(&quote!(<#params>))
    };
    if let Some(clause) = &generics.where_clause {
        text.push(' ');
        text.push_str(&one_line(clause));
    }
    text
}

/// A function without its body, its name replaced by `{}`.
fn function(signature: &Signature) -> String {
    let mut signature = signature.clone();
    for argument in &mut signature.inputs {
        match argument {
            FnArg::Receiver(it) => {
                it.attrs.clear();
                it.mutability = None;
            }
            FnArg::Typed(it) => {
                it.attrs.clear();
                if let Pat::Ident(name) = &mut *it.pat {
                    name.mutability = None;
                }
            }
        }
    }
    let name = signature.ident.to_string();
    let text = one_line(&signature);
    text.replacen(&format!("fn {name}"), "fn {}", 1)
}

/// Tokens in one line, spaced as types and signatures are.
pub(super) fn one_line(tokens: &impl ToTokens) -> String {
    let mut line = String::new();
    let mut glued = true;
    append(tokens.to_token_stream(), &mut line, &mut glued);
    line
}

/// Appends tokens; `glued` is whether nothing may stand between what is there and the next.
fn append(tokens: TokenStream, line: &mut String, glued: &mut bool) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(first) => {
                let mut mark = first.as_char().to_string();
                if let (Spacing::Joint, Some(TokenTree::Punct(second))) =
                    (first.spacing(), tokens.peek())
                    && matches!(
                        (first.as_char(), second.as_char()),
                        (':', ':') | ('-', '>') | ('=', '>')
                    )
                {
                    mark.push(second.as_char());
                    tokens.next();
                }
                punctuation(&mark, line, glued);
            }
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => ("{ ", " }"),
                    Delimiter::None => ("", ""),
                };
                let call = open == "("
                    && line.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '>');
                if !*glued && !call || line.ends_with("->") {
                    line.push(' ');
                }
                line.push_str(open);
                *glued = true;
                append(group.stream(), line, glued);
                while line.ends_with(',') {
                    line.pop();
                }
                line.push_str(close);
                *glued = false;
            }
            other => {
                if !*glued {
                    line.push(' ');
                }
                line.push_str(&other.to_string());
                *glued = false;
            }
        }
    }
}

fn punctuation(mark: &str, line: &mut String, glued: &mut bool) {
    let (before, after) = match mark {
        "," | ";" | ":" => (false, true),
        ">" => {
            while line.ends_with(',') {
                line.pop();
            }
            (false, true)
        }
        "::" | "<" | "." | "!" => (false, false),
        "&" | "'" | "*" | "?" | "#" => (!*glued, false),
        _ => (true, true),
    };
    if before && !line.is_empty() {
        line.push(' ');
    }
    line.push_str(mark);
    *glued = !after;
}
