//! Makes one command of many AWS services, from botocore's descriptions of them, which are what the AWS CLI reads.
//!
//! The command's tables are generated without Rust types. Every service is a crate of its own, so that Cargo compiles
//! several at a time and a service that stays the same stays compiled.

mod customizations;
pub(crate) mod descriptions;
mod names;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use smithgen::{Config, File};

use self::descriptions::Description;
use crate::cargo::cargo;
use crate::{printed, written};

/// The services that the recorded cases call, in botocore's names.
const CALLED: &[&str] = &[
    "apigateway",
    "bedrock-runtime",
    "cloudformation",
    "cloudwatch",
    "codedeploy",
    "cognito-idp",
    "controltower",
    "dynamodb",
    "ec2",
    "ecs",
    "events",
    "glacier",
    "iam",
    "iot-data",
    "kinesis",
    "kms",
    "lambda",
    "logs",
    "mediastore-data",
    "organizations",
    "partnercentral-revenue-measurement",
    "rds",
    "route53",
    "s3",
    "secretsmanager",
    "sesv2",
    "sns",
    "sqs",
    "ssm",
    "sso",
    "stepfunctions",
    "sts",
];

/// The repository, in which this program was built.
const REPOSITORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// What the command is made of.
pub(crate) struct Wanted {
    /// Services by botocore's names; none means those that the cases call.
    pub services: Vec<String>,
    /// All services that there are.
    pub all: bool,
    /// Whether the descriptions are older than the exceptions to rules, so that they may lack what those are about.
    pub older: bool,
    /// Whether it is built to be used, rather than to be tested.
    pub release: bool,
    /// The directory of the command and of what it is built of.
    pub out: PathBuf,
}

impl Wanted {
    /// What options ask for; nothing when they make no sense.
    pub(crate) fn of(mut options: &[String]) -> Option<Wanted> {
        let mut wanted = Wanted {
            services: Vec::new(),
            all: false,
            older: false,
            release: false,
            out: PathBuf::from("target/services"),
        };
        while let [option, rest @ ..] = options {
            options = match (option.as_str(), rest) {
                ("--all", rest) => {
                    wanted.all = true;
                    rest
                }
                ("--older", rest) => {
                    wanted.older = true;
                    rest
                }
                ("--release", rest) => {
                    wanted.release = true;
                    rest
                }
                ("--service", [name, rest @ ..]) => {
                    wanted.services.push(name.clone());
                    rest
                }
                ("--out", [path, rest @ ..]) => {
                    wanted.out = path.into();
                    rest
                }
                _ => return None,
            };
        }
        Some(wanted)
    }
}

/// Generates and builds the command; how many services could not be generated, and how
/// many exceptions to the rules of names no longer apply.
///
/// # Errors
/// When there is nothing to build, or it cannot be built.
pub(crate) fn run(data: &Path, wanted: &Wanted) -> Result<usize, String> {
    let found = descriptions::find(data)?;
    let mut stale = names::stale(&found)?;
    if wanted.older {
        stale.clear();
    }
    for line in &stale {
        println!("exception to the rules of names: {line}");
    }
    let chosen = chosen(&found, wanted)?;
    std::fs::create_dir_all(&wanted.out)
        .and_then(|()| wanted.out.canonicalize())
        .map_err(|error| format!("{}: {error}", wanted.out.display()))
        .and_then(|out| make(&chosen, &found, &out, wanted.release))
        .map(|failed| failed + stale.len())
}

/// The descriptions of the services that are wanted.
fn chosen<'a>(found: &'a [Description], wanted: &Wanted) -> Result<Vec<&'a Description>, String> {
    if wanted.all {
        return Ok(found.iter().collect());
    }
    let called: Vec<String> = CALLED.iter().map(|name| (*name).to_owned()).collect();
    let names = match wanted.services.is_empty() {
        true => &called,
        false => &wanted.services,
    };
    let find = |name: &String| {
        let description = found.iter().find(|it| it.name == *name);
        description.ok_or_else(|| format!("botocore has no service `{name}`"))
    };
    names.iter().map(find).collect()
}

fn make(
    services: &[&Description],
    all: &[Description],
    out: &Path,
    release: bool,
) -> Result<usize, String> {
    let (made, failed) = generate(services);
    let folders = vec!["src".to_owned(), "services".to_owned()];
    let mut files: Vec<File> = made.iter().flat_map(|it| it.files.clone()).collect();
    let is_made = |it: &&Description| services.iter().any(|made| made.name == it.name);
    let others = all.iter().filter(|it| !is_made(it));
    let others: Vec<&str> = others.map(|it| names::command(&it.name)).collect();
    files.extend(program(&made, &others));
    written::write(out, &folders, &files)?;
    // The versions that everything else here is built with.
    let lock = out.join("Cargo.lock");
    if !lock.exists() {
        let ours = Path::new(REPOSITORY).join("Cargo.lock");
        std::fs::copy(&ours, &lock).map_err(|e| format!("{}: {e}", ours.display()))?;
    }
    build(out, release)?;
    println!("{} passed, {failed} failed", made.len());
    Ok(failed)
}

/// A service's crate.
struct Made {
    name: String,
    files: Vec<File>,
}

/// Generates all services, as many at a time as there are cores; those that fail are told.
fn generate(services: &[&Description]) -> (Vec<Made>, usize) {
    let (made, taken) = (Mutex::new(Vec::new()), AtomicUsize::new(0));
    let failed = AtomicUsize::new(0);
    let work = || {
        while let Some(service) = services.get(taken.fetch_add(1, Ordering::Relaxed)) {
            match one(service) {
                Ok(one) => made.lock().unwrap_or_else(|it| it.into_inner()).push(one),
                Err(problem) => {
                    println!("{}: {problem}", service.name);
                    failed.fetch_add(1, Ordering::Relaxed);
                }
            }
        }
    };
    let cores = std::thread::available_parallelism().map_or(1, |cores| cores.get());
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(work);
        }
    });
    let mut made = made.into_inner().unwrap_or_else(|it| it.into_inner());
    made.sort_by(|a, b| a.name.cmp(&b.name));
    (made, failed.into_inner())
}

fn one(service: &Description) -> Result<Made, String> {
    let module = service.name.replace('-', "_");
    let mut config = Config::new().model(&service.path).module(&module);
    if let Some(protocol) = service.protocol {
        config = config.protocol(protocol);
    }
    let made = config.cli(true).types(false).files();
    let made = made.map_err(|errors| errors.to_string())?;
    let features = printed::features(&made.files);
    let folder = format!("services/{}", service.name);
    let mut files: Vec<File> = made
        .files
        .into_iter()
        .map(|file| File {
            path: format!("{folder}/src/{}", file.path),
            ..file
        })
        .collect();
    files.push(File {
        path: format!("{folder}/src/lib.rs"),
        text: format!(
            "//! Tables of a service.\n\nmod {module};\npub use {module}::cli::COMMANDS;\n"
        ),
    });
    files.push(File {
        path: format!("{folder}/Cargo.toml"),
        text: crate_manifest(&service.name, &features),
    });
    Ok(Made {
        name: service.name.clone(),
        files,
    })
}

/// The program, its manifest and that of the workspace.
fn program(made: &[Made], others: &[&str]) -> [File; 3] {
    let others = others.iter().map(|name| format!("    {name:?},\n"));
    let others: String = others.collect();
    let tables = made.iter().map(|it| {
        let module = it.name.replace('-', "_");
        format!("        &service_{module}::COMMANDS,\n")
    });
    let tables: String = tables.collect();
    let dependencies = made.iter().map(|it| {
        let name = &it.name;
        format!("service-{name} = {{ path = \"services/{name}\" }}\n")
    });
    let dependencies: String = dependencies.collect();
    [
        File {
            path: "src/main.rs".to_owned(),
            text: format!(
                "//! A command of many services.\n\nuse smithgen_cli::table::Commands;\n\n\
                 static SERVICES: &[&Commands] = &[\n{tables}];\n\
                 static OTHERS: &[&str] = &[\n{others}];\n\n\
                 fn main() -> std::process::ExitCode {{\n    \
                 smithgen_cli::main(SERVICES, smithgen_cli::Options::new(\"0\").without(OTHERS))\n}}\n"
            ),
        },
        File {
            path: "build.rs".to_owned(),
            text: "//! Tables at a fixed address need no work when the command starts, however many there are.\n\n\
                   fn main() {\n    \
                   println!(\"cargo::rerun-if-changed=build.rs\");\n    \
                   if std::env::var(\"CARGO_CFG_TARGET_OS\").is_ok_and(|it| it == \"linux\") {\n        \
                   println!(\"cargo::rustc-link-arg-bins=-no-pie\");\n    }\n}\n"
                .to_owned(),
        },
        File {
            path: "Cargo.toml".to_owned(),
            text: format!(
                "[package]\nname = \"aws\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
                 [workspace]\nmembers = [\"services/*\"]\n\n[dependencies]\n\
                 smithgen-cli = {{ path = {cli:?}, features = [\"launch-key\", \"login\", \"prompt\"] }}\n{dependencies}\n\
                 [profile.dev]\ndebug = false\n\n\
                 [profile.release]\nopt-level = \"s\"\npanic = \"abort\"\nstrip = true\n",
                cli = format!("{REPOSITORY}/cli"),
            ),
        },
    ]
}

fn crate_manifest(name: &str, features: &BTreeSet<String>) -> String {
    let of_aws = |it: &&str| it.starts_with("sigv4");
    let all = || features.iter().map(String::as_str);
    let mut aws: Vec<&str> = all().filter(of_aws).collect();
    let client: Vec<&str> = all().filter(|it| !of_aws(it)).collect();
    if client.contains(&"event-streams") {
        aws.push("event-streams");
    }
    format!(
        "[package]\nname = \"service-{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
         [dependencies]\n\
         smithgen-aws = {{ path = {aws_path:?}, default-features = false, features = {aws:?} }}\n\
         smithgen-cli = {{ path = {cli:?}, default-features = false }}\n\
         smithgen-client = {{ path = {client_path:?}, default-features = false, features = {client:?} }}\n",
        aws_path = format!("{REPOSITORY}/aws"),
        cli = format!("{REPOSITORY}/cli"),
        client_path = format!("{REPOSITORY}/client"),
    )
}

/// Builds the program, and puts it where it is looked for.
fn build(out: &Path, release: bool) -> Result<(), String> {
    let target = out.join("target");
    let status = cargo()
        .current_dir(out)
        .args(["build", "--offline", "--quiet", "--target-dir"])
        .arg(&target)
        .args(release.then_some("--release"))
        .status()
        .map_err(|e| format!("cargo: {e}"))?;
    if !status.success() {
        return Err("the command does not compile".to_owned());
    }
    let (from, to) = (
        target
            .join(if release { "release" } else { "debug" })
            .join("aws"),
        out.join("aws"),
    );
    // A program that runs cannot be written, but it can be replaced.
    let _ = std::fs::remove_file(&to);
    std::fs::copy(&from, &to)
        .map(|_| ())
        .map_err(|error| format!("{}: {error}", to.display()))
}
