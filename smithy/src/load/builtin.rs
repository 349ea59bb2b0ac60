//! The definitions of the traits of Smithy and of its trait packages, which no model has to bring with it.

use std::sync::{Arc, OnceLock};

use super::ast;
use super::elide;
use super::idl;
use super::merge::Merge;
use super::names::Names;
use crate::diagnostic::Errors;
use crate::idl::parse;
use crate::model::{Shape, ShapeId, Shapes};
use crate::source::Sources;

const PRELUDE: &str = include_str!("prelude.json");

macro_rules! files {
    ($($name:literal)*) => {
        &[$((concat!("<", $name, ">"), include_str!(concat!("../builtin/", $name, ".smithy")))),*]
    };
}

/// The files, each by its name in diagnostics.
const FILES: &[(&str, &str)] = files! {
    "aws.api" "aws.apigateway" "aws.auth" "aws.cloudformation" "aws.customizations" "aws.endpoints" "aws.iam"
    "aws.protocols" "aws.test" "smithgen.commands" "smithy.api" "smithy.contracts" "smithy.framework" "smithy.mqtt" "smithy.openapi"
    "smithy.protocols" "smithy.rules" "smithy.test" "smithy.waiters"
};

/// What is built in. It is read once, for each of a run's models has it.
pub(super) struct BuiltIn {
    /// The files, the prelude first.
    pub(super) sources: Sources,
    /// The shapes of the prelude, which no model may define otherwise.
    pub(super) prelude: Shapes,
    /// The other shapes. A model that brings one with it keeps its own.
    pub(super) others: Vec<(ShapeId, Arc<Shape>)>,
    /// The names of all.
    pub(super) names: Names,
}

pub(super) fn built_in() -> &'static BuiltIn {
    static BUILT_IN: OnceLock<BuiltIn> = OnceLock::new();
    // Tests see to it that there are no mistakes.
    BUILT_IN.get_or_init(|| read(&mut Errors::new()))
}

fn read(errors: &mut Errors) -> BuiltIn {
    let mut sources = Sources::default();
    sources.add("<prelude>".into(), PRELUDE.into());
    for (name, text) in FILES {
        sources.add_dependency((*name).into(), (*text).into());
    }
    let mut merge = Merge::default();
    ast::File::new(0, &sources, &mut merge, errors).read(PRELUDE);
    let prelude = merge.model.shapes.clone();
    let trees: Vec<_> = FILES.iter().map(|(_, text)| parse(text)).collect();
    let mut names = Names::default();
    names.add_json(PRELUDE);
    trees.iter().for_each(|tree| names.add_idl(tree));
    for (number, tree) in trees.iter().enumerate() {
        let file = idl::File::new(number + 1, tree, &names, &sources, &mut merge, errors);
        file.read_new();
    }
    elide::resolve(&mut merge.model, &merge.elided, errors);
    let others = merge.model.shapes.into_shared();
    let others = others.filter(|(id, _)| !prelude.contains_key(id));
    BuiltIn {
        others: others.collect(),
        sources,
        prelude,
        names,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::traits::builtin::BUILT_IN;

    #[test]
    fn all_files_are_models_without_mistakes() {
        let mut errors = Errors::new();
        let built_in = read(&mut errors);
        assert!(errors.is_empty(), "{errors}");
        for (name, text) in FILES {
            assert_eq!(parse(text).problems, [], "{name}");
            // Shapes are all that is taken of them.
            assert!(!text.contains("\napply ") && !text.contains("\nmetadata "));
        }
        assert!(built_in.others.len() > 100);
    }

    #[test]
    fn each_trait_that_is_built_in_is_defined() {
        for (namespace, traits) in BUILT_IN {
            let name = format!("<{namespace}>");
            let file = FILES.iter().find(|(file, _)| *file == name);
            let text = file.map_or("", |(_, text)| text);
            // One of these was given up before 2.0 was released.
            for name in traits.iter().filter(|name| **name != "enumDefault") {
                assert!(text.contains(&format!(" {name}")), "{namespace}#{name}");
            }
        }
    }
}
