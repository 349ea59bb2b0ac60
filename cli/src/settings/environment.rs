//! The environment under the names of AWS tools, whatever the program's own names are.

use std::collections::BTreeMap;

use smithgen_client::Environment;
use smithgen_client::auth::variables;
use smithgen_help::Names;

use crate::table::Commands;

/// AWS variables that also apply to services outside AWS, since they can mean nothing else.
const SHARED: [&str; 1] = ["AWS_ENDPOINT_URL"];

/// The environment of a program whose settings have these names.
///
/// If the program has its own settings, `BOOKSTORE_PROFILE` appears as `AWS_PROFILE`, and real `AWS_` variables are
/// hidden, as they are meant for other programs. Variables with an endpoint or token for one of the program's
/// services are an exception.
pub(super) fn environment(names: Names<'_>, services: &[&'static Commands]) -> Environment {
    let own: Vec<&Commands> = services.iter().copied().filter(|it| !it.aws).collect();
    if names == Names::Aws && own.is_empty() {
        return Environment::Process;
    }
    let text = |text: std::ffi::OsString| text.to_string_lossy().into_owned();
    let process = std::env::vars_os().map(|(name, value)| (text(name), text(value)));
    let mut process: BTreeMap<String, String> = process.collect();
    // Without the variable, the system knows.
    if !process.contains_key("HOME")
        && let Some(home) = std::env::home_dir()
    {
        process.insert("HOME".to_owned(), text(home.into_os_string()));
    }
    translated(process, names, &own)
}

fn translated(
    process: BTreeMap<String, String>,
    names: Names<'_>,
    own: &[&Commands],
) -> Environment {
    let mut seen = process.clone();
    if let Names::Own(prefix) = names {
        let is_shared = |name: &str| {
            let of_service = |service: &&Commands| {
                name == format!("AWS_ENDPOINT_URL_{}", service.env)
                    || variables::bearer_token(service.service).1.as_deref() == Some(name)
            };
            SHARED.contains(&name) || own.iter().any(of_service)
        };
        seen.retain(|name, _| !name.starts_with("AWS_") || is_shared(name));
        let prefix = format!("{prefix}_");
        for (name, value) in &process {
            if let Some(rest) = name.strip_prefix(&prefix) {
                seen.insert(format!("AWS_{rest}"), value.clone());
            }
        }
        for (variable, file) in [
            ("AWS_CONFIG_FILE", "config"),
            ("AWS_SHARED_CREDENTIALS_FILE", "credentials"),
        ] {
            let path = format!("~/{}/{file}", names.directory());
            seen.entry(variable.to_owned()).or_insert(path);
        }
    }
    for service in own {
        if let Some(url) = process.get(&format!("{}_ENDPOINT_URL", service.env)) {
            seen.insert(format!("AWS_ENDPOINT_URL_{}", service.env), url.clone());
        }
    }
    Environment::Fixed(seen)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;

    fn seen(names: Names<'_>, variables: &[(&str, &str)]) -> Environment {
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        translated(
            variables.iter().map(own).collect(),
            names,
            &[&fixture::OWN_SERVICE],
        )
    }

    #[test]
    fn settings_of_ones_own_are_seen_and_those_of_aws_are_not() {
        let environment = seen(
            Names::Own("THINGS"),
            &[
                ("AWS_PROFILE", "work"),
                ("AWS_REGION", "us-east-1"),
                ("HOME", "/home/u"),
                ("THINGS_PROFILE", "play"),
            ],
        );
        assert_eq!(environment.get("AWS_PROFILE").as_deref(), Some("play"));
        assert_eq!(environment.get("AWS_REGION"), None);
        assert_eq!(environment.get("HOME").as_deref(), Some("/home/u"));
        let file = environment.get("AWS_CONFIG_FILE");
        assert_eq!(file.as_deref(), Some("~/.things/config"));
    }

    #[test]
    fn an_endpoint_of_ones_own_comes_before_what_aws_tools_call_it() {
        const SPECIFIC: &str = "AWS_ENDPOINT_URL_THINGS";
        let own = ("THINGS_ENDPOINT_URL", "http://own");
        for names in [Names::Own("THINGS"), Names::Aws] {
            let environment = seen(names, &[own, (SPECIFIC, "http://shared")]);
            assert_eq!(environment.get(SPECIFIC).as_deref(), Some("http://own"));
            let environment = seen(names, &[(SPECIFIC, "http://shared")]);
            assert_eq!(environment.get(SPECIFIC).as_deref(), Some("http://shared"));
        }
    }

    #[test]
    fn the_variables_that_help_names_are_those_that_are_read() {
        use smithgen_help::Identity;
        for service in [&fixture::SERVICE, &fixture::OWN_SERVICE] {
            let (runtime, env) = (service.service, service.env);
            let named = |identity: Identity| {
                let all = identity.variables(env, runtime.signing_name());
                all.into_iter().map(|(name, _)| name).collect::<Vec<_>>()
            };
            assert_eq!(
                named(Identity::BearerToken),
                [variables::bearer_token(runtime).0]
            );
            assert_eq!(named(Identity::ApiKey), [variables::api_key(runtime)]);
            let (user, password) = variables::login(runtime);
            assert_eq!(named(Identity::Login), [user, password]);
        }
    }
}
