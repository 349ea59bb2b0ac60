//! What evaluators look up: both models, and what the new one says of traits and of events.

use std::cell::{OnceCell, RefCell};

use super::evaluators::{Strategies, Verdict};
use crate::definition::Definitions;
use crate::diagnostic::{Diagnostic, Errors};
use crate::maps::HashMap;
use crate::model::{Member, Model, Shape, ShapeId};
use crate::selector::Subject;
use crate::validate::overrides::{Overrides, SUPPRESS};

/// Two models, and what is known of them.
pub(super) struct Context<'m> {
    /// The model as it was.
    pub(super) old: &'m Model,
    /// The model as it is.
    pub(super) new: &'m Model,
    /// The traits that the new model defines, those of Smithy included.
    pub(super) definitions: Definitions,
    /// What changes of each trait are told, by its id.
    pub(super) strategies: OnceCell<Strategies>,
    /// What was found of two shapes one of which is now the target of a member where the other was.
    pub(super) verdicts: RefCell<HashMap<(ShapeId, ShapeId), Verdict>>,
    overrides: Overrides,
}

impl<'m> Context<'m> {
    pub(super) fn of(old: &'m Model, new: &'m Model) -> Self {
        let shapes = new.shapes.values();
        let subjects = shapes.flat_map(|shape| {
            let members = shape.members.iter();
            let members = members.map(move |member| Subject::from((shape, member)));
            std::iter::once(Subject::from(shape)).chain(members)
        });
        let suppressing = subjects.filter_map(|it| Some((it, it.traits().find(SUPPRESS)?)));
        // Whoever judges the model tells what is malformed in it.
        let overrides = Overrides::of(new, suppressing, &mut Errors::new());
        Self {
            old,
            new,
            definitions: Definitions::of(new),
            strategies: OnceCell::new(),
            verdicts: RefCell::default(),
            overrides,
        }
    }

    /// The shape that a member targets now.
    pub(super) fn target(&self, member: &Member) -> Option<&'m Shape> {
        self.new.shapes.get(&member.target)
    }

    /// The name of a shape's type in a model: lists that were written as sets are told apart.
    pub(super) fn type_name(model: &Model, shape: &Shape) -> &'static str {
        match model.sets.contains(&shape.id) {
            true => "set",
            false => shape.kind.name(),
        }
    }

    /// An event as the new model wants it to be.
    pub(super) fn judged(&self, mut event: super::Event) -> super::Event {
        let mut said = Diagnostic::of(event.severity, event.id.clone(), "");
        said.shape = event.shape.take();
        said.help = event.help.take();
        let said = self.overrides.apply(said);
        event.severity = said.severity;
        event.shape = said.shape;
        event.help = said.help;
        event
    }
}
