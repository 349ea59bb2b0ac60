//! Which code is compiled only for tests.

use proc_macro2::{TokenStream, TokenTree};

/// Whether an attribute leaves out what it stands on wherever nothing is tested: `cfg(test)`, and `cfg(any(test, …))`
/// of nothing but tests and fuzzing. The argument is what stands between the brackets of the attribute.
pub(crate) fn only_for_tests(attribute: TokenStream) -> bool {
    let mut tokens = attribute.into_iter();
    match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Ident(name)), Some(TokenTree::Group(arguments))) if name == "cfg" => {
            value(arguments.stream()) == Some(false)
        }
        _ => false,
    }
}

/// The value of one predicate, if it does not depend on the build.
fn value(predicate: TokenStream) -> Option<bool> {
    let text = predicate.to_string().replace(' ', "");
    let mut tokens = predicate.into_iter();
    let name = match tokens.next()? {
        TokenTree::Ident(name) => name.to_string(),
        _ => return None,
    };
    let parts = match tokens.next() {
        Some(TokenTree::Group(group)) => commas(group.stream()),
        _ => Vec::new(),
    };
    let mut values = parts.into_iter().map(value);
    match name.as_str() {
        "test" => Some(false),
        "feature" if text == "feature=\"fuzzing\"" => Some(false),
        "not" => values.next()?.map(|it| !it),
        "any" => values.try_fold(false, |any, it| it.map(|it| any || it)),
        "all" => {
            let values: Vec<_> = values.collect();
            if values.contains(&Some(false)) {
                return Some(false);
            }
            None
        }
        _ => None,
    }
}

/// A stream cut at its commas.
pub(crate) fn commas(stream: TokenStream) -> Vec<TokenStream> {
    let mut parts = vec![Vec::new()];
    for token in stream {
        if matches!(&token, TokenTree::Punct(punct) if punct.as_char() == ',') {
            parts.push(Vec::new());
        } else if let Some(last) = parts.last_mut() {
            last.push(token);
        }
    }
    let parts = parts.into_iter().filter(|part| !part.is_empty());
    parts.map(|part| part.into_iter().collect()).collect()
}
