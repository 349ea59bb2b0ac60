//! The definitions of the traits of Smithy and of its trait packages, which no model has to bring with it.

use std::sync::OnceLock;

use crate::idl::{parse, tree};

macro_rules! files {
    ($($name:literal)*) => {
        &[$((concat!("<", $name, ">"), include_str!(concat!("../builtin/", $name, ".smithy")))),*]
    };
}

/// The files, each by its name in diagnostics.
pub(super) const FILES: &[(&str, &str)] = files! {
    "aws.api" "aws.apigateway" "aws.auth" "aws.cloudformation" "aws.customizations" "aws.endpoints" "aws.iam"
    "aws.protocols" "aws.test" "smithy.api" "smithy.contracts" "smithy.framework" "smithy.mqtt" "smithy.openapi"
    "smithy.protocols" "smithy.rules" "smithy.test" "smithy.waiters"
};

/// The files as trees, in the same order. They are parsed once, for each of a run's models has them.
pub(super) fn trees() -> &'static [tree::File<'static>] {
    static TREES: OnceLock<Vec<tree::File<'static>>> = OnceLock::new();
    TREES.get_or_init(|| FILES.iter().map(|(_, text)| parse(text)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::traits::builtin::BUILT_IN;

    #[test]
    fn all_files_are_models_without_mistakes() {
        for (name, text) in FILES {
            assert_eq!(parse(text).problems, [], "{name}");
        }
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
