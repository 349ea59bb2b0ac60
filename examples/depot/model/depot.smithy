$version: "2"

namespace example.depot

use aws.protocols#restJson1
use smithy.framework#ValidationException
use smithy.protocols#rpcv2Cbor

/// Keeps parcels until somebody fetches them.
@restJson1
@rpcv2Cbor
service Depot {
    version: "2026-01-01"
    operations: [
        StoreParcel
        GetParcel
        FetchParcel
        ListParcels
    ]
    errors: [
        ValidationException
    ]
}

/// The number on the label.
@pattern("^[A-Z]{1,3}-[0-9]{1,8}$")
string Tracking

/// Grams.
@range(min: 1, max: 30000)
integer Weight

@length(min: 1, max: 80)
string Recipient

/// Puts a parcel on a shelf.
@idempotent
@http(method: "PUT", uri: "/parcels/{tracking}", code: 201)
operation StoreParcel {
    input := {
        @required
        @httpLabel
        tracking: Tracking

        @required
        recipient: Recipient

        @required
        weight: Weight

        /// Whether nothing may be put on top of it.
        fragile: Boolean = false
    }

    output := {
        /// Where it is.
        @required
        shelf: String
    }

    errors: [
        ShelvesFull
    ]
}

/// Tells of a parcel.
@readonly
@http(method: "GET", uri: "/parcels/{tracking}")
operation GetParcel {
    input := {
        @required
        @httpLabel
        tracking: Tracking
    }

    output := {
        @required
        parcel: Parcel
    }

    errors: [
        NoSuchParcel
    ]
}

/// Hands a parcel over.
@idempotent
@http(method: "DELETE", uri: "/parcels/{tracking}")
operation FetchParcel {
    input := {
        @required
        @httpLabel
        tracking: Tracking
    }

    output := {
        @required
        parcel: Parcel
    }

    errors: [
        NoSuchParcel
    ]
}

/// Lists what is on the shelves.
@readonly
@http(method: "GET", uri: "/parcels")
operation ListParcels {
    input := {
        /// Only parcels for this person.
        @httpQuery("recipient")
        recipient: Recipient
    }

    output := {
        @required
        parcels: Parcels
    }
}

list Parcels {
    member: Parcel
}

structure Parcel {
    @required
    tracking: Tracking

    @required
    recipient: Recipient

    @required
    weight: Weight

    @required
    shelf: String
}

/// There is no parcel of this number.
@error("client")
@httpError(404)
structure NoSuchParcel {
    @required
    message: String
}

/// No shelf is free.
@error("server")
@httpError(503)
@retryable
structure ShelvesFull {
    @required
    message: String
}
