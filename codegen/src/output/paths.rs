//! Checks paths below the output directory for validity and collisions.

use std::collections::HashMap;

use crate::file_name;
use smithgen_model::{Diagnostic, Errors};

/// The paths so far, as seen by a case-insensitive file system.
#[derive(Default)]
pub(super) struct Paths {
    taken: HashMap<String, Taken>,
}

struct Taken {
    path: String,
    is_file: bool,
}

impl Paths {
    /// Reports a path that is not valid on every system, or that collides with another. Returns whether it is
    /// valid.
    pub(super) fn add(&mut self, path: &str, errors: &mut Errors) -> bool {
        if !good(path, errors) {
            return false;
        }
        let ends = path.match_indices('/').map(|(at, _)| at);
        for end in ends.chain([path.len()]) {
            let part = path.get(..end).unwrap_or_default();
            let is_file = end == path.len();
            match self.taken.get(&part.to_lowercase()) {
                Some(other) if other.path != part || is_file || other.is_file => {
                    errors.push(meeting(&other.path, part));
                    return false;
                }
                Some(_) => {}
                None => {
                    let path = part.to_owned();
                    self.taken
                        .insert(part.to_lowercase(), Taken { path, is_file });
                }
            }
        }
        true
    }

    pub(super) fn holds(&self, path: &str) -> bool {
        let taken = self.taken.get(&path.to_lowercase());
        taken.is_some_and(|it| it.is_file && it.path == path)
    }
}

/// Whether a path is below the directory on every system.
pub(super) fn is_good(path: &str) -> bool {
    good(path, &mut Errors::new())
}

/// Reports roots that are outside the directory.
pub(super) fn check_roots(roots: &[String], errors: &mut Errors) {
    for root in roots.iter().filter(|root| !root.is_empty()) {
        good(root, errors);
    }
}

fn good(path: &str, errors: &mut Errors) -> bool {
    let fault = path
        .split('/')
        .find_map(|part| Some((part, file_name::fault(part)?)));
    let Some((part, fault)) = fault else {
        return true;
    };
    let message = format!("`{path}` is no path below the output directory: `{part}` {fault}");
    errors.push(Diagnostic::error(message).help("nothing was written"));
    false
}

fn meeting(a: &str, b: &str) -> Diagnostic {
    let message = match a == b {
        true => format!("two things would be written to `{a}`"),
        false => format!("`{a}` and `{b}` differ only in the case of their letters"),
    };
    Diagnostic::error(message).help("nothing was written")
}
