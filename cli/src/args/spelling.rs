//! How a word of the command line is spelt.

/// Whether the word looks like an option.
pub(crate) fn is_option(word: &str) -> bool {
    word.len() > 1 && word.starts_with('-')
}

/// The option in `--name=value`, or the word itself.
pub(crate) fn name(word: &str) -> &str {
    word.split('=').next().unwrap_or(word)
}
