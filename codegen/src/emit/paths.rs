//! Prints the leaves of the IR: names, paths, types, values, documentation. The only place that names the runtime's crate.

use std::borrow::Cow;
use std::fmt::{self, Display, Write as _};

use proc_macro2::{Ident as Word, Literal, Span, TokenStream};
use quote::{ToTokens, quote};

use super::text;
use crate::ir::{
    Argument, Attributes, CallSetter, DocumentValue, Extras, Feature, Finite, Home, Ident,
    NumberValue, Path, Serde, Setter, Type, Value, Wrap, XmlNamespace,
};

impl ToTokens for Ident {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        // `Word` panics on what is no identifier. `lower` puts none into an `Ident`: names come from `names::case`, or
        // are letters, digits and underscores of ours before or after such a name.
        let word = match self.as_str().strip_prefix("r#") {
            Some(keyword) => Word::new_raw(keyword, Span::call_site()),
            None => Word::new(self.as_str(), Span::call_site()),
        };
        word.to_tokens(tokens);
    }
}

impl ToTokens for Path {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let segments = &self.0;
        tokens.extend(quote!(#(#segments)::*));
    }
}

impl Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.name();
        match self {
            Type::Bool | Type::I8 | Type::I16 | Type::I32 | Type::I64 | Type::F32 | Type::F64 => {
                f.write_str(name)
            }
            Type::String => f.write_str(name),
            Type::Blob
            | Type::ByteStream
            | Type::BigInteger
            | Type::BigDecimal
            | Type::DateTime
            | Type::Document
            | Type::Unit => write!(f, "rt::{name}"),
            Type::EventStream(event) => write!(f, "rt::{name}<{event}>"),
            Type::Named(path) => path.fmt(f),
            Type::Vec(inner) | Type::Option(inner) | Type::Box(inner) => {
                write!(f, "{name}<{inner}>")
            }
            Type::BTreeMap(key, value) => {
                write!(f, "std::collections::{name}<{key}, {value}>")
            }
        }
    }
}

/// What generated code uses of a crate.
fn generated(home: Home) -> &'static str {
    match home {
        Home::Client => "::smithgen_client::generated",
        Home::Server => "::smithgen_server::generated",
        Home::Aws => "::smithgen_aws::generated",
    }
}

/// The line that brings in what types and tables stand on.
pub(super) fn runtime(home: Home) -> String {
    format!("use {} as rt;\n", generated(home))
}

/// The line that brings in what calls and clients stand on.
pub(super) const CLIENT: &str = "use ::smithgen_client::generated as client;\n";

/// The line that brings in what servers stand on.
pub(super) const SERVER: &str = "use ::smithgen_server::generated as server;\n";

/// The line that brings the shared types into an operation's file.
pub(super) const TYPES: &str = "use super::super::types;\n";

/// The line that brings the runtime's endpoint rules in as `ep`.
pub(super) fn endpoint(home: Home) -> String {
    format!("use {}::endpoint as ep;\n", generated(home))
}

/// What generated code uses of AWS.
pub(super) const AWS: &str = "::smithgen_aws::generated";

/// The macro that takes the items of a service's module, with the layout of its tables.
pub(super) fn layout(home: Home) -> TokenStream {
    let generated = tokens(generated(home));
    quote!(#generated::layout)
}

/// The macro that demands a feature of the runtime.
pub(super) fn require(feature: &Feature) -> TokenStream {
    let (name, generated) = (&feature.demand, tokens(generated(feature.home)));
    quote!(#generated::require::#name!)
}

/// What a package shows of the runtime, so that its users need not depend on it by name.
#[cfg(feature = "package")]
pub(super) fn reexport(client: bool, server: bool) -> TokenStream {
    match (client, server) {
        (true, true) => quote! {
            pub use smithgen_client as runtime;
            pub use smithgen_client::Config;
            pub use smithgen_server as server_runtime;
        },
        (false, true) => quote! {
            pub use smithgen_server as runtime;
        },
        _ => quote! {
            pub use smithgen_client as runtime;
            pub use smithgen_client::Config;
        },
    }
}

/// What stands between two lines of documentation until they are laid out: a text of many lines is a single attribute.
pub(crate) const LINE: char = '\u{1e}';

/// Documentation, if there is any.
pub(super) fn docs(text: &str) -> TokenStream {
    let mut lines = String::with_capacity(text.len() + text.len() / 16);
    for (number, line) in text.lines().enumerate() {
        lines.extend((number > 0).then_some(LINE));
        let line = line.trim_end();
        lines.extend((!line.is_empty()).then_some(' '));
        lines.push_str(line);
    }
    match text.is_empty() {
        true => TokenStream::new(),
        false => {
            let lines = text::token(&lines);
            quote!(#[doc = #lines])
        }
    }
}

/// Documentation as lines, if there is any.
pub(super) fn comment(text: &str) -> String {
    let mut lines = String::with_capacity(text.len() + text.len() / 16);
    for line in text.lines().map(str::trim_end) {
        lines.push_str(if line.is_empty() { "///" } else { "/// " });
        lines.push_str(line);
        lines.push('\n');
    }
    lines
}

/// The attributes of an item as lines, those that stand above `#[derive]`.
pub(super) fn attributes(attributes: &Attributes) -> String {
    let mut lines = deprecated(attributes.deprecated.as_deref());
    for attribute in &attributes.own {
        lines.push_str(attribute);
        lines.push('\n');
    }
    lines
}

/// The attribute of an item that is deprecated, as a line.
pub(super) fn deprecated(note: Option<&str>) -> String {
    match note {
        None => String::new(),
        Some("") => "#[deprecated]\n".to_owned(),
        Some(note) => format!("#[deprecated(note = {})]\n", text::quoted(note)),
    }
}

/// Lines of code as tokens.
pub(super) fn tokens(lines: &str) -> TokenStream {
    // It is Rust; what is not would be missed by the compiler.
    lines.parse().unwrap_or_default()
}

/// The line of the traits that a type derives: some of its own, then those of the settings.
pub(super) fn derives(own: &str, extras: &Extras) -> String {
    let more: String = extras.derives.iter().map(|it| format!(", {it}")).collect();
    format!("#[derive({own}{more})]\n")
}

/// A macro call for types that serde reads and writes.
pub(super) fn serde(extras: &Extras, call: &str, put: &mut dyn FnMut(super::Piece)) {
    let gate = match extras.serde.as_ref() {
        Some(Serde::Always) => String::new(),
        Some(Serde::Behind(feature)) => format!("#[cfg(feature = {})]\n", text::quoted(feature)),
        None => return,
    };
    put(super::Piece::Lines(format!("{gate}{call}\n")));
}

/// The type of a parameter that takes a value.
pub(super) fn parameter(argument: &Argument) -> impl Display {
    Parameter(argument)
}

struct Parameter<'a>(&'a Argument);

impl Display for Parameter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Argument::Plain(ty) => ty.fmt(f),
            Argument::Into(ty) => write!(f, "impl Into<{ty}>"),
            Argument::Items(item) => {
                write!(f, "impl IntoIterator<Item = {}>", parameter(item))
            }
            Argument::Entries(key, value) => {
                let (key, value) = (parameter(key), parameter(value));
                write!(f, "impl IntoIterator<Item = ({key}, {value})>")
            }
        }
    }
}

/// What makes a field's value of a parameter, after its name.
pub(super) fn conversion(argument: &Argument) -> &'static str {
    match argument {
        Argument::Plain(_) => "",
        Argument::Into(_) => ".into()",
        Argument::Items(item) => match &**item {
            Argument::Plain(_) => ".into_iter().collect()",
            _ => ".into_iter().map(Into::into).collect()",
        },
        Argument::Entries(key, value) => match (&**key, &**value) {
            (Argument::Plain(_), Argument::Plain(_)) => ".into_iter().collect()",
            (Argument::Plain(_), _) => {
                ".into_iter().map(|(key, value)| (key, value.into())).collect()"
            }
            (_, Argument::Plain(_)) => {
                ".into_iter().map(|(key, value)| (key.into(), value)).collect()"
            }
            _ => ".into_iter().map(|(key, value)| (key.into(), value.into())).collect()",
        },
    }
}

/// A field's first value.
pub(super) fn value(value: &Value) -> TokenStream {
    match value {
        Value::Zero => quote!(Default::default()),
        Value::Bool(value) => quote!(#value),
        Value::Int(value) => number(*value),
        Value::Float(value) => float(*value),
        Value::Text(text) => quote!(#text.to_owned()),
        Value::Blob(bytes) => {
            let bytes = Literal::byte_string(bytes);
            quote!(rt::Blob::from(#bytes))
        }
        Value::Timestamp(seconds, nanos) => {
            let (seconds, nanos) = (number(*seconds), Literal::u32_unsuffixed(*nanos));
            quote!(rt::DateTime::new(#seconds, #nanos))
        }
        Value::Variant(ty, variant) => quote!(#ty::#variant),
        Value::OfText(ty, text) => quote!(#ty::from(#text)),
        Value::OfNumber(ty, value) => {
            let value = number(*value);
            quote!(#ty::from(#value))
        }
        Value::BigInteger(text) => quote!(#text.parse().unwrap_or_default()),
        Value::BigDecimal(text) => quote!(#text.parse().unwrap_or_default()),
        Value::Document(value) => document(value),
    }
}

fn document(value: &DocumentValue) -> TokenStream {
    match value {
        DocumentValue::Null => quote!(rt::Document::Null),
        DocumentValue::Bool(value) => quote!(rt::Document::Bool(#value)),
        DocumentValue::Text(text) => quote!(rt::Document::String(#text.to_owned())),
        DocumentValue::Array => quote!(rt::Document::Array(Vec::new())),
        DocumentValue::Object => quote!(rt::Document::Object(Vec::new())),
        DocumentValue::Number(value) => {
            let number = match value {
                NumberValue::Int(value) => {
                    let value = number(*value);
                    quote!(Int(#value))
                }
                NumberValue::Uint(value) => {
                    let value = Literal::u64_unsuffixed(*value);
                    quote!(Uint(#value))
                }
                NumberValue::Float(value) => {
                    let value = float(*value);
                    quote!(Float(#value))
                }
            };
            quote!(rt::Document::Number(rt::Number::#number))
        }
    }
}

/// A whole number: a minus sign where it has one, and a literal.
pub(super) fn number(value: impl Into<i64>) -> TokenStream {
    let value = value.into();
    let sign = (value < 0).then(|| quote!(-));
    let digits = Literal::u64_unsuffixed(value.unsigned_abs());
    quote!(#sign #digits)
}

/// The same of a number with a fraction or an exponent.
fn float(value: Finite) -> TokenStream {
    let value = value.get();
    let sign = value.is_sign_negative().then(|| quote!(-));
    // `Debug` writes a finite number as Rust does, with a fraction or an exponent, and digits have no sign here. The
    // other way to a literal writes each of three hundred digits.
    let digits = format!("{:?}", value.abs());
    let digits: Literal = digits.parse().expect("the digits of a finite number");
    quote!(#sign #digits)
}

/// A setter of a call, or of what waits by its answers.
pub(super) fn setter(it: &CallSetter) -> super::Member {
    let CallSetter {
        name,
        field,
        noted,
        setter,
        docs,
        deprecated,
        ..
    } = it;
    let docs = comment(docs);
    let deprecated = self::deprecated(deprecated.as_deref());
    let parameter = parameter(&setter.argument);
    let value = field_value(setter);
    let input = match noted {
        Some(member) => Cow::Owned(format!("give({member})")),
        None => Cow::Borrowed("input"),
    };
    super::Member::Lines(format!(
        "{docs}{deprecated}pub fn {name}(mut self, value: {parameter}) -> Self {{\n    \
             self.0.{input}.{field} = {value};\n    \
             self\n\
         }}\n"
    ))
}

/// `Some(…)` or `None`.
pub(super) fn option(value: Option<TokenStream>) -> TokenStream {
    match value {
        Some(value) => quote!(Some(#value)),
        None => quote!(None),
    }
}

/// What a macro knows its parts by: numbers, each with a name.
pub(super) fn numbered<'n>(names: impl Iterator<Item = &'n Ident>) -> String {
    let mut rows = String::new();
    for (number, name) in names.enumerate() {
        // Writing to a string cannot fail.
        let _ = write!(rows, ", {number} {name}");
    }
    rows
}

/// What a macro is told of the members whose setters note that they are given.
pub(super) fn noted(members: &[usize]) -> String {
    let numbers: Vec<String> = members.iter().map(usize::to_string).collect();
    match members.is_empty() {
        true => String::new(),
        false => format!("; noting {}", numbers.join(", ")),
    }
}

/// The value of a field, made of a parameter called `value`.
pub(super) fn field_value(setter: &Setter) -> impl Display {
    FieldValue(setter)
}

struct FieldValue<'s>(&'s Setter);

impl Display for FieldValue<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (before, after) = match self.0.wrap {
            Wrap::None => ("", ""),
            Wrap::Some => ("Some(", ")"),
            Wrap::SomeBox => ("Some(Box::new(", "))"),
        };
        let conversion = conversion(&self.0.argument);
        write!(f, "{before}value{conversion}{after}")
    }
}

/// A reference to a namespace, which services have as well as shapes.
pub(super) fn xml_namespace(namespace: &XmlNamespace) -> String {
    let prefix = namespace.prefix.as_deref().map(text::quoted);
    let (uri, prefix) = (text::quoted(&namespace.uri), text::option(prefix));
    format!("&rt::XmlNamespace::new({uri}, {prefix})")
}
