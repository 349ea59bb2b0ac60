//! What the tokens of one module say: the paths that it names, its imports, its submodules and its items.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use crate::cfg::only_for_tests;

/// A path as it is written. `$crate` is `crate`.
pub(crate) type Path = Vec<String>;

/// Macros whose arguments are code of another crate.
const QUOTES: [&str; 3] = ["quote", "quote_spanned", "parse_quote"];

/// Words that an item's name follows.
const ITEMS: [&str; 9] = [
    "const",
    "enum",
    "fn",
    "macro_rules",
    "static",
    "struct",
    "trait",
    "type",
    "union",
];

/// Words that an item begins with, besides its visibility.
const STARTS: [&str; 14] = [
    "async",
    "const",
    "enum",
    "extern",
    "fn",
    "impl",
    "macro_rules",
    "mod",
    "static",
    "struct",
    "trait",
    "type",
    "unsafe",
    "use",
];

#[derive(Default)]
pub(crate) struct Scan {
    pub(crate) paths: Vec<Path>,
    /// What `use` brings into the module: the name it has there, and where it is from. A glob is `*`.
    pub(crate) imports: Vec<(String, Path)>,
    pub(crate) submodules: Vec<Submodule>,
    /// Names of the items that are defined in the module itself.
    pub(crate) items: Vec<String>,
    /// Those of the items that are macros, and known to the whole crate by name.
    pub(crate) exported_macros: Vec<String>,
}

pub(crate) struct Submodule {
    pub(crate) name: String,
    /// The file that an attribute names.
    pub(crate) file: Option<String>,
    /// The body, of a module that has no file.
    pub(crate) inline: Option<TokenStream>,
}

pub(crate) fn scan(stream: TokenStream) -> Scan {
    let mut scan = Scan::default();
    Reader {
        scan: &mut scan,
        depth: 0,
    }
    .read(stream);
    scan
}

struct Reader<'a> {
    scan: &'a mut Scan,
    /// How many groups enclose the tokens; items of the module have none.
    depth: usize,
}

/// What the attributes before an item say of it.
#[derive(Default)]
struct Attributes {
    file: Option<String>,
    exported: bool,
}

impl Reader<'_> {
    fn read(&mut self, stream: TokenStream) {
        let tokens: Vec<TokenTree> = stream.into_iter().collect();
        let mut attributes = Attributes::default();
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            at = match token {
                TokenTree::Punct(punct) if punct.as_char() == '#' => {
                    self.attribute(&tokens, at, &mut attributes)
                }
                TokenTree::Ident(name) if name == "use" => self.import(&tokens, at + 1),
                TokenTree::Ident(name) if name == "mod" && self.depth == 0 => {
                    self.submodule(&tokens, at + 1, std::mem::take(&mut attributes))
                }
                TokenTree::Ident(name) => {
                    if self.depth == 0 && ITEMS.contains(&name.to_string().as_str()) {
                        self.item(&tokens, at, &attributes);
                    }
                    self.path(&tokens, at)
                }
                TokenTree::Group(group) => {
                    if group.delimiter() == Delimiter::Brace {
                        attributes = Attributes::default();
                    }
                    self.group(group);
                    at + 1
                }
                _ => at + 1,
            };
        }
    }

    fn group(&mut self, group: &Group) {
        self.depth += 1;
        self.read(group.stream());
        self.depth -= 1;
    }

    /// Steps over an attribute, and over what it stands on if that is compiled for tests alone.
    fn attribute(&mut self, tokens: &[TokenTree], at: usize, found: &mut Attributes) -> usize {
        let Some(TokenTree::Group(group)) = tokens.get(at + 1) else {
            return at + 1;
        };
        if only_for_tests(group.stream()) {
            return after_item(tokens, at + 2);
        }
        let inner: Vec<TokenTree> = group.stream().into_iter().collect();
        match inner.as_slice() {
            [TokenTree::Ident(name), _, TokenTree::Literal(file)] if name == "path" => {
                found.file = Some(file.to_string().trim_matches('"').to_owned());
            }
            [TokenTree::Ident(name)] if name == "macro_export" => found.exported = true,
            _ => {}
        }
        // Derives name types too.
        self.group(group);
        at + 2
    }

    fn submodule(&mut self, tokens: &[TokenTree], at: usize, attributes: Attributes) -> usize {
        let Some(TokenTree::Ident(name)) = tokens.get(at) else {
            return at;
        };
        let inline = match tokens.get(at + 1) {
            Some(TokenTree::Group(group)) => Some(group.stream()),
            _ => None,
        };
        self.scan.submodules.push(Submodule {
            name: name.to_string(),
            file: attributes.file,
            inline,
        });
        at + 2
    }

    fn item(&mut self, tokens: &[TokenTree], at: usize, attributes: &Attributes) {
        let mut names = tokens[at + 1..]
            .iter()
            .take(2)
            .filter_map(|token| match token {
                TokenTree::Ident(name) => Some(name.to_string()),
                _ => None,
            });
        let Some(name) = names.find(|name| name != "fn") else {
            return;
        };
        if attributes.exported && is_ident(&tokens[at], "macro_rules") {
            self.scan.exported_macros.push(name.clone());
        }
        self.scan.items.push(name);
    }

    /// Reads from after `use` to its semicolon.
    fn import(&mut self, tokens: &[TokenTree], at: usize) -> usize {
        let end = tokens[at..].iter().position(|token| is_punct(token, ';'));
        let Some(end) = end.map(|length| at + length) else {
            // `use<…>` of an `impl Trait`.
            return at;
        };
        let mut found = Vec::new();
        tree(&tokens[at..end], &Path::new(), &mut found);
        for (name, path) in found {
            self.scan.paths.push(path.clone());
            if self.depth == 0 {
                self.scan.imports.push((name, path));
            }
        }
        end + 1
    }

    /// Reads a path that begins here, and steps behind it.
    fn path(&mut self, tokens: &[TokenTree], at: usize) -> usize {
        let mut path = Path::new();
        let mut next = at;
        while let Some(TokenTree::Ident(name)) = tokens.get(next) {
            path.push(name.to_string());
            next += 1;
            if !is_colons(tokens, next) {
                break;
            }
            next += 2;
        }
        let name = path.last().map(String::as_str).unwrap_or_default();
        let invoked = tokens.get(next).is_some_and(|token| is_punct(token, '!'));
        if invoked && QUOTES.contains(&name) {
            return next + 2;
        }
        if path.len() > 1 && !continues(tokens, at) {
            self.scan.paths.push(path);
        }
        next
    }
}

/// The paths of a `use`, each with the name that it gets.
fn tree(tokens: &[TokenTree], prefix: &Path, found: &mut Vec<(String, Path)>) {
    let mut path = prefix.clone();
    let mut alias = None;
    for (at, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Ident(name) if name == "as" => {
                alias = tokens.get(at + 1).map(ToString::to_string);
                break;
            }
            TokenTree::Ident(name) if name == "self" && !path.is_empty() => {}
            TokenTree::Ident(name) => path.push(name.to_string()),
            TokenTree::Punct(punct) if punct.as_char() == '*' => alias = Some("*".to_owned()),
            TokenTree::Group(group) => {
                for part in crate::cfg::commas(group.stream()) {
                    let part: Vec<TokenTree> = part.into_iter().collect();
                    tree(&part, &path, found);
                }
                return;
            }
            _ => {}
        }
    }
    let name = alias.or_else(|| path.last().cloned());
    found.extend(name.map(|name| (name, path)));
}

/// Whether what stands here goes on with something: a method, a lifetime, or a path after generic arguments.
fn continues(tokens: &[TokenTree], at: usize) -> bool {
    let before = |back: usize| at.checked_sub(back).and_then(|at| tokens.get(at));
    let is = |back, mark| before(back).is_some_and(|token| is_punct(token, mark));
    is(1, '.') && !is(2, '.') || is(1, '\'') || (is(1, ':') && is(2, ':') && is(3, '>'))
}

/// Behind the item, field or arm that begins here. Commas end only the latter: an item's are those of its generics.
fn after_item(tokens: &[TokenTree], mut at: usize) -> usize {
    let is_item = tokens[at..].iter().find_map(|token| match token {
        TokenTree::Ident(name) if name != "pub" => Some(STARTS.iter().any(|start| name == start)),
        _ => None,
    });
    while let Some(token) = tokens.get(at) {
        at += 1;
        let ends = match token {
            TokenTree::Punct(punct) if punct.as_char() == ',' => is_item != Some(true),
            TokenTree::Punct(punct) => punct.as_char() == ';',
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
            _ => false,
        };
        if ends {
            break;
        }
    }
    at
}

fn is_ident(token: &TokenTree, name: &str) -> bool {
    matches!(token, TokenTree::Ident(ident) if ident == name)
}

fn is_punct(token: &TokenTree, mark: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == mark)
}

fn is_colons(tokens: &[TokenTree], at: usize) -> bool {
    let colon = |at: usize| tokens.get(at).is_some_and(|token| is_punct(token, ':'));
    colon(at) && colon(at + 1)
}
