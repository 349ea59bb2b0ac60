//! Finds the consequences of each change that was told.

use std::collections::{HashMap, HashSet};

use super::{Bump, Consequence, Consequences, Effect, Impact};
use crate::surface::{Grade, Side};

/// Consequences by the shapes that they come from.
#[derive(Debug)]
pub struct Impacts {
    all: Vec<Consequence>,
    by_shape: HashMap<String, Vec<usize>>,
    /// Those that belong to a change that was told.
    told: HashSet<usize>,
}

impl Impacts {
    /// `None` where a service of a model generates nothing, or there is none: then nobody knows.
    pub fn of(consequences: Consequences) -> Option<Self> {
        if !consequences.unknown.is_empty() || consequences.services == 0 {
            return None;
        }
        let mut by_shape: HashMap<String, Vec<usize>> = HashMap::new();
        for (number, consequence) in consequences.found.iter().enumerate() {
            let numbers = by_shape.entry(consequence.shape.clone()).or_default();
            numbers.push(number);
        }
        Some(Self {
            all: consequences.found,
            by_shape,
            told: HashSet::new(),
        })
    }

    /// What a change of a shape or member means. `names` are other shapes that the change is about: an operation that
    /// was bound to a service.
    pub fn of_change(&mut self, shape: Option<&str>, names: &[String]) -> Impact {
        let mut numbers = Vec::new();
        for id in shape.into_iter().chain(names.iter().map(String::as_str)) {
            let own = self.by_shape.get(id);
            // Values of enums are told of the whole.
            let whole = id
                .split_once('$')
                .and_then(|(whole, _)| self.by_shape.get(whole));
            numbers.extend(own.or(whole).into_iter().flatten().copied());
        }
        self.told.extend(&numbers);
        let effect = |side| {
            let of_side = numbers.iter().filter_map(|number| self.all.get(*number));
            effect(of_side.filter(|it| it.side == side))
        };
        Impact {
            wire: effect(Side::Wire),
            rust: effect(Side::Rust),
            cli: effect(Side::Command),
        }
    }

    /// What belongs to no change that was told: a name that another shape has taken, for one.
    pub fn rest(&self) -> impl Iterator<Item = &Consequence> {
        let all = self.all.iter().enumerate();
        let rest =
            all.filter(|(number, it)| it.grade != Grade::None && !self.told.contains(number));
        rest.map(|(_, it)| it)
    }

    /// By how much the version should rise.
    pub fn bump(&self) -> Bump {
        let grades = self.all.iter().map(|it| it.grade);
        Bump::after(grades.max().unwrap_or(Grade::None))
    }
}

/// The gravest of some consequences, and how many others there are.
fn effect<'c>(consequences: impl Iterator<Item = &'c Consequence>) -> Effect {
    let mut all: Vec<&Consequence> = consequences.collect();
    all.sort_by_key(|it| std::cmp::Reverse(it.grade));
    let Some(first) = all.first() else {
        return Effect {
            grade: Grade::None,
            reason: String::new(),
        };
    };
    let more = all.iter().filter(|it| it.grade == first.grade).count() - 1;
    Effect {
        grade: first.grade,
        reason: match more {
            0 => first.reason.clone(),
            more => format!("{}, and {more} more", first.reason),
        },
    }
}
