//! The definitions of the traits of Smithy and of its trait packages, which no model has to bring with it.

/// The files by their names in diagnostics.
pub(super) const FILES: [(&str, &str); 18] = [
    ("<aws.api>", include_str!("../builtin/aws.api.smithy")),
    (
        "<aws.apigateway>",
        include_str!("../builtin/aws.apigateway.smithy"),
    ),
    ("<aws.auth>", include_str!("../builtin/aws.auth.smithy")),
    (
        "<aws.cloudformation>",
        include_str!("../builtin/aws.cloudformation.smithy"),
    ),
    (
        "<aws.customizations>",
        include_str!("../builtin/aws.customizations.smithy"),
    ),
    (
        "<aws.endpoints>",
        include_str!("../builtin/aws.endpoints.smithy"),
    ),
    ("<aws.iam>", include_str!("../builtin/aws.iam.smithy")),
    (
        "<aws.protocols>",
        include_str!("../builtin/aws.protocols.smithy"),
    ),
    ("<aws.test>", include_str!("../builtin/aws.test.smithy")),
    ("<smithy.api>", include_str!("../builtin/smithy.api.smithy")),
    (
        "<smithy.contracts>",
        include_str!("../builtin/smithy.contracts.smithy"),
    ),
    (
        "<smithy.framework>",
        include_str!("../builtin/smithy.framework.smithy"),
    ),
    (
        "<smithy.mqtt>",
        include_str!("../builtin/smithy.mqtt.smithy"),
    ),
    (
        "<smithy.openapi>",
        include_str!("../builtin/smithy.openapi.smithy"),
    ),
    (
        "<smithy.protocols>",
        include_str!("../builtin/smithy.protocols.smithy"),
    ),
    (
        "<smithy.rules>",
        include_str!("../builtin/smithy.rules.smithy"),
    ),
    (
        "<smithy.test>",
        include_str!("../builtin/smithy.test.smithy"),
    ),
    (
        "<smithy.waiters>",
        include_str!("../builtin/smithy.waiters.smithy"),
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::idl::parse;
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
