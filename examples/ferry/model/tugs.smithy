$version: "2.0"

namespace example.tugs

use aws.api#clientDiscoveredEndpoint
use aws.api#clientEndpointDiscovery
use aws.protocols#restJson1

/// Tugs, each of which is called where the service says.
@restJson1
@clientEndpointDiscovery(operation: DescribeEndpoints)
service Tugs {
    version: "2026-11-30"
    operations: [
        CallTug
        DescribeEndpoints
        ListTugs
    ]
}

/// Tells where tugs are called.
@readonly
@http(method: "GET", uri: "/endpoints", code: 200)
operation DescribeEndpoints {
    output := {
        @required
        Endpoints: Endpoints
    }
}

/// Calls a tug.
@clientDiscoveredEndpoint(required: true)
@http(method: "POST", uri: "/tugs/{name}", code: 200)
operation CallTug {
    input := {
        @required
        @httpLabel
        name: String
    }
}

/// Lists tugs.
@readonly
@clientDiscoveredEndpoint(required: false)
@http(method: "GET", uri: "/tugs", code: 200)
operation ListTugs {}

list Endpoints {
    member: Endpoint
}

structure Endpoint {
    @required
    Address: String

    @required
    CachePeriodInMinutes: Long
}
