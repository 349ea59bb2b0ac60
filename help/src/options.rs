//! The options of every command, with names, values and documentation, for pages, completions and prompts.

/// An option that is not in the model.
#[derive(Clone, Copy, Debug)]
pub struct GlobalOption {
    /// Name with dashes.
    pub name: &'static str,
    /// The name of its type.
    pub kind: &'static str,
    /// Placeholder for its value; empty for a flag.
    pub value: &'static str,
    /// The allowed values, if they are fixed.
    pub choices: &'static [&'static str],
    /// Documentation in Markdown.
    pub doc: &'static str,
}

impl GlobalOption {
    /// Whether the option takes a value.
    #[must_use]
    pub fn takes_value(&self) -> bool {
        !self.value.is_empty()
    }
}

const fn flag(name: &'static str, doc: &'static str) -> GlobalOption {
    GlobalOption {
        name,
        kind: "boolean",
        value: "",
        choices: &[],
        doc,
    }
}

const fn option(
    name: &'static str,
    kind: &'static str,
    value: &'static str,
    doc: &'static str,
) -> GlobalOption {
    GlobalOption {
        name,
        kind,
        value,
        choices: &[],
        doc,
    }
}

const fn choice(
    name: &'static str,
    choices: &'static [&'static str],
    doc: &'static str,
) -> GlobalOption {
    GlobalOption {
        name,
        kind: "string",
        value: "value",
        choices,
        doc,
    }
}

/// The global options, in the order in which they are listed.
pub const GLOBAL: &[GlobalOption] = &[
    flag(
        "--debug",
        "Writes a log to the standard error: settings, the request, the response. Secret values are left out.",
    ),
    option(
        "--endpoint-url",
        "string",
        "url",
        "Sends the request to this URL and not to the endpoint that belongs to the region. It must start with \
         `http://` or `https://`.",
    ),
    flag(
        "--no-verify-ssl",
        "Accepts any certificate from the server. Without this option, certificates are verified.",
    ),
    flag(
        "--no-paginate",
        "Asks for the first page of results only, where a command would otherwise go on to the last.",
    ),
    choice(
        "--output",
        &["json", "text", "table", "yaml", "yaml-stream", "off"],
        "How the result is printed. Without it, `AWS_DEFAULT_OUTPUT` or the profile's `output` decide, else `json`.",
    ),
    option(
        "--query",
        "string",
        "expression",
        "A JMESPath expression; what it selects from the result is printed in its place.",
    ),
    option(
        "--profile",
        "string",
        "name",
        "Takes settings and credentials from this profile. Without it, `AWS_PROFILE` or the default profile is used.",
    ),
    option(
        "--region",
        "string",
        "name",
        "The region to call. It comes before `AWS_REGION`, `AWS_DEFAULT_REGION` and the profile's `region`.",
    ),
    option(
        "--version",
        "string",
        "",
        "Prints the version of the program.",
    ),
    choice(
        "--color",
        &["on", "off", "auto"],
        "Whether output has colours; with `auto`, which is the default, it has them on a terminal.",
    ),
    flag(
        "--no-sign-request",
        "Sends the request without a signature. No credentials are looked up then.",
    ),
    option(
        "--ca-bundle",
        "string",
        "file",
        "A file of certificates in PEM form. Certificates of servers are verified against them, in place of those \
         that `AWS_CA_BUNDLE`, the profile or the program itself name.",
    ),
    option(
        "--cli-read-timeout",
        "int",
        "seconds",
        "How many seconds to wait for the next part of a response; `0` waits without end. The default is 60.",
    ),
    option(
        "--cli-connect-timeout",
        "int",
        "seconds",
        "How many seconds to wait for a connection; `0` waits without end. The default is 60.",
    ),
    choice(
        "--cli-binary-format",
        &["base64", "raw-in-base64-out"],
        "How values of type blob are given. `base64`, the default, expects base64; `raw-in-base64-out` takes the \
         bytes as they are. Content of `fileb://` is always taken as it is, that of `file://` has to be in this format.",
    ),
    flag("--no-cli-pager", "Prints to the terminal without a pager."),
    flag(
        "--cli-auto-prompt",
        "Asks for the parts of the command in a terminal, with suggestions and their meaning.",
    ),
    flag(
        "--no-cli-auto-prompt",
        "Does not ask, whatever `AWS_CLI_AUTO_PROMPT` or the profile's `cli_auto_prompt` say.",
    ),
    choice(
        "--cli-error-format",
        &["legacy", "json", "yaml", "text", "table", "enhanced"],
        "How errors are printed. `enhanced`, the default, adds the details that a service gives; `legacy` is the bare \
         message; the others print the parts of the error in that format.",
    ),
];

/// Variants for services outside AWS.
pub const OWN: &[GlobalOption] = &[
    option(
        "--endpoint-url",
        "string",
        "url",
        "Sends the request to this URL, which starts with `http://` or `https://`. Without it, `AWS_ENDPOINT_URL` or \
         the profile's `endpoint_url` say where it goes.",
    ),
    option(
        "--profile",
        "string",
        "name",
        "Takes settings from this profile. Without it, `AWS_PROFILE` or the default profile is used.",
    ),
    flag(
        "--no-sign-request",
        "Sends the request without showing who calls: no token, no key, no password.",
    ),
    flag(
        "--save",
        "Keeps the result in a file below `~/.aws/sso/cache` that only its owner can read.",
    ),
];

/// The two options that set all arguments at once; they are listed together.
pub const INPUT: [GlobalOption; 2] = [
    option("--cli-input-json", "string", "json", INPUT_DOC),
    option("--cli-input-yaml", "string", "yaml", INPUT_DOC),
];

const INPUT_DOC: &str = "Reads the arguments from a text in JSON or YAML, mostly given as `file://` with the name of a file. \
     `--generate-cli-skeleton` prints its shape. Arguments that are also on the command line are taken from there. \
     Strings are taken literally, so bytes cannot be given in this way. Only one of the two can be used.";

/// The option that prints a skeleton of the command's input or output.
pub const SKELETON: GlobalOption = choice(
    "--generate-cli-skeleton",
    &["input", "yaml-input", "output"],
    "Prints a skeleton and sends no request. `input`, which need not be written, prints JSON to be filled in and \
     given to `--cli-input-json`; `yaml-input` prints YAML for `--cli-input-yaml`, with comments. `output` checks \
     the arguments and prints an example of the result. Skeletons can change between versions.",
);

/// The options of commands whose results come in pages: where to start, the size of a page where the service lets
/// callers choose it, and how many items to show.
pub const PAGES: [GlobalOption; 3] = [
    option(
        "--starting-token",
        "string",
        "token",
        "Goes on where a command with `--max-items` stopped: the `NextToken` of its result.",
    ),
    option(
        "--page-size",
        "integer",
        "number",
        "How many items to ask for at once. The result is the same: smaller pages take more requests, each of which is \
         less likely to time out.",
    ),
    option(
        "--max-items",
        "integer",
        "number",
        "How many items to show. If there are more, the result has a `NextToken`, which `--starting-token` takes.",
    ),
];

/// Options that the AWS CLI lacks. They must be written in full.
pub const ADDED: &[GlobalOption] = &[flag(
    "--dry-run",
    "Prints the request that would be sent, with secret values left out, and sends nothing.",
)];

/// Options of commands whose result can be kept. They must be written in full, too.
pub const KEEPING: &[GlobalOption] = &[
    flag(
        "--save",
        "Keeps the result where AWS tools look for it: in a file below `~/.aws/sso/cache` that only its owner can read.",
    ),
    flag(
        "--reuse",
        "Prints the result that was kept, as long as it is valid, and sends no request. Without one, the request is \
         sent as usual.",
    ),
];

/// The option that prints a page in another format.
pub const FORMAT: GlobalOption = choice(
    "--format",
    &["man", "markdown"],
    "Prints the page as `man` reads it, or as Markdown.",
);

/// Shows the page; only under the program's own name. As `aws`, there is only `help`.
pub const HELP: GlobalOption = flag(
    "--help",
    "Shows this page, as `help` does. `-h` is the same.",
);
