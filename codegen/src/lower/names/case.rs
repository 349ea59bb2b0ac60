//! What things are called in Rust: words, case, keywords, collisions. The only user of `heck`.

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

use crate::ir::Ident;
use crate::maps::HashSet;

/// Keywords of the 2024 edition, reserved ones included, that may be written as raw identifiers.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Keywords that may not.
const NEVER_RAW: &[&str] = &["self", "Self", "super", "crate", "_"];

/// Words whose case says nothing of where they begin and end.
const PROPER_WORDS: &[&str] = &["IPv4", "IPv6", "IoT"];

/// Types that generated code names without a path, and those it makes itself.
const TYPES_IN_USE: &[&str] = &[
    "Box",
    "Clone",
    "Copy",
    "Default",
    "Err",
    "From",
    "Into",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "PartialEq",
    "Result",
    "Self",
    "Some",
    "String",
    "Vec",
];

/// Methods of traits that every structure has: a setter of that name would hide them.
const METHODS_IN_USE: &[&str] = &[
    "borrow",
    "borrow_mut",
    "clone",
    "clone_from",
    "clone_into",
    "default",
    "eq",
    "fmt",
    "from",
    "into",
    "ne",
    "new",
    "to_owned",
    "try_from",
    "try_into",
    "type_id",
];

/// Variants that every operation's error has.
const ERRORS_IN_USE: &[&str] = &["Client", "Unmodeled"];

/// The variant that every operation's error has which a server returns.
const SERVED_ERRORS_IN_USE: &[&str] = &["Fault"];

/// Traits that the code of servers names without a path.
const SERVER_TYPES_IN_USE: &[&str] = &["Send", "Sync"];

/// Methods that a call has besides the setters.
const CALL_METHODS_IN_USE: &[&str] = &[
    "input",
    "presign",
    "send",
    "send_blocking",
    "send_with_response",
    "with_config",
];

/// Methods of a call whose results come in pages.
const PAGE_METHODS_IN_USE: &[&str] = &["items", "pages"];

/// Methods of what waits.
const WAIT_METHODS_IN_USE: &[&str] = &["timeout"];

/// Methods of the client that are not operations.
const CLIENT_METHODS_IN_USE: &[&str] = &["as_runtime", "from_env", "with_config"];

/// File names with a meaning of their own: to Rust, to this layout, or to Windows.
const MODULES_IN_USE: &[&str] = &[
    "aux",
    "collections",
    "com0",
    "com1",
    "com2",
    "com3",
    "com4",
    "com5",
    "com6",
    "com7",
    "com8",
    "com9",
    "con",
    "lib",
    "lpt0",
    "lpt1",
    "lpt2",
    "lpt3",
    "lpt4",
    "lpt5",
    "lpt6",
    "lpt7",
    "lpt8",
    "lpt9",
    "main",
    "mod",
    "nul",
    "operations",
    "prn",
    "runtime",
    "types",
];

/// Names that must differ from one another.
#[derive(Debug, Default)]
pub(in crate::lower) struct Scope {
    /// Lists of names, each sorted, that are taken from the start.
    reserved: &'static [&'static [&'static str]],
    taken: HashSet<String>,
}

impl Scope {
    /// A scope in which the names of some sorted lists are taken from the start.
    fn with(reserved: &'static [&'static [&'static str]]) -> Self {
        Scope {
            reserved,
            taken: HashSet::default(),
        }
    }

    fn has(&self, name: &str) -> bool {
        self.reserved.iter().any(|names| is_in(names, name)) || self.taken.contains(name)
    }

    /// Takes the first free name of a list; when none is free, the last one with the first free number.
    pub(in crate::lower) fn claim(&mut self, wishes: &[String]) -> Ident {
        self.claim_apart(wishes, &Scope::default())
    }

    /// [`Scope::claim`], where names of another scope are not free either.
    pub(in crate::lower) fn claim_apart(&mut self, wishes: &[String], other: &Scope) -> Ident {
        let is_free = |name: &String| {
            let has = |name: &str| self.has(name) || other.has(name);
            // What a keyword is written as is another name.
            let is_kept = !NEVER_RAW.contains(&name.as_str());
            !has(name) && (is_kept || !has(identifier(name).stem()))
        };
        let free = wishes.iter().find(|name| is_free(name));
        let name = match (free, wishes.last()) {
            (Some(name), _) => name.clone(),
            (None, last) => numbered(last.map_or("", String::as_str), is_free),
        };
        let identifier = identifier(&name);
        if identifier.stem() != name {
            self.taken.insert(identifier.stem().to_owned());
        }
        self.taken.insert(name);
        identifier
    }
}

/// Whether a sorted list has a name.
fn is_in(sorted: &[&str], name: &str) -> bool {
    sorted.binary_search(&name).is_ok()
}

/// A name with the first free number.
fn numbered(base: &str, is_free: impl Fn(&String) -> bool) -> String {
    // A number after a number would read as one.
    let joint = if base.ends_with(|c: char| c.is_ascii_digit()) {
        "_"
    } else {
        ""
    };
    let mut numbers = 2..;
    loop {
        let number: u64 = numbers.next().unwrap_or_default();
        let name = format!("{base}{joint}{number}");
        if is_free(&name) {
            return name;
        }
    }
}

/// The scope of a service's types.
pub(in crate::lower) fn types() -> Scope {
    Scope::with(&[TYPES_IN_USE])
}

/// The scope of the files in a directory.
pub(in crate::lower) fn modules() -> Scope {
    Scope::with(&[MODULES_IN_USE])
}

/// The scope of a call's setters.
pub(in crate::lower) fn call_setters(has_pages: bool, has_waiters: bool) -> Scope {
    Scope::with(match (has_pages, has_waiters) {
        (false, false) => &[METHODS_IN_USE, CALL_METHODS_IN_USE],
        (true, false) => &[METHODS_IN_USE, CALL_METHODS_IN_USE, PAGE_METHODS_IN_USE],
        (false, true) => &[METHODS_IN_USE, CALL_METHODS_IN_USE, WAIT_METHODS_IN_USE],
        (true, true) => &[
            METHODS_IN_USE,
            CALL_METHODS_IN_USE,
            PAGE_METHODS_IN_USE,
            WAIT_METHODS_IN_USE,
        ],
    })
}

/// The scope of the variants of an operation's error.
pub(in crate::lower) fn error_variants() -> Scope {
    Scope::with(&[ERRORS_IN_USE])
}

/// The scope of the variants of an error that a server returns.
pub(in crate::lower) fn served_errors() -> Scope {
    Scope::with(&[SERVED_ERRORS_IN_USE])
}

/// The scope of the types in a server's file.
pub(in crate::lower) fn server_types() -> Scope {
    Scope::with(&[TYPES_IN_USE, SERVER_TYPES_IN_USE])
}

/// The scope of the client's methods.
pub(in crate::lower) fn client_methods() -> Scope {
    Scope::with(&[METHODS_IN_USE, CLIENT_METHODS_IN_USE])
}

/// The name of a type: `RegisterClientInput`.
pub(in crate::lower) fn type_name(name: &str) -> String {
    start_with_letter(words(name).to_upper_camel_case(), "Shape")
}

/// The name of a variant: `AuthorizationCode`.
pub(in crate::lower) fn variant(name: &str) -> String {
    let camel = words(name).to_upper_camel_case();
    if camel.is_empty() {
        return start_with_letter(spelled(name), "Value");
    }
    start_with_letter(camel, "Value")
}

/// The name of a field, function or file: `client_name`.
pub(in crate::lower) fn snake(name: &str) -> String {
    start_with_letter(words(name).to_snake_case(), "_")
}

/// The name of a static: `CLIENT_NAME`.
pub(in crate::lower) fn shouty(name: &str) -> String {
    start_with_letter(words(name).to_shouty_snake_case(), "_")
}

/// A name as an identifier: raw where it is a keyword, with an underscore where even that is not allowed.
pub(in crate::lower) fn identifier(name: &str) -> Ident {
    if NEVER_RAW.contains(&name) {
        return Ident::new(&format!("{name}_"));
    }
    if is_in(KEYWORDS, name) {
        return Ident::new(&format!("r#{name}"));
    }
    Ident::new(name)
}

/// Whether a name means something to Rust, so that no crate can have it.
#[cfg(feature = "package")]
pub(in crate::lower) fn is_keyword(name: &str) -> bool {
    is_in(KEYWORDS, name) || NEVER_RAW.contains(&name)
}

/// A name as a module: an underscore after keywords, so that the file is called as the module.
pub(in crate::lower) fn module_wishes(name: &str) -> Vec<String> {
    let name = snake(name);
    let name = match is_in(KEYWORDS, &name) {
        true => format!("{name}_"),
        false => name,
    };
    vec![name.clone(), format!("{name}_")]
}

fn start_with_letter(name: String, prefix: &str) -> String {
    match name.chars().next() {
        Some(first) if first.is_ascii_alphabetic() => name,
        Some(_) if name.starts_with(prefix) => name,
        _ => format!("{prefix}{name}"),
    }
}

/// The text with only letters and digits of ASCII, its words as `heck` will find them.
///
/// `heck` splits plural acronyms and some proper words in the wrong place (`AR Ns`, `I Pv6`); they become ordinary
/// capitalised words here. Other characters part words; those outside ASCII are written as their code point.
fn words(name: &str) -> String {
    let mut text = String::with_capacity(name.len() + 4);
    let mut rest = name;
    while let Some(character) = rest.chars().next() {
        // A word begins no later than its first capital: to look from each of them takes the square of their number.
        let is_inside = text.ends_with(|c: char| c.is_ascii_uppercase());
        let bytes = rest.as_bytes();
        let word = || plural_acronym(bytes).or_else(|| proper_word(bytes));
        let length = match (!is_inside).then(word).flatten() {
            Some(length) => {
                let word = rest.get(..length).unwrap_or_default();
                text.push('_');
                text.push(character);
                text.extend(word.chars().skip(1).map(|c| c.to_ascii_lowercase()));
                length
            }
            None => {
                match character {
                    c if c.is_ascii_alphanumeric() => text.push(c),
                    c if c.is_ascii() => text.push('_'),
                    c => text.push_str(&format!("_U{:x}_", u32::from(c))),
                }
                character.len_utf8()
            }
        };
        rest = rest.get(length..).unwrap_or_default();
    }
    text
}

/// Length of `ARNs` at the start of a text, where a lower-case letter does not follow.
fn plural_acronym(text: &[u8]) -> Option<usize> {
    let capitals = text.iter().take_while(|c| c.is_ascii_uppercase()).count();
    let ends = text.get(capitals) == Some(&b's')
        && !text.get(capitals + 1).is_some_and(u8::is_ascii_lowercase);
    (capitals >= 2 && ends).then_some(capitals + 1)
}

/// Length of a word in unusual case at the start of a text.
fn proper_word(text: &[u8]) -> Option<usize> {
    let starts = |word: &&&str| text.starts_with(word.as_bytes());
    let word = PROPER_WORDS.iter().find(starts)?;
    // `IoTo` would be another word.
    let next = text.get(word.len());
    let ends = !next.is_some_and(u8::is_ascii_lowercase);
    ends.then_some(word.len())
}

/// Names of the characters of a text that has no letter and no digit.
fn spelled(text: &str) -> String {
    if text.is_empty() {
        return "Empty".to_owned();
    }
    text.chars()
        .map(|character| match character {
            '<' => "Less",
            '>' => "Greater",
            '=' => "Equals",
            '!' => "Not",
            '*' => "Star",
            '+' => "Plus",
            '-' => "Minus",
            '/' => "Slash",
            '%' => "Percent",
            '&' => "And",
            '|' => "Or",
            '.' => "Dot",
            ',' => "Comma",
            '_' => "Underscore",
            ' ' => "Space",
            _ => "Symbol",
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_million_capitals_take_no_longer_than_any_name() {
        // With the square of their number of steps this runs for hours.
        let capitals = "M".repeat(1_000_000);
        assert_eq!(words(&capitals), capitals);
        let plural = format!("_M{}s", "m".repeat(999_999));
        assert!(words(&format!("{capitals}s")) == plural);
    }

    #[test]
    fn finds_words() {
        for (name, expected) in [
            ("clientName", "client_name"),
            ("CreateTokenWithIAM", "create_token_with_iam"),
            ("EC2InstanceARNs", "ec2_instance_arns"),
            ("ARNsToDelete", "arns_to_delete"),
            ("DBInstanceIDs", "db_instance_ids"),
            ("AssignIPv6Address", "assign_ipv6_address"),
            ("IPAddress", "ip_address"),
            ("ListIoTThings", "list_iot_things"),
            ("AudioToken", "audio_token"),
            ("HTTPSettings", "http_settings"),
            ("SSOOIDC", "ssooidc"),
            ("__type", "type"),
            ("_1", "_1"),
            ("urn:ietf:params", "urn_ietf_params"),
        ] {
            assert_eq!(snake(name), expected, "{name}");
        }
        assert_eq!(type_name("DBInstanceIDs"), "DbInstanceIds");
        assert_eq!(shouty("ScopesList"), "SCOPES_LIST");
    }

    #[test]
    fn variants_begin_with_a_letter() {
        for (value, expected) in [
            ("authorization_code", "AuthorizationCode"),
            ("AUTHORIZATION_CODE", "AuthorizationCode"),
            ("3DES", "Value3des"),
            (">=", "GreaterEquals"),
            ("", "Empty"),
            ("é", "Ue9"),
            ("a b-c.d", "ABCD"),
            ("*", "Star"),
        ] {
            assert_eq!(variant(value), expected, "{value}");
        }
    }

    #[test]
    fn keywords_stay_readable() {
        assert_eq!(identifier("type").as_str(), "r#type");
        assert_eq!(identifier("self").as_str(), "self_");
        assert_eq!(identifier("Self").as_str(), "Self_");
        assert_eq!(modules().claim(&module_wishes("Type")).as_str(), "type_");
        assert_eq!(modules().claim(&module_wishes("Mod")).as_str(), "mod_");
        assert_eq!(modules().claim(&module_wishes("Aux")).as_str(), "aux_");
    }

    #[test]
    fn lists_are_sorted_as_searching_them_demands() {
        for list in [
            KEYWORDS,
            TYPES_IN_USE,
            METHODS_IN_USE,
            ERRORS_IN_USE,
            CALL_METHODS_IN_USE,
            PAGE_METHODS_IN_USE,
            WAIT_METHODS_IN_USE,
            CLIENT_METHODS_IN_USE,
            MODULES_IN_USE,
            SERVED_ERRORS_IN_USE,
            SERVER_TYPES_IN_USE,
        ] {
            assert!(list.is_sorted(), "{list:?}");
        }
    }

    #[test]
    fn collisions_are_numbered_in_the_order_of_claims() {
        let mut scope = types();
        let wish = |name: &str| vec![type_name(name), format!("{}Shape", type_name(name))];
        assert_eq!(scope.claim(&wish("Option")).as_str(), "OptionShape");
        assert_eq!(scope.claim(&wish("FooBar")).as_str(), "FooBar");
        assert_eq!(scope.claim(&wish("Foo_Bar")).as_str(), "FooBarShape");
        assert_eq!(scope.claim(&wish("Foo__Bar")).as_str(), "FooBarShape2");
        assert_eq!(scope.claim(&["S3".into()]).as_str(), "S3");
        assert_eq!(scope.claim(&["S3".into()]).as_str(), "S3_2");
        assert_eq!(scope.claim(&["self".into()]).as_str(), "self_");
        assert_eq!(scope.claim(&["self_".into()]).as_str(), "self_2");
        assert_eq!(scope.claim(&["super_".into()]).as_str(), "super_");
        assert_eq!(scope.claim(&["super".into()]).as_str(), "super2");
    }
}
