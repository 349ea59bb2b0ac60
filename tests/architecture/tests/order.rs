//! Who may name whom: crates, and the modules of each. There are no circles, and nothing names what stands above it.
//! For published crates the same is the picture in `docs/architecture.md`, which is compared with it here.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use architecture::graph::{Graph, Target};
use architecture::source::Source;

/// Each crate, and the crates of this repository that it may name.
const CRATES: &[(&str, &[&str])] = &[
    (
        "command",
        &["generated", "cli", "client", "identity-center", "server"],
    ),
    ("generated", &["client", "aws", "cli"]),
    ("cli", &["aws", "client", "help", "runtime"]),
    ("identity-center", &["server"]),
    ("server", &["aws", "client", "runtime"]),
    ("aws", &["client", "runtime"]),
    ("client", &["runtime"]),
    ("runtime", &[]),
    ("codegen", &["smithy", "help"]),
    ("smithy", &["help"]),
    ("help", &[]),
];

/// The modules of each crate in rows. A module names only modules of rows below its own; `lib` is the root.
const MODULES: &[(&str, &[&str])] = &[
    (
        "runtime",
        &[
            "lib",
            "generated",
            "served",
            "message protocol",
            "binding event",
            "constraints dynamic jmespath operation serial",
            "codec debug event_stand_in unit validate",
            "view",
            "value",
            "body endpoint_rules error limits random schema url",
        ],
    ),
    (
        "client",
        &[
            "generated",
            "lib",
            "unsent",
            "pages waiters",
            "call",
            "config trace",
            "hooks",
            "auth messages",
            "block_on endpoint operation retry time",
            "config_error error transport",
            "blocking encoded environment given limits require",
        ],
    ),
    (
        "aws",
        &[
            "lib",
            "generated",
            "config",
            "credentials",
            "endpoint services",
            "profile",
            "sigv4",
            "limits require",
        ],
    ),
    (
        "server",
        &[
            "generated",
            "lib",
            "auth listen",
            "front service",
            "response",
            "dispatch",
            "server",
            "collect handler hooks",
            "conduct context settings standing",
            "authority body fault identity limits patience preface require stop trace",
        ],
    ),
    (
        "identity-center",
        &[
            "lib",
            "site",
            "api pages",
            "center",
            "redirect store",
            "state",
            "table",
            "records services",
            "accounts digest world",
            "limits refusal",
        ],
    ),
    (
        "cli",
        &[
            "lib",
            "run",
            "prompt",
            "completion",
            "alias pager save",
            "settings",
            "call",
            "exchange_log",
            "message pages skeleton",
            "debug params",
            "args foreign refusal stdio",
            "errors",
            "output",
            "query yaml",
            "encoding help json outfile program python",
            "interrupt limits progress table value version",
        ],
    ),
    (
        "help",
        &[
            "lib",
            "program",
            "command completion topics",
            "sections",
            "examples invocation members service",
            "markdown markup names roff syntax terminal",
            "limits options page shape visible",
        ],
    ),
    (
        "smithy",
        &[
            "lib",
            "diff print resolve",
            "checks format load validate",
            "definition node_validation",
            "corrections idl jmespath nullability reading select selector",
            "diagnostic model",
            "source",
            "decimal nearest",
            "limits maps",
        ],
    ),
    (
        "codegen",
        &[
            "lib",
            "command",
            "run",
            "format",
            "impact",
            "emit lower output surface",
            "config file_name mark threads",
            "ir limits maps",
        ],
    ),
    (
        "conformance",
        &[
            "lib",
            "dynamic",
            "events impact malformed models round_trip",
            "botocore case peers protocol_tests schemas services values",
            "differences endpoint_tests model printed_server protocols written",
            "printed",
            "cargo facts scratch",
        ],
    ),
    (
        "conformance/support",
        &[
            "lib",
            "round",
            "served",
            "events streams",
            "request response",
            "client frame values",
            "generate plain",
            "case compare exchange outcome params random run",
        ],
    ),
    (
        "tests/architecture",
        &["lib", "graph public", "release source", "scan", "cfg"],
    ),
    ("tests/compat", &["lib", "layout_1"]),
    ("tests/features", &["lib"]),
];

/// What some modules of a crate never name: codecs make and read bytes, whatever carries these.
const NEVER: &[(&str, &str, &[&str])] = &[("runtime", "http", &["codec", "dynamic", "schema"])];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn graph(name: &str) -> Graph {
    Graph::of(&Source::read(&root().join(name)).unwrap())
}

/// The crates of this repository that a manifest names, tests left out.
fn dependencies(name: &str) -> BTreeSet<String> {
    let directory = root().join(name);
    let text = fs::read_to_string(directory.join("Cargo.toml")).unwrap();
    let manifest: toml::Table = text.parse().unwrap();
    let tables = ["dependencies", "build-dependencies"];
    let tables = tables
        .iter()
        .filter_map(|table| manifest.get(*table)?.as_table());
    let paths = tables.flat_map(|table| table.values());
    let paths = paths.filter_map(|it| it.get("path")?.as_str());
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    paths.map(name).collect()
}

#[test]
fn crates_name_only_crates_below_them() {
    for (at, (name, allowed)) in CRATES.iter().enumerate() {
        for other in dependencies(name) {
            assert!(
                allowed.contains(&other.as_str()),
                "`{name}` depends on `{other}`"
            );
        }
        for other in *allowed {
            let below = CRATES[at + 1..].iter().any(|(name, _)| name == other);
            assert!(below, "`{name}` may name `{other}`, which is not below it");
        }
    }
}

#[test]
fn every_published_crate_is_listed() {
    let text = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let manifest: toml::Table = text.parse().unwrap();
    let members = manifest["workspace"]["members"].as_array().unwrap();
    for member in members.iter().map(|it| it.as_str().unwrap()) {
        let listed = MODULES.iter().any(|(name, _)| *name == member);
        assert!(listed, "the modules of `{member}` have no rows");
    }
}

#[test]
fn modules_name_only_modules_below_them() {
    let mut problems = Vec::new();
    for (name, rows) in MODULES {
        let graph = graph(name);
        for problem in graph.against(rows) {
            problems.push(format!("{name}: {problem}"));
        }
        for circle in graph.circles() {
            problems.push(format!("{name}: {} are a circle", circle.join(", ")));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn what_carries_bytes_is_unknown_to_what_makes_them() {
    for (name, outside, modules) in NEVER {
        let graph = graph(name);
        for module in *modules {
            let target = Target::Crate((*outside).to_owned());
            let uses = graph.named_by(module).find(|(it, _)| **it == target);
            assert!(
                uses.is_none(),
                "`{module}` of `{name}` names `{outside}`: {uses:?}"
            );
        }
    }
}

#[test]
fn the_picture_is_this_list() {
    let page = fs::read_to_string(root().join("docs/architecture.md")).unwrap();
    let crates = CRATES.iter().map(|(name, allowed)| {
        let allowed = if allowed.is_empty() {
            "–".to_owned()
        } else {
            allowed.join(" ")
        };
        format!("{name:<11} ──► {allowed}\n")
    });
    let crates: String = crates.collect();
    assert!(
        page.contains(&crates),
        "docs/architecture.md does not say:\n{crates}"
    );
    let drawn = |name: &str| CRATES.iter().any(|(it, _)| *it == name);
    for (name, rows) in MODULES.iter().filter(|(name, _)| drawn(name)) {
        let rows = rows.join("\n            ");
        let rows = format!("{name:<11} {rows}\n");
        assert!(
            page.contains(&rows),
            "docs/architecture.md does not say:\n{rows}"
        );
    }
}
