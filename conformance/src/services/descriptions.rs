//! Finds the services that botocore describes: the newest version of each.

use std::path::{Path, PathBuf};

use serde_json::Value;
use smithgen_model::load;

/// A service in botocore's data.
pub(crate) struct Description {
    /// botocore's name: that of the directory.
    pub name: String,
    /// The directory of the newest version.
    pub path: PathBuf,
    /// The protocol that the AWS CLI speaks, where it is not the first that is listed.
    pub protocol: Option<&'static str>,
}

/// The protocols in the order in which the AWS CLI looks for one that a service speaks: botocore's names and Smithy's.
const PROTOCOLS: &[(&str, &str)] = &[
    ("json", ""),
    ("rest-json", "aws.protocols#restJson1"),
    ("rest-xml", "aws.protocols#restXml"),
    ("smithy-rpc-v2-cbor", "smithy.protocols#rpcv2Cbor"),
    ("query", "aws.protocols#awsQuery"),
    ("ec2", "aws.protocols#ec2Query"),
];

/// All services of a directory `botocore/data`, in the order of their names.
///
/// # Errors
/// A directory that cannot be read, or holds no service.
pub(crate) fn find(data: &Path) -> Result<Vec<Description>, String> {
    let mut found = Vec::new();
    for directory in directories(data)? {
        // The versions are dates, of which the last is the newest.
        let versions = directories(&directory)?;
        let Some(path) = versions.into_iter().rev().find(|it| model(it).is_some()) else {
            continue;
        };
        let name = directory.file_name().unwrap_or_default();
        found.push(Description {
            name: name.to_string_lossy().into_owned(),
            protocol: protocol(&path)?,
            path,
        });
    }
    match found.is_empty() {
        true => Err(format!("{} holds no service", data.display())),
        false => Ok(found),
    }
}

/// The directories in a directory, sorted.
fn directories(path: &Path) -> Result<Vec<PathBuf>, String> {
    let entries =
        std::fs::read_dir(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut found: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.is_dir())
        .collect();
    found.sort();
    Ok(found)
}

/// The description of a version.
pub(super) fn model(version: &Path) -> Option<PathBuf> {
    let names = ["service-2.json", "service-2.json.gz"];
    let mut paths = names.iter().map(|name| version.join(name));
    paths.find(|path| path.is_file())
}

fn protocol(version: &Path) -> Result<Option<&'static str>, String> {
    let Some(path) = model(version) else {
        return Ok(None);
    };
    let bytes = load::read(&path).map_err(|problem| problem.one_line())?;
    let root: Value =
        serde_json::from_slice(&bytes).map_err(|error| format!("{}: {error}", path.display()))?;
    let metadata = &root["metadata"];
    let listed = metadata["protocols"].as_array();
    let speaks = |name: &str| {
        listed.is_some_and(|list| list.iter().any(|it| it == name)) || metadata["protocol"] == name
    };
    let first = PROTOCOLS.iter().find(|(name, _)| speaks(name));
    Ok(first.map(
        |(name, id)| match (*name, metadata["jsonVersion"].as_str()) {
            ("json", Some("1.0")) => "aws.protocols#awsJson1_0",
            ("json", _) => "aws.protocols#awsJson1_1",
            _ => *id,
        },
    ))
}
