//! Which styles can hold a text.

/// What a look at every character tells.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Analysis {
    /// It has line breaks.
    pub(super) multiline: bool,
    /// It may stand without quotes, if it reads as text then.
    pub(super) plain: bool,
    /// It may stand in single quotes.
    pub(super) single_quoted: bool,
}

impl Analysis {
    /// Looks at every character.
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

/// Line breaks by YAML 1.1, Unicode's included.
pub(super) fn is_break(c: char) -> bool {
    matches!(c, '\r' | '\n' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn is_blank_or_break(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\0') || is_break(c)
}

/// What may stand as it is; nothing beyond the basic plane does.
pub(super) fn is_printable(c: char) -> bool {
    matches!(c, '\n' | ' '..='~' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}')
        && c != '\u{feff}'
}
