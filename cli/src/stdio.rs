//! Standard output and standard error: encodings, terminals, readers that go away.

use std::io::{self, IsTerminal, Write};

use crate::errors::Failure;

/// An encoding of `AWS_CLI_OUTPUT_ENCODING`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// UTF-8, with or without a mark in front.
    #[default]
    Utf8,
    Utf8Signed,
    Ascii,
    Latin1,
    /// Two bytes a unit: big-endian or not, with or without a mark in front.
    Utf16 {
        big: bool,
        mark: bool,
    },
    /// Four bytes a character, likewise.
    Utf32 {
        big: bool,
        mark: bool,
    },
}

impl Encoding {
    /// The encoding that the environment names.
    ///
    /// # Errors
    /// 255 for a name that is not known.
    pub(crate) fn from_env() -> Result<Encoding, Failure> {
        let Some(name) = std::env::var_os("AWS_CLI_OUTPUT_ENCODING") else {
            return Ok(Encoding::Utf8);
        };
        let name = name.to_string_lossy();
        Encoding::from_name(&name).ok_or_else(|| {
            Failure::general(format!(
                "Unknown codec `{name}` specified for AWS_CLI_OUTPUT_ENCODING."
            ))
        })
    }

    /// Python's name of the encoding, or one of its aliases.
    fn from_name(name: &str) -> Option<Encoding> {
        let name: String = name
            .trim()
            .chars()
            .map(|c| {
                if c.is_ascii_alphanumeric() {
                    c.to_ascii_lowercase()
                } else {
                    '_'
                }
            })
            .collect();
        Some(match name.as_str() {
            "utf_8" | "utf8" | "u8" | "utf" | "cp65001" => Encoding::Utf8,
            "utf_8_sig" | "utf8_sig" => Encoding::Utf8Signed,
            "ascii" | "us_ascii" | "646" | "us" | "iso646_us" | "ansi_x3.4_1968" => Encoding::Ascii,
            "latin_1" | "latin1" | "latin" | "l1" | "iso_8859_1" | "iso8859_1" | "8859"
            | "cp819" | "iso8859" => Encoding::Latin1,
            "utf_16" | "utf16" | "u16" => Encoding::Utf16 {
                big: false,
                mark: true,
            },
            "utf_16_le" | "utf_16le" => Encoding::Utf16 {
                big: false,
                mark: false,
            },
            "utf_16_be" | "utf_16be" => Encoding::Utf16 {
                big: true,
                mark: false,
            },
            "utf_32" | "utf32" | "u32" => Encoding::Utf32 {
                big: false,
                mark: true,
            },
            "utf_32_le" | "utf_32le" => Encoding::Utf32 {
                big: false,
                mark: false,
            },
            "utf_32_be" | "utf_32be" => Encoding::Utf32 {
                big: true,
                mark: false,
            },
            _ => return None,
        })
    }

    /// The text's bytes; what the encoding lacks is a question mark.
    pub(crate) fn encode_lossy(self, text: &str) -> Vec<u8> {
        self.encode(text, &mut |_, _| Ok(b'?')).unwrap_or_default()
    }

    /// The text's bytes.
    ///
    /// # Errors
    /// Python's message for a character that the encoding lacks.
    pub(crate) fn encode_strict(self, text: &str) -> Result<Vec<u8>, String> {
        let (name, limit) = if self == Encoding::Ascii {
            ("ascii", 128)
        } else {
            ("latin-1", 256)
        };
        self.encode(text, &mut |c, position| {
            let shown = match u32::from(c) {
                point @ 0..0x100 => format!("\\x{point:02x}"),
                point @ 0..0x1_0000 => format!("\\u{point:04x}"),
                point => format!("\\U{point:08x}"),
            };
            Err(format!(
                "'{name}' codec can't encode character '{shown}' in position {position}: ordinal not in range({limit})"
            ))
        })
    }

    fn encode(
        self,
        text: &str,
        missing: &mut dyn FnMut(char, usize) -> Result<u8, String>,
    ) -> Result<Vec<u8>, String> {
        let mut out = Vec::with_capacity(text.len());
        match self {
            Encoding::Utf8 => out.extend_from_slice(text.as_bytes()),
            Encoding::Utf8Signed => {
                out.extend_from_slice("\u{feff}".as_bytes());
                out.extend_from_slice(text.as_bytes());
            }
            Encoding::Ascii | Encoding::Latin1 => {
                for (position, c) in text.chars().enumerate() {
                    let byte = u8::try_from(u32::from(c))
                        .ok()
                        .filter(|b| self == Encoding::Latin1 || b.is_ascii());
                    out.push(match byte {
                        Some(byte) => byte,
                        None => missing(c, position)?,
                    });
                }
            }
            Encoding::Utf16 { big, mark } => {
                let mark = mark.then_some(0xFEFF);
                for unit in mark.into_iter().chain(text.encode_utf16()) {
                    out.extend(if big {
                        unit.to_be_bytes()
                    } else {
                        unit.to_le_bytes()
                    });
                }
            }
            Encoding::Utf32 { big, mark } => {
                let mark = mark.then_some(0xFEFF);
                for point in mark.into_iter().chain(text.chars().map(u32::from)) {
                    out.extend(if big {
                        point.to_be_bytes()
                    } else {
                        point.to_le_bytes()
                    });
                }
            }
        }
        Ok(out)
    }
}

/// Writes to standard output. A reader that is gone is no failure.
///
/// # Errors
/// 255 when the output does not fit the device.
pub(crate) fn write_out(bytes: &[u8]) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(Failure::general(match error.raw_os_error() {
            Some(code) => {
                let text = error.to_string();
                format!(
                    "[Errno {code}] {}",
                    text.split(" (os error").next().unwrap_or_default()
                )
            }
            None => error.to_string(),
        })),
    }
}

/// Writes to standard error. When that fails there is nobody left to tell.
pub(crate) fn write_err(encoding: Encoding, text: &str) {
    let mut stderr = io::stderr().lock();
    let _ = stderr.write_all(&encoding.encode_lossy(text));
}

/// Whether standard output is a terminal.
pub(crate) fn is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Whether the user wants no colours: `NO_COLOR` is set and not empty, or the terminal can do nothing but text.
/// See <https://no-color.org>. The reference knows neither.
pub(crate) fn is_plain() -> bool {
    std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
        || std::env::var_os("TERM").is_some_and(|name| name == "dumb")
}

/// Ends colours on a terminal, as the reference's colour library does at exit, output or not.
pub(crate) fn reset_colours() {
    if is_terminal() {
        let _ = write_out(b"\x1b[0m");
    }
}

/// Columns of the terminal on standard output, else 80.
pub(crate) fn width() -> usize {
    #[cfg(unix)]
    if let Ok(size) = rustix::termios::tcgetwinsize(io::stdout()) {
        return usize::from(size.ws_col);
    }
    80
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_encoding_lacks_fails_or_becomes_a_question_mark() {
        assert_eq!(Encoding::from_name("ISO-8859-1"), Some(Encoding::Latin1));
        assert_eq!(Encoding::from_name("zzz"), None);
        assert_eq!(Encoding::Latin1.encode_strict("é"), Ok(vec![0xE9]));
        assert_eq!(Encoding::Ascii.encode_lossy("aé"), b"a?");
        assert_eq!(
            Encoding::Ascii.encode_strict("caf\u{e9}").unwrap_err(),
            "'ascii' codec can't encode character '\\xe9' in position 3: ordinal not in range(128)"
        );
        let utf16 = Encoding::Utf16 {
            big: false,
            mark: true,
        };
        assert_eq!(utf16.encode_lossy("a"), [0xFF, 0xFE, 0x61, 0]);
    }
}
