//! Why a service differs in its two descriptions: each kind of difference, and what has to be true of it.

use serde_json::Value;

use crate::differences::Difference;

/// The files of a description as they are.
#[derive(Default)]
pub(super) struct Raw {
    pub(super) service: Value,
    pub(super) pagination: Value,
    pub(super) waiters: Value,
}

type Holds = fn(&Difference, &Raw) -> bool;

const ALWAYS: Holds = |_, _| true;

const NEWER: &str = "botocore is newer than the models";
const GONE: &str = "botocore is newer, and its description does not have it";
const BOUNDS: &str = "botocore is newer, and its description states other bounds or none";
const UNSAID: &str = "descriptions do not say this of services of such protocols";
const CUSTOM: &str = "the descriptions of some services were changed by hand";

/// The kinds of differences that have a reason. The first row that fits counts.
const REASONS: &[(&str, &str, Holds)] = &[
    // Whatever is added is described; that it is read wrongly would show in what both have.
    ("added", NEWER, |difference, _| {
        !difference.about.starts_with("service endpointPrefix")
    }),
    (
        "service endpointPrefix added",
        "descriptions always say it, models where it is not the default",
        ALWAYS,
    ),
    ("operation removed", GONE, |it, raw| {
        raw.service["operations"].get(name(it)).is_none()
    }),
    ("shape removed", GONE, |it, raw| !raw.reaches(name(it))),
    ("enum value removed", GONE, |it, raw| {
        let value = it.about.split(" value ").nth(1).unwrap_or_default();
        let values = raw.service["shapes"][name(it)]["enum"].as_array();
        values.is_none_or(|values| values.iter().all(|it| it != value))
    }),
    ("operation error removed", GONE, |it, raw| {
        let error = it.about.rsplit(' ').next().unwrap_or_default();
        let errors = raw.service["operations"][name(it)]["errors"].as_array();
        errors.is_none_or(|errors| errors.iter().all(|it| it["shape"] != error))
    }),
    (
        "member removed",
        "the description does not have it; messages of errors are often left out",
        |it, raw| raw.shape(name(it))["members"].get(member(it)).is_none(),
    ),
    ("member required removed", GONE, |it, raw| {
        let required = raw.shape(name(it))["required"].as_array();
        required.is_none_or(|names| names.iter().all(|it_is| it_is != member(it)))
    }),
    ("member length removed", BOUNDS, |it, raw| {
        !raw.target_has(it, &["max"])
    }),
    ("member range removed", BOUNDS, |it, raw| {
        !raw.target_has(it, &["min", "max"])
    }),
    ("member pattern removed", BOUNDS, |it, raw| {
        !raw.target_has(it, &["pattern"])
    }),
    ("member sensitive removed", BOUNDS, |it, raw| {
        !raw.target_has(it, &["sensitive"])
    }),
    (
        "member sparse removed",
        "descriptions of maps and old lists do not say that they are sparse",
        |it, raw| !raw.target_has(it, &["sparse"]),
    ),
    ("member length changed", BOUNDS, |it, raw| {
        raw.has_bounds(it)
    }),
    ("member range changed", BOUNDS, |it, raw| raw.has_bounds(it)),
    (
        "member pattern changed",
        "a description's pattern is about the whole text, a model's about a part of it",
        |it, raw| {
            let pattern = raw.target(it)["pattern"].as_str().unwrap_or_default();
            let inner = pattern.trim_start_matches('^').trim_end_matches('$');
            let after = it
                .after
                .as_deref()
                .and_then(|after| serde_json::from_str::<String>(after).ok());
            after.is_some_and(|after| {
                after.contains(inner) && after.starts_with('^') && after.ends_with('$')
            })
        },
    ),
    ("element length removed", BOUNDS, ALWAYS),
    ("element length changed", BOUNDS, ALWAYS),
    ("element pattern removed", BOUNDS, ALWAYS),
    ("element pattern changed", BOUNDS, ALWAYS),
    (
        "member mediaType removed",
        "descriptions only know JSON",
        |it, _| it.before.as_deref() != Some("\"application/json\""),
    ),
    (
        "member optional changed",
        "descriptions have no defaults, and say otherwise what is required",
        ALWAYS,
    ),
    ("member httpLabel removed", GONE, |it, raw| {
        raw.member(it)["location"] != "uri"
    }),
    (
        "member name removed",
        "it is in the query now",
        |it, raw| raw.member(it).get("location").is_some(),
    ),
    ("member name changed", CUSTOM, |it, raw| {
        raw.member(it)["locationName"].as_str() == it.after.as_deref()
    }),
    (
        "member changed",
        "it has another type now, or its shape the name of an operation",
        |it, raw| {
            let before = it.before.as_deref().unwrap_or_default();
            raw.member(it)["shape"] != before || raw.service["operations"].get(before).is_some()
        },
    ),
    (
        "shape changed",
        "descriptions have some unions as structures",
        |it, raw| raw.shape(name(it)).get("union").is_none(),
    ),
    ("shape error changed", UNSAID, |it, raw| {
        raw.shape(name(it)).get("error").is_none()
    }),
    ("shape httpError removed", UNSAID, |it, raw| {
        raw.shape(name(it)).get("error").is_none()
    }),
    ("shape awsQueryError removed", UNSAID, |it, raw| {
        raw.shape(name(it)).get("error").is_none()
    }),
    (
        "operation readonly removed",
        "descriptions seldom say it",
        |it, raw| {
            raw.service["operations"][name(it)]
                .get("readonly")
                .is_none()
        },
    ),
    (
        "operation paginated removed",
        "botocore has no paginator of it",
        |it, raw| {
            let paginator = &raw.pagination["pagination"][name(it)];
            let tokens = [&paginator["input_token"], &paginator["output_token"]];
            paginator.is_null()
                || tokens
                    .iter()
                    .any(|it| it.as_str().is_none_or(|it| it.contains([' ', '|'])))
        },
    ),
    (
        "operation paginated changed",
        "botocore's paginators have results where models have none, and the other way round",
        |it, raw| {
            let paginator = &raw.pagination["pagination"][name(it)];
            let after = it
                .after
                .as_deref()
                .and_then(|after| serde_json::from_str::<Value>(after).ok());
            after.is_some_and(|after| {
                after["inputToken"] == paginator["input_token"]
                    && after["outputToken"] == paginator["output_token"]
            })
        },
    ),
    (
        "waiter acceptors changed",
        "botocore's waiters know errors by other names, or as statuses",
        ALWAYS,
    ),
    ("waiter acceptors removed", GONE, |it, raw| {
        raw.no_waiter(it)
    }),
    ("waiter minDelay removed", GONE, |it, raw| raw.no_waiter(it)),
    (
        "waiter maxDelay removed",
        "botocore's waiters have no longest delay",
        ALWAYS,
    ),
    (
        "operation http uri changed",
        "the path is another, or ends in a slash that models leave out",
        |it, raw| {
            let path = &raw.service["operations"][name(it)]["http"]["requestUri"];
            let segments = |path: &str| path.trim_matches('"').split('/').count();
            path.as_str()
                .zip(it.after.as_deref())
                .is_some_and(|(raw, read)| segments(raw) == segments(read))
        },
    ),
    ("operation http code changed", NEWER, |it, raw| {
        let code = &raw.service["operations"][name(it)]["http"]["responseCode"];
        it.after.as_deref() == Some(&code.to_string())
    }),
    ("operation endpoint changed", NEWER, |it, raw| {
        let prefix = &raw.service["operations"][name(it)]["endpoint"]["hostPrefix"];
        it.after
            .as_deref()
            .is_some_and(|after| after.contains(&prefix.to_string()))
    }),
    (
        "operation httpChecksum changed",
        "descriptions say also what is the default",
        ALWAYS,
    ),
    ("operation input changed", NEWER, |it, _| {
        it.before.as_deref() == Some("Unit")
    }),
    ("operation output changed", NEWER, |it, _| {
        it.before.as_deref() == Some("Unit")
    }),
    ("service clientEndpointDiscovery changed", UNSAID, ALWAYS),
    ("service auth changed", NEWER, |it, raw| {
        let auth = raw.service["metadata"]["auth"].to_string();
        it.after.as_deref() == Some(&auth)
    }),
    (
        "service awsJson1_0 changed",
        "descriptions say which versions of HTTP a service has",
        ALWAYS,
    ),
    (
        "service restJson1 changed",
        "descriptions say which versions of HTTP a service has",
        ALWAYS,
    ),
];

/// The reason of a difference, if it has one.
pub(super) fn of(difference: &Difference, raw: &Raw) -> Option<&'static str> {
    let kind = difference.kind();
    let fits = |pattern: &str| kind == pattern || (pattern == "added" && kind.ends_with(" added"));
    let mut rows = REASONS.iter().filter(|(pattern, _, _)| fits(pattern));
    rows.find(|(_, _, holds)| holds(difference, raw))
        .map(|it| it.1)
}

/// What a difference is about: the name of an operation or shape.
fn name(difference: &Difference) -> &str {
    difference.about.split(' ').nth(1).unwrap_or_default()
}

fn member(difference: &Difference) -> &str {
    let rest = difference
        .about
        .split(" member ")
        .nth(1)
        .unwrap_or_default();
    rest.split([' ', '.']).next().unwrap_or_default()
}

impl Raw {
    fn shape(&self, name: &str) -> &Value {
        let shapes = &self.service["shapes"];
        // The reader adds underscores to names that something else has.
        shapes
            .get(name)
            .unwrap_or(&shapes[name.trim_end_matches('_')])
    }

    fn member(&self, difference: &Difference) -> &Value {
        &self.shape(name(difference))["members"][member(difference)]
    }

    fn target(&self, difference: &Difference) -> &Value {
        let target = self.member(difference)["shape"].as_str();
        self.shape(target.unwrap_or_default())
    }

    fn target_has(&self, difference: &Difference, keys: &[&str]) -> bool {
        let target = self.target(difference);
        keys.iter().any(|key| target.get(key).is_some())
    }

    /// Whether the bounds that were read are those of the description.
    fn has_bounds(&self, difference: &Difference) -> bool {
        let read = difference.after.as_deref();
        let read = read.and_then(|read| serde_json::from_str::<Value>(read).ok());
        let target = self.target(difference);
        let number = |value: &Value, key| value.get(key).and_then(Value::as_f64);
        let is_same = |read: &Value, key| {
            number(read, key).unwrap_or_default() == number(target, key).unwrap_or_default()
        };
        read.is_some_and(|read| is_same(&read, "min") && is_same(&read, "max"))
    }

    /// Whether anything names a shape.
    fn reaches(&self, name: &str) -> bool {
        let named = format!("\"shape\":\"{name}\"");
        self.service.to_string().contains(&named)
    }

    fn no_waiter(&self, difference: &Difference) -> bool {
        let name = difference
            .about
            .split(" waiter ")
            .nth(1)
            .unwrap_or_default();
        let name = name.split(' ').next().unwrap_or_default();
        self.waiters["waiters"].get(name).is_none()
    }
}
