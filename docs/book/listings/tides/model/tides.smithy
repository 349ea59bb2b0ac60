$version: "2.0"

namespace example.tides

use aws.protocols#restJson1
use smithy.protocols#rpcv2Cbor

@restJson1
@rpcv2Cbor
service Tides {
    version: "2026-01-01"
    operations: [
        GetTide
        ReportLevel
    ]
}

@readonly
@http(method: "GET", uri: "/stations/{station}/tide")
operation GetTide {
    input := {
        @required
        @httpLabel
        station: String
    }

    output := {
        high: Timestamp
        low: Timestamp
    }
}

@http(method: "POST", uri: "/stations/{station}/levels")
operation ReportLevel {
    input := {
        @required
        @httpLabel
        station: String

        @required
        level: Float

        kind: Kind
    }

    output := {
        @required
        id: String
    }
}

enum Kind {
    MEASURED = "measured"
    ESTIMATED = "estimated"
}
