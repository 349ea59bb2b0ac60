$version: "2.0"

namespace smithy.protocols

@trait(selector: "service")
@protocolDefinition(traits: [cors, endpoint, hostLabel, httpError, requestCompression])
@traitValidators(
    "rpcv2Cbor.NoDocuments": {
        selector: "service ~> member :test(> document)"
        message: "Documents are hardly ever supported by rpcv2Cbor"
        severity: "DANGER"
    }
)
structure rpcv2Cbor {
    http: StringList
    eventStreamHttp: StringList
}

@trait(selector: "service")
@protocolDefinition(traits: [cors, endpoint, hostLabel, httpError, requestCompression])
structure rpcv2Json {
    http: StringList
    eventStreamHttp: StringList
}

@private list StringList { member: String }
