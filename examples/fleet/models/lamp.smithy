$version: "2.0"

namespace example.lamp

use aws.protocols#restJson1

/// A lamp.
@restJson1
service Lamp {
    operations: [SwitchLamp]
}

/// Switches it on or off.
@idempotent
@http(method: "PUT", uri: "/lamp")
operation SwitchLamp {
    input := {
        @required
        isOn: Boolean
    }
}
