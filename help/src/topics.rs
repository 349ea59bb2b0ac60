//! Pages on topics other than commands: settings, exit codes, and the list of topics.

use crate::invocation::Invocation;
use crate::markup;
use crate::page::{Block, Page, Section, Span};
use crate::sections::{environment, exit_codes, files, variable};

/// A help topic that is not a command: `help config-vars`.
#[derive(Clone, Copy, Debug)]
pub struct Topic {
    /// Name, as typed after `help`.
    pub name: &'static str,
    /// Summary of the page.
    pub summary: &'static str,
    sections: fn(&Invocation<'_>) -> Vec<Section>,
}

/// The page on settings, which messages refer to.
pub const CONFIG_VARS: &str = "config-vars";

/// All topics, in the order in which they are listed.
pub const TOPICS: &[Topic] = &[
    Topic {
        name: CONFIG_VARS,
        summary: "Settings: variables of the environment, keys of profiles, the files they are in.",
        sections: settings,
    },
    Topic {
        name: "return-codes",
        summary: "What the exit status tells.",
        sections: |invocation| vec![exit_codes(invocation.names)],
    },
    Topic {
        name: "topics",
        summary: "The pages that are about no command.",
        sections: topics,
    },
];

/// Builds the page on a topic.
#[must_use]
pub fn topic(topic: &Topic, invocation: &Invocation<'_>) -> Page {
    Page {
        title: format!("{} help {}", invocation.line, topic.name),
        summary: topic.summary.to_owned(),
        sections: (topic.sections)(invocation),
    }
}

/// A section that lists the topics, for other pages.
pub(crate) fn section() -> Section {
    let entry = |topic: &Topic| {
        Block::Definition(
            vec![Span::code(topic.name)],
            vec![Block::plain(topic.summary)],
        )
    };
    Section {
        title: "AVAILABLE TOPICS",
        blocks: TOPICS.iter().map(entry).collect(),
    }
}

fn topics(invocation: &Invocation<'_>) -> Vec<Section> {
    let text = format!(
        "`{} help` with the name of a topic shows its page.",
        invocation.line
    );
    vec![
        Section {
            title: "DESCRIPTION",
            blocks: markup::parse(&text),
        },
        section(),
    ]
}

fn settings(invocation: &Invocation<'_>) -> Vec<Section> {
    let names = invocation.names;
    let key = |(name, doc): &(&str, &str)| variable(name, &names.text(doc));
    vec![
        Section {
            title: "DESCRIPTION",
            blocks: markup::parse(&names.text(ORDER)),
        },
        environment(names, None),
        Section {
            title: "KEYS OF PROFILES",
            blocks: KEYS.iter().map(key).collect(),
        },
        Section {
            title: "THE PAGER",
            blocks: markup::parse(&names.text(PAGER)),
        },
        files(names),
    ]
}

const ORDER: &str = "\
Where a setting can be made in several places, an option of the command line comes first, then a variable of the \
environment, then a key of the profile.

A profile is a section of the configuration file: `[default]`, or `[profile name]` for the one that `--profile` or \
`AWS_PROFILE` names. A key that is also in the section `[name]` of the credentials file is taken from there.";

const PAGER: &str = "\
Results are shown in a pager where the standard output is a terminal. The first of these that is set names it: the \
variable `AWS_PAGER`, the key `cli_pager`, the variable `PAGER`; else it is `less`. An empty value means no pager, and \
so does `--no-cli-pager`. `less` is started with `LESS=FRX`, unless `LESS` is set.";

const KEYS: &[(&str, &str)] = &[
    ("region", "The region to call, like `--region`."),
    ("output", "How results are printed, like `--output`."),
    (
        "endpoint_url",
        "Where requests are sent, like `--endpoint-url`.",
    ),
    (
        "services",
        "The section `[services name]` with an `endpoint_url` for each service; it comes before `endpoint_url`.",
    ),
    (
        "ignore_configured_endpoint_urls",
        "With `true`, no endpoint of variables and files counts.",
    ),
    ("ca_bundle", "A file of certificates, like `--ca-bundle`."),
    (
        "use_fips_endpoint",
        "With `true`, the region's endpoint that conforms to FIPS 140.",
    ),
    (
        "use_dualstack_endpoint",
        "With `true`, the region's endpoint that is reached through IPv6 too.",
    ),
    ("max_attempts", "How often a request is sent at most."),
    (
        "retry_mode",
        "How requests are repeated: `standard` or `adaptive`.",
    ),
    (
        "parameter_validation",
        "With anything but `true`, arguments are sent without a check.",
    ),
    (
        "cli_binary_format",
        "How blobs are given, like `--cli-binary-format`.",
    ),
    (
        "cli_timestamp_format",
        "How instants are printed: `iso8601`, or `wire` for as they came.",
    ),
    (
        "cli_error_format",
        "How errors are printed, like `--cli-error-format`.",
    ),
    ("cli_pager", "The pager for output on a terminal."),
    (
        "cli_auto_prompt",
        "`on` always asks for the command's parts, `on-partial` after an error in them.",
    ),
    (
        "credential_process",
        "A command that prints credentials as JSON.",
    ),
    (
        "sso_session",
        "The section `[sso-session name]` with `sso_start_url` and `sso_region`, for which `--save` keeps results.",
    ),
];
