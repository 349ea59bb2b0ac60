//! A program that uses every Rust item of a surface, as its documented contract allows: literals and patterns of
//! structures end in `..`, matches on enums have a wildcard.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What the module of the generated code is called in the program.
const MODULE: &str = "crate::k";

/// The program's text, of the lines of `API.txt`.
pub(super) fn program(surface: &str) -> String {
    let rust = surface
        .lines()
        .filter_map(|line| line.strip_prefix("rust "));
    let items: BTreeMap<&str, &str> = rust
        .map(|line| line.split_once(": ").unwrap_or((line, "")))
        .collect();
    let mut text = String::from(
        "#![allow(warnings)]\n\
         use std::collections::BTreeMap;\n\
         use smithgen_client::*;\n\
         use smithgen_client::generated::Unit;\n\
         fn any<T>() -> T { loop {} }\n",
    );
    for (number, (name, value)) in items.iter().enumerate() {
        let parent = name.rsplit_once("::").map(|(parent, last)| {
            let kind = items.get(parent).copied().unwrap_or_default();
            (parent, last, kind)
        });
        if let Some(body) = item(name, value, parent) {
            let _ = writeln!(text, "pub fn f{number}{body}");
        }
    }
    text
}

/// A function, from its parameters on, that uses an item; `parent` is the type that it belongs to, its own name, and
/// what the type is.
fn item(name: &str, value: &str, parent: Option<(&str, &str, &str)>) -> Option<String> {
    let ty = |name: &str| format!("{MODULE}::{name}");
    if let Some(call) = value.strip_prefix("fn() -> ") {
        let method = name.strip_prefix("Client::")?;
        let call = ty(call);
        return Some(format!(
            "(c: &{MODULE}::Client) {{ let _: {call} = c.{method}(); }}"
        ));
    }
    match value {
        "call" | "operation" | "wait" => return Some(format!("(_: {}) {{}}", ty(name))),
        "struct" if name == "Client" => return None,
        "struct" | "error" => {
            let own = ty(name);
            let is_error = match value {
                "error" => "let _: &dyn std::error::Error = &v;",
                _ => "",
            };
            return Some(format!(
                "(v: {own}) {{ {is_error} let _ = {own} {{ ..Default::default() }}; let {own} {{ .. }} = v.clone(); }}"
            ));
        }
        "union" | "error enum" => return Some(matching(&ty(name), "")),
        _ if value.starts_with("enum of ") => return Some(matching(&ty(name), "")),
        _ if value.starts_with("= ") => return Some(format!("(_: {}) {{}}", ty(name))),
        _ => {}
    }
    let (parent, last, kind) = parent?;
    let own = ty(parent);
    if let Some(items) = value.strip_prefix("fn() of ") {
        let items = qualified(items);
        return Some(format!(
            "(v: {own}) {{ let mut i = v.{last}(); let _ = async move {{ \
             let _: Option<Result<<{items} as IntoIterator>::Item, _>> = i.next().await; }}; }}"
        ));
    }
    if let Some(parameters) = value
        .strip_prefix("fn(")
        .and_then(|it| it.strip_suffix(')'))
    {
        let arguments: Vec<String> = split(parameters).iter().map(|it| argument(it)).collect();
        let arguments = arguments.join(", ");
        return Some(match last {
            "new" => format!("() {{ let _: {own} = {own}::new({arguments}); }}"),
            _ => format!("(v: {own}) {{ let _ = v.{last}({arguments}); }}"),
        });
    }
    let value = qualified(value);
    Some(match kind {
        "error enum" => matching(
            &own,
            &format!("{own}::{last}(m) => {{ let _: {value} = m.into_inner(); }}"),
        ),
        _ if kind.starts_with("enum of ") && value.is_empty() => {
            let arm = format!("{own}::{last} => {{}}");
            format!("(v: {own}) {{ let _ = {own}::{last}; match v {{ {arm} _ => {{}} }} }}")
        }
        "union" => {
            let arm = format!("{own}::{last}(x) => {{ let _: {value} = x; }}");
            format!(
                "(v: {own}) {{ let _ = {own}::{last}(any::<{value}>()); match v {{ {arm} _ => {{}} }} }}"
            )
        }
        _ if kind.starts_with("enum of ") => matching(
            &own,
            &format!("{own}::{last}(x) => {{ let _: {value} = x; }}"),
        ),
        _ => format!(
            "(v: {own}) {{ let _ = {own} {{ {last}: any::<{value}>(), ..Default::default() }}; \
             let {own} {{ {last}, .. }} = v; let _: {value} = {last}; }}"
        ),
    })
}

fn matching(ty: &str, arm: &str) -> String {
    format!("(v: {ty}) {{ match v {{ {arm} _ => {{}} }} }}")
}

/// The parts between commas that are in no brackets.
fn split(list: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0usize, 0);
    for (at, c) in list.char_indices() {
        match c {
            '<' | '(' => depth += 1,
            '>' | ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.push(list[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.extend(Some(list[start..].trim()).filter(|last| !last.is_empty()));
    parts
}

/// A value for a parameter.
fn argument(parameter: &str) -> String {
    format!("any::<{}>()", given(parameter))
}

/// A type that a parameter takes.
fn given(parameter: &str) -> String {
    let inside = |prefix: &str| parameter.strip_prefix(prefix)?.strip_suffix('>');
    if let Some(target) = inside("impl Into<") {
        return qualified(target);
    }
    match inside("impl IntoIterator<Item = ") {
        Some(pair) if pair.starts_with('(') => {
            let pair = pair.trim_start_matches('(').trim_end_matches(')');
            let parts: Vec<String> = split(pair).iter().map(|it| given(it)).collect();
            format!("Vec<({})>", parts.join(", "))
        }
        Some(item) => format!("Vec<{}>", given(item)),
        None => qualified(parameter),
    }
}

/// A type with the module before the names of generated ones.
fn qualified(ty: &str) -> String {
    let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '#';
    let mut text = String::new();
    let mut rest = ty;
    while let Some(at) = rest.find(|c: char| is_word(c)) {
        let end = rest[at..].find(|c: char| !is_word(c) && c != ':');
        let end = end.map_or(rest.len(), |end| at + end);
        text.push_str(&rest[..at]);
        if ["types::", "operations::"]
            .iter()
            .any(|it| rest[at..end].starts_with(it))
        {
            text.push_str(MODULE);
            text.push_str("::");
        }
        text.push_str(&rest[at..end]);
        rest = &rest[end..];
    }
    text.push_str(rest);
    text
}
