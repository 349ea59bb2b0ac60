//! Makes the runtime's tables of the rules that a generated file holds, as the compiler does: it calls the functions
//! that the text calls. Nothing is ever freed: the process runs its tests and ends.

use smithgen_client::generated::endpoint as ep;
use smithgen_runtime::endpoint_rules as rt;
use syn::{Expr, Item, Lit};

/// The rule set of a file of a service.
///
/// # Errors
/// What is there and was not expected.
pub(super) fn rule_set(file: &str) -> Result<rt::RuleSet, String> {
    let file = syn::parse_file(file).map_err(|e| format!("it is not Rust: {e}"))?;
    let mut items = file.items.into_iter();
    let rules = items.find_map(|item| match item {
        Item::Static(item) if item.ident == "ENDPOINT_RULES" => Some(*item.expr),
        _ => None,
    });
    let rules = rules.ok_or("no rules")?;
    let (name, arguments) = called(&rules)?;
    match (name.as_str(), arguments.as_slice()) {
        ("new", [parameters, rules, variables]) => Ok(ep::RuleSet::new(
            all(parameters, parameter)?,
            all(rules, rule)?,
            number(variables)?,
        )),
        (name, _) => Err(format!("`{name}` is no rule set")),
    }
}

fn parameter(it: &Expr) -> Result<rt::Parameter, String> {
    let (name, arguments) = called(it)?;
    match (name.as_str(), arguments.as_slice()) {
        ("parameter", [name, built_in, required, default]) => Ok(ep::parameter(
            text(name)?,
            option(built_in, text)?,
            boolean(required)?,
            option(default, literal)?,
        )),
        (name, _) => Err(format!("`{name}` is no parameter")),
    }
}

fn rule(it: &Expr) -> Result<rt::Rule, String> {
    let (name, arguments) = called(it)?;
    match (name.as_str(), arguments.as_slice()) {
        ("endpoint", [conditions, url, properties, headers]) => Ok(ep::endpoint(
            all(conditions, condition)?,
            expr(url)?,
            all(properties, |it| pair(it, expr))?,
            all(headers, |it| pair(it, |values| all(values, expr)))?,
        )),
        ("error", [conditions, message]) => {
            Ok(ep::error(all(conditions, condition)?, expr(message)?))
        }
        ("tree", [conditions, rules]) => {
            Ok(ep::tree(all(conditions, condition)?, all(rules, rule)?))
        }
        (name, _) => Err(format!("`{name}` is no rule")),
    }
}

fn condition(it: &Expr) -> Result<rt::Condition, String> {
    let (name, arguments) = called(it)?;
    match (name.as_str(), arguments.as_slice()) {
        ("when", [value]) => Ok(ep::when(expr(value)?)),
        ("assign", [variable, value]) => Ok(ep::assign(number(variable)?, expr(value)?)),
        (name, _) => Err(format!("`{name}` is no condition")),
    }
}

fn expr(it: &Expr) -> Result<rt::Expr, String> {
    let (name, arguments) = called(it)?;
    match (name.as_str(), arguments.as_slice()) {
        ("constant", [value]) => Ok(ep::constant(literal(value)?)),
        ("var", [variable]) => Ok(ep::var(number(variable)?)),
        ("template", [parts]) => Ok(ep::template(all(parts, expr)?)),
        ("call", [name, arguments]) => Ok(ep::call(function(name)?, all(arguments, expr)?)),
        ("attribute", [Expr::Reference(value), steps]) => {
            let value = Box::leak(Box::new(expr(&value.expr)?));
            Ok(ep::attribute(value, all(steps, step)?))
        }
        ("list", [items]) => Ok(ep::list(all(items, expr)?)),
        ("record", [entries]) => Ok(ep::record(all(entries, |it| pair(it, expr))?)),
        (name, _) => Err(format!("`{name}` is no expression")),
    }
}

fn step(it: &Expr) -> Result<rt::PathStep, String> {
    let (name, arguments) = called(it)?;
    match (name.as_str(), arguments.as_slice()) {
        ("field", [name]) => Ok(ep::field(text(name)?)),
        ("index", [index]) => Ok(ep::index(integer(index)?)),
        (name, _) => Err(format!("`{name}` is no step")),
    }
}

fn literal(it: &Expr) -> Result<rt::Literal, String> {
    let (name, arguments) = called(it)?;
    match (name.as_str(), arguments.as_slice()) {
        ("text", [value]) => Ok(ep::text(text(value)?)),
        ("boolean", [value]) => Ok(ep::boolean(boolean(value)?)),
        ("int", [value]) => Ok(ep::int(integer(value)?)),
        ("texts", [values]) => Ok(ep::texts(all(values, text)?)),
        (name, _) => Err(format!("`{name}` is no constant")),
    }
}

fn function(it: &Expr) -> Result<rt::Function, String> {
    Ok(match last_word(it)?.as_str() {
        "IsSet" => ep::IsSet,
        "Not" => ep::Not,
        "BooleanEquals" => ep::BooleanEquals,
        "StringEquals" => ep::StringEquals,
        "Substring" => ep::Substring,
        "Split" => ep::Split,
        "Coalesce" => ep::Coalesce,
        "Ite" => ep::Ite,
        "UriEncode" => ep::UriEncode,
        "ParseUrl" => ep::ParseUrl,
        "IsValidHostLabel" => ep::IsValidHostLabel,
        "Partition" => ep::Partition,
        "ParseArn" => ep::ParseArn,
        "IsVirtualHostableS3Bucket" => ep::IsVirtualHostableS3Bucket,
        other => return Err(format!("`{other}` is no function of rules")),
    })
}

/// The last word of a path.
fn last_word(it: &Expr) -> Result<String, String> {
    let last = match it {
        Expr::Path(path) => path.path.segments.last(),
        _ => None,
    };
    last.map(|last| last.ident.to_string())
        .ok_or_else(|| "no name where one was expected".to_owned())
}

/// The last word of a function's path, and its arguments.
fn called(it: &Expr) -> Result<(String, Vec<&Expr>), String> {
    match it {
        Expr::Call(call) => Ok((last_word(&call.func)?, call.args.iter().collect())),
        _ => Err("no call where one was expected".to_owned()),
    }
}

/// A list behind a reference.
fn all<T>(it: &Expr, convert: impl Fn(&Expr) -> Result<T, String>) -> Result<&'static [T], String> {
    let array = match it {
        Expr::Reference(it) => &*it.expr,
        other => other,
    };
    match array {
        Expr::Array(array) => {
            let items: Result<Vec<T>, String> = array.elems.iter().map(convert).collect();
            Ok(items?.leak())
        }
        _ => Err("no list where one was expected".to_owned()),
    }
}

fn pair<T>(
    it: &Expr,
    convert: impl Fn(&Expr) -> Result<T, String>,
) -> Result<(&'static str, T), String> {
    let parts: Vec<&Expr> = match it {
        Expr::Tuple(tuple) => tuple.elems.iter().collect(),
        _ => Vec::new(),
    };
    match parts.as_slice() {
        [name, value] => Ok((text(name)?, convert(value)?)),
        _ => Err("no pair where one was expected".to_owned()),
    }
}

fn option<T>(it: &Expr, convert: impl Fn(&Expr) -> Result<T, String>) -> Result<Option<T>, String> {
    if let Expr::Path(_) = it {
        return match last_word(it)?.as_str() {
            "None" => Ok(None),
            other => Err(format!("`{other}` where `None` was expected")),
        };
    }
    let (name, arguments) = called(it)?;
    match (name.as_str(), arguments.as_slice()) {
        ("Some", [value]) => convert(value).map(Some),
        (name, _) => Err(format!("`{name}` where `Some` was expected")),
    }
}

fn text(it: &Expr) -> Result<&'static str, String> {
    match it {
        Expr::Lit(it) => match &it.lit {
            Lit::Str(text) => Ok(text.value().leak()),
            _ => Err("no text where one was expected".to_owned()),
        },
        _ => Err("no text where one was expected".to_owned()),
    }
}

fn boolean(it: &Expr) -> Result<bool, String> {
    match it {
        Expr::Lit(it) => match &it.lit {
            Lit::Bool(value) => Ok(value.value),
            _ => Err("no boolean where one was expected".to_owned()),
        },
        _ => Err("no boolean where one was expected".to_owned()),
    }
}

fn number(it: &Expr) -> Result<usize, String> {
    usize::try_from(integer(it)?).map_err(|e| e.to_string())
}

fn integer(it: &Expr) -> Result<i64, String> {
    match it {
        Expr::Unary(it) => Ok(-integer(&it.expr)?),
        Expr::Lit(it) => match &it.lit {
            Lit::Int(value) => value.base10_parse().map_err(|e| e.to_string()),
            _ => Err("no number where one was expected".to_owned()),
        },
        _ => Err("no number where one was expected".to_owned()),
    }
}
