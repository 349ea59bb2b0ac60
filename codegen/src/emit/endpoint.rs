//! Emits endpoint rules as one constant expression.

use proc_macro2::{Literal as Token, TokenStream};
use quote::quote;

use crate::ir::endpoint::{
    Condition, ContextParameter, ContextSource, Expr, Function, InputStep, Literal, PathStep, Rule,
    RuleParameter, RuleSet,
};

/// The value of a `rt::endpoint::RuleSet`, where the runtime is `rt` and its module of endpoints `ep`.
pub(super) fn rules(set: &RuleSet) -> TokenStream {
    let parameters = set.parameters.iter().map(parameter);
    let rules = set.rules.iter().map(rule);
    let variables = Token::usize_unsuffixed(set.variables);
    quote! {
        ep::RuleSet::new(&[#(#parameters),*], &[#(#rules),*], #variables)
    }
}

/// The value of a list of `rt::endpoint::ContextParameter`, named as for [`rules`].
pub(super) fn context(parameters: &[ContextParameter]) -> TokenStream {
    let parameters = parameters.iter().map(|parameter| {
        let name = &parameter.name;
        let source = match &parameter.source {
            ContextSource::Static(value) => {
                let value = literal(value);
                quote!(ep::ContextSource::Static(#value))
            }
            ContextSource::Member(index) => {
                let index = Token::usize_unsuffixed(*index);
                quote!(ep::ContextSource::Member(#index))
            }
            ContextSource::Path(steps) => {
                let steps = steps.iter().map(input_step);
                quote!(ep::ContextSource::Path(&[#(#steps),*]))
            }
        };
        quote!(ep::ContextParameter::new(#name, #source))
    });
    quote!(&[#(#parameters),*])
}

fn parameter(parameter: &RuleParameter) -> TokenStream {
    let RuleParameter {
        name,
        built_in,
        required,
        default,
    } = parameter;
    let built_in = option(built_in.as_ref().map(|name| quote!(#name)));
    let default = option(default.as_ref().map(literal));
    quote!(ep::parameter(#name, #built_in, #required, #default))
}

fn option(value: Option<TokenStream>) -> TokenStream {
    match value {
        Some(value) => quote!(Some(#value)),
        None => quote!(None),
    }
}

fn rule(it: &Rule) -> TokenStream {
    match it {
        Rule::Endpoint {
            conditions,
            url,
            properties,
            headers,
        } => {
            let conditions = conditions.iter().map(condition);
            let url = expr(url);
            let properties = properties.iter().map(entry);
            let headers = headers.iter().map(|(name, values)| {
                let values = values.iter().map(expr);
                quote!((#name, &[#(#values),*]))
            });
            quote! {
                ep::endpoint(&[#(#conditions),*], #url, &[#(#properties),*], &[#(#headers),*])
            }
        }
        Rule::Error {
            conditions,
            message,
        } => {
            let conditions = conditions.iter().map(condition);
            let message = expr(message);
            quote!(ep::error(&[#(#conditions),*], #message))
        }
        Rule::Tree { conditions, rules } => {
            let conditions = conditions.iter().map(condition);
            let rules = rules.iter().map(rule);
            quote!(ep::tree(&[#(#conditions),*], &[#(#rules),*]))
        }
    }
}

fn condition(condition: &Condition) -> TokenStream {
    let value = expr(&condition.value);
    match condition.assign.map(Token::usize_unsuffixed) {
        Some(variable) => quote!(ep::assign(#variable, #value)),
        None => quote!(ep::when(#value)),
    }
}

fn expr(it: &Expr) -> TokenStream {
    match it {
        Expr::Literal(value) => {
            let value = literal(value);
            quote!(ep::constant(#value))
        }
        Expr::Variable(number) => {
            let number = Token::usize_unsuffixed(*number);
            quote!(ep::var(#number))
        }
        Expr::Template(parts) => {
            let parts = parts.iter().map(expr);
            quote!(ep::template(&[#(#parts),*]))
        }
        Expr::Call(name, arguments) => {
            let name = function(*name);
            let arguments = arguments.iter().map(expr);
            quote!(ep::call(ep::#name, &[#(#arguments),*]))
        }
        Expr::Attribute(value, steps) => {
            let value = expr(value);
            let steps = steps.iter().map(|step| match step {
                PathStep::Field(name) => quote!(ep::field(#name)),
                PathStep::Index(index) => {
                    let index = Token::i64_unsuffixed(*index);
                    quote!(ep::index(#index))
                }
            });
            quote!(ep::attribute(&#value, &[#(#steps),*]))
        }
        Expr::List(items) => {
            let items = items.iter().map(expr);
            quote!(ep::list(&[#(#items),*]))
        }
        Expr::Record(entries) => {
            let entries = entries.iter().map(entry);
            quote!(ep::record(&[#(#entries),*]))
        }
    }
}

fn entry((name, value): &(String, Expr)) -> TokenStream {
    let value = expr(value);
    quote!((#name, #value))
}

fn literal(value: &Literal) -> TokenStream {
    match value {
        Literal::Str(text) => quote!(ep::text(#text)),
        Literal::Bool(value) => quote!(ep::boolean(#value)),
        Literal::Int(number) => {
            let number = Token::i64_unsuffixed(*number);
            quote!(ep::int(#number))
        }
        Literal::StrList(items) => quote!(ep::texts(&[#(#items),*])),
    }
}

fn function(function: Function) -> TokenStream {
    match function {
        Function::IsSet => quote!(IsSet),
        Function::Not => quote!(Not),
        Function::BooleanEquals => quote!(BooleanEquals),
        Function::StringEquals => quote!(StringEquals),
        Function::Substring => quote!(Substring),
        Function::Split => quote!(Split),
        Function::Coalesce => quote!(Coalesce),
        Function::Ite => quote!(Ite),
        Function::UriEncode => quote!(UriEncode),
        Function::ParseUrl => quote!(ParseUrl),
        Function::IsValidHostLabel => quote!(IsValidHostLabel),
        Function::Partition => quote!(Partition),
        Function::ParseArn => quote!(ParseArn),
        Function::IsVirtualHostableS3Bucket => quote!(IsVirtualHostableS3Bucket),
    }
}

fn input_step(step: &InputStep) -> TokenStream {
    match step {
        InputStep::Field(name) => quote!(ep::InputStep::Field(#name)),
        InputStep::Items => quote!(ep::InputStep::Items),
        InputStep::Values => quote!(ep::InputStep::Values),
        InputStep::Keys => quote!(ep::InputStep::Keys),
        InputStep::Select(paths) => {
            let paths = paths.iter().map(|path| {
                let steps = path.iter().map(input_step);
                quote!(&[#(#steps),*])
            });
            quote!(ep::InputStep::Select(&[#(#paths),*]))
        }
        InputStep::Flatten => quote!(ep::InputStep::Flatten),
    }
}
