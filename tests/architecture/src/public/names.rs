//! Which item a path of a module means.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use syn::{Item, UseTree, Visibility};

use super::Shown;
use crate::scan::Path;
use crate::source::Source;

/// Paths may lead in circles: `pub use` of each other's names.
const MAX_STEPS: usize = 16;

pub(super) struct Names {
    items: BTreeMap<Path, Vec<Item>>,
    /// Modules of which every enclosing one is public, too.
    public: BTreeSet<Path>,
}

pub(super) enum Target {
    Module(Path),
    /// The module that defines the item, and its name there.
    Item(Path, String),
}

impl Names {
    pub(super) fn of(source: &Source) -> io::Result<Names> {
        let mut items = BTreeMap::new();
        for (path, module) in &source.modules {
            let file: syn::File = syn::parse2(module.tokens.clone())
                .map_err(|error| io::Error::other(format!("{}: {error}", module.file)))?;
            items.insert(path.clone(), file.items);
        }
        let mut names = Names {
            items,
            public: BTreeSet::new(),
        };
        names.publish(&Path::new());
        Ok(names)
    }

    fn publish(&mut self, module: &Path) {
        self.public.insert(module.clone());
        let below: Vec<Path> = self
            .items(module)
            .iter()
            .filter_map(|item| match item {
                Item::Mod(it) if matches!(it.vis, Visibility::Public(_)) => {
                    Some(super::join(module, &it.ident.to_string()))
                }
                _ => None,
            })
            .filter(|path| self.items.contains_key(path))
            .collect();
        for path in below {
            self.publish(&path);
        }
    }

    pub(super) fn modules(&self) -> impl Iterator<Item = &Path> {
        self.items.keys()
    }

    pub(super) fn items(&self, module: &Path) -> &[Item] {
        self.items.get(module).map_or(&[], Vec::as_slice)
    }

    /// The items of that name: a struct and a function may share it, or two that a feature chooses from.
    pub(super) fn named<'a>(
        &'a self,
        module: &Path,
        name: &'a str,
    ) -> impl Iterator<Item = &'a Item> {
        let of_name = move |item: &&Item| Shown::of(item).is_some_and(|it| it.name == name);
        self.items(module).iter().filter(of_name)
    }

    pub(super) fn is_public(&self, module: &Path) -> bool {
        self.public.contains(module)
    }

    pub(super) fn find(&self, module: &Path, path: &Path) -> Option<Target> {
        self.follow(module, path, 0)
    }

    fn follow(&self, module: &Path, path: &[String], steps: usize) -> Option<Target> {
        if steps > MAX_STEPS {
            return None;
        }
        let Some((first, rest)) = path.split_first() else {
            return Some(Target::Module(module.clone()));
        };
        match first.as_str() {
            "crate" => return self.follow(&Path::new(), rest, steps + 1),
            "self" => return self.follow(module, rest, steps + 1),
            "super" => {
                let above = module[..module.len().checked_sub(1)?].to_vec();
                return self.follow(&above, rest, steps + 1);
            }
            _ => {}
        }
        let below = super::join(module, first);
        if self.items.contains_key(&below) {
            return self.follow(&below, rest, steps + 1);
        }
        if rest.is_empty() && self.named(module, first).next().is_some() {
            return Some(Target::Item(module.clone(), first.clone()));
        }
        self.imported(module, first, rest, steps)
    }

    fn imported(
        &self,
        module: &Path,
        first: &str,
        rest: &[String],
        steps: usize,
    ) -> Option<Target> {
        let imports = self.items(module).iter().filter_map(|item| match item {
            Item::Use(it) => Some(imported(&it.tree)),
            _ => None,
        });
        let imports: Vec<(String, Path)> = imports.flatten().collect();
        if let Some((_, target)) = imports.iter().find(|(alias, _)| alias == first) {
            // `use http::Method` in a module `http` is of the crate: nothing imports itself.
            let target = [target, rest].concat();
            return if target.first().map(String::as_str) == Some(first) {
                None
            } else {
                self.follow(module, &target, steps + 1)
            };
        }
        let globs = imports.iter().filter(|(alias, _)| alias == "*");
        globs
            .filter_map(|(_, target)| {
                let target = [target.as_slice(), &[first.to_owned()], rest].concat();
                self.follow(module, &target, steps + 1)
            })
            .next()
    }
}

/// The names that a `use` brings in, each with its path. A glob is `*`.
pub(super) fn imported(tree: &UseTree) -> Vec<(String, Path)> {
    fn collect(tree: &UseTree, prefix: &Path, found: &mut Vec<(String, Path)>) {
        match tree {
            UseTree::Path(it) => {
                collect(&it.tree, &super::join(prefix, &it.ident.to_string()), found)
            }
            UseTree::Name(it) if it.ident == "self" => {
                found.extend(prefix.last().map(|name| (name.clone(), prefix.clone())));
            }
            UseTree::Name(it) => {
                let name = it.ident.to_string();
                found.push((name.clone(), super::join(prefix, &name)));
            }
            UseTree::Rename(it) => {
                found.push((
                    it.rename.to_string(),
                    super::join(prefix, &it.ident.to_string()),
                ));
            }
            UseTree::Glob(_) => found.push(("*".to_owned(), prefix.clone())),
            UseTree::Group(it) => it
                .items
                .iter()
                .for_each(|tree| collect(tree, prefix, found)),
        }
    }
    let mut found = Vec::new();
    collect(tree, &Path::new(), &mut found);
    found
}

pub(super) fn segments(path: &syn::Path) -> Path {
    path.segments
        .iter()
        .map(|it| it.ident.to_string())
        .collect()
}
