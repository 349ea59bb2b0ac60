//! Runs generated clients against moto, which plays AWS services in Python, behind botocore, which looks at the
//! signatures.
//!
//! The clients and `conformance/peers/*.rs`, which call them, become one package below the build directory of this
//! program; moto listens on a free loopback port as long as that package's program runs.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use smithgen::{Config, File};

use crate::cargo::cargo;
use crate::{printed, written};

/// A service to call: the module's name, the model, the operations.
struct Service {
    module: &'static str,
    model: &'static str,
    operations: &'static [&'static str],
}

const SERVICES: &[Service] = &[
    Service {
        module: "sts",
        model: "sts-2011-06-15.json",
        operations: &["AssumeRole", "GetCallerIdentity"],
    },
    Service {
        module: "iam",
        model: "iam-2010-05-08.json",
        operations: &["CreateRole", "DeleteRole", "GetRole", "ListRoles"],
    },
    Service {
        module: "sqs",
        model: "sqs-2012-11-05.json",
        operations: &[
            "CreateQueue",
            "DeleteMessage",
            "DeleteQueue",
            "GetQueueUrl",
            "ListQueues",
            "ReceiveMessage",
            "SendMessage",
        ],
    },
    Service {
        module: "dynamodb",
        model: "dynamodb-2012-08-10.json",
        operations: &[
            "CreateTable",
            "DeleteItem",
            "DeleteTable",
            "GetItem",
            "PutItem",
            "Scan",
        ],
    },
    Service {
        module: "s3",
        model: "s3-2006-03-01.json",
        operations: &[
            "CreateBucket",
            "DeleteBucket",
            "DeleteObject",
            "GetBucketLocation",
            "CopyObject",
            "GetObject",
            "HeadObject",
            "ListObjectsV2",
            "PutObject",
        ],
    },
    Service {
        module: "lambda",
        model: "lambda-2015-03-31.json",
        operations: &[
            "CreateFunction",
            "DeleteFunction",
            "GetFunction",
            "ListFunctions",
        ],
    },
    Service {
        module: "cloudwatch",
        model: "cloudwatch-2010-08-01.json",
        operations: &[
            "DeleteAlarms",
            "DescribeAlarms",
            "PutMetricAlarm",
            "PutMetricData",
            "SetAlarmState",
        ],
    },
];

/// The sources that call the clients.
const SOURCES: &[(&str, &str)] = &[
    ("main.rs", include_str!("../peers/main.rs")),
    ("calls/mod.rs", include_str!("../peers/calls/mod.rs")),
    (
        "calls/cloudwatch.rs",
        include_str!("../peers/calls/cloudwatch.rs"),
    ),
    (
        "calls/dynamodb.rs",
        include_str!("../peers/calls/dynamodb.rs"),
    ),
    ("calls/lambda.rs", include_str!("../peers/calls/lambda.rs")),
    ("calls/s3.rs", include_str!("../peers/calls/s3.rs")),
    ("calls/sqs.rs", include_str!("../peers/calls/sqs.rs")),
    ("calls/sts.rs", include_str!("../peers/calls/sts.rs")),
];

/// The repository, in which this program was built.
const REPOSITORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// Starts moto on a port of its choice, prints the port, and ends when its standard input does.
const START: &str = include_str!("../peers/moto.py");

/// Generates, compiles and runs; how many checks failed.
///
/// # Errors
/// When there is nothing to run.
pub(crate) fn run(models: &Path) -> Result<usize, String> {
    for Service { model, .. } in SERVICES {
        if !models.join(model).is_file() {
            println!("skipped: there is no {}", models.join(model).display());
            return Ok(0);
        }
    }
    let Some((moto, port)) = Moto::start() else {
        println!("skipped: python3 does not start moto (pip install 'moto[server]')");
        return Ok(0);
    };
    let (directory, target) = directories()?;
    write(models, &directory)?;
    let mut command = cargo();
    command
        .current_dir(&directory)
        .args(["run", "--offline", "--quiet", "--target-dir"])
        .arg(target)
        .arg("--")
        .arg(format!("http://127.0.0.1:{port}"));
    let status = command.status().map_err(|e| format!("cargo: {e}"))?;
    drop(moto);
    Ok(usize::from(!status.success()))
}

/// moto, ended with this value.
struct Moto(Child);

impl Moto {
    /// moto and its port, if Python can start it.
    fn start() -> Option<(Moto, u16)> {
        let child = Command::new("python3")
            .args(["-c", START])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .ok()?;
        let mut moto = Moto(child);
        let mut lines = BufReader::new(moto.0.stdout.take()?).lines();
        let port = lines.next()?.ok()?.trim().parse().ok()?;
        Some((moto, port))
    }
}

impl Drop for Moto {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        let _ = self.0.wait();
    }
}

/// Where the package goes, and where it is built.
fn directories() -> Result<(PathBuf, PathBuf), String> {
    let program = std::env::current_exe().map_err(|e| format!("this program: {e}"))?;
    let target = program.ancestors().nth(2).unwrap_or(Path::new("target"));
    let root = target.join("conformance");
    Ok((root.join("peers-client"), target.to_owned()))
}

fn write(models: &Path, directory: &Path) -> Result<(), String> {
    let mut files = Vec::new();
    let mut features = BTreeSet::from(["rustls".to_owned()]);
    for service in SERVICES {
        let config = Config::new().model(models.join(service.model));
        let config = config
            .module(service.module)
            .operations(service.operations.iter().copied());
        let made = config.files().map_err(|errors| errors.to_string())?;
        features.extend(printed::read(&made.files)?.features);
        files.extend(made.files.into_iter().map(|file| File {
            path: format!("src/{}", file.path),
            ..file
        }));
    }
    // What signs is the other crate's.
    let features = features.iter().map(String::as_str);
    let features: Vec<&str> = features.filter(|it| !it.starts_with("sigv4")).collect();
    files.extend(SOURCES.iter().map(|(path, text)| File {
        path: format!("src/{path}"),
        text: (*text).to_owned(),
    }));
    files.push(File {
        path: "Cargo.toml".to_owned(),
        text: manifest(&features),
    });
    written::write(directory, &["src".to_owned()], &files)?;
    // The versions that everything else here is built with.
    let lock = directory.join("Cargo.lock");
    if !lock.exists() {
        let ours = Path::new(REPOSITORY).join("Cargo.lock");
        std::fs::copy(&ours, &lock).map_err(|e| format!("{}: {e}", ours.display()))?;
    }
    Ok(())
}

fn manifest(features: &[&str]) -> String {
    format!(
        "[package]\nname = \"peers\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
         [workspace]\n\n[dependencies]\n\
         smithgen-aws = {{ path = {aws:?}, features = [\"sigv4\"] }}\n\
         smithgen-client = {{ path = {client:?}, features = {features:?} }}\n\
         smithgen-runtime = {{ path = {runtime:?} }}\n\
         tokio = {{ version = \"1\", default-features = false, features = [\"rt\", \"time\"] }}\n\n\
         [profile.dev]\ndebug = false\n",
        aws = format!("{REPOSITORY}/aws"),
        client = format!("{REPOSITORY}/client"),
        runtime = format!("{REPOSITORY}/runtime"),
    )
}
