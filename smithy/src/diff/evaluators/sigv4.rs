//! SigV4 and SigV4A among the authentication schemes of old and new.
//!
//! Not all credentials that sign with SigV4 sign with SigV4A, and what signs with SigV4 is valid in one region.

/// Where both stand in a list of schemes, in order of preference.
#[derive(Clone, Copy, Default)]
pub(super) struct Positions {
    v4: Option<usize>,
    v4a: Option<usize>,
}

impl Positions {
    pub(super) fn of<'s>(schemes: impl IntoIterator<Item = &'s str>) -> Self {
        let mut found = Self::default();
        for (position, scheme) in schemes.into_iter().enumerate() {
            if is_named(scheme, "sigv4") {
                found.v4.get_or_insert(position);
            } else if is_named(scheme, "sigv4a") {
                found.v4a.get_or_insert(position);
            }
        }
        found
    }
}

/// Whether it is a scheme's trait, its name in endpoint rules, or that of a variant such as `sigv4-s3express`.
fn is_named(scheme: &str, name: &str) -> bool {
    let rest = scheme.strip_prefix("aws.auth#").unwrap_or(scheme);
    let rest = rest.strip_prefix(name);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

const CREDENTIALS: &str =
    "not all credentials that sign with SigV4 sign with SigV4A: keep `aws.auth#sigv4` first";
const REGIONS: &str = "what signs with SigV4 is valid in a single region, and with SigV4A in several: keep `aws.auth#sigv4a` first";

/// What a change of schemes does to clients: what happened, and why it matters.
pub(super) fn migration(old: Positions, new: Positions) -> Option<(&'static str, &'static str)> {
    let v4a_first = |it: Positions| it.v4a.zip(it.v4).is_some_and(|(v4a, v4)| v4a < v4);
    match (
        (old.v4.is_some(), old.v4a.is_some()),
        (new.v4.is_some(), new.v4a.is_some()),
    ) {
        ((true, false), (false, true)) => Some(("SigV4 was replaced by SigV4A", CREDENTIALS)),
        ((false, true), (true, false)) => Some(("SigV4A was replaced by SigV4", REGIONS)),
        ((true, true), (true, true)) => match (v4a_first(old), v4a_first(new)) {
            (false, true) => Some(("SigV4A was moved before SigV4", CREDENTIALS)),
            (true, false) => Some(("SigV4 was moved before SigV4A", REGIONS)),
            _ => None,
        },
        ((false, true), (true, true)) if !v4a_first(new) => {
            Some(("SigV4 was added before SigV4A", REGIONS))
        }
        ((true, false), (true, true)) if v4a_first(new) => {
            Some(("SigV4A was added before SigV4", CREDENTIALS))
        }
        _ => None,
    }
}
