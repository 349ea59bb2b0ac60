$version: "2.0"

namespace example.weather

use aws.protocols#restJson1

/// Weather as seen by a network of stations: what they measure, what is forecast for them, and
/// who wants to be warned.
///
/// The service exists only as an example. Between them its shapes use every kind that Smithy
/// has, save streams.
///
/// - Stations and their forecasts are **resources**.
/// - Alerts are plain operations; see `CreateAlert`.
@restJson1
@externalDocumentation(Smithy: "https://smithy.io/2.0/")
@paginated(inputToken: "nextToken", outputToken: "nextToken", pageSize: "pageSize")
@tags(["example"])
@title("Example Weather")
service Weather {
    version: "2024-11-05"
    operations: [
        CreateAlert
        GetBulletin
    ]
    resources: [
        Station
    ]
    errors: [
        ThrottledError
        InternalFailure
        MaintenanceError
    ]
    rename: {
        "example.units#Range": "UnitRange"
    }
}

/// The weather that is expected at one station on one day.
resource Forecast {
    identifiers: {
        stationId: StationId
        forecastId: ForecastId
    }
    read: GetForecast
    list: ListForecasts
}

/// A place where the weather is measured.
@title("Weather station")
resource Station {
    identifiers: {
        stationId: StationId
    }
    create: CreateStation
    read: GetStation
    update: UpdateStation
    delete: DeleteStation
    list: ListStations
    operations: [
        RecordObservation
        PutSkyImage
        GetSkyImage
    ]
    resources: [
        Forecast
    ]
}

/// What can go wrong wherever a station is named.
@mixin(
    localTraits: ["smithy.api#documentation"]
)
operation NeedsStation {
    errors: [
        NoSuchResource
    ]
}

/// Asks to be told when the weather turns.
///
/// The condition is a tree: `all`, `any` and `not` hold further conditions.
@examples([
    {
        title: "Warn of frost"
        documentation: "Nothing is sent while the sky is overcast."
        input: {
            name: "frost"
            condition: {
                all: [
                    {
                        temperatureBelow: 0.5
                    }
                    {
                        not: { condition: "overcast" }
                    }
                ]
            }
            severity: 3
        }
        output: {
            alertId: "a-1"
            result: {
                accepted: { until: 1700000000 }
            }
        }
    }
])
@http(method: "POST", uri: "/alerts", code: 201)
operation CreateAlert {
    input: CreateAlertInput
    output: CreateAlertOutput
    errors: [
        InvalidInput
        CreateAlertError
    ]
}

@input
structure CreateAlertInput {
    /// What to call the alert.
    @required
    name: String

    /// When to raise the alert.
    @required
    condition: AlertCondition

    /// How serious the matter is.
    severity: Severity = 2

    /// A label of the caller's own.
    type: String = "custom"

    /// Which stations the alert concerns.
    match: MatchRule

    /// Whether the caller is to be told too.
    self: Boolean = true

    /// Whatever the other members cannot say.
    options: OptionList

    /// Who is to be told.
    recipients: EmailList

    /// Makes it safe to send the same request twice.
    @idempotencyToken
    clientToken: String
}

@output
structure CreateAlertOutput {
    /// The id of the alert.
    @required
    alertId: String

    /// What became of the request.
    @required
    result: Result
}

/// Adds a station to the network. Its id is chosen by the service.
@http(method: "POST", uri: "/stations", code: 201)
operation CreateStation {
    input: CreateStationInput
    output: CreateStationOutput
    errors: [
        InvalidInput
        ConflictError
    ]
}

@input
structure CreateStationInput with [StationProperties] {
    /// Makes it safe to send the same request twice.
    @httpHeader("X-Client-Token")
    @idempotencyToken
    clientToken: String

    /// Check the request and store nothing.
    @httpQuery("dryRun")
    dryRun: Boolean = false
}

@output
structure CreateStationOutput with [Stamped] {
    /// The id of the new station.
    @required
    stationId: StationId
}

/// Removes a station and all that belongs to it.
@http(method: "DELETE", uri: "/stations/{stationId}", code: 204)
@idempotent
operation DeleteStation with [NeedsStation] {
    input: DeleteStationInput
    output: DeleteStationOutput
}

@input
structure DeleteStationInput {
    /// Which station is meant.
    @httpLabel
    @required
    stationId: StationId
}

@output
structure DeleteStationOutput {
    /// `204` when the station is gone, `202` while it is still being taken down.
    @httpResponseCode
    status: Integer
}

/// Fetches the bulletin of a day as plain text.
@deprecated(message: "Use GetForecast.", since: "2024-11-05")
@http(method: "GET", uri: "/bulletins/{day}?format=text", code: 200)
@readonly
operation GetBulletin {
    input: GetBulletinInput
    output: GetBulletinOutput
    errors: [
        NoSuchResource
    ]
}

@input
structure GetBulletinInput {
    /// Any time on the day in question.
    @httpLabel
    @required
    day: Timestamp

    /// The language to be preferred.
    @httpHeader("Accept-Language")
    language: String = "en"
}

@output
structure GetBulletinOutput {
    /// The language of the text.
    @httpHeader("Content-Language")
    language: String

    /// The bulletin.
    @httpPayload
    text: String
}

/// Tells what weather is expected.
@http(method: "GET", uri: "/stations/{stationId}/forecasts/{forecastId}", code: 200)
@readonly
operation GetForecast with [NeedsStation] {
    input: GetForecastInput
    output: GetForecastOutput
}

@input
structure GetForecastInput {
    /// Which station is meant.
    @httpLabel
    @required
    stationId: StationId

    /// Which forecast is meant.
    @httpLabel
    @required
    forecastId: ForecastId

    /// The units of all numbers in the answer.
    @httpQuery("units")
    units: Units = "metric"
}

@output
structure GetForecastOutput {
    /// The id that was asked for.
    @required
    forecastId: ForecastId

    /// The time for which the forecast holds.
    @required
    validity: Range

    /// The lowest and the highest temperature.
    @required
    temperature: example.units#Range

    /// The prevailing weather.
    condition: Condition

    /// A temperature for every hour; null where no model gives one.
    hourly: HourlyTemperatures

    /// How likely each kind of weather is, in percent.
    chances: Chances

    /// When the forecast was made.
    issued: HttpDate

    /// The forecast in one sentence.
    @deprecated(message: "Put the sentence together from the other members.", since: "2024-11-05")
    summary: String
}

/// Fetches a picture of the sky.
@http(method: "GET", uri: "/stations/{stationId}/images/{imageKey+}", code: 200)
@readonly
operation GetSkyImage with [NeedsStation] {
    input: GetSkyImageInput
    output: GetSkyImageOutput
}

@input
structure GetSkyImageInput {
    /// Which station is meant.
    @httpLabel
    @required
    stationId: StationId

    /// The name of the picture, such as `2024/11/05/noon.png`.
    @httpLabel
    @required
    imageKey: ImageKey

    /// Fetch a small version.
    @httpQuery("thumbnail")
    thumbnail: Boolean
}

@output
structure GetSkyImageOutput {
    /// Names this version of the picture.
    @httpHeader("ETag")
    etag: String

    /// When the picture was taken.
    @httpHeader("X-Captured-At")
    @timestampFormat("date-time")
    capturedAt: Timestamp

    /// Facts about the picture, each in a header of its own.
    @httpPrefixHeaders("X-Image-Meta-")
    metadata: ImageMetadata

    /// The picture.
    @httpPayload
    image: PngImage
}

/// Tells all that is known about one station.
@examples([
    {
        title: "Look at a station"
        documentation: "The station on the hill is run by nobody."
        input: { stationId: "hill-1" }
        output: {
            stationId: "hill-1"
            createdAt: 1700000000
            name: "Hill"
            type: "automatic"
            location: { latitude: 47.5, longitude: -8.25 }
            etag: "v1"
        }
    }
    {
        title: "Look for a station that is not there"
        input: { stationId: "sea-9" }
        error: {
            shapeId: "example.weather#NoSuchResource"
            content: { message: "There is no such station.", resourceType: "Station" }
        }
    }
])
@http(method: "GET", uri: "/stations/{stationId}", code: 200)
@readonly
operation GetStation with [NeedsStation] {
    input: GetStationInput
    output: GetStationOutput
}

@input
structure GetStationInput {
    /// Which station is meant.
    @httpLabel
    @required
    stationId: StationId
}

@output
structure GetStationOutput with [StationProperties, Stamped] {
    /// The id that was asked for.
    @required
    stationId: StationId

    /// Names this version of the station.
    @httpHeader("ETag")
    etag: String

    /// The same as `changedAt`, for caches.
    @httpHeader("Last-Modified")
    lastModified: Timestamp

    /// Other resources that belong to the station.
    links: Links
}

/// Lists the forecasts of a station, page by page.
@http(method: "GET", uri: "/stations/{stationId}/forecasts", code: 200)
@paginated(outputToken: "page.next", items: "page.entries")
@readonly
operation ListForecasts with [NeedsStation] {
    input: ListForecastsInput
    output: ListForecastsOutput
}

@input
structure ListForecastsInput with [PageParameters] {
    /// Which station is meant.
    @httpLabel
    @required
    stationId: StationId
}

@output
structure ListForecastsOutput {
    /// One page of forecasts.
    @required
    page: ForecastPage
}

/// Lists stations, page by page.
@http(method: "GET", uri: "/stations", code: 200)
@paginated(items: "stations")
@readonly
operation ListStations {
    input: ListStationsInput
    output: ListStationsOutput
    errors: [
        InvalidInput
    ]
}

@input
structure ListStationsInput with [PageParameters] {
    /// Only stations of this type.
    @httpQuery("type")
    type: StationType

    /// Only stations where one of these was last seen.
    @httpQuery("condition")
    conditions: ConditionList

    /// Latitude and longitude around which to search.
    @httpQuery("near")
    near: DoubleList

    /// Only stations heard of since then.
    @httpQuery("since")
    @timestampFormat("epoch-seconds")
    activeSince: Timestamp

    /// Only stations with a warning of one of these severities.
    @httpQuery("severity")
    severities: SeverityList

    /// Further conditions: the name of a property with the values it may have.
    @httpQueryParams
    filters: Filters
}

@output
structure ListStationsOutput {
    /// One page of stations.
    @required
    stations: StationList

    /// Asks for the next page. Left out on the last one.
    nextToken: String
}

/// Stores a picture of the sky under a name that may contain slashes.
@http(method: "PUT", uri: "/stations/{stationId}/images/{imageKey+}", code: 200)
@idempotent
operation PutSkyImage with [NeedsStation] {
    input: PutSkyImageInput
    output: PutSkyImageOutput
    errors: [
        InvalidInput
    ]
}

@input
structure PutSkyImageInput {
    /// Which station is meant.
    @httpLabel
    @required
    stationId: StationId

    /// The name of the picture, such as `2024/11/05/noon.png`.
    @httpLabel
    @required
    imageKey: ImageKey

    /// When the picture was taken.
    @httpHeader("X-Captured-At")
    @timestampFormat("date-time")
    capturedAt: Timestamp

    /// When the picture may be forgotten.
    @httpHeader("X-Expires")
    expires: EpochTime

    /// Facts about the picture, each in a header of its own.
    @httpPrefixHeaders("X-Image-Meta-")
    metadata: ImageMetadata

    /// The picture.
    @httpPayload
    @required
    image: PngImage
}

@output
structure PutSkyImageOutput {
    /// Names this version of the picture.
    @httpHeader("ETag")
    etag: String

    /// `201` for a new picture, `200` for one that replaced another.
    @httpResponseCode
    status: Integer
}

/// Stores what a station has just measured.
///
/// Every region has a host of its own for this, so that measurements need not travel far.
@endpoint(hostPrefix: "{region}.ingest.")
@http(method: "POST", uri: "/stations/{stationId}/observations", code: 202)
operation RecordObservation with [NeedsStation] {
    input: RecordObservationInput
    output: RecordObservationOutput
    errors: [
        InvalidInput
    ]
}

@input
structure RecordObservationInput {
    /// Which station is meant.
    @httpLabel
    @required
    stationId: StationId

    /// The region whose host is to be used.
    @hostLabel
    @required
    region: RegionName

    /// The instruments that took part.
    @httpHeader("X-Sensors")
    sensors: InstrumentSet

    /// How urgently the observation should be looked at.
    @httpHeader("X-Priority")
    priority: Severity

    /// When the message left the station.
    @httpHeader("X-Sent-At")
    sentAt: Timestamp

    /// The measurements.
    @required
    observation: Observation

    /// Raw values by sensor; a sensor that gave none has null.
    readings: SensorReadings

    /// Remarks of any form.
    annotations: Annotations
}

@output
structure RecordObservationOutput {
    /// Under which the observation is stored.
    @required
    observationId: String

    /// When each copy was stored.
    @httpHeader("X-Accepted-At")
    acceptedAt: TimestampList

    /// The observation as it was stored.
    @required
    observation: Observation
}

/// Changes some properties of a station and leaves the others alone.
@http(method: "PATCH", uri: "/stations/{stationId}", code: 200)
operation UpdateStation with [NeedsStation] {
    input: UpdateStationInput
    output: UpdateStationOutput
    errors: [
        InvalidInput
        ConflictError
    ]
}

@input
structure UpdateStationInput {
    /// Which station is meant.
    @httpLabel
    @required
    stationId: StationId

    /// Change the station only while it is at this version.
    @httpHeader("If-Match")
    ifMatch: String

    /// A note for the keeper's own tools. As JSON text in a header it is sent in base64.
    @httpHeader("X-Station-Profile")
    profile: JsonText

    /// The properties to be set.
    @httpPayload
    @required
    patch: StationPatch
}

@output
structure UpdateStationOutput {
    /// Names the new version.
    @httpHeader("ETag")
    etag: String

    /// The station in short.
    @httpPayload
    station: StationSummary
}

/// The terms of a watch.
structure Acceptance {
    /// When the watch ends.
    @required
    until: EpochTime

    /// How many more alerts the caller may have.
    remaining: Integer = 0
}

/// Somebody else was faster.
@error("client")
@httpError(409)
structure ConflictError {
    /// What went wrong, in words.
    Message: String

    /// A short name of the conflict.
    code: String

    /// Who else changed the station.
    source: String

    /// The version that is stored.
    @httpHeader("ETag")
    etag: String
}

/// Somebody who looks after a station.
structure Contact {
    /// What to call them.
    @required
    name: String

    /// Where to write to.
    email: EmailAddress

    /// Where to ring, by purpose.
    phone: PhoneNumbers

    /// How to get in.
    door: DoorCode
}

/// A point on the earth.
structure Coordinates {
    /// Degrees north of the equator.
    @required
    latitude: Latitude

    /// Degrees east of Greenwich.
    @required
    longitude: Longitude
}

/// The caller has too many alerts.
@error("client")
@httpError(422)
structure CreateAlertError {
    /// What went wrong, in words.
    message: String

    /// What the service would have answered.
    result: Result
}

/// The way into a station.
@sensitive
structure DoorCode {
    /// What to type.
    @required
    code: String

    /// What to type it into.
    hint: String
}

/// One thing wrong with a request.
structure FieldProblem {
    /// Where in the request.
    @required
    path: String

    /// What is wrong there.
    @required
    reason: String
}

/// A part of a list of forecasts.
structure ForecastPage {
    /// Forecasts by id.
    @required
    entries: ForecastMap

    /// Asks for the next page. Left out on the last one.
    next: String
}

/// A forecast in short.
structure ForecastSummary {
    /// The prevailing weather.
    @required
    condition: Condition

    /// The time for which the forecast holds.
    @required
    validity: Range
}

/// The service is broken.
@error("server")
@httpError(500)
structure InternalFailure {
    /// What went wrong, in words.
    message: String
}

/// The request makes no sense.
@error("client")
@httpError(400)
structure InvalidInput {
    /// What went wrong, in words.
    message: String

    /// Every member that is wrong.
    fields: FieldProblemList
}

/// Addresses of related resources.
structure Links {
    /// The station itself.
    @required
    self: Uri

    /// The network the station belongs to.
    super: Uri

    /// All data of the station in one archive.
    crate: Uri

    /// Where to ask for events.
    async: Uri

    /// The station that was built next.
    next: Uri
}

/// The service is being looked after.
@error("server")
@httpError(503)
@retryable
structure MaintenanceError {
    /// What went wrong, in words.
    message: String

    /// When the service will be back.
    @httpHeader("X-Maintenance-Until")
    until: Timestamp
}

/// Picks stations.
structure MatchRule {
    /// A pattern for the names of stations.
    @required
    match: GlobPattern

    /// Only stations of this type.
    type: StationType

    /// One particular station.
    ref: StationId

    /// What to try when no station fits.
    else: MatchRule
}

/// There is nothing under this id.
@error("client")
@httpError(404)
structure NoSuchResource {
    /// What went wrong, in words.
    @required
    message: String

    /// What kind of thing was looked for.
    @required
    resourceType: String
}

/// One round of measurements, with a member of every simple type.
structure Observation {
    /// When the measuring took place.
    @required
    observedAt: Timestamp

    /// When the report was written.
    reportedAt: DateTime

    /// When the report was published.
    publishedAt: HttpDate

    /// The weather as seen by eye.
    @required
    condition: Condition

    /// Whether it rains.
    raining: Boolean

    /// Eighths of the sky that are covered.
    cloudOktas: CloudCover

    /// Where the wind comes from, in degrees from north.
    windBearing: Short

    /// Relative humidity.
    humidity: Percentage

    /// Counts the observations of the station.
    sequence: Long

    /// In degrees; `NaN` for a broken sensor.
    @required
    temperature: Float

    /// In metres a second.
    @jsonName("wind-speed")
    windSpeed: Double

    /// All drops since the station was built.
    raindrops: BigInteger

    /// In millimetres, exactly.
    rainfall: BigDecimal

    /// A small picture.
    photo: Blob

    /// A sentence by the observer.
    remark: String

    /// How serious the weather is.
    severity: Severity

    /// Where the measuring took place, if the station moves.
    location: Coordinates
}

/// An extra setting.
structure Option {
    /// The name of the option.
    @required
    key: String

    /// Its value, of any form.
    value: Document
}

/// The input of every listing.
@mixin(
    localTraits: ["smithy.api#documentation"]
)
structure PageParameters {
    /// Where to go on: the token of the page before. Leave it out for the first page.
    @httpQuery("nextToken")
    nextToken: String

    /// How many entries a page may have at most.
    @httpQuery("pageSize")
    pageSize: PageSize
}

/// An area, which may lie in another and hold others.
structure Place {
    /// What the area is called.
    @required
    name: String

    /// The larger area of which this one is a part.
    within: Place

    /// Smaller areas inside.
    parts: PlaceList

    /// Adjoining areas, by direction.
    neighbours: PlaceMap
}

/// A stretch of time.
structure Range {
    /// The beginning.
    @required
    from: Timestamp

    /// The end, or nothing if it is open.
    to: Timestamp
}

/// The times of birth and change.
@mixin(
    localTraits: ["smithy.api#documentation"]
)
structure Stamped {
    /// When this was first stored.
    @required
    createdAt: Timestamp

    /// When this was last changed, if ever.
    @timestampFormat("date-time")
    changedAt: Timestamp
}

/// New values for properties of a station.
structure StationPatch with [StationProperties] {
    /// Properties to be erased.
    remove: PropertyNames
}

/// What can be said about a station, whether it is new or old.
@mixin(
    localTraits: ["smithy.api#documentation"]
)
structure StationProperties {
    /// What people call the station.
    name: StationName

    /// How the station is run.
    type: StationType

    /// Where the station stands.
    location: Coordinates

    /// Height above sea level in metres.
    elevation: Float

    /// Who looks after the station.
    contact: Contact

    /// The smallest known area around the station.
    place: Place

    /// How the station measures and publishes.
    settings: StationSettings

    /// What the station can measure with.
    instruments: InstrumentSet
}

/// How a station measures and publishes. Nearly everything has a default.
structure StationSettings {
    /// The units on the station's display.
    units: Units = "metric"

    /// Whether the public may see the measurements.
    publish: Boolean = true

    /// Whether to keep a log of everything.
    @addedDefault
    verbose: Boolean = false

    /// Digits after the point.
    decimals: Byte = 1

    /// Where the station listens.
    port: Short = 8080

    /// The season for which the instruments are set.
    season: Season = 1

    /// The pause between two measurements.
    pollSeconds: PollSeconds = 60

    /// The pause before a silent station counts as lost. There is none unless it is set.
    graceSeconds: PollSeconds = null

    /// The number on the device, which a floating point number could not hold.
    serial: Long = 9007199254740993

    /// The least change worth a report.
    threshold: Float = 0.5

    /// By which raw values are multiplied.
    gain: Double = 1.0

    /// How many bytes the station may send.
    quota: BigInteger = 18446744073709551616

    /// By how much two sensors may differ.
    tolerance: BigDecimal = 0.1000000000000000000001

    /// When the station was built.
    installedAt: Timestamp = "2000-01-01T00:00:00Z"

    /// When somebody last looked after it.
    @timestampFormat("date-time")
    servicedAt: Timestamp = "1970-01-01T00:00:00Z"

    /// What the maker measured.
    calibration: Blob = "AAEC"

    /// Shown when the station starts.
    motto: String = ""

    /// Words to find the station by.
    labels: StringList = []

    /// Corrections by sensor.
    offsets: Offsets = {}

    /// Settings of the maker.
    extra: Document = {}

    /// Measurements outside these are thrown away.
    limits: example.units#Range
}

/// A station in short.
structure StationSummary {
    /// The id of the station.
    @required
    stationId: StationId

    /// What people call the station.
    @required
    name: StationName

    /// Where the station stands.
    @required
    location: Coordinates

    /// How the station is run.
    @required
    type: StationType
}

/// Too many requests.
@error("client")
@httpError(429)
@retryable(throttling: true)
structure ThrottledError {
    /// What went wrong, in words.
    message: String

    /// How many seconds to wait.
    @httpHeader("Retry-After")
    retryAfter: Integer
}

/// A condition on the weather, which may be made of others.
union AlertCondition {
    /// True at all times.
    always: Unit

    /// True while it is colder than this many degrees.
    temperatureBelow: Float

    /// True while the wind is stronger than this.
    @jsonName("wind-above")
    windAbove: Double

    /// True in this weather.
    condition: Condition

    /// True from one time to another.
    between: Range

    /// True of stations of this type.
    type: StationType

    /// True while the inner condition is false.
    not: AlertCondition

    /// True while all of these are.
    all: AlertConditionList

    /// True while one of these is. The keys are for people.
    any: AlertConditionMap
}

/// What became of a request.
union Result {
    /// The alert is watched for.
    accepted: Acceptance

    /// The decision is still open.
    deferred: Unit

    /// The alert is not watched for, and why.
    rejected: String
}

/// Kinds of weather.
enum Condition {
    /// No clouds.
    CLEAR = "clear"

    /// Some clouds.
    PARTLY_CLOUDY = "partly cloudy"

    /// Nothing but clouds.
    OVERCAST = "overcast"

    /// Rain of any strength.
    RAIN = "rain"

    /// Snow of any strength.
    SNOW = "snow"
}

/// What a station measures with.
enum Instrument {
    /// Measures temperature.
    THERMOMETER = "thermometer"

    /// Measures pressure.
    BAROMETER = "barometer"

    /// Measures wind.
    ANEMOMETER = "anemometer"
}

/// How a station is run.
enum StationType {
    /// Nobody is there.
    AUTOMATIC = "automatic"

    /// Somebody is there.
    STAFFED = "staffed"

    /// Somebody is always there.
    ROUND_THE_CLOCK = "24h"

    /// A private person's own station.
    SELF = "self"

    /// The station flies.
    AIRBORNE

    /// Nobody has said.
    UNKNOWN = "unknown"

    /// The station hangs from a kite.
    @deprecated(message: "Say AIRBORNE.")
    KITE = "kite"
}

/// Systems of units.
enum Units {
    /// Degrees Celsius and metres a second.
    METRIC = "metric"

    /// Degrees Fahrenheit and miles an hour.
    IMPERIAL = "imperial"
}

/// Seasons of the north.
intEnum Season {
    /// March to May.
    SPRING = 0

    /// June to August.
    SUMMER = 1

    /// September to November.
    AUTUMN = 2

    /// December to February.
    WINTER = 3
}

/// How serious something is.
intEnum Severity {
    /// Worth knowing.
    MINOR = 1

    /// Take care.
    MODERATE = 2

    /// Stay inside.
    SEVERE = 3

    /// Get away.
    EXTREME = 4
}

list AlertConditionList {
    member: AlertCondition
}

list ConditionList {
    member: Condition
}

list DoubleList {
    member: Double
}

list EmailList {
    member: EmailAddress
}

list FieldProblemList {
    member: FieldProblem
}

/// Temperatures by hour, with gaps.
@sparse
list HourlyTemperatures {
    member: Float
}

/// Instruments, none of them twice.
@uniqueItems
list InstrumentSet {
    member: Instrument
}

list OptionList {
    member: Option
}

list PlaceList {
    member: Place
}

@length(max: 20)
list PropertyNames {
    member: String
}

list SeverityList {
    member: Severity
}

list StationList {
    member: StationSummary
}

list StringList {
    member: String
}

list TimestampList {
    member: Timestamp
}

map AlertConditionMap {
    key: String
    value: AlertCondition
}

map Annotations {
    key: String
    value: Document
}

map Chances {
    key: Condition
    value: Percentage
}

map Filters {
    key: String
    value: StringList
}

map ForecastMap {
    key: ForecastId
    value: ForecastSummary
}

map ImageMetadata {
    key: String
    value: String
}

map Offsets {
    key: String
    value: Integer
}

map PhoneNumbers {
    key: String
    value: PhoneNumber
}

map PlaceMap {
    key: String
    value: Place
}

/// Values by sensor, with gaps.
@sparse
map SensorReadings {
    key: String
    value: Double
}

@range(min: 0, max: 8)
byte CloudCover

@timestampFormat("date-time")
timestamp DateTime

@sensitive
string EmailAddress

@timestampFormat("epoch-seconds")
timestamp EpochTime

@length(min: 1)
string ForecastId

/// A pattern with `*` for any text.
string GlobPattern

@timestampFormat("http-date")
timestamp HttpDate

string ImageKey

/// Text that is itself JSON.
@mediaType("application/json")
string JsonText

@range(min: -90, max: 90)
double Latitude

@range(min: -180, max: 180)
double Longitude

@range(min: 1, max: 100)
integer PageSize

@range(min: 0, max: 100)
integer Percentage

@sensitive
string PhoneNumber

/// A picture in PNG format.
@length(max: 5242880)
@mediaType("image/png")
blob PngImage

/// A pause in seconds.
@default(60)
@range(min: 1)
integer PollSeconds

/// A name that can stand in a host name.
@length(max: 63)
@pattern("^[a-z][a-z0-9-]*$")
string RegionName

@length(min: 1, max: 64)
@pattern("^[a-z0-9-]+$")
string StationId

@length(min: 1, max: 200)
string StationName

string Uri

apply CreateStationInput$location {
    @required
    @clientOptional
}

apply CreateStationInput$name {
    @required
}

apply ListStationsInput$pageSize {
    @documentation("How many stations a page may have at most; 20 when nothing is said.")
}
