//! What the manifest, the README and the root of a package say.

mod dependencies;
mod registry;

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use crate::file_name;
use crate::ir::package::{Manifest, Package, ServiceModule, ServiceSide, Signed};
use crate::ir::{Argument, Auth, Home, ServiceClient, Source, Type};
use crate::limits::PACKAGE_NAME;
use crate::lower::docs;
use crate::lower::names::case;
use smithgen_model::{Diagnostic, Errors};

/// Settings of a package, with the texts of the files to copy.
pub(crate) struct PackageOptions<'a> {
    pub(crate) package: &'a crate::config::Package,
    /// Name and text of each file of a licence.
    pub copies: Vec<(String, String)>,
}

/// What a package says of one of its services, which is all that is left of it when the package is made.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    title: String,
    source: Source,
    module: Option<ServiceModule>,
    has_client: bool,
    features: Vec<&'static str>,
    has_server: bool,
    server_features: Vec<&'static str>,
    signed: Signed,
    is_of_aws: bool,
    has_commands: bool,
    has_serde: bool,
}

/// What a package says of a service.
pub(crate) fn facts(service: ServiceClient, has_serde: bool) -> Facts {
    Facts {
        title: title(&service),
        module: Some(service_module(&service)),
        signed: signed(&service),
        is_of_aws: service.is_of_aws,
        has_client: service.home == Home::Client,
        features: service.runtime_features,
        has_server: service.server.is_some(),
        server_features: service.server.map(|it| it.features).unwrap_or_default(),
        source: service.source,
        has_commands: service.cli.is_some(),
        has_serde,
    }
}

/// Decides everything about a package around services.
///
/// # Errors
/// A name, version or place that cargo would refuse.
pub(crate) fn package(options: PackageOptions<'_>, services: &[Facts]) -> Result<Package, Errors> {
    let mut errors = Errors::new();
    let settings = options.package;
    check_name(&settings.name, &mut errors);
    check_version(&settings.version, &mut errors);
    registry::check(settings, &mut errors);
    let library = settings.name.replace('-', "_");
    let names: Vec<&str> = services.iter().map(|it| it.title.as_str()).collect();
    let has_client = services.iter().any(|service| service.has_client);
    let has_server = services.iter().any(|service| service.has_server);
    let kind = match (has_client, has_server) {
        (true, true) => "Client and server",
        (false, true) => "Server",
        _ => "Client",
    };
    let title = format!("{kind} of {}.", names.join(", "));
    let description = settings.description.as_ref();
    let near = |name: &str| {
        let path = settings.smithgen.as_ref().map(|path| path.join(name))?;
        Some(relative(&settings.directory, &path))
    };
    let mut path = |name| match near(name) {
        Some(Some(path)) => Some(path),
        Some(None) => {
            let message = "there is no way from the package to the directory `smithgen`";
            let help = "give a directory on the same disk, with a name in Unicode";
            let problem = Diagnostic::error(message).help(help);
            errors.push(problem.setting("package.smithgen", ""));
            None
        }
        None => None,
    };
    let is_of_aws = services.iter().any(|service| service.is_of_aws);
    let (client_path, cli_path) = (path("client"), path("cli"));
    let server_path = if has_server { path("server") } else { None };
    let aws_path = if is_of_aws { path("aws") } else { None };
    let client_features = features(services, |service| &service.features);
    let manifest = Manifest {
        name: settings.name.clone(),
        version: settings.version.clone(),
        description: description.unwrap_or(&title).clone(),
        license: settings.license.clone(),
        repository: settings.repository.clone(),
        homepage: settings.homepage.clone(),
        documentation: settings.documentation.clone(),
        keywords: settings.keywords.clone(),
        categories: settings.categories.clone(),
        smithgen_version: env!("CARGO_PKG_VERSION").to_owned(),
        client: has_client || !has_server,
        client_path,
        server: has_server,
        server_path,
        server_features: features(services, |service| &service.server_features),
        event_streams: client_features.iter().any(|it| it == "event-streams"),
        http2: client_features.iter().any(|it| it == "http2"),
        client_features,
        signed: Signed {
            sigv4: services.iter().any(|it| it.signed.sigv4),
            sigv4a: services.iter().any(|it| it.signed.sigv4a),
        },
        aws_path,
        aws: is_of_aws,
        cli_path,
        cli: services.iter().any(|service| service.has_commands),
        serde: services.iter().any(|service| service.has_serde),
        dependencies: dependencies::lines(&settings.dependencies, &mut errors),
    };
    let package = Package {
        source: source(services),
        modules: modules(services, &library),
        copies: options.copies,
        manifest,
        library,
        introduction: description.cloned().unwrap_or_else(|| docs::line(&title)),
        title: docs::line(&title),
    };
    let (package, _) = errors.into_result(package)?;
    Ok(package)
}

/// The modules of the services. What is in the one of a single service is at the root.
fn modules(services: &[Facts], library: &str) -> Vec<ServiceModule> {
    let is_only = services.len() == 1;
    let modules = services.iter().filter_map(|it| it.module.clone());
    let placed = modules.map(|it| match is_only {
        true => ServiceModule {
            path: library.to_owned(),
            ..it
        },
        false => ServiceModule {
            path: format!("{library}::{}", it.module),
            way: format!("{}::", it.module),
            ..it
        },
    });
    placed.collect()
}

/// The features of a crate that any of the services needs, in order.
fn features(services: &[Facts], of: impl Fn(&Facts) -> &Vec<&'static str>) -> Vec<String> {
    let all = services.iter().flat_map(of);
    let all: BTreeSet<&str> = all.copied().collect();
    all.into_iter().map(str::to_owned).collect()
}

/// The signatures that any operation offers.
fn signed(service: &ServiceClient) -> Signed {
    let operations = service.operations.iter();
    let offered: Vec<&Auth> = operations.flat_map(|operation| &operation.auth).collect();
    let sigv4a = offered.contains(&&Auth::SigV4a);
    Signed {
        sigv4: sigv4a || offered.contains(&&Auth::SigV4),
        sigv4a,
    }
}

/// What a service is called, on one line: words of the model, of which nothing may be taken for markup.
fn title(service: &ServiceClient) -> String {
    docs::one_line(&format!("{} {}", service.sdk_id, service.version))
}

fn service_module(service: &ServiceClient) -> ServiceModule {
    let takes_text = |argument: &Argument| *argument == Argument::Into(Type::String);
    let call = || {
        service.operations.first().map(|operation| {
            let setters = operation.setters.iter();
            let shown = setters.filter(|it| it.is_required && takes_text(&it.setter.argument));
            let shown = shown.map(|it| it.name.clone()).collect();
            (operation.method.clone(), shown)
        })
    };
    let side = match &service.server {
        Some(server) if !service.has_client => ServiceSide::Server(server.name.clone()),
        _ => ServiceSide::Client(call()),
    };
    let operations = service.operations.iter();
    let mut operations: Vec<_> = operations
        .map(|it| (it.method.clone(), it.brief.clone()))
        .collect();
    operations.sort();
    ServiceModule {
        module: service.module.clone(),
        // Set when all services are known.
        path: String::new(),
        way: String::new(),
        title: docs::line(&title(service)),
        docs: service.docs.clone(),
        side,
        operations,
    }
}

/// The models of all services as one.
fn source(services: &[Facts]) -> Source {
    match services {
        [only] => only.source.clone(),
        _ => {
            let files = services.iter().map(|service| service.source.file.as_str());
            let digests = services
                .iter()
                .map(|service| service.source.sha256.as_str());
            Source {
                file: files.collect::<Vec<_>>().join(", "),
                sha256: super::service::source::digest(digests),
            }
        }
    }
}

fn check_name(name: &str, errors: &mut Errors) {
    if let Some(fault) = name_fault(name) {
        let help = "letters, digits, `-` and `_`, a letter first";
        let problem = Diagnostic::error(fault).help(help);
        errors.push(problem.setting("package.name", name));
    }
}

/// Why a package cannot have a name.
pub(crate) fn name_fault(name: &str) -> Option<String> {
    let good = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    Some(match name {
        _ if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || !name.chars().all(good) => {
            format!("`{name}` is not a package's name")
        }
        _ if name.len() > PACKAGE_NAME => {
            let length = name.len();
            format!("the package's name has {length} bytes, of at most {PACKAGE_NAME}")
        }
        _ if case::is_keyword(name) || file_name::is_device(name) => {
            format!("no package can be named `{name}`")
        }
        _ => return None,
    })
}

fn check_version(version: &str, errors: &mut Errors) {
    if !is_version(version) {
        let message = format!("`{version}` is not a version");
        let help = "three numbers without leading zeros, as in `0.1.0` or `1.0.0-rc.1`";
        let problem = Diagnostic::error(message).help(help);
        errors.push(problem.setting("package.version", version));
    }
}

/// Whether a version is one of Semantic Versioning, with numbers that cargo can hold.
fn is_version(version: &str) -> bool {
    let (version, build) = match version.split_once('+') {
        Some((version, build)) => (version, Some(build)),
        None => (version, None),
    };
    let (core, pre) = match version.split_once('-') {
        Some((core, pre)) => (core, Some(pre)),
        None => (version, None),
    };
    let is_plain = |part: &str| part == "0" || !part.starts_with('0');
    let is_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let number = |part: &str| is_digits(part) && is_plain(part) && part.parse::<u64>().is_ok();
    let good = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let word = |part: &str| !part.is_empty() && part.chars().all(good);
    let words = |text: Option<&str>, test: &dyn Fn(&str) -> bool| {
        text.is_none_or(|text| text.split('.').all(|part| word(part) && test(part)))
    };
    core.split('.').count() == 3
        && core.split('.').all(number)
        && words(pre, &|part| !is_digits(part) || is_plain(part))
        && words(build, &|_| true)
}

/// The way from a directory to a path, with `/`.
///
/// Where both are given from one place, the names on the way to that place do not matter, so that the result is the
/// same on every machine. A way through the directory that the program runs in has to know its name.
fn relative(from: &Path, to: &Path) -> Option<String> {
    between(&plain(from), &plain(to)).or_else(|| {
        let absolute = |path: &Path| std::path::absolute(path).ok();
        between(&plain(&absolute(from)?), &plain(&absolute(to)?))
    })
}

/// The way between two paths that are both absolute or both relative; none where only a name that is not in them
/// would lead back.
fn between(from: &Path, to: &Path) -> Option<String> {
    if from.has_root() != to.has_root() {
        return None;
    }
    let (from, to): (Vec<_>, Vec<_>) = (from.components().collect(), to.components().collect());
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = from.iter().skip(shared).map(|part| match part {
        Component::Normal(_) => Some(".."),
        _ => None,
    });
    let down = to.iter().skip(shared).map(|part| match part {
        Component::Normal(_) | Component::ParentDir => part.as_os_str().to_str(),
        _ => None,
    });
    let parts: Option<Vec<&str>> = up.chain(down).collect();
    Some(parts?.join("/"))
}

/// A path without `.`, and with `..` only at the beginning of a relative one.
fn plain(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => match out.components().next_back() {
                Some(Component::Normal(_)) => {
                    out.pop();
                }
                // Above the root there is nothing.
                Some(Component::RootDir | Component::Prefix(_)) => {}
                _ => out.push(part),
            },
            part => out.push(part),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_between_paths() {
        let way = |from: &str, to: &str| relative(Path::new(from), Path::new(to));
        assert_eq!(way("generated", "./runtime").as_deref(), Some("../runtime"));
        assert_eq!(way("a/b/c", "a/./x/../cli").as_deref(), Some("../../cli"));
        assert_eq!(way("/w/generated", "/w/cli").as_deref(), Some("../cli"));
        assert_eq!(
            way("generated", "../repo/cli").as_deref(),
            Some("../../repo/cli")
        );
        assert_eq!(way("./generated", "..").as_deref(), Some("../.."));
        assert_eq!(way("a/b", "../../x").as_deref(), Some("../../../../x"));
        assert_eq!(way("../out", "../repo/cli").as_deref(), Some("../repo/cli"));
        assert_eq!(way("/w/../../a", "/cli").as_deref(), Some("../cli"));
        // Only the name of this directory leads back into it.
        let here = std::env::current_dir().unwrap();
        let name = here.file_name().unwrap().to_str().unwrap();
        assert_eq!(way("../out", "cli"), Some(format!("../{name}/cli")));
        let absolute = here.join("generated");
        let absolute = absolute.to_str().unwrap();
        assert_eq!(way(absolute, "cli").as_deref(), Some("../cli"));
        assert_eq!(way("generated", absolute).as_deref(), Some(""));
    }

    #[test]
    fn names_and_versions_are_cargos() {
        let refused = |name: &str, version: &str| {
            let mut errors = Errors::new();
            check_name(name, &mut errors);
            check_version(version, &mut errors);
            errors.iter().count()
        };
        assert_eq!(refused("sso-oidc_client2", "1.20.3-rc.1"), 0);
        assert_eq!(refused("2fast", "1.0"), 2);
        assert_eq!(refused("a b", "a.b.c"), 2);
        assert_eq!(refused("", ""), 2);
        assert_eq!(refused("fn", "1.0.0-"), 2);
        assert_eq!(refused("nul", "1.0.0-x\"\nevil"), 2);
        assert_eq!(refused(&"a".repeat(PACKAGE_NAME), "1.0.0+b"), 0);
        assert_eq!(refused(&"a".repeat(PACKAGE_NAME + 1), "1.0.0+b"), 1);
    }

    #[test]
    fn versions_are_those_of_semver() {
        for good in [
            "0.0.0",
            "1.2.3-0",
            "1.2.3-rc.1+b.01",
            "1.0.0--",
            "1.0.0+-",
            "1.0.0-0a.x-y",
        ] {
            assert!(is_version(good), "{good}");
        }
        for bad in [
            "1.0",
            "01.0.0",
            "1.0.00",
            "1.0.0-",
            "1.0.0+",
            "1.0.0-a..b",
            "1.0.0-01",
            "1.0.0+a+b",
            "1.0.0-é",
            "18446744073709551616.0.0",
            "v1.0.0",
            "1.0.0 ",
            "1.0.0.0",
            "+1.0.0",
            "1.-1.0",
        ] {
            assert!(!is_version(bad), "{bad}");
        }
    }
}
