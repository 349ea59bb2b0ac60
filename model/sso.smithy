$version: "2.0"

namespace com.amazonaws.sso

use aws.api#service
use aws.auth#sigv4
use aws.protocols#restJson1
use smithy.rules#endpointRuleSet

/// The portal of IAM Identity Center, as far as it gives credentials to those who have signed in.
@restJson1
@service(sdkId: "SSO", arnNamespace: "awsssoportal", endpointPrefix: "portal.sso")
@sigv4(name: "awsssoportal")
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
                    endpoint: { url: "https://portal.sso-fips.{Region}.{Partition#dualStackDnsSuffix}" }
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
                    endpoint: { url: "https://portal.sso.{Region}.amazonaws.com" }
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
                    endpoint: { url: "https://portal.sso-fips.{Region}.{Partition#dnsSuffix}" }
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
                    endpoint: { url: "https://portal.sso.{Region}.{Partition#dualStackDnsSuffix}" }
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
                    endpoint: { url: "https://portal.sso.{Region}.{Partition#dnsSuffix}" }
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
service SWBPortalService {
    version: "2019-06-10"
    operations: [
        GetRoleCredentials
    ]
}

/// Gives temporary keys of a role that the user may assume.
@auth([])
@http(method: "GET", uri: "/federation/credentials", code: 200)
@optionalAuth
@readonly
operation GetRoleCredentials {
    input := {
        /// The role's name.
        @httpQuery("role_name")
        @required
        roleName: String

        /// The account that the role belongs to.
        @httpQuery("account_id")
        @required
        accountId: String

        /// What the user got by signing in.
        @httpHeader("x-amz-sso_bearer_token")
        @required
        accessToken: Token
    }

    output := {
        roleCredentials: RoleCredentials
    }

    errors: [
        InvalidRequestException
        ResourceNotFoundException
        TooManyRequestsException
        UnauthorizedException
    ]
}

/// Temporary keys.
structure RoleCredentials {
    accessKeyId: String

    secretAccessKey: Token

    sessionToken: Token

    /// When they expire, in milliseconds since 1970.
    expiration: Long = 0
}

/// The request is not valid.
@error("client")
@httpError(400)
structure InvalidRequestException {
    message: String
}

/// There is no such role or account.
@error("client")
@httpError(404)
structure ResourceNotFoundException {
    message: String
}

/// The service is asked too often.
@error("client")
@httpError(429)
structure TooManyRequestsException {
    message: String
}

/// The token is not, or no longer, valid.
@error("client")
@httpError(401)
structure UnauthorizedException {
    message: String
}

/// A secret.
@sensitive
string Token
