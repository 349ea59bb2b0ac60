//! Members that target another shape.
//!
//! What that means is found by comparing the two targets as if they were versions of one shape, with all evaluators: of
//! lists and maps also their members, and so on. It is at least worth a warning.

use std::mem::discriminant;

use crate::diagnostic::Severity;
use crate::diff::Event;
use crate::diff::changes::{Changes, Pair};
use crate::diff::context::Context;
use crate::diff::report::Report;
use crate::limits::{TARGET_DEPTH, TARGET_EFFECTS, TARGET_REASON};
use crate::model::traits::id;
use crate::model::{Kind, Shape};

/// The id of these events.
pub(super) const ID: &str = "ChangedMemberTarget";

/// What it means to target one shape in place of another.
#[derive(Clone)]
pub(in crate::diff) struct Verdict {
    severity: Severity,
    reason: String,
}

const COMPATIBLE: &str =
    "the two shapes are compatible: only code that names the old one is affected";

pub(super) fn evaluate<'m>(
    context: &Context<'m>,
    changes: &Changes<'m>,
    report: &mut Report<'_, 'm>,
) {
    for pair in changes.members() {
        let (Some(old), Some(new)) = (pair.old.member, pair.new.member) else {
            continue;
        };
        if old.target == new.target {
            continue;
        }
        let was = context.old.shapes.get(&old.target);
        let is = context.new.shapes.get(&new.target);
        let verdict = match (was, is) {
            (Some(was), Some(is)) => verdict(context, was, is, changes.depth),
            // Whoever judges the models tells what is missing.
            _ => Verdict::new(Severity::Warning, COMPATIBLE),
        };
        let kind = |shape: Option<&Shape>, model| match shape {
            Some(shape) => format!(" ({})", Context::type_name(model, shape)),
            None => String::new(),
        };
        let message = format!(
            "the target of `{}` was changed from `{}`{} to `{}`{}",
            pair.new.id(),
            old.target,
            kind(was, context.old),
            new.target,
            kind(is, context.new)
        );
        report.tell(verdict.severity, pair, message, verdict.reason);
    }
}

impl Verdict {
    fn new(severity: Severity, reason: impl Into<String>) -> Self {
        let reason = reason.into();
        Self { severity, reason }
    }
}

/// What it means to target `new` in place of `old`; found once, however many members do so.
fn verdict<'m>(context: &Context<'m>, old: &'m Shape, new: &'m Shape, depth: usize) -> Verdict {
    let key = (old.id.clone(), new.id.clone());
    if let Some(known) = context.verdicts.borrow().get(&key) {
        return known.clone();
    }
    // Lists that hold themselves are no valid ones; that they are looked at already ends the search.
    let open = Verdict::new(Severity::Warning, COMPATIBLE);
    context.verdicts.borrow_mut().insert(key.clone(), open);
    let found = compare(context, old, new, depth);
    context.verdicts.borrow_mut().insert(key, found.clone());
    found
}

fn compare<'m>(context: &Context<'m>, old: &'m Shape, new: &'m Shape, depth: usize) -> Verdict {
    let was = Context::type_name(context.old, old);
    let is = Context::type_name(context.new, new);
    if was != is || discriminant(&old.kind) != discriminant(&new.kind) {
        let reason = format!("messages and types change: {was} became {is}");
        return Verdict::new(Severity::Error, reason);
    }
    if is_named_type(old) {
        let reason = format!("the name of the {was} is that of a type, which becomes another one");
        return Verdict::new(Severity::Error, reason);
    }
    if depth >= TARGET_DEPTH {
        let reason =
            format!("they nest more than {TARGET_DEPTH} levels deep, and are not compared further");
        return Verdict::new(Severity::Error, reason);
    }
    let mut changed = vec![Pair::of(old.into(), new.into())];
    for name in ["member", "key", "value"] {
        if let (Some(was), Some(is)) = (old.member(name), new.member(name)) {
            changed.push(Pair::of((old, was).into(), (new, is).into()));
        }
    }
    let changes = Changes {
        changed,
        depth: depth + 1,
        ..Changes::default()
    };
    let mut effects = crate::diff::evaluate(context, &changes);
    effects.retain(|event| event.severity != Severity::Suppressed);
    effects.sort_by(|a, b| a.key().cmp(&b.key()));
    effects.sort_by_key(|event| event.severity);
    let Some(gravest) = effects.first() else {
        return Verdict::new(Severity::Warning, COMPATIBLE);
    };
    let severity = gravest.severity.min(Severity::Warning);
    let told = effects.iter().take(TARGET_EFFECTS);
    let mut told: Vec<String> = told.map(effect).collect();
    let more = effects.len().saturating_sub(TARGET_EFFECTS);
    if more > 0 {
        told.push(format!("{more} more differences"));
    }
    let mut told = told.join("; ");
    if let Some((end, _)) = told.char_indices().nth(TARGET_REASON) {
        told.truncate(end);
        told.push('…');
    }
    let reason = match severity {
        Severity::Warning => format!("the two shapes are compatible, but differ: {told}"),
        _ => format!("the two shapes are not compatible: {told}"),
    };
    Verdict::new(severity, reason)
}

/// What is told of an effect: of a target further down also why.
fn effect(event: &Event) -> String {
    match &event.help {
        Some(help) if event.id == ID => format!("{} ({help})", event.message),
        _ => event.message.clone(),
    }
}

/// Whether code is generated under the name of a shape.
fn is_named_type(shape: &Shape) -> bool {
    match shape.kind {
        Kind::Structure | Kind::Union | Kind::Enum | Kind::IntEnum => true,
        Kind::Service(_) | Kind::Operation(_) | Kind::Resource(_) => true,
        _ => shape.traits.has(id::ENUM),
    }
}
