//! What strangers see of each published crate: its manifest, its page, its licences, its first example.

use std::path::{Path, PathBuf};

use architecture::release;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn every_published_crate_has_a_face() {
    let faults = release::faults(&root()).unwrap();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn what_is_published_is_known() {
    let crates = release::published(&root()).unwrap();
    let mut names: Vec<&str> = crates.iter().map(release::Published::name).collect();
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "smithgen",
            "smithgen-aws",
            "smithgen-cli",
            "smithgen-client",
            "smithgen-help",
            "smithgen-identity-center",
            "smithgen-model",
            "smithgen-runtime",
            "smithgen-server",
            "sso-oidc",
            "sso-oidc-client",
        ]
    );
}
