//! The config and credentials files, and the profiles in them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::ini::Section;
use smithgen_client::{ConfigError, Environment};

use super::{Ini, Setting, shell};
use smithgen_client::limits::CONFIG_FILE_BYTES;

/// Both files. A missing or unreadable file is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files {
    /// `~/.aws/config`, or the file named by `AWS_CONFIG_FILE`.
    pub config: Ini,
    /// `~/.aws/credentials`, or the file named by `AWS_SHARED_CREDENTIALS_FILE`.
    pub credentials: Ini,
}

/// A profile's settings from the config file, overridden by those from the credentials file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// Its name.
    pub name: String,
    settings: BTreeMap<String, Setting>,
}

/// The selected profile, and whether it was named explicitly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selected {
    /// The profile's name.
    pub name: String,
    /// Whether it was named explicitly, so that it must exist.
    pub named: bool,
}

impl Selected {
    /// The profile named by `explicit`, `AWS_PROFILE` or `AWS_DEFAULT_PROFILE`, else `default`. An empty `explicit`
    /// is ignored; an empty variable names a profile that cannot exist.
    pub fn from_env(explicit: Option<&str>, environment: &Environment) -> Self {
        let named = explicit
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .or_else(|| environment.get("AWS_PROFILE"))
            .or_else(|| environment.get("AWS_DEFAULT_PROFILE"));
        Selected {
            named: named.is_some(),
            name: named.unwrap_or_else(|| "default".to_owned()),
        }
    }
}

impl Files {
    /// Reads both files.
    ///
    /// # Errors
    /// [`ConfigError::Parse`] for the first malformed file.
    pub fn load(environment: &Environment) -> Result<Self, ConfigError> {
        Ok(Files {
            config: read(environment, "AWS_CONFIG_FILE", "~/.aws/config")?,
            credentials: read(
                environment,
                "AWS_SHARED_CREDENTIALS_FILE",
                "~/.aws/credentials",
            )?,
        })
    }

    /// The profile with this name, if it is in either file.
    pub fn profile(&self, name: &str) -> Option<Profile> {
        let config = match self.config_section("profile", name) {
            Some(section) => Some(section),
            None if name == "default" => self.config.section("default"),
            None => None,
        };
        let credentials = self.credentials.section(name);
        if config.is_none() && credentials.is_none() {
            return None;
        }
        let mut settings = BTreeMap::new();
        for section in [config, credentials].into_iter().flatten() {
            settings.extend(
                section
                    .iter()
                    .map(|(key, value)| (key.clone(), value.clone())),
            );
        }
        Some(Profile {
            name: name.to_owned(),
            settings,
        })
    }

    /// The selected profile; empty if it was not named explicitly and is in neither file.
    ///
    /// # Errors
    /// [`ConfigError::UnknownProfile`] if it was named explicitly.
    pub fn selected(&self, selected: &Selected) -> Result<Profile, ConfigError> {
        match self.profile(&selected.name) {
            Some(profile) => Ok(profile),
            None if selected.named => Err(ConfigError::UnknownProfile {
                name: selected.name.clone(),
            }),
            None => Ok(Profile {
                name: selected.name.clone(),
                ..Profile::default()
            }),
        }
    }

    /// Names of all profiles, in the order of the files.
    pub fn profile_names(&self) -> Vec<String> {
        let mut seen = BTreeSet::new();
        let config = self.config.sections().filter_map(|header| match header {
            "default" => Some(header.to_owned()),
            header => titled(header, "profile"),
        });
        config
            .chain(self.credentials.sections().map(str::to_owned))
            .filter(|name| seen.insert(name.clone()))
            .collect()
    }

    /// A setting in `[services NAME]`.
    ///
    /// # Errors
    /// [`ConfigError::MissingServices`] if the config file has no such section, [`ConfigError::NotNested`] if its
    /// value for the service is text.
    pub fn service_setting(
        &self,
        services: &str,
        service: &str,
        key: &str,
    ) -> Result<Option<&str>, ConfigError> {
        let section = self.config_section("services", services).ok_or_else(|| {
            ConfigError::MissingServices {
                name: services.to_owned(),
            }
        })?;
        match section.get(service) {
            Some(Setting::Text(_)) => Err(ConfigError::NotNested {
                key: service.to_owned(),
            }),
            Some(Setting::Nested(settings)) => Ok(settings.get(key).map(String::as_str)),
            None => Ok(None),
        }
    }

    /// A setting in `[sso-session NAME]`; `None` if the section or the key is missing.
    pub fn sso_session(&self, name: &str, key: &str) -> Option<&Setting> {
        self.config_section("sso-session", name)?.get(key)
    }

    /// Whether the section `[sso-session NAME]` exists.
    pub fn has_sso_session(&self, name: &str) -> bool {
        self.config_section("sso-session", name).is_some()
    }

    /// Whether the section `[sso-session NAME]` is missing or empty.
    pub fn is_empty_sso_session(&self, name: &str) -> bool {
        self.config_section("sso-session", name)
            .is_none_or(|section| section.is_empty())
    }

    /// The config file's last section with this title and name. `[default]` is the same as `[profile default]`.
    pub(crate) fn config_section(&self, title: &str, name: &str) -> Option<&Section> {
        let is_meant = |header: &str| {
            (title == "profile" && name == "default" && header == "default")
                || titled(header, title).as_deref() == Some(name)
        };
        self.config.last(is_meant)
    }
}

impl Profile {
    /// A setting that is text. Keys are lower case.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.settings.get(key)?.as_text()
    }

    /// A setting of either kind. Keys are lower case.
    pub fn setting(&self, key: &str) -> Option<&Setting> {
        self.settings.get(key)
    }

    /// The value of an indented key within a setting, such as `s3` / `addressing_style`.
    pub fn nested(&self, key: &str, inner: &str) -> Option<&str> {
        self.settings.get(key)?.nested(inner)
    }

    /// All settings, by key.
    pub fn settings(&self) -> impl Iterator<Item = (&str, &Setting)> {
        self.settings
            .iter()
            .map(|(key, value)| (key.as_str(), value))
    }
}

/// The name in a header such as `profile "a b"`, which must consist of two words, the first starting with `title`.
fn titled(header: &str, title: &str) -> Option<String> {
    if !header.starts_with(title) {
        return None;
    }
    let words: [String; 2] = shell::split(header).ok()?.try_into().ok()?;
    let [_, name] = words;
    Some(name)
}

fn read(environment: &Environment, variable: &str, default: &str) -> Result<Ini, ConfigError> {
    let path = environment
        .get(variable)
        .unwrap_or_else(|| default.to_owned());
    let path = environment.expand_path(&path);
    match read_file(Path::new(&path))? {
        Some(bytes) => Ini::parse(&bytes).map_err(|_| ConfigError::Parse { path }),
        None => Ok(Ini::default()),
    }
}

/// Reads a settings file. A pipe or a device counts as missing and so does an unreadable file, as for the AWS CLI.
///
/// # Errors
/// [`ConfigError::TooLarge`].
pub fn read_file(path: &Path) -> Result<Option<Vec<u8>>, ConfigError> {
    // Opening a pipe blocks until something is written to it.
    if !path.is_file() {
        return Ok(None);
    }
    let Ok(file) = File::open(path) else {
        return Ok(None);
    };
    let mut bytes = Vec::new();
    // The reported size is not reliable, as files can grow.
    match file.take(CONFIG_FILE_BYTES + 1).read_to_end(&mut bytes) {
        Ok(read) if read as u64 > CONFIG_FILE_BYTES => Err(ConfigError::TooLarge {
            path: path.display().to_string(),
        }),
        Ok(_) => Ok(Some(bytes)),
        Err(_) => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(config: &str, credentials: &str) -> Files {
        Files {
            config: Ini::parse(config.as_bytes()).unwrap(),
            credentials: Ini::parse(credentials.as_bytes()).unwrap(),
        }
    }

    #[test]
    fn credentials_override_and_profiles_do_not_inherit() {
        let files = files(
            "[default]\nregion = a\n[profile p]\nregion = b\noutput = text\n[x]\nregion = y\n",
            "[p]\nregion = c\n[q]\noutput = yaml\n",
        );
        let p = files.profile("p").unwrap();
        assert_eq!(
            (p.get("region"), p.get("output")),
            (Some("c"), Some("text"))
        );
        assert_eq!(files.profile("q").unwrap().get("region"), None);
        assert_eq!(files.profile("x"), None);
        assert_eq!(files.profile_names(), ["default", "p", "q"]);
    }

    #[test]
    fn the_later_spelling_of_default_wins() {
        let first = files("[profile default]\na = 1\n[default]\na = 2\n", "");
        assert_eq!(first.profile("default").unwrap().get("a"), Some("2"));
        let last = files("[default]\na = 2\n[profile default]\na = 1\n", "");
        assert_eq!(last.profile("default").unwrap().get("a"), Some("1"));
    }

    #[test]
    fn names_are_quoted_as_in_a_shell() {
        let files = files(
            "[profile \"a b\"]\nx = 1\n[profile c d]\nx = 2\n[profile 'e]\nx = 3\n",
            "",
        );
        assert_eq!(files.profile_names(), ["a b"]);
    }

    #[test]
    fn a_file_is_read_that_is_as_large_as_is_allowed_and_no_larger() {
        let path = std::env::temp_dir().join(format!("smithgen-config-{}", std::process::id()));
        let file = File::create(&path).unwrap();
        file.set_len(CONFIG_FILE_BYTES).unwrap();
        let fits = read_file(&path);
        file.set_len(CONFIG_FILE_BYTES + 1).unwrap();
        let beyond = read_file(&path);
        std::fs::remove_file(&path).unwrap();
        assert_eq!(fits.unwrap().unwrap().len() as u64, CONFIG_FILE_BYTES);
        let error = beyond.unwrap_err().to_string();
        assert!(error.contains("16 MiB"), "{error}");
    }

    #[test]
    fn only_a_named_profile_must_exist() {
        let selected = |explicit, variables: &[(&str, &str)]| {
            let environment = Environment::of(variables.iter().copied());
            Files::default().selected(&Selected::from_env(explicit, &environment))
        };
        assert_eq!(selected(None, &[]).unwrap().name, "default");
        assert_eq!(selected(Some(""), &[]).unwrap().name, "default");
        assert!(selected(Some("default"), &[]).is_err());
        let empty = selected(None, &[("AWS_PROFILE", ""), ("AWS_DEFAULT_PROFILE", "p")]);
        assert_eq!(
            empty,
            Err(ConfigError::UnknownProfile {
                name: String::new()
            })
        );
    }
}
