$version: "2.0"

namespace aws.auth

@trait(selector: "service")
@authDefinition
@internal
@tags(["internal"])
structure cognitoUserPools {
    @required providerArns: StringList
}

@trait(selector: "service[trait|aws.auth#cognitoUserPools] ~> operation")
@internal
@length(min: 1)
@tags(["internal"])
list cognitoUserPoolsScopes { member: String }

@trait(
    selector: "service"
    breakingChanges: [{change: "remove", message: "Clients can no longer sign in this way"}]
)
@authDefinition(traits: [unsignedPayload])
structure sigv4 {
    @required @length(min: 1) name: String
}

@trait(
    selector: "service[trait|aws.auth#sigv4]"
    breakingChanges: [{change: "remove", message: "Clients can no longer sign in this way"}]
)
@authDefinition(traits: [unsignedPayload])
structure sigv4a {
    @required @length(min: 1) name: String
}

@trait(selector: "operation") structure unsignedPayload {}

@private list StringList { member: String }
