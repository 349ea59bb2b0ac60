$version: "2.0"

namespace smithy.openapi

@trait(selector: "[trait|trait]", breakingChanges: [{change: "presence"}, {path: "/as", change: "any"}])
structure specificationExtension {
    as: SpecificationExtensionKey
}

@pattern("^x-.+$") @private
string SpecificationExtensionKey
