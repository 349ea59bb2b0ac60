$version: "2.0"

namespace example.ferry

use aws.protocols#restJson1
use smithy.waiters#waitable

/// Crossings of a ferry, and who is on board.
@restJson1
@title("Example Ferry")
@paginated(inputToken: "from", outputToken: "page.next")
service Ferry {
    version: "2026-11-30"
    operations: [
        GetCrossing
        ListCrossings
        ListPassengers
    ]
}

/// Tells how far a crossing is.
@readonly
@http(method: "GET", uri: "/crossings/{id}", code: 200)
@waitable(
    CrossingArrived: {
        documentation: "The ship is at the other shore."
        minDelay: 5
        maxDelay: 60
        acceptors: [
            { state: "success", matcher: { output: {
                path: "state", expected: "arrived", comparator: "stringEquals" } } }
            { state: "failure", matcher: { output: {
                path: "state", expected: "called off", comparator: "stringEquals" } } }
        ]
    }
    CrossingGone: {
        acceptors: [
            { state: "success", matcher: { errorType: "NoSuchCrossing" } }
        ]
    }
    EverybodyAshore: {
        acceptors: [
            { state: "success", matcher: { inputOutput: {
                path: "output.id == input.id && length(output.boats[?!empty].crew[]) == `0`"
                expected: "true", comparator: "booleanEquals" } } }
            { state: "retry", matcher: { output: {
                path: "boats[].state", expected: "at sea", comparator: "anyStringEquals" } } }
            { state: "failure", matcher: { output: {
                path: "boats[].state", expected: "sunk", comparator: "allStringEquals" } } }
        ]
    }
)
operation GetCrossing {
    input := {
        /// Which crossing is meant.
        @required
        @httpLabel
        id: String

        /// How long the service may think, in seconds.
        @httpQuery("timeout")
        timeout: Integer
    }

    output := {
        id: String
        state: String
        boats: Boats

        /// When this was written down.
        @httpHeader("Last-Modified")
        changed: Timestamp
    }

    errors: [
        NoSuchCrossing
    ]
}

/// Lists crossings, page by page.
@readonly
@http(method: "GET", uri: "/crossings", code: 200)
@paginated(items: "page.crossings")
operation ListCrossings {
    input := {
        @httpQuery("from")
        from: String

        /// Only those of these ships.
        @httpQuery("items")
        items: Names
    }

    output := {
        page: Crossings
    }
}

/// Lists passengers by their names.
@readonly
@http(method: "GET", uri: "/passengers", code: 200)
@paginated(outputToken: "next", items: "passengers")
operation ListPassengers {
    input := {
        @httpQuery("from")
        from: String
    }

    output := {
        @required
        passengers: Passengers

        next: String
    }
}

structure Crossings {
    crossings: Names
    next: String
}

structure Boat {
    state: String
    empty: Boolean
    crew: Names
}

list Boats {
    member: Boat
}

list Names {
    member: String
}

/// Luggage by name.
map Passengers {
    key: String
    value: Integer
}

@error("client")
@httpError(404)
structure NoSuchCrossing {
    message: String
}
