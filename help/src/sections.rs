//! Sections and entries that several kinds of pages share.

use crate::markup;
use crate::names::{Identity, Names};
use crate::options::GlobalOption;
use crate::page::{Block, Section, Span};
use crate::service::DescribedService;

/// The title of the section on global options.
pub const GLOBAL_OPTIONS: &str = "GLOBAL OPTIONS";

pub(crate) fn entry(name: &str, doc: &str) -> Block {
    let sentence = markup::first_sentence(doc);
    let body = if sentence.is_empty() {
        Vec::new()
    } else {
        vec![Block::plain(sentence)]
    };
    Block::Definition(vec![Span::code(name)], body)
}

/// The entry of an option that is not in the model.
#[must_use]
pub fn global_option(option: &GlobalOption, names: Names<'_>) -> Block {
    let term = vec![
        Span::code(option.name),
        Span::plain(format!(" ({})", option.kind)),
    ];
    let mut body = markup::parse(&names.text(names.meant(option).doc));
    if !option.choices.is_empty() {
        body.push(Block::values(option.choices.iter().copied()));
    }
    Block::Definition(term, body)
}

pub(crate) fn global_options(names: Names<'_>) -> Section {
    Section {
        title: GLOBAL_OPTIONS,
        blocks: names.global().map(|it| global_option(it, names)).collect(),
    }
}

/// Variables of every program, by the AWS tools' names.
const VARIABLES: [(&str, &str); 12] = [
    ("AWS_PROFILE", "The profile to use, like `--profile`."),
    (
        "AWS_DEFAULT_OUTPUT",
        "How results are printed, like `--output`.",
    ),
    (
        "AWS_ENDPOINT_URL",
        "Where requests are sent, like `--endpoint-url`.",
    ),
    (
        "AWS_CA_BUNDLE",
        "A file of certificates, like `--ca-bundle`.",
    ),
    (
        "AWS_CONFIG_FILE",
        "The file with profiles, in place of `~/.aws/config`.",
    ),
    (
        "AWS_MAX_ATTEMPTS",
        "How often a request is sent at most, where the service does not answer or has too much to do.",
    ),
    (
        "AWS_CLI_AUTO_PROMPT",
        "`on` always asks for the command's parts, `on-partial` after an error in them.",
    ),
    (
        "AWS_CLI_ERROR_FORMAT",
        "How errors are printed, like `--cli-error-format`.",
    ),
    (
        "AWS_PAGER",
        "The pager for output on a terminal; empty for none.",
    ),
    (
        "AWS_CLI_FILE_ENCODING",
        "The encoding of files that `file://` names; UTF-8 without it.",
    ),
    (
        "AWS_CLI_OUTPUT_ENCODING",
        "The encoding of what is printed; UTF-8 without it.",
    ),
    (
        "NO_COLOR",
        "When it is set and not empty, nothing has colours but for `--color on`; `TERM=dumb` does the same.",
    ),
];

/// Only for AWS services.
const REGION: (&str, &str) = (
    "AWS_REGION",
    "The region to call, like `--region`; `AWS_DEFAULT_REGION` comes after it.",
);
const CREDENTIALS: (&str, &str) = (
    "AWS_SHARED_CREDENTIALS_FILE",
    "The file with credentials, in place of `~/.aws/credentials`.",
);

pub(crate) fn environment(names: Names<'_>, service: Option<&DescribedService<'_>>) -> Section {
    let identities = service.into_iter().flat_map(|service| {
        let of = |identity: &Identity| identity.variables(service.env, service.signing_name);
        service.identities.iter().flat_map(of)
    });
    let mut blocks: Vec<Block> = identities.map(|(name, doc)| variable(&name, doc)).collect();
    for (name, doc) in VARIABLES {
        blocks.push(variable(&names.text(name), &names.text(doc)));
        if names != Names::Aws {
            continue;
        }
        match (name, service) {
            ("AWS_PROFILE", _) => blocks.push(variable(REGION.0, REGION.1)),
            ("AWS_CONFIG_FILE", _) => blocks.push(variable(CREDENTIALS.0, CREDENTIALS.1)),
            ("AWS_ENDPOINT_URL", Some(service)) => blocks.push(variable(
                &format!("AWS_ENDPOINT_URL_{}", service.env),
                "The same for this service alone; it comes first.",
            )),
            _ => {}
        }
    }
    Section {
        title: "ENVIRONMENT",
        blocks,
    }
}

pub(crate) fn variable(name: &str, doc: &str) -> Block {
    Block::Definition(vec![Span::code(name)], markup::parse(doc))
}

pub(crate) fn files(names: Names<'_>) -> Section {
    let rows = [
        ("~/.aws/config", "Profiles and their settings."),
        (
            "~/.aws/cli/alias",
            "Names of your own for commands with their options, and for lines of the shell.",
        ),
        ("~/.aws/credentials", "Credentials of profiles."),
        ("~/.aws/sso/cache", "What `--save` keeps."),
    ];
    // Credentials and sessions exist only in AWS.
    let count = match names {
        Names::Aws => rows.len(),
        Names::Own(_) => 2,
    };
    let rows = rows.iter().take(count);
    let blocks = rows.map(|(name, doc)| variable(&names.text(name), doc));
    Section {
        title: "FILES",
        blocks: blocks.collect(),
    }
}

pub(crate) fn exit_codes(names: Names<'_>) -> Section {
    let settings = match names {
        Names::Aws => "A setting is missing or wrong, such as the region.",
        Names::Own(_) => "A setting is missing or wrong, such as the endpoint.",
    };
    let rows = [
        ("0", "All went well."),
        ("130", "The command was interrupted."),
        ("252", "The arguments are wrong; no request was sent."),
        ("253", settings),
        ("254", "The service answered with an error."),
        ("255", "Anything else went wrong."),
    ];
    let blocks = rows.iter().map(|(name, doc)| variable(name, doc)).collect();
    Section {
        title: "EXIT STATUS",
        blocks,
    }
}
