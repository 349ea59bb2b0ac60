//! Whether resources have the identifiers of those above them, and no property of the same name.

use crate::maps::HashSet;
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for (shape, resource) in context.resources() {
        for reference in &resource.resources {
            let Some(child) = context.shape(&reference.target) else {
                continue;
            };
            let Some(below) = child.as_resource() else {
                continue;
            };
            let (mut missing, mut other) = (Vec::new(), Vec::new());
            for (name, wanted) in &resource.identifiers {
                match below.identifiers.get(name) {
                    None => missing.push(format!("`{name}`")),
                    Some(found) if found.target == wanted.target => {}
                    Some(found) => {
                        let (wanted, found) = (&wanted.target, &found.target);
                        other.push(format!(
                            "`{name}` targets `{wanted}` there and `{found}` here"
                        ));
                    }
                }
            }
            if !missing.is_empty() {
                let message = format!(
                    "it is below `{}`, but lacks its identifiers {}",
                    shape.id,
                    missing.join(", ")
                );
                report.error(child, message);
            }
            if !other.is_empty() {
                let message = format!(
                    "it is below `{}`, but has other identifiers: {}",
                    shape.id,
                    other.join(", ")
                );
                report.error(child, message);
            }
        }
        let names = resource.identifiers.keys();
        let names: HashSet<String> = names.map(|name| name.to_ascii_lowercase()).collect();
        for name in resource.properties.keys() {
            if names.contains(&name.to_ascii_lowercase()) {
                let message =
                    format!("`{name}` is one of its identifiers, and cannot be a property");
                report.error(shape, message);
            }
        }
    }
}
