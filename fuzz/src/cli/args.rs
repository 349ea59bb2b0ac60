//! Words of a command line, separated by zero bytes, through all parsers up to the checked parameters.

/// Reads the bytes: as they are, and with the command in front that most words belong to.
pub fn run(data: &[u8]) {
    let words: Vec<&[u8]> = data.split(|&byte| byte == 0).collect();
    let _ = smithgen_cli::fuzzing::arguments(&words);
    let mut whole: Vec<&[u8]> = vec![b"put-thing", b"--thing-name", b"a"];
    whole.extend(words);
    let _ = smithgen_cli::fuzzing::arguments(&whole);
}
