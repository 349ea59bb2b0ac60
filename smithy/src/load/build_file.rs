//! `smithy-build.json`: which models a build of Smithy is made of, and what of it has no effect here.

use std::path::{Path, PathBuf};

use super::json::{Entry, Json, Malformed};
use crate::diagnostic::{Diagnostic, Errors, Severity};
use crate::limits::BUILD_FILE_LENGTH;
use crate::nearest::nearest;
use crate::reading::read_text;
use crate::source::{Location, Sources};

/// The name of the file.
pub(super) const NAME: &str = "smithy-build.json";

/// The variable that is there for placeholders, whether or not it is set.
const ROOT: &str = "SMITHY_ROOT_DIR";

/// Packages whose traits or validators are built in, or that have none; all are of `software.amazon.smithy`.
const BUILT_IN: &[&str] = &[
    "smithy-aws-apigateway-traits",
    "smithy-aws-cloudformation-traits",
    "smithy-aws-endpoints",
    "smithy-aws-iam-traits",
    "smithy-aws-smoke-test-model",
    "smithy-aws-traits",
    "smithy-build",
    "smithy-cli",
    "smithy-contract-traits",
    "smithy-diff",
    "smithy-jmespath",
    "smithy-linters",
    "smithy-model",
    "smithy-mqtt-traits",
    "smithy-openapi-traits",
    "smithy-protocol-test-traits",
    "smithy-protocol-traits",
    "smithy-rules-engine",
    "smithy-smoke-test-traits",
    "smithy-utils",
    "smithy-validation-model",
    "smithy-waiters",
];

const KEYS: &[&str] = &[
    "version",
    "outputDirectory",
    "sources",
    "imports",
    "projections",
    "plugins",
    "ignoreMissingPlugins",
    "maven",
];
const PROJECTION: &[&str] = &["abstract", "imports", "transforms", "plugins"];
const MAVEN: &[&str] = &["dependencies", "repositories"];

/// What the models of a build depend on.
#[derive(Debug, Default)]
pub(super) struct Build {
    /// Files and directories: the sources, then the imports.
    pub(super) models: Vec<PathBuf>,
    /// The environment variables that are named.
    pub(super) variables: Vec<String>,
}

/// Reads the file of a build; what is wrong with it is reported.
pub(super) fn read(path: &Path, errors: &mut Errors) -> Build {
    let text = match read_text(path, BUILD_FILE_LENGTH) {
        Ok(text) => text,
        Err(problem) => {
            errors.push(problem.setting("model", path.display()));
            return Build::default();
        }
    };
    let mut sources = Sources::default();
    // Blanks in place of comments keep locations correct.
    let number = sources.add(path.display().to_string(), text.clone());
    let text = without_comments(&text);
    let mut reader = Reader {
        base: path.parent().unwrap_or(Path::new("")),
        sources: &sources,
        errors,
        build: Build::default(),
    };
    match Json::file(&text, number) {
        Ok(root) => reader.root(root),
        Err(malformed) => reader.malformed(&malformed),
    }
    reader.build
}

struct Reader<'r> {
    base: &'r Path,
    sources: &'r Sources,
    errors: &'r mut Errors,
    build: Build,
}

impl Reader<'_> {
    fn root(&mut self, root: Json<'_>) {
        let entries = self.entries(root, "a build file", KEYS);
        let find = |key: &str| entries.iter().find(|entry| entry.key == key);
        match find("version").map(|entry| entry.value) {
            Some(value) => match self.text(value, "`version`") {
                Some(version) if version != "1.0" && version != "1" => {
                    let message = format!("version `{version}` of build files is not known");
                    self.error(value.at, message, "use 1.0");
                }
                _ => {}
            },
            None => self.error(
                root.at,
                "there is no `version`".into(),
                "add `\"version\": \"1.0\"`",
            ),
        }
        for key in ["sources", "imports"] {
            if let Some(entry) = find(key) {
                self.models(entry);
            }
        }
        if find("sources").is_none() && self.base.join("model").is_dir() {
            self.build.models.insert(0, self.base.join("model"));
        }
        if self.build.models.is_empty() && !self.errors.has_errors() {
            let help = "name files and directories of models as `sources`";
            self.error(root.at, "the build has no models".into(), help);
        }
        if let Some(entry) = find("maven") {
            self.maven(entry.value);
        }
        if let Some(entry) = find("projections") {
            self.projections(entry.value);
        }
    }

    /// Adds the files and directories of a list, which are relative to the build file.
    fn models(&mut self, entry: &Entry<'_>) {
        let what = format!("`{}`", entry.key);
        for element in self.elements(entry.value, &what) {
            let Some(name) = self.text(element, &format!("an element of {what}")) else {
                continue;
            };
            let path = self.base.join(&name);
            if path.extension().is_some_and(|it| it == "jar") {
                let message = format!("`{name}` is an archive of Java, which is not read");
                self.error(
                    element.at,
                    message,
                    "unpack it, and name the directory with its models",
                );
            } else if path.exists() {
                self.build.models.push(path);
            } else {
                let message = format!("`{}` is not there", path.display());
                let help = "name a file or directory; the name is relative to that of this file";
                self.error(element.at, message, help);
            }
        }
    }

    /// Says which packages would have to be there.
    fn maven(&mut self, json: Json<'_>) {
        let entries = self.entries(json, "`maven`", MAVEN);
        for entry in &entries {
            if entry.key == "repositories" {
                let note = "nothing is fetched from repositories";
                self.note(entry.key_at, note.to_owned(), None);
            }
            if entry.key != "dependencies" {
                continue;
            }
            for element in self.elements(entry.value, "`dependencies`") {
                if let Some(name) = self.text(element, "a dependency") {
                    self.dependency(&name, element.at);
                }
            }
        }
    }

    fn dependency(&mut self, name: &str, at: Location) {
        let mut parts = name.split(':');
        let (Some(group), Some(artifact), Some(_)) = (parts.next(), parts.next(), parts.next())
        else {
            let help = "write it as `group:artifact:version`";
            return self.error(at, format!("`{name}` names no package"), help);
        };
        if group == "software.amazon.smithy" && BUILT_IN.contains(&artifact) {
            let message =
                format!("`{artifact}` is not fetched: what it has for models is built in");
            return self.note(at, message, None);
        }
        let message = format!("the package `{group}:{artifact}` is not fetched");
        let mut problem = Diagnostic::warning(message).at(self.sources.place(at));
        problem.help = Some(
            "if the model uses traits or shapes of it, unpack its models and name them with `--dep`, or in `imports`"
                .into(),
        );
        self.errors.push(problem);
    }

    /// Says which projections would change the model.
    fn projections(&mut self, json: Json<'_>) {
        let Some(projections) = self.object(json, "`projections`") else {
            return;
        };
        for projection in &projections {
            let entries = self.entries(projection.value, "a projection", PROJECTION);
            for entry in entries {
                let is_empty = entry.value.is_array()
                    && entry
                        .value
                        .elements()
                        .is_ok_and(|elements| elements.is_empty());
                if matches!(&*entry.key, "imports" | "transforms") && !is_empty {
                    let message = format!(
                        "the {} of projection `{}` have no effect: the model is read as it is",
                        entry.key, projection.key
                    );
                    let help =
                        "build the projection with Smithy, and name its `model.json` instead";
                    self.note(entry.key_at, message, Some(help));
                }
            }
        }
    }

    /// The members of an object; reports those that are not known, and those that are repeated.
    fn entries<'j>(&mut self, json: Json<'j>, what: &str, known: &[&str]) -> Vec<Entry<'j>> {
        let mut entries: Vec<Entry<'j>> = Vec::new();
        for entry in self.object(json, what).unwrap_or_default() {
            if let Some(first) = entries.iter().find(|it| it.key == entry.key) {
                let problem = Diagnostic::error(format!("`{}` is given twice", entry.key))
                    .at(self.sources.place(entry.key_at))
                    .related("given first here", self.sources.place(first.key_at));
                self.errors.push(problem.help("remove one of them"));
                continue;
            }
            if !known.contains(&&*entry.key) {
                let problem = Diagnostic::warning(format!("unknown property `{}`", entry.key))
                    .at(self.sources.place(entry.key_at));
                let help = match nearest(&entry.key, known.iter().copied()) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => format!("the properties known here: {}", known.join(", ")),
                };
                self.errors.push(problem.help(help));
                continue;
            }
            entries.push(entry);
        }
        entries
    }

    fn object<'j>(&mut self, json: Json<'j>, what: &str) -> Option<Vec<Entry<'j>>> {
        if !json.is_object() {
            self.unexpected(json, what, "an object");
            return None;
        }
        json.entries()
            .map_err(|malformed| self.malformed(&malformed))
            .ok()
    }

    fn elements<'j>(&mut self, json: Json<'j>, what: &str) -> Vec<Json<'j>> {
        if !json.is_array() {
            self.unexpected(json, what, "an array");
            return Vec::new();
        }
        let elements = json
            .elements()
            .map_err(|malformed| self.malformed(&malformed));
        elements.unwrap_or_default()
    }

    /// The text of a string, with values in place of placeholders.
    fn text(&mut self, json: Json<'_>, what: &str) -> Option<String> {
        if !json.is_string() {
            self.unexpected(json, what, "a string");
            return None;
        }
        let text = json
            .string()
            .map_err(|malformed| self.malformed(&malformed))
            .ok()?;
        self.expanded(&text, json.at)
    }

    fn expanded(&mut self, text: &str, at: Location) -> Option<String> {
        let mut whole = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("${") {
            if let Some(before) = before.strip_suffix('\\') {
                whole.push_str(&format!("{before}${{"));
                rest = after;
                continue;
            }
            let Some((name, after)) = after.split_once('}') else {
                break;
            };
            let value = self.variable(name);
            let Some(value) = value else {
                let message = format!("the environment variable `{name}` is not set");
                self.error(
                    at,
                    message,
                    "set it, or write `\\\\${` if no variable is meant",
                );
                return None;
            };
            whole.push_str(before);
            whole.push_str(&value);
            rest = after;
        }
        whole.push_str(rest);
        Some(whole)
    }

    fn variable(&mut self, name: &str) -> Option<String> {
        if !self.build.variables.iter().any(|it| it == name) {
            self.build.variables.push(name.to_owned());
        }
        // Names that no variable can have must not be asked for.
        let is_name = !name.is_empty() && !name.contains(['=', '\0']);
        let value = is_name.then(|| std::env::var(name).ok()).flatten();
        let root = || Some(std::env::current_dir().ok()?.display().to_string());
        value.or_else(|| root().filter(|_| name == ROOT))
    }

    fn unexpected(&mut self, json: Json<'_>, what: &str, expected: &str) {
        let message = format!("expected {what} to be {expected}, found {}", json.kind());
        let problem = Diagnostic::error(message).at(self.sources.place(json.at));
        self.errors.push(problem);
    }

    fn malformed(&mut self, malformed: &Malformed) {
        let message = format!("not valid JSON: {}", malformed.message);
        let problem = Diagnostic::error(message).at(self.sources.place(malformed.at));
        self.errors.push(problem);
    }

    fn error(&mut self, at: Location, message: String, help: &str) {
        let problem = Diagnostic::error(message).at(self.sources.place(at));
        self.errors.push(problem.help(help));
    }

    fn note(&mut self, at: Location, message: String, help: Option<&str>) {
        let mut problem = Diagnostic::of(Severity::Note, "Model", message);
        problem.place = self.sources.place(at);
        problem.help = help.map(str::to_owned);
        self.errors.push(problem);
    }
}

/// The text with blanks in place of comments, which go from `//` to the end of the line.
fn without_comments(text: &str) -> String {
    let mut whole = String::with_capacity(text.len());
    let (mut in_string, mut escaped, mut in_comment) = (false, false, false);
    let mut rest = text.chars().peekable();
    if rest.next_if_eq(&'\u{feff}').is_some() {
        whole.push_str("   ");
    }
    while let Some(c) = rest.next() {
        if c == '\n' {
            in_comment = false;
        } else if !in_string && !in_comment && c == '/' && rest.peek() == Some(&'/') {
            in_comment = true;
        }
        if in_comment {
            whole.extend(std::iter::repeat_n(' ', c.len_utf8()));
            continue;
        }
        match c {
            _ if escaped => escaped = false,
            '\\' if in_string => escaped = true,
            '"' => in_string = !in_string,
            _ => {}
        }
        whole.push(c);
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_become_blanks_outside_of_strings() {
        let text = "{ // ä\n \"a//\\\"//\": 1 } // end";
        let blank = without_comments(text);
        assert_eq!(blank, "{      \n \"a//\\\"//\": 1 }       ");
        assert_eq!(blank.len(), text.len());
    }
}
