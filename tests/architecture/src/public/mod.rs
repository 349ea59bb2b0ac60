//! The public items of a crate, one a line: what a program that depends on it can name, and what changes for it.
//!
//! An item stands under the path by which it is reached from the root; where it is reached by several, the others are
//! lines of `pub use`. Of what documentation hides only that it is there is said. What a macro of the crate expands to
//! is not seen.

mod names;
mod print;

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use syn::{ImplItem, Item, TraitItem, Type, Visibility};

use crate::scan::Path;
use crate::source::Source;
use names::{Names, Target};
use print::{Line, conditions, is_hidden, signature};

/// The list of a crate.
///
/// # Errors
/// A file that is not Rust.
pub fn list(source: &Source) -> io::Result<String> {
    let names = Names::of(source)?;
    let mut walk = Walk {
        names: &names,
        paths: BTreeMap::new(),
        walked: BTreeSet::new(),
        lines: Vec::new(),
    };
    walk.module(&Path::new(), &Path::new(), &[]);
    walk.impls();
    let mut lines = walk.lines;
    lines.sort_by(|a, b| a.order().cmp(&b.order()));
    lines.dedup();
    Ok(lines.iter().map(|line| format!("{line}\n")).collect())
}

struct Walk<'a> {
    names: &'a Names,
    /// The public path of each item, by the module that defines it and its name there.
    paths: BTreeMap<(Path, String), String>,
    /// Modules that were walked, with the path by which they were reached.
    walked: BTreeSet<(Path, Path)>,
    lines: Vec<Line>,
}

impl Walk<'_> {
    /// Lists what a module makes public, under the path by which the module itself is reached.
    fn module(&mut self, module: &Path, path: &Path, when: &[String]) {
        if !self.walked.insert((module.clone(), path.clone())) {
            return;
        }
        let names = self.names;
        // What a module brings in is listed there, and not where else it may be found below.
        let (below, own): (Vec<_>, Vec<_>) = names
            .items(module)
            .iter()
            .partition(|item| matches!(item, Item::Mod(_)));
        for item in own.into_iter().chain(below) {
            let Some(shown) = Shown::of(item) else {
                continue;
            };
            let when = [when, &conditions(shown.attributes)].concat();
            match item {
                Item::Use(it) if shown.public => self.imports(module, path, it, &when),
                Item::Macro(_) if shown.exported => {
                    self.item(module, &Path::new(), &shown.name, item, &when);
                }
                _ if !shown.public => {}
                Item::Mod(_) => self.submodule(module, path, &shown, &when),
                _ => self.item(module, path, &shown.name, item, &when),
            }
        }
    }

    fn submodule(&mut self, module: &Path, path: &Path, shown: &Shown<'_>, when: &[String]) {
        let path = join(path, &shown.name);
        let hidden = is_hidden(shown.attributes);
        self.line(path.join("::"), "pub mod {}".to_owned(), hidden, when);
        if !hidden {
            self.module(&join(module, &shown.name), &path, when);
        }
    }

    fn imports(&mut self, module: &Path, path: &Path, item: &syn::ItemUse, when: &[String]) {
        let hidden = is_hidden(&item.attrs);
        for (alias, target) in names::imported(&item.tree) {
            let to = join(path, &alias);
            let original = match self.names.find(module, &target) {
                Some(Target::Module(found)) if !hidden && !self.names.is_public(&found) => {
                    self.module(&found, if alias == "*" { path } else { &to }, when);
                    continue;
                }
                Some(Target::Item(found, name)) if !hidden && !self.is_reached(&found, &name) => {
                    for item in self.names.named(&found, &name) {
                        self.definition(&found, &name, &to.join("::"), item, when);
                    }
                    continue;
                }
                Some(Target::Item(found, name)) => {
                    let known = self.paths.get(&(found.clone(), name.clone())).cloned();
                    known.unwrap_or_else(|| join(&found, &name).join("::"))
                }
                _ => target.join("::"),
            };
            self.line(
                to.join("::"),
                format!("pub use {{}} = {original}"),
                hidden,
                when,
            );
        }
    }

    /// Whether an item has a line already, or gets one where it is defined.
    fn is_reached(&self, module: &Path, name: &str) -> bool {
        self.names.is_public(module) || self.paths.contains_key(&(module.clone(), name.to_owned()))
    }

    fn item(&mut self, module: &Path, path: &Path, name: &str, item: &Item, when: &[String]) {
        let path = join(path, name).join("::");
        self.definition(module, name, &path, item, when);
    }

    fn definition(&mut self, module: &Path, name: &str, path: &str, item: &Item, when: &[String]) {
        let hidden = Shown::of(item).is_some_and(|it| is_hidden(it.attributes));
        if !hidden {
            self.paths
                .insert((module.clone(), name.to_owned()), path.to_owned());
        }
        let Some(text) = signature(item) else { return };
        self.line(path.to_owned(), text, hidden, when);
        if hidden {
            return;
        }
        match item {
            Item::Struct(it) => {
                for (at, field) in it.fields.iter().enumerate() {
                    if matches!(field.vis, Visibility::Public(_)) {
                        let name = field
                            .ident
                            .as_ref()
                            .map_or(at.to_string(), ToString::to_string);
                        let text = format!("pub {{}}: {}", print::one_line(&field.ty));
                        self.line(
                            format!("{path}.{name}"),
                            text,
                            is_hidden(&field.attrs),
                            when,
                        );
                    }
                }
                self.derives(path, &it.attrs, when);
            }
            Item::Enum(it) => {
                for variant in &it.variants {
                    let when = [when, &conditions(&variant.attrs)].concat();
                    let text = format!("pub {{}}{}", print::fields(&variant.fields));
                    let path = format!("{path}::{}", variant.ident);
                    self.line(path, text, is_hidden(&variant.attrs), &when);
                }
                self.derives(path, &it.attrs, when);
            }
            Item::Trait(it) => {
                for item in &it.items {
                    self.trait_item(path, item, when);
                }
            }
            _ => {}
        }
    }

    fn trait_item(&mut self, path: &str, item: &TraitItem, when: &[String]) {
        let Some((name, attributes, text)) = print::trait_item(item) else {
            return;
        };
        let when = [when, &conditions(attributes)].concat();
        self.line(
            format!("{path}::{name}"),
            text,
            is_hidden(attributes),
            &when,
        );
    }

    fn derives(&mut self, path: &str, attributes: &[syn::Attribute], when: &[String]) {
        let names = print::derived(attributes);
        if !names.is_empty() {
            let text = format!("impl {} for {{}}", names.join(" + "));
            self.line(path.to_owned(), text, false, when);
        }
    }

    /// Lists the methods of public types, and the traits that they have.
    fn impls(&mut self) {
        for module in self.names.modules() {
            for item in self.names.items(module) {
                if let Item::Impl(it) = item {
                    self.of_impl(module, it);
                }
            }
        }
    }

    fn of_impl(&mut self, module: &Path, it: &syn::ItemImpl) {
        let when = conditions(&it.attrs);
        let own = self.own_path(module, &it.self_ty);
        if let Some((name, _)) = &it.trait_ {
            let name = names::segments(name);
            let public = match self.names.find(module, &name) {
                Some(Target::Item(found, name)) => self.paths.contains_key(&(found, name)),
                _ => own != Own::Outside,
            };
            if public && own != Own::Private {
                let (path, text) = print::trait_impl(it, own.path());
                self.line(path, text, is_hidden(&it.attrs), &when);
            }
            return;
        }
        let Own::Public(path) = own else { return };
        for item in &it.items {
            let (ImplItem::Fn(syn::ImplItemFn { vis, attrs, .. })
            | ImplItem::Const(syn::ImplItemConst { vis, attrs, .. })) = item
            else {
                continue;
            };
            if print::only_for_tests(attrs) {
                continue;
            }
            if let (Visibility::Public(_), Some((name, text))) = (vis, print::impl_item(item)) {
                let when = [when.as_slice(), &conditions(attrs)].concat();
                self.line(format!("{path}::{name}"), text, is_hidden(attrs), &when);
            }
        }
    }

    fn own_path(&self, module: &Path, ty: &Type) -> Own {
        let Type::Path(ty) = ty else {
            return Own::Outside;
        };
        match self.names.find(module, &names::segments(&ty.path)) {
            Some(Target::Item(found, name)) => self
                .paths
                .get(&(found, name))
                .map_or(Own::Private, |path| Own::Public(path.clone())),
            _ => Own::Outside,
        }
    }

    fn line(&mut self, path: String, text: String, hidden: bool, when: &[String]) {
        self.lines.push(Line {
            path,
            text,
            hidden,
            when: when.to_vec(),
        });
    }
}

/// Whose type an `impl` is for.
#[derive(PartialEq)]
enum Own {
    Public(String),
    Private,
    Outside,
}

impl Own {
    fn path(&self) -> Option<&str> {
        match self {
            Own::Public(path) => Some(path),
            _ => None,
        }
    }
}

/// What decides whether an item has a line.
struct Shown<'a> {
    name: String,
    attributes: &'a [syn::Attribute],
    public: bool,
    /// A macro that is known outside of the crate.
    exported: bool,
}

impl Shown<'_> {
    fn of(item: &Item) -> Option<Shown<'_>> {
        let (name, attributes, visibility) = match item {
            Item::Const(it) => (it.ident.to_string(), &it.attrs, Some(&it.vis)),
            Item::Enum(it) => (it.ident.to_string(), &it.attrs, Some(&it.vis)),
            Item::Fn(it) => (it.sig.ident.to_string(), &it.attrs, Some(&it.vis)),
            Item::Macro(it) => (it.ident.as_ref()?.to_string(), &it.attrs, None),
            Item::Mod(it) => (it.ident.to_string(), &it.attrs, Some(&it.vis)),
            Item::Static(it) => (it.ident.to_string(), &it.attrs, Some(&it.vis)),
            Item::Struct(it) => (it.ident.to_string(), &it.attrs, Some(&it.vis)),
            Item::Trait(it) => (it.ident.to_string(), &it.attrs, Some(&it.vis)),
            Item::Type(it) => (it.ident.to_string(), &it.attrs, Some(&it.vis)),
            Item::Union(it) => (it.ident.to_string(), &it.attrs, Some(&it.vis)),
            Item::Use(it) => (String::new(), &it.attrs, Some(&it.vis)),
            _ => return None,
        };
        if print::only_for_tests(attributes) {
            return None;
        }
        Some(Shown {
            name,
            attributes,
            public: matches!(visibility, Some(Visibility::Public(_))),
            exported: attributes
                .iter()
                .any(|it| it.path().is_ident("macro_export")),
        })
    }
}

fn join(path: &Path, name: &str) -> Path {
    let mut path = path.clone();
    path.push(name.to_owned());
    path
}
