$version: "2.0"

namespace com.amazonaws.sts

use aws.api#service
use aws.auth#sigv4
use aws.protocols#awsQuery
use aws.protocols#awsQueryError
use smithy.rules#endpointRuleSet

/// The Security Token Service, as far as it gives credentials for the roles of profiles.
@awsQuery
@service(sdkId: "STS", arnNamespace: "sts", endpointPrefix: "sts")
@sigv4(name: "sts")
@xmlNamespace(uri: "https://sts.amazonaws.com/doc/2011-06-15/")
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
                    endpoint: { url: "https://sts-fips.{Region}.{Partition#dualStackDnsSuffix}" }
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
                    endpoint: { url: "https://sts.{Region}.amazonaws.com" }
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
                    endpoint: { url: "https://sts-fips.{Region}.{Partition#dnsSuffix}" }
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
                    endpoint: { url: "https://sts.{Region}.{Partition#dualStackDnsSuffix}" }
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
                    conditions: [
                        {
                            fn: "stringEquals"
                            argv: [
                                {
                                    ref: "Region"
                                }
                                "aws-global"
                            ]
                        }
                    ]
                    endpoint: {
                        url: "https://sts.amazonaws.com"
                        properties: {
                            authSchemes: [
                                {
                                    name: "sigv4"
                                    signingName: "sts"
                                    signingRegion: "us-east-1"
                                }
                            ]
                        }
                    }
                }
                {
                    type: "endpoint"
                    conditions: []
                    endpoint: { url: "https://sts.{Region}.{Partition#dnsSuffix}" }
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
service AWSSecurityTokenServiceV20110615 {
    version: "2011-06-15"
    operations: [
        AssumeRole
        AssumeRoleWithWebIdentity
    ]
}

/// Exchanges the keys of one identity for temporary ones of a role.
operation AssumeRole {
    input := {
        /// Tells the uses of the role apart.
        @required
        RoleSessionName: String

        /// What the owner of the role agreed on with those who may assume it.
        ExternalId: String

        /// The device that makes `TokenCode`.
        SerialNumber: String

        /// How long the keys are to be valid.
        DurationSeconds: Integer

        /// The role.
        @required
        RoleArn: String

        /// What the device shows now.
        TokenCode: String
    }

    output := {
        Credentials: Credentials
        AssumedRoleUser: AssumedRoleUser
        PackedPolicySize: Integer
        SourceIdentity: String
    }

    errors: [
        ExpiredTokenException
        RegionDisabledException
    ]
}

/// Exchanges a token of another identity provider for temporary keys of a role.
@auth([])
@optionalAuth
operation AssumeRoleWithWebIdentity {
    input := {
        /// Tells the uses of the role apart.
        @required
        RoleSessionName: String

        /// The role.
        @required
        RoleArn: String

        /// The token.
        @required
        WebIdentityToken: Token
    }

    output := {
        Credentials: Credentials
        SubjectFromWebIdentityToken: String
        AssumedRoleUser: AssumedRoleUser
        PackedPolicySize: Integer
        Provider: String
        Audience: String
        SourceIdentity: String
    }

    errors: [
        ExpiredTokenException
        IDPCommunicationErrorException
        IDPRejectedClaimException
        InvalidIdentityTokenException
        RegionDisabledException
    ]
}

/// Temporary keys.
structure Credentials {
    @required
    AccessKeyId: String

    @required
    SecretAccessKey: Token

    @required
    SessionToken: Token

    @required
    Expiration: Timestamp
}

/// Who uses the role.
structure AssumedRoleUser {
    @required
    AssumedRoleId: String

    @required
    Arn: String
}

/// The token, or the keys of the caller, have expired.
@awsQueryError(code: "ExpiredTokenException", httpResponseCode: 400)
@error("client")
@httpError(400)
structure ExpiredTokenException {
    message: String
}

/// The other identity provider could not be reached. It may be later.
@awsQueryError(code: "IDPCommunicationError", httpResponseCode: 400)
@error("client")
@httpError(400)
@retryable
structure IDPCommunicationErrorException {
    message: String
}

/// The other identity provider does not vouch for the token.
@awsQueryError(code: "IDPRejectedClaim", httpResponseCode: 403)
@error("client")
@httpError(403)
structure IDPRejectedClaimException {
    message: String
}

/// The token cannot be read.
@awsQueryError(code: "InvalidIdentityToken", httpResponseCode: 400)
@error("client")
@httpError(400)
structure InvalidIdentityTokenException {
    message: String
}

/// The account does not use the region.
@awsQueryError(code: "RegionDisabledException", httpResponseCode: 403)
@error("client")
@httpError(403)
structure RegionDisabledException {
    message: String
}

/// A secret.
@sensitive
string Token
