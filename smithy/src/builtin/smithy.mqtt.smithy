$version: "2.0"

namespace smithy.mqtt

@trait(selector: "service") @protocolDefinition
structure mqttJson {}

@trait(
    selector: "operation :not(-[output]-> * > member)"
    conflicts: [subscribe]
    breakingChanges: [{change: "any"}]
)
@pattern("^[^#+]+$")
@traitValidators(
    "MqttPublishInput.NoEventStreams": {
        selector: "-[input]-> structure > member :test(> union [trait|streaming])"
        message: "An operation that publishes has no event stream in its input"
    }
    MqttUnsupportedErrors: {
        selector: ":test(-[error]->)"
        message: "An operation that publishes has no errors"
        severity: "DANGER"
    }
)
string publish

@trait(selector: "operation :test(-[output]->)", conflicts: [publish], breakingChanges: [{change: "any"}])
@pattern("^[^#+]+$")
@traitValidators(
    "MqttSubscribeInput.MissingTopicLabel": {
        selector: "-[input]-> structure > member :not([trait|smithy.mqtt#topicLabel])"
        message: "Each input member of an operation that subscribes must be a smithy.mqtt#topicLabel"
    }
    MqttUnsupportedErrors: {
        selector: ":test(-[error]->)"
        message: "An operation that subscribes has no errors"
        severity: "DANGER"
    }
    "MqttSubscribeOutput.MissingEventStream": {
        selector: ":test(-[output]-> :not(> member > union [trait|streaming]))"
        message: "The output of an operation that subscribes must hold an event stream"
    }
    "MqttSubscribeOutput.EventHeaderNotSupported": {
        selector: "-[output]-> structure > member > union [trait|streaming] > member > structure > member [trait|eventHeader]"
        message: "Event headers do not go with an operation that subscribes"
        severity: "DANGER"
    }
    "MqttSubscribeOutput.NoInitialEvents": {
        selector: ":test(-[output]-> structure > member :not(> union [trait|streaming]))"
        message: "The output of an operation that subscribes holds the event stream alone"
    }
)
string subscribe

@trait(
    selector: "member[trait|required] :test(> :test(string, byte, short, integer, long, boolean, timestamp))"
)
structure topicLabel {}
