//! All traits in Smithy's and AWS's namespaces, to detect misspelt ones.
//!
//! Source: the preludes of Smithy 1.0 and 2.0 and the trait packages published with Smithy 1.73.

/// The traits of each namespace.
pub(crate) const BUILT_IN: &[(&str, &[&str])] = &[
    (
        "smithy.api",
        &[
            "addedDefault",
            "auth",
            "authDefinition",
            "box",
            "clientOptional",
            "cors",
            "default",
            "deprecated",
            "documentation",
            "endpoint",
            "enum",
            "enumDefault",
            "enumValue",
            "error",
            "eventHeader",
            "eventPayload",
            "examples",
            "externalDocumentation",
            "hostLabel",
            "http",
            "httpApiKeyAuth",
            "httpBasicAuth",
            "httpBearerAuth",
            "httpChecksumRequired",
            "httpDigestAuth",
            "httpError",
            "httpHeader",
            "httpLabel",
            "httpPayload",
            "httpPrefixHeaders",
            "httpQuery",
            "httpQueryParams",
            "httpResponseCode",
            "idempotencyToken",
            "idempotent",
            "idRef",
            "input",
            "internal",
            "jsonName",
            "length",
            "mediaType",
            "mixin",
            "nestedProperties",
            "noReplace",
            "notProperty",
            "optionalAuth",
            "output",
            "paginated",
            "pattern",
            "private",
            "property",
            "protocolDefinition",
            "range",
            "readonly",
            "recommended",
            "references",
            "requestCompression",
            "required",
            "requiresLength",
            "resourceIdentifier",
            "retryable",
            "sensitive",
            "since",
            "sparse",
            "streaming",
            "suppress",
            "tags",
            "timestampFormat",
            "title",
            "trait",
            "traitValidators",
            "uniqueItems",
            "unitType",
            "unstable",
            "xmlAttribute",
            "xmlFlattened",
            "xmlName",
            "xmlNamespace",
        ],
    ),
    ("smithy.contracts", &["conditions"]),
    (
        "smithy.mqtt",
        &["mqttJson", "publish", "subscribe", "topicLabel"],
    ),
    ("smithy.openapi", &["specificationExtension"]),
    ("smithy.protocols", &["rpcv2Cbor", "rpcv2Json"]),
    (
        "smithy.rules",
        &[
            "clientContextParams",
            "contextParam",
            "endpointBdd",
            "endpointRuleSet",
            "endpointTests",
            "operationContextParams",
            "staticContextParams",
        ],
    ),
    (
        "smithy.test",
        &[
            "eventStreamTests",
            "httpMalformedRequestTests",
            "httpRequestTests",
            "httpResponseTests",
            "smokeTests",
        ],
    ),
    ("smithy.waiters", &["waitable"]),
    ("smithgen.commands", &["paginator", "waiters"]),
    (
        "aws.api",
        &[
            "arn",
            "arnReference",
            "awsChunked",
            "clientDiscoveredEndpoint",
            "clientEndpointDiscovery",
            "clientEndpointDiscoveryId",
            "controlPlane",
            "data",
            "dataPlane",
            "service",
            "tagEnabled",
            "taggable",
        ],
    ),
    (
        "aws.apigateway",
        &[
            "apiKeyRequired",
            "apiKeySource",
            "apiTlsPolicy",
            "authorizer",
            "authorizers",
            "endpointConfiguration",
            "gatewayResponses",
            "integration",
            "minimumCompressionSize",
            "mockIntegration",
            "requestValidator",
            "resourcePolicy",
        ],
    ),
    (
        "aws.auth",
        &[
            "cognitoUserPools",
            "cognitoUserPoolsScopes",
            "sigv4",
            "sigv4a",
            "unsignedPayload",
        ],
    ),
    (
        "aws.cloudformation",
        &[
            "cfnAdditionalIdentifier",
            "cfnDefaultValue",
            "cfnExcludeProperty",
            "cfnMutability",
            "cfnName",
            "cfnResource",
        ],
    ),
    ("aws.customizations", &["s3UnwrappedXmlOutput"]),
    (
        "aws.endpoints",
        &[
            "dualStackOnlyEndpoints",
            "endpointsModifier",
            "rulesBasedEndpoints",
            "standardPartitionalEndpoints",
            "standardRegionalEndpoints",
        ],
    ),
    (
        "aws.iam",
        &[
            "actionName",
            "actionPermissionDescription",
            "conditionKeyValue",
            "conditionKeys",
            "defineConditionKeys",
            "disableConditionKeyInference",
            "iamAction",
            "iamResource",
            "requiredActions",
            "serviceResolvedConditionKeys",
            "supportedPrincipalTypes",
        ],
    ),
    (
        "aws.protocols",
        &[
            "awsJson1_0",
            "awsJson1_1",
            "awsQuery",
            "awsQueryCompatible",
            "awsQueryError",
            "ec2Query",
            "ec2QueryName",
            "httpChecksum",
            "restJson1",
            "restXml",
        ],
    ),
];

/// The traits of a built-in namespace.
pub(crate) fn built_in(namespace: &str) -> Option<&'static [&'static str]> {
    let found = BUILT_IN.iter().find(|(name, _)| *name == namespace);
    found.map(|(_, traits)| *traits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_every_trait_that_the_generator_reads() {
        for protocol in crate::model::protocols::PROTOCOLS {
            let (namespace, name) = protocol.split_once('#').unwrap();
            assert!(
                built_in(namespace).is_some_and(|traits| traits.contains(&name)),
                "{}",
                protocol
            );
        }
        let ids = include_str!("id.rs").split('"').skip(1).step_by(2);
        for (namespace, name) in ids.filter_map(|id| id.split_once('#')) {
            assert!(
                built_in(namespace).is_some_and(|traits| traits.contains(&name)),
                "{namespace}#{name}"
            );
        }
    }
}
