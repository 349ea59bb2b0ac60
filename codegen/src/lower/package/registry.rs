//! What a registry would refuse only once the package is published.

use crate::config::Package;
use crate::limits::{CATEGORIES, KEYWORD, KEYWORDS};
use smithgen_model::{Diagnostic, Errors};

/// Reports it.
pub(super) fn check(settings: &Package, errors: &mut Errors) {
    let mut refuse = |key: &str, value: &str, message: String, help: String| {
        let problem = Diagnostic::error(message).help(help);
        errors.push(problem.setting(format!("package.{key}"), value));
    };
    let lists = [
        ("keywords", &settings.keywords, KEYWORDS),
        ("categories", &settings.categories, CATEGORIES),
    ];
    for (key, words, most) in lists {
        for (number, word) in words.iter().enumerate() {
            let fault = match key {
                "keywords" => keyword_fault(word),
                _ => category_fault(word),
            };
            if let Some((message, help)) = fault {
                refuse(key, word, message, help);
            } else if number == most {
                let message = format!("there are more than {most} {key}");
                refuse(key, word, message, "remove some of them".to_owned());
            }
        }
    }
    let addresses = [
        ("repository", &settings.repository, "a repository"),
        ("homepage", &settings.homepage, "a page"),
        ("documentation", &settings.documentation, "a page"),
    ];
    for (key, url, what) in addresses {
        if let Some(url) = url.as_ref().filter(|url| !is_address(url)) {
            let help = format!("give its address, as in `https://example.com/{key}`");
            refuse(key, url, format!("`{url}` is no URL of {what}"), help);
        }
    }
}

fn keyword_fault(keyword: &str) -> Option<(String, String)> {
    let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '+');
    let starts_well = keyword.starts_with(|c: char| c.is_ascii_alphanumeric());
    if starts_well && keyword.chars().all(good) && keyword.len() <= KEYWORD {
        return None;
    }
    let help =
        format!("at most {KEYWORD} letters, digits, `-`, `_` and `+`, the first a letter or digit");
    Some((format!("`{keyword}` is no keyword"), help))
}

/// Categories are those of a list that registries have; here only their form is known.
fn category_fault(category: &str) -> Option<(String, String)> {
    let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let is_name = |part: &str| !part.is_empty() && part.chars().all(good);
    if category.split("::").all(is_name) {
        return None;
    }
    let help = "as in `api-bindings` or `web-programming::http-client`".to_owned();
    Some((format!("`{category}` is no category"), help))
}

fn is_address(url: &str) -> bool {
    let schemes = ["https://", "http://"];
    let host = schemes.iter().find_map(|it| url.strip_prefix(it));
    let is_odd = |c: char| c.is_whitespace() || c.is_control();
    host.is_some_and(|host| host.starts_with(char::is_alphanumeric)) && !url.contains(is_odd)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(change: impl FnOnce(&mut Package)) -> usize {
        let mut settings = Package::new("out", "x");
        change(&mut settings);
        let mut errors = Errors::new();
        check(&settings, &mut errors);
        errors.iter().count()
    }

    fn owned(words: &[&str]) -> Vec<String> {
        words.iter().map(|&it| it.to_owned()).collect()
    }

    #[test]
    fn keywords_are_those_of_registries() {
        let refused = |words: &[&str]| refused(|it| it.keywords = owned(words));
        assert_eq!(refused(&["a", "2d", "c++", "d_e", &"k".repeat(KEYWORD)]), 0);
        assert_eq!(
            refused(&["a b", "", "-x", "é", &"k".repeat(KEYWORD + 1)]),
            5
        );
        assert_eq!(refused(&["a", "b", "c", "d", "e", "f"]), 1);
    }

    #[test]
    fn categories_have_the_form_of_those_of_registries() {
        let refused = |words: &[&str]| refused(|it| it.categories = owned(words));
        assert_eq!(refused(&["api-bindings", "a::b", "no-std", "c", "d"]), 0);
        assert_eq!(refused(&["", "API Bindings", "a:b", "a::"]), 4);
        assert_eq!(refused(&["a", "b", "c", "d", "e", "f"]), 1);
    }

    #[test]
    fn addresses_are_those_of_pages() {
        let set = |url: &str| {
            let url = Some(url.to_owned());
            [
                refused(|it| it.repository.clone_from(&url)),
                refused(|it| it.homepage.clone_from(&url)),
                refused(|it| it.documentation.clone_from(&url)),
            ]
        };
        assert_eq!(set("https://example.com/x"), [0; 3]);
        for bad in [
            "",
            "example.com",
            "https://",
            "https:///x",
            "javascript:x",
            "https://a b",
        ] {
            assert_eq!(set(bad), [1; 3], "{bad}");
        }
    }
}
