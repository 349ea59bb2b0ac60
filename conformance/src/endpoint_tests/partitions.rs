//! Files of partitions: read for rules that were written with them, and compared with the runtime's own.

use std::path::Path;

use serde_json::Value as Json;
use smithgen_aws::endpoint::{PARTITIONS, Partition};

/// The partitions of a `partitions.json`.
///
/// # Errors
/// A file that is not one.
pub(crate) fn read(path: &Path) -> Result<&'static [Partition], String> {
    let at = |reason: String| format!("{}: {reason}", path.display());
    let bytes = std::fs::read(path).map_err(|e| at(e.to_string()))?;
    let json: Json = serde_json::from_slice(&bytes).map_err(|e| at(e.to_string()))?;
    let all = json["partitions"]
        .as_array()
        .ok_or_else(|| at("no partitions".to_owned()))?;
    let all = all.iter().map(partition).collect::<Result<Vec<_>, _>>();
    all.map(|all| &*all.leak()).map_err(at)
}

/// Compares the runtime's partitions with those of a file, and prints what differs; how many do.
///
/// # Errors
/// As for reading.
pub(crate) fn compare(path: &Path) -> Result<usize, String> {
    let expected = read(path)?;
    let mut failed = PARTITIONS.len().abs_diff(expected.len());
    for expected in expected {
        let own = PARTITIONS.iter().find(|own| own.name == expected.name);
        let strays = expected.regions.iter().filter(|region| {
            Partition::of(region, PARTITIONS).is_none_or(|found| found.name != expected.name)
        });
        let strays: Vec<_> = strays.collect();
        if own.map(facts) != Some(facts(expected)) || !strays.is_empty() {
            println!(
                "FAILED {}: found {:?}, and without {strays:?}",
                expected.name,
                own.map(facts)
            );
            failed += 1;
        }
    }
    println!(
        "{} passed, {failed} failed",
        expected.len().saturating_sub(failed)
    );
    Ok(failed)
}

/// All but the regions, of which a table needs only those that its beginnings do not tell.
fn facts(partition: &Partition) -> impl PartialEq + std::fmt::Debug + use<> {
    let Partition {
        dns_suffix,
        dual_stack_dns_suffix,
        supports_fips,
        supports_dual_stack,
        implicit_global_region,
        prefixes,
        ..
    } = *partition;
    let flags = (supports_fips, supports_dual_stack);
    (
        dns_suffix,
        dual_stack_dns_suffix,
        implicit_global_region,
        prefixes,
        flags,
    )
}

fn partition(json: &Json) -> Result<Partition, String> {
    let outputs = &json["outputs"];
    let text = |name: &str| match outputs[name].as_str() {
        Some(text) => Ok(leaked(text)),
        None => Err(format!("no {name}")),
    };
    let regions = json["regions"].as_object().ok_or("no regions")?;
    let regions: Vec<&'static str> = regions.keys().map(|name| leaked(name)).collect();
    Ok(Partition {
        name: text("name")?,
        dns_suffix: text("dnsSuffix")?,
        dual_stack_dns_suffix: text("dualStackDnsSuffix")?,
        supports_fips: outputs["supportsFIPS"] == true,
        supports_dual_stack: outputs["supportsDualStack"] == true,
        implicit_global_region: text("implicitGlobalRegion")?,
        regions: regions.leak(),
        prefixes: prefixes(json["regionRegex"].as_str().ok_or("no regionRegex")?)?,
    })
}

/// The beginnings in a pattern such as `^(us|eu)\-\w+\-\d+$`, the only form that partitions have.
fn prefixes(pattern: &str) -> Result<&'static [&'static str], String> {
    let inner = pattern
        .strip_prefix('^')
        .and_then(|it| it.strip_suffix(r"\-\w+\-\d+$"));
    let inner = inner.ok_or_else(|| format!("unknown form of pattern: {pattern}"))?;
    let inner = inner.replace(r"\-", "-");
    let (before, choices) = match inner.split_once('(') {
        Some((before, rest)) => (before, rest.strip_suffix(')').ok_or("unclosed group")?),
        None => ("", inner.as_str()),
    };
    let prefixes = choices
        .split('|')
        .map(|choice| leaked(&format!("{before}{choice}")));
    Ok(prefixes.collect::<Vec<_>>().leak())
}

fn leaked(text: &str) -> &'static str {
    text.to_owned().leak()
}
