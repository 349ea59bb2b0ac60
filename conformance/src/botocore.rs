//! Compares services as botocore describes them with their Smithy models: what generation uses of both.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;
use smithgen_model::model::traits::AwsService;
use smithgen_model::{Errors, Resolved, load};

use crate::facts::{self, Difference};

/// A service of both.
struct Pair {
    name: String,
    botocore: PathBuf,
    model: PathBuf,
}

/// Compares all services that both directories have; the number of those with differences that nothing explains.
pub(crate) fn run(data: &Path, models: &Path) -> Result<usize, String> {
    let pairs = pairs(data, models)?;
    let (mut passed, mut failed) = (0, 0);
    let mut kinds: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for pair in &pairs {
        match compare(pair) {
            Ok(differences) => {
                let mut is_explained = true;
                for difference in differences {
                    is_explained &= explained(&difference).is_some();
                    let line = format!(
                        "{}: {}: {} → {}",
                        pair.name,
                        difference.about,
                        shown(difference.before.as_deref()),
                        shown(difference.after.as_deref())
                    );
                    kinds.entry(difference.kind()).or_default().push(line);
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
    for (kind, lines) in &kinds {
        println!("{:>7} {kind}", lines.len());
        for line in lines.iter().take(6) {
            println!("          {line}");
        }
    }
    println!("{passed} passed, {failed} failed");
    Ok(failed)
}

fn explained(_: &Difference) -> Option<&'static str> {
    None
}

fn shown(value: Option<&str>) -> String {
    let value = value.unwrap_or("nothing");
    match value.char_indices().nth(160) {
        Some((at, _)) => format!("{}…", &value[..at]),
        None => value.to_owned(),
    }
}

fn compare(pair: &Pair) -> Result<Vec<Difference>, String> {
    let open = |path: &PathBuf| -> Result<Resolved, String> {
        smithgen_model::open(&[path.clone()], None, &[]).map_err(|errors| errors.to_string())
    };
    let (before, after) = (open(&pair.model)?, open(&pair.botocore)?);
    let before = facts::of(&before.model, &before.selection);
    let after = facts::of(&after.model, &after.selection);
    Ok(facts::differences(&before, &after))
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
