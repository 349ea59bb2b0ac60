//! What a change of a model means for those who use what is made of it: messages, Rust, and the command line.

use crate::surface::Grade;

/// What a change means in each of three regards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Impact {
    /// For messages between clients and servers of the old and the new model.
    pub wire: Effect,
    /// For code that uses the generated types and functions.
    pub rust: Effect,
    /// For those who call the generated command line.
    pub cli: Effect,
}

/// What a change means in one regard, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// How far it goes.
    pub grade: Grade,
    /// Why, in a few words.
    pub reason: String,
}

/// By how much the version of a package rises: <https://semver.org>.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bump {
    /// Nothing new and nothing broken.
    Patch,
    /// Something new.
    Minor,
    /// Something broken.
    Major,
}

impl Impact {
    /// The three effects, each with the name of its regard.
    pub fn effects(&self) -> [(&'static str, &Effect); 3] {
        [
            ("wire", &self.wire),
            ("rust", &self.rust),
            ("cli", &self.cli),
        ]
    }

    /// How far the furthest of its effects goes.
    pub fn grade(&self) -> Grade {
        let [a, b, c] = self.effects().map(|(_, effect)| effect.grade);
        a.max(b).max(c)
    }
}

impl Bump {
    /// What the version needs after changes of which the furthest goes so far.
    pub fn after(grade: Grade) -> Self {
        match grade {
            Grade::None => Self::Patch,
            Grade::Additive => Self::Minor,
            Grade::Breaking => Self::Major,
        }
    }

    /// What the version needs after some changes.
    pub fn of<'i>(impacts: impl IntoIterator<Item = &'i Impact>) -> Self {
        let grades = impacts.into_iter().map(Impact::grade);
        Self::after(grades.max().unwrap_or(Grade::None))
    }

    /// The part of a version that rises.
    pub fn name(self) -> &'static str {
        match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn impact(wire: Grade, rust: Grade, cli: Grade) -> Impact {
        let [wire, rust, cli] = [wire, rust, cli].map(|grade| Effect {
            grade,
            reason: String::new(),
        });
        Impact { wire, rust, cli }
    }

    #[test]
    fn the_furthest_effect_decides_on_the_version() {
        use Grade::{Additive, Breaking, None};
        let additive = impact(None, Additive, None);
        let breaking = impact(None, None, Breaking);
        assert_eq!(Bump::of([]), Bump::Patch);
        assert_eq!(Bump::of([&impact(None, None, None)]), Bump::Patch);
        assert_eq!(Bump::of([&additive]), Bump::Minor);
        assert_eq!(Bump::of([&breaking, &additive]), Bump::Major);
    }
}
