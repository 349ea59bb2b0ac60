//! Which paths below the output directory are good, and which meet.

use std::collections::HashMap;

use super::File;
use crate::file_name;
use smithgen_model::{Diagnostic, Errors};

/// Reports every path that is not below the directory on every system, and every two that are one there.
pub(super) fn check(roots: &[String], files: &[File], errors: &mut Errors) {
    for root in roots.iter().filter(|root| !root.is_empty()) {
        good(root, errors);
    }
    // What stands at a path, as a file system sees it that does not tell cases apart: a file, or a directory.
    let mut seen: HashMap<String, (&str, bool)> = HashMap::new();
    for file in files {
        let path = file.path.as_str();
        if !good(path, errors) {
            continue;
        }
        let ends = path.match_indices('/').map(|(at, _)| at);
        for end in ends.chain([path.len()]) {
            let part = path.get(..end).unwrap_or_default();
            let is_file = end == path.len();
            let there = seen.insert(part.to_lowercase(), (part, is_file));
            if let Some((other, was_file)) = there
                && (other != part || is_file || was_file)
            {
                errors.push(meeting(other, part));
                break;
            }
        }
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
