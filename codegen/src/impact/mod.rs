//! What it means that a model is replaced by another: on the wire, in Rust, on the command line.
//!
//! Both are lowered as they would be generated, and what comes of them is compared: names by their surfaces, messages by
//! a walk through what each operation sends and receives.

mod deprecated;
mod effects;
mod join;
mod member;
mod walk;

use std::collections::BTreeMap;

use smithgen_model::{Errors, Model, resolve};

pub use self::effects::{Bump, Effect, Impact};
pub use self::join::Impacts;
use crate::ir::ServiceClient;
use crate::lower::{Options, lower};
use crate::surface::{Grade, Side, Surface, SurfaceChange, differences};
use crate::threads::both;

/// What a change does to one side, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Consequence {
    /// The absolute id of the shape or member that has changed, as the new model has it, or the old one if it is gone.
    pub shape: String,
    /// Whom it concerns.
    pub side: Side,
    /// What it does to them.
    pub grade: Grade,
    /// What they meet: `the option --scopes of create-token is gone`.
    pub reason: String,
}

/// What changes for each service of two models.
#[derive(Debug, Clone, Default)]
pub struct Consequences {
    /// All of them, by shape.
    pub found: Vec<Consequence>,
    /// Services for which one of the models generates nothing, with what is wrong.
    pub unknown: Vec<(String, Errors)>,
    /// How many services one of the models has at least.
    pub services: usize,
}

impl Consequences {
    /// The gravest effect on a side.
    pub fn worst(&self, side: Side) -> Grade {
        let of_side = self.found.iter().filter(|it| it.side == side);
        of_side.map(|it| it.grade).max().unwrap_or(Grade::None)
    }
}

/// Compares what two models would be generated as, service by service. Services of one of the models alone are new, or
/// gone as a whole.
///
/// Both are without mixins ([`smithgen_model::resolve::Merged::flat`]). Validators are not asked: what they refuse and can
/// be generated all the same can be compared.
pub fn consequences(old: &Model, new: &Model) -> Consequences {
    let options = Options::default();
    compared(old, new, &options)
}

/// The same where servers are generated too, whose types are strict.
pub fn consequences_for_servers(old: &Model, new: &Model) -> Consequences {
    let options = Options {
        server: true,
        ..Options::default()
    };
    compared(old, new, &options)
}

fn compared(old: &Model, new: &Model, options: &Options) -> Consequences {
    let mut all = Consequences::default();
    let models = both(|| lowered(old, options), || lowered(new, options));
    let [old, mut new] = models.map(|(services, problems)| {
        all.unknown.extend(problems);
        services
    });
    all.services = old.len().max(new.len());
    // A service that is renamed is still the same where there is only one.
    let renamed = match (old.len(), new.len()) {
        (1, 1) => new.keys().next().cloned(),
        _ => None,
    };
    for (id, old) in &old {
        match new.remove(renamed.as_ref().unwrap_or(id)) {
            Some(new) => compare(old, &new, &mut all.found),
            None => all
                .found
                .extend(whole(id, Grade::Breaking, "the service is gone")),
        }
    }
    for id in new.keys() {
        all.found
            .extend(whole(id, Grade::Additive, "the service is new"));
    }
    all.found.sort();
    all.found.dedup();
    all
}

fn whole(id: &str, grade: Grade, reason: &str) -> [Consequence; 3] {
    [Side::Wire, Side::Rust, Side::Command].map(|side| Consequence {
        shape: id.to_owned(),
        side,
        grade,
        reason: reason.to_owned(),
    })
}

/// The services of a model by id, as they would be generated, and those of which nothing can be.
type Lowered = (BTreeMap<String, ServiceClient>, Vec<(String, Errors)>);

/// All services of a model, with their commands.
fn lowered(model: &Model, options: &Options) -> Lowered {
    let mut unknown = Vec::new();
    let mut services = BTreeMap::new();
    let mut errors = Errors::new();
    let model = resolve::ready(model.clone(), &mut errors);
    let own = model.services().filter(|it| model.is_own(it.location));
    let ids: Vec<String> = own.map(|it| it.id.to_string()).collect();
    let options = Options {
        cli: true,
        bare: true,
        ..options.clone()
    };
    for id in ids {
        let lowered = resolve::chosen(model.clone(), errors.clone(), Some(&id), &[])
            .and_then(|resolved| lower(&resolved, &options));
        match lowered {
            Ok((service, _)) => {
                services.insert(id, service);
            }
            Err(problems) => unknown.push((id, problems)),
        }
    }
    (services, unknown)
}

fn compare(old: &ServiceClient, new: &ServiceClient, found: &mut Vec<Consequence>) {
    for change in differences(&Surface::of(old), &Surface::of(new)) {
        found.extend(change.grade().map(|grade| of_surface(&change, grade)));
    }
    walk::walk(old, new, found);
    deprecated::compare(old, new, found);
}

fn of_surface(change: &SurfaceChange, grade: Grade) -> Consequence {
    Consequence {
        shape: change.shape().to_owned(),
        side: change.side(),
        grade,
        reason: change.reason(),
    }
}
