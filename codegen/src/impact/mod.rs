//! What it means that a model is replaced by another: on the wire, in Rust, on the command line.
//!
//! Both are lowered as they would be generated, and what comes of them is compared: names by their surfaces, messages by
//! a walk through what each operation sends and receives.

mod member;
mod walk;

use std::collections::BTreeMap;

use smithgen_model::load::{self, Text};
use smithgen_model::{Errors, resolve};

use crate::ir::ServiceClient;
use crate::lower::{Options, lower};
use crate::surface::{Effect, Side, Surface, SurfaceChange, differences};

/// What a change does to one side, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Consequence {
    /// The absolute id of the shape or member that has changed, as the new model has it, or the old one if it is gone.
    pub shape: String,
    /// Whom it concerns.
    pub side: Side,
    /// What it does to them.
    pub effect: Effect,
    /// What they meet: `the option --scopes is gone`.
    pub reason: String,
}

/// What changes for each service of two models.
#[derive(Debug, Clone, Default)]
pub struct Impact {
    /// All consequences, by shape.
    pub consequences: Vec<Consequence>,
    /// Services for which one of the models generates nothing, with what is wrong.
    pub unknown: Vec<(String, Errors)>,
}

impl Impact {
    /// The gravest effect on a side.
    pub fn worst(&self, side: Side) -> Effect {
        let consequences = self.consequences.iter().filter(|it| it.side == side);
        consequences
            .map(|it| it.effect)
            .max()
            .unwrap_or(Effect::None)
    }
}

/// Compares what two models would be generated as, service by service. Services of one of the models alone are new, or
/// gone as a whole.
pub fn impact(old: &[Text], new: &[Text]) -> Impact {
    let mut found = Impact::default();
    let old = lowered(old, &mut found.unknown);
    let mut new = lowered(new, &mut found.unknown);
    // A service that is renamed is still the same where there is only one.
    let renamed = match (old.len(), new.len()) {
        (1, 1) => new.keys().next().cloned(),
        _ => None,
    };
    for (id, old) in &old {
        let other = renamed.as_ref().unwrap_or(id);
        match new.remove(other) {
            Some(new) => compare(old, &new, &mut found.consequences),
            None => found
                .consequences
                .push(whole(id, Effect::Breaking, "the service is gone")),
        }
    }
    for id in new.keys() {
        found
            .consequences
            .push(whole(id, Effect::Additive, "the service is new"));
    }
    found.consequences.sort();
    found.consequences.dedup();
    found
}

fn whole(id: &str, effect: Effect, reason: &str) -> Consequence {
    Consequence {
        shape: id.to_owned(),
        side: Side::Wire,
        effect,
        reason: reason.to_owned(),
    }
}

/// All services of a model by id, with their commands.
fn lowered(texts: &[Text], unknown: &mut Vec<(String, Errors)>) -> BTreeMap<String, ServiceClient> {
    let mut services = BTreeMap::new();
    let model = load::load_texts(texts.to_vec(), &mut Errors::new());
    let ids: Vec<String> = model.services().map(|it| it.id.to_string()).collect();
    for id in ids {
        let mut errors = Errors::new();
        let model = load::load_texts(texts.to_vec(), &mut errors);
        let options = Options {
            cli: true,
            ..Options::default()
        };
        let lowered = resolve::finish(model, errors, Some(&id), &[])
            .and_then(|resolved| lower(&resolved, &options));
        match lowered {
            Ok((service, _)) => drop(services.insert(id, service)),
            Err(problems) => unknown.push((id, problems)),
        }
    }
    services
}

fn compare(old: &ServiceClient, new: &ServiceClient, found: &mut Vec<Consequence>) {
    for change in differences(&Surface::of(old), &Surface::of(new)) {
        if let Some(effect) = change.effect() {
            found.push(of_surface(&change, effect));
        }
    }
    walk::walk(old, new, found);
}

fn of_surface(change: &SurfaceChange, effect: Effect) -> Consequence {
    Consequence {
        shape: change.shape().to_owned(),
        side: change.side(),
        effect,
        reason: change.reason(),
    }
}
