//! Compares two versions of a model: what changed, where, and how grave that is for those who use the old one.
//!
//! An evaluator is a function in a file of its own below `evaluators/`, listed in the table there. It looks at the
//! `Changes` between two models, which are found once, and adds events to a `Report`. What it says may then be
//! suppressed or made graver by the new model.

mod changes;
mod context;
mod evaluators;
mod report;
mod value;

use std::borrow::Cow;

use smithgen_help::visible;

use self::changes::Changes;
use self::context::Context;
use self::evaluators::TABLE;
use self::report::Report;
use crate::diagnostic::Severity;
use crate::model::Model;
use crate::source::Place;

/// A change, and what is to be said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// How grave it is: an error breaks those who use the old model, a danger may.
    pub severity: Severity,
    /// What kind of change it is, such as `RemovedShape`. Parts are separated by dots, the first names the evaluator.
    pub id: Cow<'static, str>,
    /// The shape or member that changed: `ns#Shape` or `ns#Shape$member`. Metadata has none.
    pub shape: Option<String>,
    /// What changed from what to what, in one sentence.
    pub message: String,
    /// Why it matters, or how to mend it.
    pub help: Option<String>,
    /// Where it was in the old model.
    pub old: Option<Place>,
    /// Where it is in the new model.
    pub new: Option<Place>,
}

/// All changes between two models of which there is something to say, sorted by what they are about.
///
/// Both are as validators see them ([`crate::resolve::judged`]). Rules on which changes of a trait break are those of the
/// new model, as are suppressions.
pub fn diff(old: &Model, new: &Model) -> Vec<Event> {
    let context = Context::of(old, new);
    let mut events = evaluate(&context, &Changes::of(old, new));
    events.sort_by(|a, b| a.key().cmp(&b.key()));
    events
}

/// A text on a single line, with characters escaped that would command a terminal, or that turn the direction of text
/// around.
pub fn on_one_line(text: &str) -> String {
    visible(&text.replace(['\n', '\r'], " ")).into_owned()
}

/// What all evaluators say of some changes, as the new model wants it said.
fn evaluate<'m>(context: &Context<'m>, changes: &Changes<'m>) -> Vec<Event> {
    let mut events = Vec::new();
    for (id, evaluate) in TABLE {
        let mut report = Report::new(context, id);
        evaluate(context, changes, &mut report);
        events.extend(report.into_events());
    }
    events
}

/// What events are sorted by; places come last, for whatever all else does not tell apart.
type Key<'e> = (
    Option<&'e str>,
    Severity,
    &'e str,
    &'e str,
    [Option<&'e Place>; 2],
);

impl Event {
    /// The same with every text as [`on_one_line`] has it.
    #[must_use]
    pub fn shown(&self) -> Self {
        let text = |text: &String| on_one_line(text);
        let place = |place: &Place| Place {
            file: text(&place.file),
            text: place.text.as_ref().map(text),
            ..*place
        };
        Self {
            severity: self.severity,
            id: on_one_line(&self.id).into(),
            shape: self.shape.as_ref().map(text),
            message: text(&self.message),
            help: self.help.as_ref().map(text),
            old: self.old.as_ref().map(place),
            new: self.new.as_ref().map(place),
        }
    }

    fn key(&self) -> Key<'_> {
        (
            self.shape.as_deref(),
            self.severity,
            &self.id,
            &self.message,
            [self.old.as_ref(), self.new.as_ref()],
        )
    }
}
