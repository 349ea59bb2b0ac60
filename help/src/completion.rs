//! The page on shell completion.

use crate::invocation::Invocation;
use crate::markup;
use crate::page::{Block, Page, Section};
use crate::sections::{entry, variable};

/// Summary of the completion command.
pub const COMPLETION_SUMMARY: &str =
    "Prints a script with which a shell completes commands, options and values.";

const NAME: &str = "completion";

/// How to install the script in each shell. The program's name replaces the word in braces.
const SHELLS: [(&str, &str); 4] = [
    (
        "bash",
        "In `~/.bashrc`:\n\n    source <({} completion bash)",
    ),
    (
        "zsh",
        "In `~/.zshrc`, behind `autoload -U compinit; compinit`:\n\n    source <({} completion zsh)",
    ),
    (
        "fish",
        "In `~/.config/fish/config.fish`:\n\n    {} completion fish | source",
    ),
    (
        "powershell",
        "In the file that `$PROFILE` names:\n\n    {} completion powershell | Out-String | Invoke-Expression",
    ),
];

const ANSWERS: &str = "\
The script is a few lines that ask the program what can follow. It offers commands, options and their values: those of \
enumerations, names of profiles, files behind `file://`, for `--query` what there is in the result of the command, and \
the aliases in `~/.aws/cli/alias`. Nothing is sent over the network.\n\nThe script calls the program as it was called \
to print it: by its name, which has to be in `PATH` then, or by its path.";

const REGIONS: &str = "\
Names of regions are offered too. Where `aws` stands for this program or for the AWS CLI, lines of `aws` are completed \
as well; for services that are not here, `aws_completer` is asked if there is one.";

/// Builds the page.
#[must_use]
pub fn completion(invocation: &Invocation<'_>) -> Page {
    let line = invocation.line;
    let names = invocation.names;
    let mut description = markup::parse(COMPLETION_SUMMARY);
    description.extend(markup::parse(&names.text(ANSWERS)));
    if names == crate::Names::Aws {
        description.extend(markup::parse(REGIONS));
    }
    let shells = SHELLS.iter();
    let shells = shells.map(|(shell, doc)| variable(shell, &doc.replace("{}", line)));
    Page {
        title: format!("{line} {NAME}"),
        summary: COMPLETION_SUMMARY.to_owned(),
        sections: vec![
            Section {
                title: "DESCRIPTION",
                blocks: description,
            },
            Section {
                title: "SYNOPSIS",
                blocks: vec![Block::Code(format!(
                    "{line} {NAME} bash|zsh|fish|powershell"
                ))],
            },
            Section {
                title: "SHELLS",
                blocks: shells.collect(),
            },
        ],
    }
}

/// The command's entry in a list of commands.
pub(crate) fn entry_if(completes: bool) -> Option<Block> {
    completes.then(|| entry(NAME, COMPLETION_SUMMARY))
}
