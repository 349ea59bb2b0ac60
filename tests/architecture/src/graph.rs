//! Which top-level modules of a crate name which, and which crates they name.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::scan::Path;
use crate::source::Source;

/// The name of a crate's root among its modules.
pub const ROOT: &str = "lib";

/// Each top-level module of a crate with what it names.
#[derive(Debug)]
pub struct Graph {
    edges: BTreeMap<String, BTreeMap<Target, BTreeSet<Use>>>,
}

/// What a module names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// A top-level module of the same crate, or its root.
    Module(String),
    /// Another crate.
    Crate(String),
}

/// Where something is named, and how.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Use {
    /// The file below the crate's directory.
    pub file: String,
    /// The path as it is written there.
    pub path: String,
}

impl Graph {
    /// The graph of a crate.
    #[must_use]
    pub fn of(source: &Source) -> Graph {
        let mut edges: BTreeMap<_, BTreeMap<_, BTreeSet<_>>> = BTreeMap::new();
        for (name, module) in &source.modules {
            let from = top(name);
            let found = edges.entry(from.clone()).or_default();
            for path in &module.scan.paths {
                let Some(target) = resolve(source, name, path, 0) else {
                    continue;
                };
                if target != Target::Module(from.clone()) {
                    found.entry(target).or_default().insert(Use {
                        file: module.file.clone(),
                        path: path.join("::"),
                    });
                }
            }
        }
        Graph { edges }
    }

    /// The modules, in the order of their names.
    pub fn modules(&self) -> impl Iterator<Item = &str> {
        self.edges.keys().map(String::as_str)
    }

    /// What a module names, and where.
    pub fn named_by(&self, module: &str) -> impl Iterator<Item = (&Target, &BTreeSet<Use>)> {
        self.edges.get(module).into_iter().flatten()
    }

    /// The groups of modules that each name one another, at once or through others.
    #[must_use]
    pub fn circles(&self) -> Vec<Vec<&str>> {
        let reached: BTreeMap<&str, BTreeSet<&str>> = self
            .modules()
            .map(|module| (module, self.reached(module)))
            .collect();
        let mut circles: Vec<Vec<&str>> = Vec::new();
        for (module, all) in &reached {
            let circle: Vec<&str> = all
                .iter()
                .copied()
                .filter(|other| reached[other].contains(module))
                .collect();
            if !circle.is_empty() && !circles.contains(&circle) {
                circles.push(circle);
            }
        }
        circles
    }

    fn reached<'a>(&'a self, module: &'a str) -> BTreeSet<&'a str> {
        let mut reached = BTreeSet::new();
        let mut waiting = vec![module];
        while let Some(module) = waiting.pop() {
            for (target, _) in self.named_by(module) {
                if let Target::Module(name) = target
                    && reached.insert(name.as_str())
                {
                    waiting.push(name);
                }
            }
        }
        reached
    }

    /// What breaks the order of `rows`, in each of which names stand between spaces: a module names only those of rows
    /// below its own, and every module is in a row.
    #[must_use]
    pub fn against(&self, rows: &[&str]) -> Vec<String> {
        let row = |module: &str| {
            rows.iter()
                .position(|row| row.split(' ').any(|it| it == module))
        };
        let mut problems = Vec::new();
        for module in self.modules() {
            let Some(own) = row(module) else {
                problems.push(format!("`{module}` is in no row"));
                continue;
            };
            for (target, uses) in self.named_by(module) {
                let Target::Module(name) = target else {
                    continue;
                };
                if row(name).is_some_and(|other| other <= own) {
                    let uses = uses.iter().map(|it| format!("\n    {it}"));
                    problems.push(format!(
                        "`{module}` names `{name}`, which is not below it:{}",
                        uses.collect::<String>()
                    ));
                }
            }
        }
        let names = rows.iter().flat_map(|row| row.split(' '));
        let gone = names.filter(|name| !self.edges.contains_key(*name));
        problems.extend(gone.map(|name| format!("`{name}` is in a row but not in the crate")));
        problems
    }
}

fn top(module: &Path) -> String {
    module.first().map_or(ROOT, String::as_str).to_owned()
}

/// What a path of a module leads to. Names that the module has from a `use` count where that stands.
fn resolve(source: &Source, module: &Path, path: &Path, depth: usize) -> Option<Target> {
    let supers = path.iter().take_while(|it| *it == "super").count();
    let (mut base, rest) = match path.first()?.as_str() {
        "crate" => (Path::new(), &path[1..]),
        "self" => (module.clone(), &path[1..]),
        "super" => (
            module[..module.len().checked_sub(supers)?].to_vec(),
            &path[supers..],
        ),
        first if has_submodule(source, module, first) => (module.clone(), path.as_slice()),
        first if source.dependencies.contains(first) => {
            return Some(Target::Crate(first.to_owned()));
        }
        _ => return None,
    };
    let mut rest = rest.iter();
    if base.is_empty() {
        let Some(name) = rest.next() else {
            return Some(Target::Module(ROOT.to_owned()));
        };
        if !has_submodule(source, &base, name) {
            return Some(of_root(source, name, depth));
        }
        base.push(name.clone());
    }
    Some(Target::Module(top(&base)))
}

/// Where a name of the root is from: what the root brings in from elsewhere is of the module that has it.
fn of_root(source: &Source, name: &str, depth: usize) -> Target {
    let root = Path::new();
    for (module, found) in &source.modules {
        if found.scan.exported_macros.iter().any(|it| it == name) {
            return Target::Module(top(module));
        }
    }
    let imports = source
        .modules
        .get(&root)
        .map(|it| it.scan.imports.as_slice());
    let import = imports
        .into_iter()
        .flatten()
        .find(|(alias, _)| alias == name);
    let target = import
        .filter(|_| depth < 8)
        .and_then(|(_, path)| resolve(source, &root, path, depth + 1));
    target.unwrap_or_else(|| Target::Module(ROOT.to_owned()))
}

fn has_submodule(source: &Source, module: &Path, name: &str) -> bool {
    let mut path = module.clone();
    path.push(name.to_owned());
    source.modules.contains_key(&path)
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Target::Module(name) => f.write_str(name),
            Target::Crate(name) => write!(f, "{name}::"),
        }
    }
}

impl fmt::Display for Use {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file, self.path)
    }
}

impl fmt::Display for Graph {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (module, targets) in &self.edges {
            let names: Vec<String> = targets.keys().map(ToString::to_string).collect();
            writeln!(f, "{module} -> {}", names.join(" "))?;
        }
        for circle in self.circles() {
            writeln!(f, "\ncircle of {}: {}", circle.len(), circle.join(" "))?;
            for module in &circle {
                for (target, uses) in self.named_by(module) {
                    let Target::Module(name) = target else {
                        continue;
                    };
                    if circle.contains(&name.as_str()) {
                        writeln!(f, "  {module} -> {name}")?;
                        for it in uses {
                            writeln!(f, "      {it}")?;
                        }
                    }
                }
            }
        }
        Ok(())
    }
}
