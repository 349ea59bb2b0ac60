//! Prints what a client can wait for.

use proc_macro2::{Literal as Token, TokenStream};
use quote::{format_ident, quote};

use super::{Block, Piece, paths};
use crate::ir::Operation;
use crate::ir::waiter::{Acceptor, Expected, Expression, Literal, Matcher, Operand, Waiter};

/// The type that waits by an operation's answers, if any does.
pub(super) fn types(operation: &Operation, put: &mut dyn FnMut(Piece)) {
    if operation.waiters.is_empty() {
        return;
    }
    let Operation {
        wait,
        marker,
        call,
        input,
        ..
    } = operation;
    let docs = paths::comment(&format!(
        "Repeats [`{call}`] until its answers are as expected; [`timeout`](Self::timeout) says how long."
    ));
    put(Piece::Lines(format!(
        "{docs}#[must_use = \"nothing is asked for before it is awaited\"]\n\
         pub struct {wait}(client::Wait<{marker}>);\n"
    )));
    if !operation.setters.is_empty() {
        let setters = operation.setters.iter().map(paths::setter);
        put(Piece::Block(Block::new(
            format!("impl {wait}"),
            setters.collect(),
        )));
    }
    let input = &input.ty;
    let notes = paths::noted(&operation.noted);
    put(Piece::Lines(format!(
        "client::wait!({wait}, {marker}, {input}{notes});\n"
    )));
    for waiter in &operation.waiters {
        put(Piece::Items(table(waiter)));
    }
}

fn table(waiter: &Waiter) -> TokenStream {
    let Waiter {
        table,
        name,
        min_delay,
        max_delay,
        acceptors,
        ..
    } = waiter;
    let delays = [min_delay, max_delay].map(|it| Token::u32_unsuffixed(*it));
    let acceptors = acceptors.iter().map(|Acceptor { state, matcher }| {
        let (state, matcher) = (format_ident!("{state}"), self::matcher(matcher));
        quote!(client::Acceptor::new(client::State::#state, client::Matcher::#matcher))
    });
    quote! {
        pub(in super::super) static #table: client::Waiter =
            client::Waiter::new(#name, #(#delays),*, &[#(#acceptors),*]);
    }
}

fn matcher(matcher: &Matcher) -> TokenStream {
    match matcher {
        Matcher::Success(value) => quote!(Success(#value)),
        Matcher::Error(code) => quote!(Error(#code)),
        Matcher::Output(path, value) => {
            let (path, value) = (expression(path), expected(value));
            quote!(Output(#path, client::Expected::#value))
        }
        Matcher::InputOutput(path, value) => {
            let (path, value) = (expression(path), expected(value));
            quote!(InputOutput(#path, client::Expected::#value))
        }
    }
}

fn expected(expected: &Expected) -> TokenStream {
    match expected {
        Expected::Text(text) => quote!(Text(#text)),
        Expected::Bool(value) => quote!(Bool(#value)),
        Expected::All(text) => quote!(All(#text)),
        Expected::Any(text) => quote!(Any(#text)),
    }
}

fn expression(of: &Expression) -> TokenStream {
    let variant = format_ident!("{}", of.variant);
    let fields = of.fields.iter().map(operand);
    match of.fields.is_empty() {
        true => quote!(client::Expression::#variant),
        false => quote!(client::Expression::#variant(#(#fields),*)),
    }
}

fn operand(operand: &Operand) -> TokenStream {
    match operand {
        Operand::Of(part) => {
            let part = expression(part);
            quote!(&#part)
        }
        Operand::All(parts) => {
            let parts = parts.iter().map(expression);
            quote!(&[#(#parts),*])
        }
        Operand::Named(parts) => {
            let parts = parts.iter().map(|(name, part)| {
                let part = expression(part);
                quote!((#name, #part))
            });
            quote!(&[#(#parts),*])
        }
        Operand::Text(text) => quote!(#text),
        Operand::Index(index) => paths::number(*index),
        Operand::Bound(bound) => paths::option(bound.map(paths::number)),
        Operand::Word(ty, variant) => {
            let (ty, variant) = (format_ident!("{ty}"), format_ident!("{variant}"));
            quote!(client::#ty::#variant)
        }
        Operand::Literal(value) => literal(value),
    }
}

fn literal(value: &Literal) -> TokenStream {
    match value {
        Literal::Null => quote!(client::Literal::Null),
        Literal::Bool(value) => quote!(client::Literal::Bool(#value)),
        Literal::Number(value) => {
            let minus = (*value < 0.0).then(|| quote!(-));
            let value = Token::f64_unsuffixed(value.abs());
            quote!(client::Literal::Number(#minus #value))
        }
        Literal::Text(text) => quote!(client::Literal::Text(#text)),
        Literal::Array(items) => {
            let items = items.iter().map(literal);
            quote!(client::Literal::Array(&[#(#items),*]))
        }
        Literal::Object(members) => {
            let members = members.iter().map(|(name, value)| {
                let value = literal(value);
                quote!((#name, #value))
            });
            quote!(client::Literal::Object(&[#(#members),*]))
        }
    }
}
