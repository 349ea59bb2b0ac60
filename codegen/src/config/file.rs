//! Reads settings from TOML. Every problem has its line and column.

use std::ops::Range;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Config, Package, Service, build_script};
use crate::error::{Diagnostic, Errors};
use crate::lower::Keep;
use crate::model::{Location, Sources, nearest};

/// The settings of a service.
const SERVICE_KEYS: &[&str] = &[
    "model",
    "service",
    "operations",
    "protocol",
    "module",
    "cli",
    "keep",
];
/// The settings of a file besides those of its service.
const FILE_KEYS: &[&str] = &["out-dir", "package", "services"];
/// The settings of a result to keep.
const KEEP_KEYS: &[&str] = &["expires", "with", "scopes", "instance"];
/// The settings of a package.
const PACKAGE_KEYS: &[&str] = &[
    "directory",
    "name",
    "version",
    "description",
    "license",
    "license-files",
    "repository",
    "keywords",
    "smithgen",
];

impl Config {
    /// The settings of a file such as `smithgen.toml`. Paths in it are relative to it.
    ///
    /// # Errors
    /// A file that cannot be read, is not TOML, or has a setting that is not known, each with line and column.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, Errors> {
        read(path.as_ref())
    }
}

/// Generates what a file of settings names, for a build script: tells cargo which files matter and what is
/// wrong, and ends the process with exit code 1 when nothing could be generated.
///
/// ```no_run
/// smithgen::generate_from("smithgen.toml");
/// ```
pub fn generate_from(path: impl AsRef<Path>) {
    let path = path.as_ref();
    match read(path) {
        Ok(config) => config.generate(),
        Err(errors) => {
            build_script::depend_on(path);
            build_script::report(&errors);
            std::process::exit(1);
        }
    }
}

/// Reads the settings of a file.
fn read(path: &Path) -> Result<Config, Errors> {
    let name = path.display().to_string();
    match std::fs::read_to_string(path) {
        Ok(text) => parse(path, &text),
        Err(error) => Err(Diagnostic::error(format!("cannot read `{name}`: {error}")).into()),
    }
}

/// Reads settings; paths in them are relative to the directory of `path`.
fn parse(path: &Path, text: &str) -> Result<Config, Errors> {
    let mut sources = Sources::default();
    let number = sources.add(path.display().to_string(), text.to_owned());
    let mut reader = Reader {
        sources,
        number,
        base: path.parent().unwrap_or(Path::new("")).to_owned(),
        errors: Errors::new(),
    };
    let (table, broken) = DeTable::parse_recoverable(text);
    for error in &broken {
        reader.problem(error.span(), error.message().to_lowercase());
    }
    let mut config = reader.config(table.get_ref());
    config.file = Some(path.to_owned());
    let (config, _) = reader.errors.into_result(config)?;
    Ok(config)
}

struct Reader {
    sources: Sources,
    number: usize,
    base: PathBuf,
    errors: Errors,
}

impl Reader {
    fn problem(&mut self, at: Option<Range<usize>>, message: impl Into<String>) {
        let problem = self.at(at, message);
        self.errors.push(problem);
    }

    fn at(&self, at: Option<Range<usize>>, message: impl Into<String>) -> Diagnostic {
        let offset = at.map_or(0, |range| range.start);
        let place = self.sources.place(Location::new(self.number, offset));
        Diagnostic::error(message).at(place)
    }

    fn config(&mut self, table: &DeTable<'_>) -> Config {
        self.refuse_unknown(table, &[SERVICE_KEYS, FILE_KEYS].concat());
        let mut services = Vec::new();
        if let Some(list) = table.get("services") {
            match list.get_ref() {
                DeValue::Array(items) => {
                    for item in items.iter() {
                        services.extend(self.inner(item, "services").map(|table| {
                            self.refuse_unknown(table, SERVICE_KEYS);
                            self.service(table)
                        }));
                    }
                }
                _ => self.problem(
                    Some(list.span()),
                    "`services` is a list of tables, `[[services]]`",
                ),
            }
        }
        let names_one = SERVICE_KEYS.iter().any(|key| table.contains_key(*key));
        if services.is_empty() || names_one {
            services.insert(0, self.service(table));
        }
        for service in &services {
            if service.models.is_empty() {
                let help = "name a model: `model = \"model/service.json\"`";
                let problem = self.at(None, "the settings name no `model`").help(help);
                self.errors.push(problem);
            }
        }
        let package = table.get("package");
        Config {
            services,
            package: package
                .and_then(|value| self.inner(value, "package"))
                .and_then(|table| self.package(table)),
            out_dir: self.path(table, "out-dir"),
            file: None,
        }
    }

    fn service(&mut self, table: &DeTable<'_>) -> Service {
        Service {
            models: self.paths(table, "model"),
            service: self.text(table, "service"),
            operations: self.texts(table, "operations"),
            protocol: self.text(table, "protocol"),
            module: self.text(table, "module"),
            cli: self.boolean(table, "cli"),
            keep: self.keep(table),
        }
    }

    /// `[keep.Operation]` tables.
    fn keep(&mut self, table: &DeTable<'_>) -> Vec<Keep> {
        let tables = table
            .get("keep")
            .and_then(|value| self.inner(value, "keep"));
        let mut kept = Vec::new();
        for (operation, value) in tables.into_iter().flatten() {
            let Some(table) = self.inner(value, operation.get_ref()) else {
                continue;
            };
            self.refuse_unknown(table, KEEP_KEYS);
            let expires = self.text(table, "expires");
            if !table.contains_key("expires") {
                self.problem(
                    Some(operation.span()),
                    "`keep` needs the member that says when the result `expires`",
                );
            }
            kept.push(Keep {
                operation: operation.get_ref().to_string(),
                expires: expires.unwrap_or_default(),
                with: self.texts(table, "with"),
                scopes: self.text(table, "scopes"),
                instance: self.text(table, "instance"),
            });
        }
        kept
    }

    fn package(&mut self, table: &DeTable<'_>) -> Option<Package> {
        self.refuse_unknown(table, PACKAGE_KEYS);
        let directory = self.path(table, "directory");
        let name = self.text(table, "name");
        let start = table.keys().map(|key| key.span().start).min();
        for (key, given) in [("directory", directory.is_some()), ("name", name.is_some())] {
            if !given && !table.contains_key(key) {
                let at = start.map(|start| start..start);
                self.problem(at, format!("`[package]` needs a `{key}`"));
            }
        }
        let base = Package::new(directory?, name?);
        Some(Package {
            version: self.text(table, "version").unwrap_or(base.version),
            description: self.text(table, "description"),
            license: self.text(table, "license"),
            license_files: self.paths(table, "license-files"),
            repository: self.text(table, "repository"),
            keywords: self.texts(table, "keywords"),
            smithgen: self.path(table, "smithgen"),
            ..base
        })
    }

    fn refuse_unknown(&mut self, table: &DeTable<'_>, known: &[&str]) {
        for key in table.keys() {
            let name: &str = key.get_ref();
            if known.contains(&name) {
                continue;
            }
            let mut problem = self.at(Some(key.span()), format!("`{name}` is not a setting"));
            problem.help = Some(match nearest(name, known.iter().copied()) {
                Some(name) => format!("did you mean `{name}`?"),
                None => format!("known are {}", known.join(", ")),
            });
            self.errors.push(problem);
        }
    }

    fn inner<'t, 'i>(
        &mut self,
        value: &'t Spanned<DeValue<'i>>,
        key: &str,
    ) -> Option<&'t DeTable<'i>> {
        match value.get_ref() {
            DeValue::Table(table) => Some(table),
            _ => {
                self.problem(Some(value.span()), format!("`{key}` is a table"));
                None
            }
        }
    }

    fn text(&mut self, table: &DeTable<'_>, key: &str) -> Option<String> {
        let value = table.get(key)?;
        match value.get_ref() {
            DeValue::String(text) => Some(text.to_string()),
            _ => {
                self.problem(Some(value.span()), format!("`{key}` is a text"));
                None
            }
        }
    }

    /// One text, or a list of texts.
    fn texts(&mut self, table: &DeTable<'_>, key: &str) -> Vec<String> {
        let Some(value) = table.get(key) else {
            return Vec::new();
        };
        let items = match value.get_ref() {
            DeValue::Array(items) => items.iter().collect(),
            _ => vec![value],
        };
        let mut texts = Vec::new();
        for item in items {
            match item.get_ref() {
                DeValue::String(text) => texts.push(text.to_string()),
                _ => self.problem(
                    Some(item.span()),
                    format!("`{key}` is a text or a list of texts"),
                ),
            }
        }
        texts
    }

    fn boolean(&mut self, table: &DeTable<'_>, key: &str) -> bool {
        let Some(value) = table.get(key) else {
            return false;
        };
        match value.get_ref() {
            DeValue::Boolean(value) => *value,
            _ => {
                self.problem(Some(value.span()), format!("`{key}` is `true` or `false`"));
                false
            }
        }
    }

    fn path(&mut self, table: &DeTable<'_>, key: &str) -> Option<PathBuf> {
        self.text(table, key).map(|text| self.base.join(text))
    }

    fn paths(&mut self, table: &DeTable<'_>, key: &str) -> Vec<PathBuf> {
        let texts = self.texts(table, key);
        texts.iter().map(|text| self.base.join(text)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        let errors = parse(Path::new("dir/smithgen.toml"), text).unwrap_err();
        errors.iter().map(Diagnostic::one_line).collect()
    }

    #[test]
    fn reads_every_setting() {
        let config = parse(
            Path::new("dir/smithgen.toml"),
            r#"
            model = ["a.json", "b"]
            service = "Weather"
            operations = ["GetCity"]
            protocol = "restJson1"
            module = "weather"
            cli = true
            [package]
            directory = "generated"
            name = "weather-client"
            version = "1.2.3"
            description = "d"
            license = "MIT"
            license-files = ["LICENSE"]
            repository = "https://example.com/"
            keywords = ["weather"]
            smithgen = ".."
            "#,
        )
        .unwrap();
        let service = &config.services[0];
        assert_eq!(
            service.models,
            [Path::new("dir/a.json"), Path::new("dir/b")]
        );
        assert_eq!(service.service.as_deref(), Some("Weather"));
        assert_eq!(service.operations, ["GetCity"]);
        assert_eq!(service.protocol.as_deref(), Some("restJson1"));
        assert_eq!(service.module.as_deref(), Some("weather"));
        assert!(service.cli);
        let package = config.package.as_ref().unwrap();
        assert_eq!(package.directory, Path::new("dir/generated"));
        assert_eq!(package.license_files, [Path::new("dir/LICENSE")]);
        assert_eq!(package.smithgen.as_deref(), Some(Path::new("dir/..")));
        assert_eq!(
            (package.version.as_str(), package.keywords.len()),
            ("1.2.3", 1)
        );
        let inputs = ["dir/smithgen.toml", "dir/a.json", "dir/b", "dir/LICENSE"];
        assert_eq!(config.inputs(), inputs.map(PathBuf::from));
    }

    #[test]
    fn several_services_are_a_list() {
        let text = "[[services]]\nmodel = 'a.json'\n[[services]]\nmodel = 'b.json'\ncli = true";
        let config = parse(Path::new("smithgen.toml"), text).unwrap();
        let clis: Vec<bool> = config.services.iter().map(|service| service.cli).collect();
        assert_eq!(clis, [false, true]);
    }

    #[test]
    fn reports_every_problem_with_its_place() {
        assert_eq!(
            told(
                "model = \"a\"\noperatoins = []\ncli = \"yes\"\n[package]\nnmae = 1\ndirectory = \"g\"\n"
            ),
            [
                "dir/smithgen.toml:2:1: `operatoins` is not a setting (help: did you mean `operations`?)",
                "dir/smithgen.toml:3:7: `cli` is `true` or `false`",
                "dir/smithgen.toml:5:1: `[package]` needs a `name`",
                "dir/smithgen.toml:5:1: `nmae` is not a setting (help: did you mean `name`?)",
            ]
        );
        assert_eq!(
            told("service = \"a\"\noperations = [1]\n"),
            [
                "dir/smithgen.toml:1:1: the settings name no `model` \
                 (help: name a model: `model = \"model/service.json\"`)",
                "dir/smithgen.toml:2:15: `operations` is a text or a list of texts",
            ]
        );
    }

    #[test]
    fn what_is_not_toml_is_told_with_its_place() {
        let told = told("model = \"a\"\ncli = tru\n[package\n");
        assert!(told.len() >= 2, "{told:?}");
        assert!(
            told.iter().any(|it| it.starts_with("dir/smithgen.toml:2:")),
            "{told:?}"
        );
        let missing = Config::from_file("no/such/file.toml")
            .unwrap_err()
            .to_string();
        assert!(
            missing.contains("cannot read `no/such/file.toml`"),
            "{missing}"
        );
    }
}
