//! Limits on the length of chains, and on the work spent on them.

use super::{Der, YEARS, authority, below, der, key, refused, trust, version1};
use crate::limits::{CHAIN_CERTIFICATES, CHAIN_SIGNATURES};

/// A version 1 certificate below a chain of this many authorities, the topmost of which is given.
fn chain(between: usize) -> (Der, Vec<Der>, Der) {
    let mut issuer = authority("A0", |_| {});
    let (given, mut others) = (der(&issuer), Vec::new());
    for number in 1..=between {
        issuer = below(&issuer, &format!("A{number}"), |_| {});
        others.insert(0, der(&issuer));
    }
    let name = format!("A{between}");
    let leaf = version1::certificate("localhost", &key(), &name, issuer.key(), YEARS);
    (given, others, leaf)
}

#[test]
fn a_chain_is_as_long_as_is_allowed_and_no_longer() {
    let (given, others, leaf) = chain(CHAIN_CERTIFICATES);
    assert_eq!(trust(&[&given], &leaf, &others, "localhost"), Ok(()));
    let (given, others, leaf) = chain(CHAIN_CERTIFICATES + 1);
    refused(&[&given], &leaf, &others, "unable to get local issuer");
}

#[test]
fn as_many_signatures_are_looked_at_as_are_allowed_and_no_more() {
    let issuer = authority("same", |_| {});
    let leaf = version1::certificate("localhost", &key(), "same", issuer.key(), YEARS);
    let strangers: Vec<Der> = (0..CHAIN_SIGNATURES)
        .map(|_| der(&authority("same", |_| {})))
        .collect();
    let issuer = der(&issuer);
    let given = |count: usize| -> Vec<&Der> {
        let strangers = strangers.iter().take(count);
        strangers.chain([&issuer]).collect()
    };
    let most = strangers.len();
    assert_eq!(trust(&given(most - 1), &leaf, &[], "localhost"), Ok(()));
    refused(&given(most), &leaf, &[], "unable to get local issuer");
}
