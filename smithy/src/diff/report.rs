//! What one evaluator says.

use std::borrow::Cow;

use super::Event;
use super::changes::{Pair, TraitChange};
use super::context::Context;
use crate::diagnostic::Severity;
use crate::model::Trait;
use crate::selector::Subject;
use crate::source::Location;

/// Collects the events of an evaluator.
pub(super) struct Report<'c, 'm> {
    context: &'c Context<'m>,
    id: &'static str,
    events: Vec<Event>,
}

/// What an event is about: a shape or member as it was, as it is, or both.
#[derive(Clone, Copy)]
pub(super) struct Sides<'m> {
    old: Option<(Subject<'m>, Location)>,
    new: Option<(Subject<'m>, Location)>,
}

impl<'m> Sides<'m> {
    /// Something that only the new model has.
    pub(super) fn added(new: Subject<'m>) -> Self {
        let new = Some((new, new.location()));
        Self { old: None, new }
    }

    /// Something that only the old model has.
    pub(super) fn removed(old: Subject<'m>) -> Self {
        let old = Some((old, old.location()));
        Self { old, new: None }
    }

    /// The same at a place within it, such as that of a reference, where there is one.
    pub(super) fn at(mut self, old: Option<Location>, new: Option<Location>) -> Self {
        if let (Some((_, place)), Some(at)) = (&mut self.old, old) {
            *place = at;
        }
        if let (Some((_, place)), Some(at)) = (&mut self.new, new) {
            *place = at;
        }
        self
    }

    /// The same at a trait, where it is applied.
    pub(super) fn at_trait(self, change: &TraitChange<'_>) -> Self {
        let place = |applied: Option<&Trait>| applied.map(|it| it.location);
        self.at(place(change.old), place(change.new))
    }
}

impl<'m> From<&Pair<'m>> for Sides<'m> {
    fn from(pair: &Pair<'m>) -> Self {
        Self {
            old: Some((pair.old, pair.old.location())),
            new: Some((pair.new, pair.new.location())),
        }
    }
}

impl<'c, 'm> Report<'c, 'm> {
    pub(super) fn new(context: &'c Context<'m>, id: &'static str) -> Self {
        Self {
            context,
            id,
            events: Vec::new(),
        }
    }

    /// The events, as the new model wants them to be.
    pub(super) fn into_events(self) -> impl Iterator<Item = Event> + use<'c, 'm> {
        let context = self.context;
        self.events.into_iter().map(|event| context.judged(event))
    }

    /// Adds an event: how grave it is, what it is about, what changed, and why that matters or how to mend it.
    pub(super) fn tell(
        &mut self,
        severity: Severity,
        sides: impl Into<Sides<'m>>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.tell_as(severity, "", sides, message, help);
    }

    /// The same of a kind of the evaluator's events, by what its id ends with.
    pub(super) fn tell_as(
        &mut self,
        severity: Severity,
        suffix: &str,
        sides: impl Into<Sides<'m>>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let id = match suffix {
            "" => Cow::Borrowed(self.id),
            suffix => format!("{}.{suffix}", self.id).into(),
        };
        self.tell_with_id(severity, id, sides, message, help);
    }

    /// The same with an id that does not start with the evaluator's name.
    pub(super) fn tell_with_id(
        &mut self,
        severity: Severity,
        id: Cow<'static, str>,
        sides: impl Into<Sides<'m>>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let sides = sides.into();
        let about = sides.new.or(sides.old);
        let place = |model: &'m crate::Model, side: Option<(Subject<'m>, Location)>| {
            side.and_then(|(_, at)| model.place(at))
        };
        self.events.push(Event {
            severity,
            id,
            shape: about.map(|(subject, _)| subject.id()),
            message: message.into(),
            help: Some(help.into()),
            old: place(self.context.old, sides.old),
            new: place(self.context.new, sides.new),
        });
    }

    /// Adds an event about the models as wholes.
    pub(super) fn tell_of_models(
        &mut self,
        severity: Severity,
        suffix: &str,
        message: String,
        help: &str,
    ) {
        let nothing = Sides {
            old: None,
            new: None,
        };
        self.tell_as(severity, suffix, nothing, message, help);
    }
}
