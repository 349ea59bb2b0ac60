//! Compares services as botocore describes them with their Smithy models: what generation uses of both.

mod reasons;
mod surfaces;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;
use smithgen_model::model::traits::AwsService;
use smithgen_model::{Errors, Resolved, load};

use self::reasons::Raw;
use self::surfaces::Line;
use crate::differences::{Difference, differences};
use crate::facts;

/// A service of both.
struct Pair {
    name: String,
    botocore: PathBuf,
    model: PathBuf,
}

/// How many differences of a kind are shown, unless a kind is asked for.
const SHOWN: usize = 3;

/// A kind of difference, and why it is none of the reader's, if there is a reason.
type Group = (String, Option<&'static str>);

/// Compares all services that both directories have; the number of those with differences that nothing explains. All
/// differences of `kind` are shown, and a few of each other.
pub(crate) fn run(data: &Path, models: &Path, kind: Option<&str>) -> Result<usize, String> {
    let pairs = pairs(data, models)?;
    let (mut passed, mut failed) = (0, 0);
    let mut groups: BTreeMap<Group, Vec<String>> = BTreeMap::new();
    for pair in &pairs {
        match compare(pair) {
            Ok((found, lines)) => {
                let is_explained = found.iter().all(|(_, reason)| reason.is_some())
                    && lines.iter().all(|(_, reason, _)| reason.is_some());
                for (kind, reason, line) in lines {
                    let group = (kind.to_owned(), reason);
                    let line = format!("{}: {}", pair.name, shown(Some(&line)));
                    groups.entry(group).or_default().push(line);
                }
                for (difference, reason) in found {
                    let before = shown(difference.before.as_deref());
                    let after = shown(difference.after.as_deref());
                    let line = format!("{}: {}: {before} → {after}", pair.name, difference.about);
                    groups
                        .entry((difference.kind(), reason))
                        .or_default()
                        .push(line);
                }
                match is_explained {
                    true => passed += 1,
                    false => failed += 1,
                }
            }
            Err(problem) => {
                println!("{}: {problem}", pair.name);
                failed += 1;
            }
        }
    }
    for ((name, reason), lines) in &groups {
        let reason = reason.unwrap_or("UNEXPLAINED");
        println!("{:>7} {name}: {reason}", lines.len());
        let most = match kind == Some(name) {
            true => usize::MAX,
            false => SHOWN,
        };
        for line in lines.iter().take(most) {
            println!("          {line}");
        }
    }
    println!("{passed} passed, {failed} failed");
    Ok(failed)
}

fn shown(value: Option<&str>) -> String {
    let value = value.unwrap_or("nothing");
    match value.char_indices().nth(160) {
        Some((at, _)) => format!("{}…", &value[..at]),
        None => value.to_owned(),
    }
}

/// What a pair does not share: facts and lines of the surface, each with its reason if there is one.
type Found = (Vec<(Difference, Option<&'static str>)>, Vec<Line>);

fn compare(pair: &Pair) -> Result<Found, String> {
    let open = |path: &PathBuf| -> Result<Resolved, String> {
        smithgen_model::open(std::slice::from_ref(path), None, &[])
            .map_err(|errors| errors.to_string())
    };
    let (before, after) = (open(&pair.model)?, open(&pair.botocore)?);
    let before = facts::of(&before.model, &before.selection);
    let after = facts::of(&after.model, &after.selection);
    let raw = raw(&pair.botocore)?;
    let found = differences(&before, &after);
    let lines = surfaces::compare(&pair.model, &pair.botocore, &found)?;
    let with_reason = |difference| {
        let reason = reasons::of(&difference, &raw);
        (difference, reason)
    };
    Ok((found.into_iter().map(with_reason).collect(), lines))
}

/// The files of a description, read by other means than what is tested.
fn raw(service: &Path) -> Result<Raw, String> {
    let read = |path: &Path| -> Result<Value, String> {
        let bytes = load::read(path).map_err(|problem| problem.one_line())?;
        serde_json::from_slice(&bytes).map_err(|error| format!("{}: {error}", path.display()))
    };
    let beside = |name: &str| {
        let paths = [format!("{name}.json"), format!("{name}.json.gz")];
        let mut paths = paths.iter().map(|it| service.with_file_name(it));
        let path = paths.find(|path| path.is_file());
        path.map_or(Ok(Value::Null), |path| read(&path))
    };
    Ok(Raw {
        service: read(service)?,
        pagination: beside("paginators-1")?,
        waiters: beside("waiters-2")?,
    })
}

/// The services of both, by SDK id and version.
fn pairs(data: &Path, models: &Path) -> Result<Vec<Pair>, String> {
    let mut described = BTreeMap::new();
    let mut errors = Errors::new();
    for path in load::services(data, &mut errors) {
        let bytes = load::read(&path).map_err(|problem| problem.one_line())?;
        let Ok(root) = serde_json::from_slice::<Value>(&bytes) else {
            continue;
        };
        let metadata = &root["metadata"];
        let id = metadata["serviceId"].as_str().unwrap_or_default();
        let version = metadata["apiVersion"].as_str().unwrap_or_default();
        described.insert((id.to_owned(), version.to_owned()), path);
    }
    let mut pairs = Vec::new();
    for model in load::services(models, &mut errors) {
        let mut ignored = Errors::new();
        let loaded = load::load(std::slice::from_ref(&model), &mut ignored);
        let name = model
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let own = loaded.services().find_map(|service| {
            let aws = service.traits.read::<AwsService>()?;
            Some((aws.sdk_id, service.as_service()?.version.clone()))
        });
        match own.and_then(|own| described.get(&own)) {
            Some(botocore) => pairs.push(Pair {
                name,
                botocore: botocore.clone(),
                model,
            }),
            None => println!("{name}: botocore does not have it"),
        }
    }
    match pairs.is_empty() {
        true => Err("no service is in both directories".to_owned()),
        false => Ok(pairs),
    }
}
