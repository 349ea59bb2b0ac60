$version: "2.0"

namespace example.clock

use aws.protocols#restJson1

/// A clock.
@restJson1
service Clock {
    operations: [GetTime]
}

/// Tells the time.
@readonly
@http(method: "GET", uri: "/time")
operation GetTime {
    output := {
        now: Timestamp
    }
}
