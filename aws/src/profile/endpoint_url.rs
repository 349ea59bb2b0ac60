//! Endpoint URLs from the environment and profile, for all services or for one.

use std::fmt;

use smithgen_client::endpoint::{EndpointError, EndpointErrorKind, ServiceUrls};
use smithgen_client::{ConfigError, Environment};
use smithgen_runtime::operation::Service;

use super::{Files, Profile, Setting, is_true};
use smithgen_runtime::url::shown;

/// Endpoint URLs from the environment and profile. A client's explicit settings take precedence.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct EndpointUrls {
    /// `AWS_ENDPOINT_URL_<SERVICE>`: the service in upper case, and the URL.
    services: Vec<(String, String)>,
    /// `AWS_ENDPOINT_URL`.
    global: Option<String>,
    /// The files and the name of the profile's `services` section, if it names one.
    section: Option<(Files, Setting)>,
    /// The profile's `endpoint_url`.
    profile: Option<Setting>,
}

impl fmt::Debug for EndpointUrls {
    /// Omits userinfo and queries, which may contain secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = Setting::as_text;
        let services = self.services.iter().map(|(name, url)| (name, shown(url)));
        f.debug_struct("EndpointUrls")
            .field("services", &services.collect::<Vec<_>>())
            .field("global", &self.global.as_deref().map(shown))
            .field(
                "section",
                &self.section.as_ref().map(|(_, name)| text(name)),
            )
            .field(
                "profile",
                &self.profile.as_ref().map(|url| text(url).map(shown)),
            )
            .finish()
    }
}

impl EndpointUrls {
    /// Reads the URLs; empty if they are set to be ignored. Empty variables are skipped.
    pub fn from_env(environment: &Environment, files: &Files, profile: &Profile) -> Self {
        let ignored = environment
            .get("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")
            .or_else(|| {
                profile
                    .get("ignore_configured_endpoint_urls")
                    .map(str::to_owned)
            })
            .is_some_and(|text| is_true(&text));
        if ignored {
            return EndpointUrls::default();
        }
        let mut services = environment.starting_with("AWS_ENDPOINT_URL_");
        services.retain(|(_, url)| !url.is_empty());
        EndpointUrls {
            services,
            global: environment
                .get("AWS_ENDPOINT_URL")
                .filter(|url| !url.is_empty()),
            section: profile
                .setting("services")
                .map(|name| (files.clone(), name.clone())),
            profile: profile
                .setting("endpoint_url")
                .filter(|url| url.as_text() != Some(""))
                .cloned(),
        }
    }

    /// Whether no URL is set for any service.
    pub fn is_empty(&self) -> bool {
        *self == EndpointUrls::default()
    }

    /// The URL of a service, given its configuration key such as `sso_oidc`.
    ///
    /// # Errors
    /// [`ConfigError::MissingServices`] if no variable applies and the profile names a section that does not exist.
    /// [`ConfigError::NoText`] and [`ConfigError::NotNested`] for a setting of the wrong kind, if it is reached.
    pub fn get(&self, service: &str) -> Result<Option<&str>, ConfigError> {
        let of_service = self
            .services
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(service));
        if let Some((_, url)) = of_service {
            return Ok(Some(url));
        }
        if let Some(url) = &self.global {
            return Ok(Some(url));
        }
        if let Some((files, name)) = &self.section {
            let name = name.text("services")?;
            let url = files.service_setting(name, service, "endpoint_url")?;
            if url.is_some_and(|url| !url.is_empty()) {
                return Ok(url);
            }
        }
        let profile = self.profile.as_ref();
        profile.map(|url| url.text("endpoint_url")).transpose()
    }
}

impl ServiceUrls for EndpointUrls {
    fn url(&self, service: &Service) -> Result<Option<String>, EndpointError> {
        let found = self.get(&service_key(service.sdk_id()));
        match found {
            Ok(url) => Ok(url.map(str::to_owned)),
            Err(error) => {
                let message = error.to_string();
                Err(EndpointError::new(EndpointErrorKind::Settings, message))
            }
        }
    }
}

/// A service's key in configuration files: its SDK id in lower case with `_` for blanks and dashes.
pub fn service_key(sdk_id: &str) -> String {
    sdk_id
        .chars()
        .map(|c| {
            if c == ' ' || c == '-' {
                '_'
            } else {
                c.to_ascii_lowercase()
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Ini;

    const CONFIG: &str = "[default]\nservices = s\nendpoint_url = http://profile\n\
        [services s]\nsso_oidc =\n  endpoint_url = http://section\n\
        [profile none]\nservices = absent\n";

    fn urls(variables: &[(&str, &str)], profile: &str) -> EndpointUrls {
        let files = Files {
            config: Ini::parse(CONFIG.as_bytes()).unwrap(),
            credentials: Ini::default(),
        };
        let environment = Environment::of(variables.iter().copied());
        let profile = files.profile(profile).unwrap();
        EndpointUrls::from_env(&environment, &files, &profile)
    }

    #[test]
    fn the_nearest_setting_wins() {
        let global = ("AWS_ENDPOINT_URL", "http://global");
        let service = ("AWS_ENDPOINT_URL_SSO_OIDC", "http://service");
        let get = |variables: &[_]| {
            urls(variables, "default")
                .get("sso_oidc")
                .unwrap()
                .map(str::to_owned)
        };
        assert_eq!(get(&[global, service]).as_deref(), Some("http://service"));
        assert_eq!(get(&[global]).as_deref(), Some("http://global"));
        assert_eq!(
            get(&[("AWS_ENDPOINT_URL", "")]).as_deref(),
            Some("http://section")
        );
        assert_eq!(
            urls(&[], "default").get("s3").unwrap(),
            Some("http://profile")
        );
        let ignored = ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "TRUE");
        assert_eq!(get(&[global, service, ignored]), None);
    }

    #[test]
    fn a_setting_of_the_wrong_kind_is_refused_where_it_decides() {
        let get = |config: &str, variables: &[(&str, &str)]| {
            let files = Files {
                config: Ini::parse(config.as_bytes()).unwrap(),
                credentials: Ini::default(),
            };
            let environment = Environment::of(variables.iter().copied());
            let profile = files.profile("default").unwrap();
            let urls = EndpointUrls::from_env(&environment, &files, &profile);
            urls.get("sso_oidc").map(|url| url.map(str::to_owned))
        };
        let no_text = |key| Err(ConfigError::NoText { key });
        let not_nested = Err(ConfigError::NotNested {
            key: "sso_oidc".to_owned(),
        });
        let service = "[default]\nservices = s\n[services s]\nsso_oidc =";
        let nested = |key| format!("[default]\n{key} =\n  a = b\n");
        assert_eq!(get(&format!("{service} http://x\n"), &[]), not_nested);
        assert_eq!(get(&format!("{service}\n"), &[]), not_nested);
        assert_eq!(get(&nested("services"), &[]), no_text("services"));
        assert_eq!(get(&nested("endpoint_url"), &[]), no_text("endpoint_url"));
        let global = [("AWS_ENDPOINT_URL", "http://global")];
        assert_eq!(
            get(&nested("endpoint_url"), &global),
            Ok(Some("http://global".to_owned()))
        );
    }

    #[test]
    fn a_missing_section_matters_only_when_it_is_asked() {
        let error = ConfigError::MissingServices {
            name: "absent".to_owned(),
        };
        assert_eq!(urls(&[], "none").get("sso_oidc"), Err(error));
        let global = [("AWS_ENDPOINT_URL", "http://global")];
        assert_eq!(
            urls(&global, "none").get("sso_oidc"),
            Ok(Some("http://global"))
        );
    }
}
