//! The modules of a crate, read from its root file.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path as FilePath, PathBuf};
use std::{fs, io};

use proc_macro2::TokenStream;

use crate::scan::{self, Path, Scan, Submodule};

/// All modules of a crate's library, or of its program if it has no library.
pub struct Source {
    pub(crate) modules: BTreeMap<Path, Module>,
    /// The crates that its manifest names, as code spells them.
    pub(crate) dependencies: BTreeSet<String>,
}

pub(crate) struct Module {
    /// Below the crate's directory.
    pub(crate) file: String,
    pub(crate) scan: Scan,
    pub(crate) tokens: TokenStream,
}

impl Source {
    /// Reads the crate of a directory.
    ///
    /// # Errors
    /// A file that is not there or is not Rust.
    pub fn read(directory: &FilePath) -> io::Result<Source> {
        let manifest = fs::read_to_string(directory.join("Cargo.toml"))?;
        let mut source = Source {
            modules: BTreeMap::new(),
            dependencies: dependencies(&manifest)?,
        };
        let library = directory.join("src/lib.rs");
        let root = if library.is_file() {
            library
        } else {
            directory.join("src/main.rs")
        };
        source.file(directory, &root, Path::new())?;
        Ok(source)
    }

    fn file(&mut self, directory: &FilePath, file: &FilePath, name: Path) -> io::Result<()> {
        let text = fs::read_to_string(file).map_err(|error| wrong(file, &error))?;
        let stream: TokenStream = text.parse().map_err(|error| wrong(file, &error))?;
        let folder = file.parent().unwrap_or(directory);
        let stem = file.file_stem().unwrap_or_default();
        let is_folder = ["lib", "main", "mod"].iter().any(|it| stem == *it);
        let folder = if is_folder {
            folder.to_owned()
        } else {
            folder.join(stem)
        };
        self.module(directory, file, &folder, name, stream)
    }

    fn module(
        &mut self,
        directory: &FilePath,
        file: &FilePath,
        folder: &FilePath,
        name: Path,
        stream: TokenStream,
    ) -> io::Result<()> {
        let mut scan = scan::scan(stream.clone());
        for submodule in &mut scan.submodules {
            let mut path = name.clone();
            path.push(submodule.name.clone());
            let folder_below = folder.join(&submodule.name);
            match submodule.inline.take() {
                Some(body) => self.module(directory, file, &folder_below, path, body)?,
                None => self.file(directory, &file_of(folder, file, submodule), path)?,
            }
        }
        let file = file.strip_prefix(directory).unwrap_or(file);
        let file = file.to_string_lossy().replace('\\', "/");
        self.modules.insert(
            name,
            Module {
                file,
                scan,
                tokens: stream,
            },
        );
        Ok(())
    }
}

fn file_of(folder: &FilePath, parent: &FilePath, submodule: &Submodule) -> PathBuf {
    if let Some(named) = &submodule.file {
        return parent.with_file_name(named);
    }
    let flat = folder.join(format!("{}.rs", submodule.name));
    if flat.is_file() {
        return flat;
    }
    folder.join(&submodule.name).join("mod.rs")
}

/// The crates that a manifest names outside its tests.
fn dependencies(manifest: &str) -> io::Result<BTreeSet<String>> {
    let manifest: toml::Table = manifest.parse().map_err(io::Error::other)?;
    let mut names = BTreeSet::new();
    let mut collect = |table: Option<&toml::Value>| {
        let table = table.and_then(toml::Value::as_table);
        names.extend(
            table
                .into_iter()
                .flat_map(|it| it.keys().map(|name| name.replace('-', "_"))),
        );
    };
    collect(manifest.get("dependencies"));
    let targets = manifest.get("target").and_then(toml::Value::as_table);
    for target in targets.into_iter().flat_map(|targets| targets.values()) {
        collect(target.get("dependencies"));
    }
    Ok(names)
}

fn wrong(file: &FilePath, error: &dyn std::fmt::Display) -> io::Error {
    io::Error::other(format!("{}: {error}", file.display()))
}
