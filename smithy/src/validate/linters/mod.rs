//! Linters: what is no mistake, but what those who write a model may agree to avoid. Metadata configures them.

mod abbreviation;
mod camel_case;
mod client_optional;
mod marked_sides;
mod noninclusive;
mod paginated;
mod repeated;
mod reserved;
mod selectors;
mod sensitive;
mod timestamp;
mod unreferenced;
mod verb;
mod words;

use serde::de::DeserializeOwned;

use super::context::Context;
use super::report::Report;
use crate::model::Node;
use crate::selector::Subject;

/// What a configured linter does.
pub(super) type Run = Box<dyn Fn(&Context<'_>, &mut Report<'_>)>;

/// A linter that can be configured.
pub(super) struct Configurable {
    /// Its name.
    pub(super) name: &'static str,
    /// Makes it of its configuration, or says what is wrong with that.
    pub(super) configure: fn(&Node) -> Result<Run, String>,
}

/// All linters.
pub(super) const TABLE: &[Configurable] = &[
    Configurable {
        name: "AbbreviationName",
        configure: abbreviation::configure,
    },
    Configurable {
        name: "CamelCase",
        configure: camel_case::configure,
    },
    Configurable {
        name: "EmitEachSelector",
        configure: selectors::each,
    },
    Configurable {
        name: "EmitNoneSelector",
        configure: selectors::none,
    },
    Configurable {
        name: "InputOutputStructureReuse",
        configure: marked_sides::configure,
    },
    Configurable {
        name: "MissingClientOptionalTrait",
        configure: client_optional::configure,
    },
    Configurable {
        name: "MissingPaginatedTrait",
        configure: paginated::configure,
    },
    Configurable {
        name: "MissingSensitiveTrait",
        configure: sensitive::configure,
    },
    Configurable {
        name: "NoninclusiveTerms",
        configure: noninclusive::configure,
    },
    Configurable {
        name: "RepeatedShapeName",
        configure: repeated::configure,
    },
    Configurable {
        name: "ReservedWords",
        configure: reserved::configure,
    },
    Configurable {
        name: "ShouldHaveUsedTimestamp",
        configure: timestamp::configure,
    },
    Configurable {
        name: "StandardOperationVerb",
        configure: verb::configure,
    },
    Configurable {
        name: "StutteredShapeName",
        configure: repeated::configure_prefix,
    },
    Configurable {
        name: "UnreferencedShape",
        configure: unreferenced::configure,
    },
];

/// Reads a configuration; without one everything is as it is by default.
fn read<C: DeserializeOwned + Default>(configuration: &Node) -> Result<C, String> {
    match configuration {
        Node::Null => Ok(C::default()),
        configuration => C::deserialize(configuration).map_err(|error| error.to_string()),
    }
}

/// The name of a shape or member.
fn name<'m>(subject: Subject<'m>) -> &'m str {
    match subject.member {
        Some(member) => &member.name,
        None => subject.shape.id.name(),
    }
}
