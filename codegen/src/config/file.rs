//! Reads settings from TOML. Every problem has its line and column.

mod shapes;
mod values;

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use toml::de::{DeTable, DeValue};

use self::values::Reader;
use super::origins::Origins;
use super::{Config, Keep, OwnNames, Package, ServiceSettings};
use crate::limits::TEXT_LENGTH;
use smithgen_model::reading::read_text;
use smithgen_model::source::Sources;
use smithgen_model::{Diagnostic, Errors};

/// The settings of a service.
const SERVICE_KEYS: &[&str] = &[
    "model",
    "models",
    "service",
    "operations",
    "protocol",
    "module",
    "cli",
    "types",
    "client",
    "server",
    "command",
    "rename",
    "keep",
    "serde",
    "derive",
    "attributes",
    "extern",
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
    "homepage",
    "documentation",
    "keywords",
    "categories",
    "dependencies",
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

/// Reads the settings of a file.
fn read(path: &Path) -> Result<Config, Errors> {
    let text = read_text(path, TEXT_LENGTH).map_err(|problem| *problem)?;
    parse(path, &text)
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
        section: String::new(),
        origins: Origins::default(),
        is_misread: false,
    };
    let (table, broken) = DeTable::parse_recoverable(text);
    reader.is_misread = !broken.is_empty();
    for error in &broken {
        let message = error.message().to_lowercase();
        let mut problem = reader.at(error.span(), &*message);
        if message.contains("unicode") {
            let help = "write the character itself, or its number in hexadecimal digits: `\\u00e9`, `\\U0001f600`";
            problem = problem.help(help);
        }
        reader.errors.push(problem);
    }
    let mut config = reader.config(table.get_ref());
    config.file = Some(path.to_owned());
    let (config, _) = reader.errors.into_result(config)?;
    Ok(config)
}

impl Reader {
    fn config(&mut self, table: &DeTable<'_>) -> Config {
        self.refuse_unknown(table, &[SERVICE_KEYS, FILE_KEYS].concat());
        let mut services = Vec::new();
        if let Some(list) = table.get("services") {
            match list.get_ref() {
                DeValue::Array(items) => {
                    for item in items.iter() {
                        services.extend(self.inner(item, "services").map(|table| {
                            self.refuse_unknown(table, SERVICE_KEYS);
                            self.service(table, item.span())
                        }));
                    }
                }
                _ => self.problem(
                    Some(list.span()),
                    "`services` is a list of tables, `[[services]]`",
                ),
            }
        }
        let of_one = |name: &str| SERVICE_KEYS.contains(&name);
        let names_models = ["model", "models"]
            .iter()
            .any(|key| table.contains_key(*key));
        if services.is_empty() || names_models {
            services.insert(0, self.service(table, 0..0));
        } else {
            for key in table.keys().filter(|key| of_one(key.get_ref())) {
                let message = format!("`{}` is a setting of one service", key.get_ref());
                let problem = self.at(Some(key.span()), message);
                let help = "write it below the `[[services]]` that it is meant for";
                self.errors.push(problem.help(help));
            }
        }
        if let (Some((key, _)), true) = (
            table.get_key_value("out-dir"),
            table.contains_key("package"),
        ) {
            let problem = self.at(
                Some(key.span()),
                "`out-dir` has no effect beside `[package]`",
            );
            let help = "remove it: the package is written to its `directory`";
            self.errors.push(problem.help(help));
        }
        for service in &services {
            let is_empty = service.models.is_empty() && service.each_of.is_none();
            if is_empty && !self.is_misread {
                let help = "name a model: `model = \"model/service.json\"`";
                let problem = Diagnostic::error("the settings name no `model`");
                let problem = problem.at(service.origins.start.clone());
                self.errors.push(problem.help(help));
            }
        }
        let package = table.get_key_value("package");
        Config {
            services,
            package: package
                .and_then(|(key, value)| Some((key.span(), self.inner(value, "package")?)))
                .and_then(|(at, table)| self.package(table, at)),
            out_dir: self.path(table, "out-dir"),
            origins: self.origins(None),
            file: None,
        }
    }

    fn service(&mut self, table: &DeTable<'_>, at: Range<usize>) -> ServiceSettings {
        let service = ServiceSettings {
            texts: Vec::new(),
            models: self.paths(table, "model"),
            each_of: self.path(table, "models"),
            service: self.text(table, "service"),
            operations: self.texts(table, "operations"),
            protocol: self.text(table, "protocol"),
            module: self.text(table, "module"),
            cli: self.boolean(table, "cli"),
            tables_only: table.contains_key("types") && !self.boolean(table, "types"),
            clientless: table.contains_key("client") && !self.boolean(table, "client"),
            server: self.boolean(table, "server"),
            names: self.names(table),
            keep: self.keep(table),
            shapes: self.shapes(table),
            directory: None,
            origins: Origins::default(),
        };
        self.refuse_idle(table, &service);
        ServiceSettings {
            origins: self.origins(Some(at)),
            ..service
        }
    }

    /// Refuses settings that would have no effect.
    fn refuse_idle(&mut self, table: &DeTable<'_>, service: &ServiceSettings) {
        if let Some((key, value)) = table.get_key_value("operations")
            && matches!(value.get_ref(), DeValue::Array(items) if items.is_empty())
        {
            let problem = self.at(Some(key.span()), "`operations` names no operation");
            let help = "name some, or remove it: without it all are generated";
            self.errors.push(problem.help(help));
        }
        if let Some((key, _)) = table.get_key_value("keep")
            && !service.cli
        {
            let problem = self.at(
                Some(key.span()),
                "`keep` has no effect without a command line",
            );
            let help = "add `cli = true`, or remove it";
            self.errors.push(problem.help(help));
        }
    }

    /// `command`, and the table `[rename]`.
    fn names(&mut self, table: &DeTable<'_>) -> OwnNames {
        let renamed = table.get("rename");
        let renamed = renamed.and_then(|value| self.inner(value, "rename"));
        let mut others = BTreeMap::new();
        for (what, _) in renamed.into_iter().flatten() {
            let outside = std::mem::replace(&mut self.section, "rename.".to_owned());
            let name = renamed.and_then(|table| self.text(table, what.get_ref()));
            self.section = outside;
            others.extend(name.map(|name| (what.get_ref().to_string(), name)));
        }
        OwnNames {
            service: self.text(table, "command"),
            others,
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
            let name = operation.get_ref().to_string();
            self.remember(&format!("keep.{name}"), name.clone(), operation.span());
            let outside = self.section.clone();
            self.section = format!("{outside}keep.{name}.");
            let expires = self.text(table, "expires");
            if !table.contains_key("expires") {
                let message = "`keep` needs the member that says when the result `expires`";
                let problem = self.at(Some(operation.span()), message);
                let help = "add `expires = \"…\"` with the name of a member of the output";
                self.errors.push(problem.help(help));
            }
            kept.push(Keep {
                operation: name,
                expires: expires.unwrap_or_default(),
                with: self.texts(table, "with"),
                scopes: self.text(table, "scopes"),
                instance: self.text(table, "instance"),
            });
            self.section = outside;
        }
        kept
    }

    /// The settings of a package whose table is named at this place.
    fn package(&mut self, table: &DeTable<'_>, at: Range<usize>) -> Option<Package> {
        self.refuse_unknown(table, PACKAGE_KEYS);
        self.section = "package.".to_owned();
        let package = self.package_settings(table, at);
        self.section.clear();
        package
    }

    fn package_settings(&mut self, table: &DeTable<'_>, at: Range<usize>) -> Option<Package> {
        let directory = self.path(table, "directory");
        let name = self.text(table, "name");
        for (key, example) in [("directory", "generated"), ("name", "weather-client")] {
            if !table.contains_key(key) {
                let problem = self.at(Some(at.clone()), format!("`[package]` needs a `{key}`"));
                let help = format!("add `{key} = \"{example}\"` or the like below it");
                self.errors.push(problem.help(help));
            }
        }
        let base = Package::new(directory?, name?);
        Some(Package {
            version: self.text(table, "version").unwrap_or(base.version),
            description: self.text(table, "description"),
            license: self.text(table, "license"),
            license_files: self.paths(table, "license-files"),
            repository: self.text(table, "repository"),
            homepage: self.text(table, "homepage"),
            documentation: self.text(table, "documentation"),
            keywords: self.texts(table, "keywords"),
            categories: self.texts(table, "categories"),
            dependencies: self.texts(table, "dependencies"),
            smithgen: self.path(table, "smithgen"),
            ..base
        })
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

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
            types = true
            client = true
            server = true
            serde = true
            derive = { "*" = "Eq", "a#B" = ["Hash", "Ord"] }
            attributes = { "a#B$c" = '#[x]' }
            extern = { "a#C" = "::c::C" }
            [package]
            dependencies = ['c = "1"']
            directory = "generated"
            name = "weather-client"
            version = "1.2.3"
            description = "d"
            license = "MIT"
            license-files = ["LICENSE"]
            repository = "https://example.com/"
            homepage = "https://example.com/w"
            documentation = "https://docs.rs/weather-client"
            keywords = ["weather"]
            categories = ["api-bindings"]
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
        assert!(service.cli && !service.tables_only && !service.clientless && service.server);
        let shapes = &service.shapes;
        let lists = [&shapes.derives["*"], &shapes.derives["a#B"]];
        assert_eq!(lists, [&vec!["Eq"], &vec!["Hash", "Ord"]]);
        assert_eq!(shapes.attributes["a#B$c"], ["#[x]"]);
        assert!(shapes.serde && shapes.externs["a#C"] == "::c::C");
        let package = config.package.as_ref().unwrap();
        assert_eq!(package.dependencies, ["c = \"1\""]);
        assert_eq!(package.directory, Path::new("dir/generated"));
        assert_eq!(package.categories, ["api-bindings"]);
        let addresses = [
            &package.repository,
            &package.homepage,
            &package.documentation,
        ];
        assert_eq!(addresses.map(Option::is_some), [true; 3]);
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
                "dir/smithgen.toml:4:2: `[package]` needs a `name` \
                 (help: add `name = \"weather-client\"` or the like below it)",
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
    fn settings_that_would_have_no_effect_are_told_with_their_place() {
        assert_eq!(
            told("cli = true\n[[services]]\nmodel = 'a'\n"),
            ["dir/smithgen.toml:1:1: `cli` is a setting of one service \
                 (help: write it below the `[[services]]` that it is meant for)"]
        );
        assert_eq!(
            told("model = 'a'\nout-dir = 'b'\n[package]\ndirectory = 'c'\nname = 'd'\n"),
            [
                "dir/smithgen.toml:2:1: `out-dir` has no effect beside `[package]` \
                 (help: remove it: the package is written to its `directory`)"
            ]
        );
    }

    #[test]
    fn empty_settings_are_told_with_their_place_and_what_to_write() {
        assert_eq!(
            told("model = ''\nservice = ''\noperations = ['A', '']\n"),
            [
                "dir/smithgen.toml:1:9: `model` is empty \
                 (help: name a file or a directory; `.` is the one with the settings)",
                "dir/smithgen.toml:2:11: `service` is empty (help: give a name, or remove it)",
                "dir/smithgen.toml:3:20: `operations` is empty (help: give a name, or remove it)",
            ]
        );
    }

    #[test]
    fn half_a_character_is_told_with_how_to_write_it() {
        let told = told("model = \"a\\ud800.json\"\n");
        let told: Vec<&str> = told.iter().map(String::as_str).collect();
        assert_eq!(
            told,
            [
                "dir/smithgen.toml:1:13: invalid value, expected unicode hexadecimal value \
              (help: write the character itself, or its number in hexadecimal digits: \
              `\\u00e9`, `\\U0001f600`)"
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
