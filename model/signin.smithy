$version: "2.0"

namespace com.amazonaws.signin

use aws.api#service
use aws.auth#sigv4
use aws.protocols#restJson1
use smithy.rules#endpointRuleSet

/// The service behind `aws login`, as far as it renews the keys of those who have signed in.
@restJson1
@service(sdkId: "Signin", arnNamespace: "signin", endpointPrefix: "signin")
@sigv4(name: "signin")
@endpointRuleSet({
    version: "1.0"
    parameters: {
        Region: { builtIn: "AWS::Region", required: false, type: "String", documentation: "The region." }
        UseDualStack: {
            builtIn: "AWS::UseDualStack"
            required: true
            default: false
            type: "Boolean"
            documentation: "Whether IPv6 is wanted too."
        }
        UseFIPS: {
            builtIn: "AWS::UseFIPS"
            required: true
            default: false
            type: "Boolean"
            documentation: "Whether FIPS is wanted."
        }
        Endpoint: {
            builtIn: "SDK::Endpoint"
            required: false
            type: "String"
            documentation: "A URL from the settings."
        }
    }
    rules: [
        {
            type: "endpoint"
            conditions: [
                {
                    fn: "isSet"
                    argv: [
                        {
                            ref: "Endpoint"
                        }
                    ]
                }
            ]
            endpoint: {
                url: { ref: "Endpoint" }
            }
        }
        {
            type: "tree"
            conditions: [
                {
                    fn: "isSet"
                    argv: [
                        {
                            ref: "Region"
                        }
                    ]
                }
                {
                    fn: "aws.partition"
                    argv: [
                        {
                            ref: "Region"
                        }
                    ]
                    assign: "Partition"
                }
            ]
            rules: [
                {
                    type: "endpoint"
                    conditions: [
                        {
                            fn: "booleanEquals"
                            argv: [
                                {
                                    ref: "UseFIPS"
                                }
                                false
                            ]
                        }
                        {
                            fn: "booleanEquals"
                            argv: [
                                {
                                    ref: "UseDualStack"
                                }
                                false
                            ]
                        }
                        {
                            fn: "stringEquals"
                            argv: [
                                {
                                    fn: "getAttr"
                                    argv: [
                                        {
                                            ref: "Partition"
                                        }
                                        "name"
                                    ]
                                }
                                "aws"
                            ]
                        }
                    ]
                    endpoint: { url: "https://{Region}.signin.aws.amazon.com" }
                }
                {
                    type: "endpoint"
                    conditions: [
                        {
                            fn: "booleanEquals"
                            argv: [
                                {
                                    ref: "UseFIPS"
                                }
                                false
                            ]
                        }
                        {
                            fn: "booleanEquals"
                            argv: [
                                {
                                    ref: "UseDualStack"
                                }
                                false
                            ]
                        }
                        {
                            fn: "stringEquals"
                            argv: [
                                {
                                    fn: "getAttr"
                                    argv: [
                                        {
                                            ref: "Partition"
                                        }
                                        "name"
                                    ]
                                }
                                "aws-cn"
                            ]
                        }
                    ]
                    endpoint: { url: "https://{Region}.signin.amazonaws.cn" }
                }
                {
                    type: "endpoint"
                    conditions: [
                        {
                            fn: "booleanEquals"
                            argv: [
                                {
                                    ref: "UseFIPS"
                                }
                                false
                            ]
                        }
                        {
                            fn: "booleanEquals"
                            argv: [
                                {
                                    ref: "UseDualStack"
                                }
                                false
                            ]
                        }
                        {
                            fn: "stringEquals"
                            argv: [
                                {
                                    fn: "getAttr"
                                    argv: [
                                        {
                                            ref: "Partition"
                                        }
                                        "name"
                                    ]
                                }
                                "aws-us-gov"
                            ]
                        }
                    ]
                    endpoint: { url: "https://{Region}.signin.amazonaws-us-gov.com" }
                }
                {
                    type: "endpoint"
                    conditions: [
                        {
                            fn: "booleanEquals"
                            argv: [
                                {
                                    ref: "UseFIPS"
                                }
                                false
                            ]
                        }
                        {
                            fn: "booleanEquals"
                            argv: [
                                {
                                    ref: "UseDualStack"
                                }
                                false
                            ]
                        }
                        {
                            fn: "stringEquals"
                            argv: [
                                {
                                    fn: "getAttr"
                                    argv: [
                                        {
                                            ref: "Partition"
                                        }
                                        "name"
                                    ]
                                }
                                "aws-iso"
                            ]
                        }
                    ]
                    endpoint: { url: "https://{Region}.signin.c2shome.ic.gov" }
                }
                {
                    type: "endpoint"
                    conditions: [
                        {
                            fn: "booleanEquals"
                            argv: [
                                {
                                    ref: "UseFIPS"
                                }
                                false
                            ]
                        }
                        {
                            fn: "booleanEquals"
                            argv: [
                                {
                                    ref: "UseDualStack"
                                }
                                false
                            ]
                        }
                        {
                            fn: "stringEquals"
                            argv: [
                                {
                                    fn: "getAttr"
                                    argv: [
                                        {
                                            ref: "Partition"
                                        }
                                        "name"
                                    ]
                                }
                                "aws-iso-b"
                            ]
                        }
                    ]
                    endpoint: { url: "https://{Region}.signin.sc2shome.sgov.gov" }
                }
                {
                    type: "endpoint"
                    conditions: [
                        {
                            fn: "booleanEquals"
                            argv: [
                                {
                                    ref: "UseFIPS"
                                }
                                false
                            ]
                        }
                        {
                            fn: "booleanEquals"
                            argv: [
                                {
                                    ref: "UseDualStack"
                                }
                                false
                            ]
                        }
                        {
                            fn: "stringEquals"
                            argv: [
                                {
                                    fn: "getAttr"
                                    argv: [
                                        {
                                            ref: "Partition"
                                        }
                                        "name"
                                    ]
                                }
                                "aws-iso-e"
                            ]
                        }
                    ]
                    endpoint: { url: "https://{Region}.signin.csphome.adc-e.uk" }
                }
                {
                    type: "endpoint"
                    conditions: [
                        {
                            fn: "booleanEquals"
                            argv: [
                                {
                                    ref: "UseFIPS"
                                }
                                false
                            ]
                        }
                        {
                            fn: "booleanEquals"
                            argv: [
                                {
                                    ref: "UseDualStack"
                                }
                                false
                            ]
                        }
                        {
                            fn: "stringEquals"
                            argv: [
                                {
                                    fn: "getAttr"
                                    argv: [
                                        {
                                            ref: "Partition"
                                        }
                                        "name"
                                    ]
                                }
                                "aws-iso-f"
                            ]
                        }
                    ]
                    endpoint: { url: "https://{Region}.signin.csphome.hci.ic.gov" }
                }
                {
                    type: "endpoint"
                    conditions: [
                        {
                            fn: "booleanEquals"
                            argv: [
                                {
                                    ref: "UseFIPS"
                                }
                                false
                            ]
                        }
                        {
                            fn: "booleanEquals"
                            argv: [
                                {
                                    ref: "UseDualStack"
                                }
                                false
                            ]
                        }
                        {
                            fn: "stringEquals"
                            argv: [
                                {
                                    fn: "getAttr"
                                    argv: [
                                        {
                                            ref: "Partition"
                                        }
                                        "name"
                                    ]
                                }
                                "aws-eusc"
                            ]
                        }
                    ]
                    endpoint: { url: "https://{Region}.signin.amazonaws-eusc.eu" }
                }
                {
                    type: "endpoint"
                    conditions: [
                        {
                            fn: "booleanEquals"
                            argv: [
                                {
                                    ref: "UseFIPS"
                                }
                                true
                            ]
                        }
                        {
                            fn: "booleanEquals"
                            argv: [
                                {
                                    ref: "UseDualStack"
                                }
                                true
                            ]
                        }
                        {
                            fn: "booleanEquals"
                            argv: [
                                {
                                    fn: "getAttr"
                                    argv: [
                                        {
                                            ref: "Partition"
                                        }
                                        "supportsFIPS"
                                    ]
                                }
                                true
                            ]
                        }
                        {
                            fn: "booleanEquals"
                            argv: [
                                {
                                    fn: "getAttr"
                                    argv: [
                                        {
                                            ref: "Partition"
                                        }
                                        "supportsDualStack"
                                    ]
                                }
                                true
                            ]
                        }
                    ]
                    endpoint: { url: "https://signin-fips.{Region}.{Partition#dualStackDnsSuffix}" }
                }
                {
                    type: "error"
                    conditions: [
                        {
                            fn: "booleanEquals"
                            argv: [
                                {
                                    ref: "UseFIPS"
                                }
                                true
                            ]
                        }
                        {
                            fn: "booleanEquals"
                            argv: [
                                {
                                    ref: "UseDualStack"
                                }
                                true
                            ]
                        }
                    ]
                    error: "FIPS and DualStack are enabled, but this partition does not support one or both"
                }
                {
                    type: "endpoint"
                    conditions: [
                        {
                            fn: "booleanEquals"
                            argv: [
                                {
                                    ref: "UseFIPS"
                                }
                                true
                            ]
                        }
                        {
                            fn: "booleanEquals"
                            argv: [
                                {
                                    ref: "UseDualStack"
                                }
                                false
                            ]
                        }
                        {
                            fn: "stringEquals"
                            argv: [
                                {
                                    ref: "Region"
                                }
                                "us-gov-west-1"
                            ]
                        }
                    ]
                    endpoint: { url: "https://signin-fips.amazonaws-us-gov.com" }
                }
                {
                    type: "endpoint"
                    conditions: [
                        {
                            fn: "booleanEquals"
                            argv: [
                                {
                                    ref: "UseFIPS"
                                }
                                true
                            ]
                        }
                        {
                            fn: "booleanEquals"
                            argv: [
                                {
                                    ref: "UseDualStack"
                                }
                                false
                            ]
                        }
                        {
                            fn: "stringEquals"
                            argv: [
                                {
                                    fn: "getAttr"
                                    argv: [
                                        {
                                            ref: "Partition"
                                        }
                                        "name"
                                    ]
                                }
                                "aws-us-gov"
                            ]
                        }
                    ]
                    endpoint: { url: "https://{Region}.signin-fips.amazonaws-us-gov.com" }
                }
                {
                    type: "endpoint"
                    conditions: [
                        {
                            fn: "booleanEquals"
                            argv: [
                                {
                                    ref: "UseFIPS"
                                }
                                true
                            ]
                        }
                        {
                            fn: "booleanEquals"
                            argv: [
                                {
                                    fn: "getAttr"
                                    argv: [
                                        {
                                            ref: "Partition"
                                        }
                                        "supportsFIPS"
                                    ]
                                }
                                true
                            ]
                        }
                    ]
                    endpoint: { url: "https://signin-fips.{Region}.{Partition#dnsSuffix}" }
                }
                {
                    type: "error"
                    conditions: [
                        {
                            fn: "booleanEquals"
                            argv: [
                                {
                                    ref: "UseFIPS"
                                }
                                true
                            ]
                        }
                    ]
                    error: "FIPS is enabled but this partition does not support FIPS"
                }
                {
                    type: "endpoint"
                    conditions: [
                        {
                            fn: "booleanEquals"
                            argv: [
                                {
                                    ref: "UseDualStack"
                                }
                                true
                            ]
                        }
                        {
                            fn: "booleanEquals"
                            argv: [
                                {
                                    fn: "getAttr"
                                    argv: [
                                        {
                                            ref: "Partition"
                                        }
                                        "supportsDualStack"
                                    ]
                                }
                                true
                            ]
                        }
                    ]
                    endpoint: { url: "https://signin.{Region}.{Partition#dualStackDnsSuffix}" }
                }
                {
                    type: "error"
                    conditions: [
                        {
                            fn: "booleanEquals"
                            argv: [
                                {
                                    ref: "UseDualStack"
                                }
                                true
                            ]
                        }
                    ]
                    error: "DualStack is enabled but this partition does not support DualStack"
                }
                {
                    type: "endpoint"
                    conditions: []
                    endpoint: { url: "https://{Region}.signin.{Partition#dnsSuffix}" }
                }
            ]
        }
        {
            type: "error"
            conditions: []
            error: "Invalid Configuration: Missing Region"
        }
    ]
})
service Signin {
    version: "2023-01-01"
    operations: [
        CreateOAuth2Token
    ]
}

/// Gives new keys for a refresh token.
@auth([])
@http(method: "POST", uri: "/v1/token", code: 200)
@optionalAuth
operation CreateOAuth2Token {
    input := {
        @httpPayload
        @required
        tokenInput: TokenInput
    }

    output := {
        @httpPayload
        @required
        tokenOutput: TokenOutput
    }

    errors: [
        AccessDeniedException
        InternalServerException
        TooManyRequestsError
        ValidationException
    ]
}

/// What is exchanged for keys.
structure TokenInput {
    @required
    clientId: String

    /// What is exchanged: `refresh_token`.
    @required
    grantType: String

    refreshToken: Token
}

/// Keys, and what is exchanged for the next ones.
structure TokenOutput {
    @required
    accessToken: AccessToken

    /// How long the keys are valid, in seconds.
    @required
    expiresIn: Integer

    @required
    refreshToken: Token
}

/// Temporary keys.
structure AccessToken {
    @required
    accessKeyId: String

    @required
    secretAccessKey: Token

    @required
    sessionToken: Token
}

/// The session has ended, or must not be used for this.
@error("client")
@httpError(400)
structure AccessDeniedException {
    error: String
    message: String
}

/// The service is disturbed.
@error("server")
@httpError(500)
structure InternalServerException {
    error: String
    message: String
}

/// The service is asked too often.
@error("client")
@httpError(429)
structure TooManyRequestsError {
    error: String
    message: String
}

/// The request is not valid.
@error("client")
@httpError(400)
structure ValidationException {
    error: String
    message: String
}

/// A secret.
@sensitive
string Token
