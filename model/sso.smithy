$version: "2.0"

namespace com.amazonaws.sso

use aws.api#service
use aws.auth#sigv4
use aws.protocols#restJson1
use smithy.rules#endpointRuleSet

/// The portal of IAM Identity Center: which accounts and roles those who have signed in may use, and keys of these.
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
        ListAccountRoles
        ListAccounts
        Logout
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

/// Lists the roles of an account that the user may assume.
@auth([])
@http(method: "GET", uri: "/assignment/roles", code: 200)
@optionalAuth
@paginated(inputToken: "nextToken", outputToken: "nextToken", items: "roleList", pageSize: "maxResults")
@readonly
operation ListAccountRoles {
    input := {
        /// What the previous page said, to get the one after it.
        @httpQuery("next_token")
        nextToken: String

        /// How many roles a page has at most.
        @httpQuery("max_result")
        maxResults: MaxResults

        /// What the user got by signing in.
        @httpHeader("x-amz-sso_bearer_token")
        @required
        accessToken: Token

        /// The account whose roles are listed.
        @httpQuery("account_id")
        @required
        accountId: String
    }

    output := {
        /// There if there is a next page.
        nextToken: String

        roleList: RoleList
    }

    errors: [
        InvalidRequestException
        ResourceNotFoundException
        TooManyRequestsException
        UnauthorizedException
    ]
}

/// Lists the accounts that the user may use.
@auth([])
@http(method: "GET", uri: "/assignment/accounts", code: 200)
@optionalAuth
@paginated(inputToken: "nextToken", outputToken: "nextToken", items: "accountList", pageSize: "maxResults")
@readonly
operation ListAccounts {
    input := {
        /// What the previous page said, to get the one after it.
        @httpQuery("next_token")
        nextToken: String

        /// How many accounts a page has at most.
        @httpQuery("max_result")
        maxResults: MaxResults

        /// What the user got by signing in.
        @httpHeader("x-amz-sso_bearer_token")
        @required
        accessToken: Token
    }

    output := {
        /// There if there is a next page.
        nextToken: String

        accountList: AccountList
    }

    errors: [
        InvalidRequestException
        ResourceNotFoundException
        TooManyRequestsException
        UnauthorizedException
    ]
}

/// Ends the sign-in: its tokens are no longer valid. Keys of roles are until they expire.
@auth([])
@http(method: "POST", uri: "/logout", code: 200)
@optionalAuth
operation Logout {
    input := {
        /// What the user got by signing in.
        @httpHeader("x-amz-sso_bearer_token")
        @required
        accessToken: Token
    }

    errors: [
        InvalidRequestException
        TooManyRequestsException
        UnauthorizedException
    ]
}

list AccountList {
    member: AccountInfo
}

/// An account that the user may use.
structure AccountInfo {
    /// Twelve digits.
    accountId: String

    accountName: String

    /// The address of who is responsible for the account.
    emailAddress: EmailAddress
}

list RoleList {
    member: RoleInfo
}

/// A role that the user may assume.
structure RoleInfo {
    roleName: String

    /// The account that the role belongs to.
    accountId: String
}

@range(min: 1, max: 100)
integer MaxResults

@length(min: 1, max: 254)
string EmailAddress

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
