//! Determines the styles that can represent a text.

#[derive(Debug, Default, PartialEq)]
pub(super) struct Analysis {
    /// Contains line breaks.
    pub(super) multiline: bool,
    /// May be unquoted, provided that it then resolves to text.
    pub(super) plain: bool,
    /// May be single-quoted.
    pub(super) single_quoted: bool,
}

impl Analysis {
    pub(super) fn of(text: &str) -> Analysis {
        let mut indicators = text.starts_with("---") || text.starts_with("...");
        let (mut breaks, mut special, mut space_break, mut break_space) =
            (false, false, false, false);
        let mut after: Option<char> = None;
        let mut rest = text.chars();
        while let Some(c) = rest.next() {
            let before_blank = rest.clone().next().is_none_or(is_blank_or_break);
            indicators |= match after {
                None => is_first_indicator(c, before_blank),
                Some(previous) => {
                    (c == ':' && before_blank) || (c == '#' && is_blank_or_break(previous))
                }
            };
            special |= !is_printable(c);
            breaks |= is_break(c);
            space_break |= is_break(c) && after == Some(' ');
            break_space |= c == ' ' && after.is_some_and(is_break);
            after = Some(c);
        }
        let edge = |c: Option<char>| c.is_some_and(|c| c == ' ' || is_break(c));
        let edges = edge(text.chars().next()) || edge(after);
        Analysis {
            multiline: breaks,
            plain: !(indicators || edges || breaks || break_space || space_break || special),
            single_quoted: !(break_space || space_break || special),
        }
    }
}

fn is_first_indicator(c: char, before_blank: bool) -> bool {
    match c {
        '#' | ',' | '[' | ']' | '{' | '}' | '&' | '*' | '!' | '|' | '>' | '\'' | '"' | '%'
        | '@' | '`' => true,
        '?' | ':' | '-' => before_blank,
        _ => false,
    }
}

/// Line breaks of YAML 1.1, including Unicode's.
pub(super) fn is_break(c: char) -> bool {
    matches!(c, '\r' | '\n' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn is_blank_or_break(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\0') || is_break(c)
}

/// Whether a character may be written unescaped; nothing beyond the basic plane may.
pub(super) fn is_printable(c: char) -> bool {
    matches!(c, '\n' | ' '..='~' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}')
        && c != '\u{feff}'
}
