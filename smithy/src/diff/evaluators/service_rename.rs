//! Shapes that a service has under another name.

use crate::diagnostic::Severity;
use crate::diff::changes::Changes;
use crate::diff::context::Context;
use crate::diff::report::Report;
use crate::maps::HashSet;
use crate::model::Shape;
use crate::selector::Index;

const HELP: &str = "code that names the shape no longer compiles: keep its name";

pub(super) fn evaluate<'m>(
    context: &Context<'m>,
    changes: &Changes<'m>,
    report: &mut Report<'_, 'm>,
) {
    let renaming = changes.shapes(Shape::as_service);
    let renaming: Vec<_> = renaming
        .filter(|(_, old, new)| old.rename != new.rename)
        .collect();
    if renaming.is_empty() {
        return;
    }
    let index = Index::of(context.old);
    for (pair, old, new) in renaming {
        let service = &pair.new.shape.id;
        for (shape, was) in &old.rename {
            let message = match new.rename.get(shape) {
                Some(is) if is == was => continue,
                Some(is) => {
                    format!(
                        "the name of `{shape}` in `{service}` was changed from `{was}` to `{is}`"
                    )
                }
                None => format!("the name `{was}` of `{shape}` in `{service}` was removed"),
            };
            report.tell(Severity::Error, pair, message, HELP);
        }
        let start = index.shape(service.as_str());
        let closure = start.map(|start| index.closure(start));
        let subjects = closure.iter().flat_map(|points| points.iter());
        let subjects = subjects.filter_map(|point| index.subject(point));
        let known: HashSet<_> = subjects.map(|subject| &subject.shape.id).collect();
        let added = new.rename.iter();
        for (shape, name) in added.filter(|(shape, _)| !old.rename.contains_key(*shape)) {
            if known.contains(shape) {
                let message = format!(
                    "the name `{name}` was given to `{shape}`, which `{service}` had by its own name"
                );
                report.tell(Severity::Error, pair, message, HELP);
            }
        }
    }
}
