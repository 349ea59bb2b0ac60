$version: "2"

namespace bench

use aws.protocols#restJson1
use smithy.protocols#rpcv2Cbor

/// What is measured: one operation that reads records and writes them.
@restJson1
@rpcv2Cbor
service Warehouse {
    operations: [Restock]
}

@http(method: "POST", uri: "/shelves/{shelf}")
operation Restock {
    input := {
        @required
        @httpLabel
        shelf: String

        @required
        records: Records
    }

    output := {
        @required
        shelf: String

        @required
        records: Records
    }
}

list Records {
    member: Record
}

structure Record {
    @required
    id: Id

    @required
    name: Name

    @required
    count: Count

    price: Double

    @required
    active: Boolean

    tags: Tags
}

string Id

string Name

integer Count

list Tags {
    member: Name
}
