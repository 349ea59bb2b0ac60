//! What one validator found.

use std::borrow::Cow;

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Model;
use crate::selector::Subject;

/// Collects the events of a validator; they have its name as their id unless they say otherwise.
pub(crate) struct Report<'c> {
    model: &'c Model,
    name: &'c str,
    events: Vec<Diagnostic>,
}

impl<'c> Report<'c> {
    pub(crate) fn new(model: &'c Model, name: &'c str) -> Self {
        Self {
            model,
            name,
            events: Vec::new(),
        }
    }

    /// Adds an event.
    pub(crate) fn push(&mut self, event: Diagnostic) {
        self.events.push(event);
    }

    /// Keeps some of the events.
    pub(crate) fn retain(&mut self, is_kept: impl FnMut(&Diagnostic) -> bool) {
        self.events.retain(is_kept);
    }

    pub(crate) fn into_events(self) -> Vec<Diagnostic> {
        self.events
    }

    /// The id of events of this validator, or of a kind of them: `HttpBindingTraitIgnored.Input`.
    pub(crate) fn id(&self, suffix: &str) -> Cow<'static, str> {
        match suffix {
            "" => self.name.to_owned().into(),
            suffix => format!("{}.{suffix}", self.name).into(),
        }
    }

    /// An event about nothing in particular.
    pub(crate) fn general(&self, severity: Severity, message: impl Into<String>) -> Diagnostic {
        Diagnostic::of(severity, self.id(""), message)
    }

    /// An event about a shape or member, at the place where it is defined.
    pub(crate) fn event<'m>(
        &self,
        severity: Severity,
        about: impl Into<Subject<'m>>,
        message: impl Into<String>,
    ) -> Diagnostic {
        let about = about.into();
        self.general(severity, message)
            .shape(about.id())
            .at(self.model.place(about.location()))
    }

    /// An event about a trait of a shape or member, at the place where it is applied.
    pub(crate) fn of_trait<'m>(
        &self,
        severity: Severity,
        about: impl Into<Subject<'m>>,
        id: &str,
        message: impl Into<String>,
    ) -> Diagnostic {
        let about = about.into();
        let event = self.event(severity, about, message).trait_id(id);
        match about.traits().find(id) {
            Some(applied) => event.at(self.model.place(applied.location)),
            None => event,
        }
    }

    /// Adds an event about a shape or member.
    pub(crate) fn tell<'m>(
        &mut self,
        severity: Severity,
        about: impl Into<Subject<'m>>,
        message: impl Into<String>,
    ) {
        let event = self.event(severity, about, message);
        self.push(event);
    }

    /// Adds an event about a trait of a shape or member.
    pub(crate) fn tell_of_trait<'m>(
        &mut self,
        severity: Severity,
        about: impl Into<Subject<'m>>,
        id: &str,
        message: impl Into<String>,
    ) {
        let event = self.of_trait(severity, about, id, message);
        self.push(event);
    }

    /// Adds an error about a shape or member.
    pub(crate) fn error<'m>(&mut self, about: impl Into<Subject<'m>>, message: impl Into<String>) {
        let event = self.event(Severity::Error, about, message);
        self.push(event);
    }

    /// Adds an error about a trait of a shape or member.
    pub(crate) fn trait_error<'m>(
        &mut self,
        about: impl Into<Subject<'m>>,
        id: &str,
        message: impl Into<String>,
    ) {
        let event = self.of_trait(Severity::Error, about, id, message);
        self.push(event);
    }
}
