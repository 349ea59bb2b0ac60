//! Whether resources are below themselves, or below another in two ways.

use crate::diagnostic::Severity;
use crate::limits::{CYCLE_SHOWN, RESOURCE_STEPS};
use crate::maps::HashSet;
use crate::model::{Shape, ShapeId};
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    let mut steps = RESOURCE_STEPS;
    for (shape, _) in context.resources() {
        match met_again(context, shape, &mut steps) {
            Ok(Some((way, again))) => {
                let message = message(shape, &way, again);
                let event = report.event(Severity::Error, again, message);
                report.push(event.help("resources form a tree: remove one of those that bind it"));
            }
            Ok(None) => {}
            Err(Exhausted) => {
                let message = format!(
                    "whether resources are below themselves was looked for from those before it only: that takes more than {RESOURCE_STEPS} steps"
                );
                let event = report.event(Severity::Warning, shape, message);
                report.push(event.help("nest resources a few levels deep"));
                return;
            }
        }
    }
}

/// There are more resources below each other than can be looked through.
struct Exhausted;

/// A resource that is met twice, and the way to it.
type Met<'m> = (Vec<&'m Shape>, &'m Shape);

/// The resource that is met twice below another, and the way to it.
fn met_again<'m>(
    context: &Context<'m>,
    start: &'m Shape,
    steps: &mut u32,
) -> Result<Option<Met<'m>>, Exhausted> {
    let mut seen: HashSet<&ShapeId> = HashSet::from_iter([&start.id]);
    let mut way: Vec<(&Shape, usize)> = vec![(start, 0)];
    while let Some((shape, number)) = way.last_mut() {
        *steps = steps.checked_sub(1).ok_or(Exhausted)?;
        let below = shape.as_resource().map(|it| it.resources.as_slice());
        let next = below.unwrap_or_default().get(*number);
        *number += 1;
        let Some(next) = next else {
            way.pop();
            continue;
        };
        let Some(next) = context.shape(&next.target) else {
            continue;
        };
        if next.as_resource().is_none() {
            continue;
        }
        if !seen.insert(&next.id) {
            let way = way.into_iter().map(|(shape, _)| shape).collect();
            return Ok(Some((way, next)));
        }
        way.push((next, 0));
    }
    Ok(None)
}

fn message(start: &Shape, way: &[&Shape], again: &Shape) -> String {
    let Some(number) = way.iter().position(|shape| shape.id == again.id) else {
        return format!("it is below `{}` in more than one way", start.id);
    };
    let cycle = way.get(number..).unwrap_or_default();
    let around = cycle.iter().map(|shape| shape.id.as_str());
    let mut shown: Vec<&str> = around.chain([again.id.as_str()]).collect();
    if shown.len() > CYCLE_SHOWN {
        shown.truncate(CYCLE_SHOWN);
        shown.push("…");
    }
    format!("the resource is below itself: {}", shown.join(" → "))
}
