//! Formats code that consists mostly of long lists (fields, match arms, elements) in parts, since the syntax tree
//! of a list of thousands would take hundreds of megabytes.
//!
//! First, each long list's elements are replaced by a placeholder, and the rest is formatted. Then each part of a
//! list is formatted between two placeholders in the same position, and its lines replace the placeholder.

/// Code longer than this, in bytes, is split, and so are its lists.
const LONG: usize = 128 << 10;
/// Approximate length of a part, in bytes.
const PART: usize = 64 << 10;

/// The formatted code; `None` if it is short, has no long list, or `print` cannot parse a part of it.
pub(super) fn lay_out(code: &str, print: impl Fn(&str) -> Option<String>) -> Option<String> {
    if code.len() <= LONG {
        return None;
    }
    let lists = lists(code);
    if lists.is_empty() {
        return None;
    }
    let mut out = String::with_capacity(code.len() * 3 / 2);
    let all_marked = print(&with(code, &lists, None))?;
    for line in all_marked.lines() {
        let Some((number, list)) = lists
            .iter()
            .enumerate()
            .find(|(_, it)| line.contains(&it.mark))
        else {
            out.push_str(line);
            out.push('\n');
            continue;
        };
        for part in list.parts() {
            let elements = code.get(part)?;
            let text = print(&with(code, &lists, Some((number, elements))))?;
            let mut inside = text.lines().skip_while(|line| !line.contains(&list.mark));
            inside.next()?;
            for line in inside.take_while(|line| !line.contains(&list.mark)) {
                out.push_str(line);
                out.push('\n');
            }
        }
    }
    Some(out)
}

/// The code with a placeholder for each list, except that one list shows these elements between two placeholders.
fn with(code: &str, lists: &[List], shown: Option<(usize, &str)>) -> String {
    let mut out = String::new();
    let mut at = 0;
    for (number, list) in lists.iter().enumerate() {
        out.push_str(code.get(at..list.begin).unwrap_or_default());
        let mark = list.marked();
        match shown {
            Some((shown, elements)) if shown == number => {
                out.extend([&mark, ",", elements, ",", &mark]);
            }
            _ => out.push_str(&mark),
        }
        at = list.end;
    }
    out.push_str(code.get(at..).unwrap_or_default());
    out
}

/// A long list: the range of its elements, without brackets.
struct List {
    begin: usize,
    end: usize,
    /// End of the elements, before a trailing comma.
    last: usize,
    /// Positions of the commas between elements.
    commas: Vec<usize>,
    /// Placeholder for elements of this kind, too long for two of them to share a line.
    mark: String,
    kind: Element,
}

/// The kind of a list's elements.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Element {
    Plain,
    Field,
    Arm,
}

impl List {
    fn marked(&self) -> String {
        match self.kind {
            Element::Plain => self.mark.clone(),
            Element::Field => format!("{}: ()", self.mark),
            Element::Arm => format!("{} => ()", self.mark),
        }
    }

    /// The list in parts of whole elements, without the commas between parts.
    fn parts(&self) -> Vec<std::ops::Range<usize>> {
        let mut parts = Vec::new();
        let mut begin = self.begin;
        for comma in &self.commas {
            if comma - begin >= PART {
                parts.push(begin..*comma);
                begin = comma + 1;
            }
        }
        if begin < self.last {
            parts.push(begin..self.last);
        }
        parts
    }
}

/// An open bracket.
#[derive(Default)]
struct Open {
    at: usize,
    commas: Vec<usize>,
    angles: usize,
    kind: Option<Element>,
}

/// The long lists in code, none nested in another. Code of an unexpected form has none.
fn lists(code: &str) -> Vec<List> {
    let bytes = code.as_bytes();
    let mut found: Vec<List> = Vec::new();
    let mut stack = vec![Open::default()];
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let Some(top) = stack.last_mut() else {
            return Vec::new();
        };
        let before = at.checked_sub(1).and_then(|at| bytes.get(at));
        let after = bytes.get(at + 1);
        match byte {
            b'"' => {
                at = after_text(bytes, at);
                continue;
            }
            b'\'' => {
                at = after_quote(bytes, at);
                continue;
            }
            b'{' | b'[' | b'(' => stack.push(Open {
                at,
                ..Open::default()
            }),
            b'}' | b']' | b')' => {
                let Some(open) = stack.pop() else {
                    return Vec::new();
                };
                close(open, at, code, &mut found);
            }
            b'<' => top.angles += 1,
            b'>' if !matches!(before, Some(b'=' | b'-')) => {
                top.angles = top.angles.saturating_sub(1);
            }
            b'>' if before == Some(&b'=') && top.kind.is_none() => top.kind = Some(Element::Arm),
            b':' if after != Some(&b':') && before != Some(&b':') && top.kind.is_none() => {
                top.kind = Some(Element::Field);
            }
            b',' if top.angles == 0 => {
                top.kind = top.kind.or(Some(Element::Plain));
                top.commas.push(at);
            }
            _ => {}
        }
        at += 1;
    }
    found
}

/// Records a long list, replacing those nested in it.
fn close(open: Open, end: usize, code: &str, found: &mut Vec<List>) {
    let begin = open.at + 1;
    let mut commas = open.commas;
    let mut last = end;
    if let Some(comma) = commas.last().copied()
        && code
            .get(comma + 1..end)
            .is_some_and(|rest| rest.trim().is_empty())
    {
        last = comma;
        commas.pop();
    }
    if end - begin < LONG || commas.len() < 64 {
        return;
    }
    while found.last().is_some_and(|inner| inner.begin > begin) {
        found.pop();
    }
    let number = found.len();
    found.push(List {
        begin,
        end,
        last,
        commas,
        mark: format!("__list_{number}_{}", "_".repeat(100)),
        kind: open.kind.unwrap_or(Element::Plain),
    });
}

/// The end of the string literal that starts here. Tokens are printed without raw strings.
fn after_text(bytes: &[u8], at: usize) -> usize {
    let mut at = at + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    at
}

/// The end of the character literal or lifetime that starts here.
fn after_quote(bytes: &[u8], at: usize) -> usize {
    let inside = bytes.get(at + 1..).unwrap_or_default();
    let close = match inside {
        [b'\\', ..] => inside
            .iter()
            .skip(2)
            .position(|byte| *byte == b'\'')
            .map(|end| end + 2),
        // A character has at most four bytes; a lifetime has no closing apostrophe.
        _ => inside.iter().take(5).position(|byte| *byte == b'\''),
    };
    let is_character = close.is_some_and(|end| {
        let text = inside
            .get(..end)
            .and_then(|text| std::str::from_utf8(text).ok());
        text.is_some_and(|text| text.starts_with('\\') || text.chars().count() == 1)
    });
    match close {
        Some(end) if is_character => at + 1 + end + 1,
        _ => at + 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn print(code: &str) -> Option<String> {
        Some(prettyplease::unparse(&syn::parse_file(code).ok()?))
    }

    fn list(of: impl Fn(usize) -> String) -> String {
        (0..5_000).map(|number| of(number) + ",").collect()
    }

    #[test]
    fn long_lists_are_laid_out_as_if_at_one_go() {
        let field =
            list(|n| format!("# [doc = \" a, {{ \\\" \"] pub m{n} : BTreeMap < String , T{n} >"));
        let arm = list(|n| format!("{n} => rt :: View :: view (& self . m{n})"));
        let element =
            list(|n| format!("rt :: Member :: annotated (\"m{n}, }}\" , & X , & [rt :: Y])"));
        let value = list(|n| format!("Arg {{ name : \"m{n}\" , c : '{{' , t : & '}}' }}"));
        for code in [
            format!("# [derive (Clone)] pub struct S {{ {field} }}"),
            format!(
                "impl T for S {{ fn a (& 'static self) -> R < 'a > {{ match m {{ {arm} _ => U }} }} fn b () {{ match m {{ {arm} }} }} }}"
            ),
            format!("pub static S : X = X :: new (\"\" , & [{element}]) ;"),
            format!("pub static S : X = X {{ a : & [{value}] , b : 1 }} ; fn end () {{ }}"),
            format!(
                "pub enum E {{ {} }}",
                list(|n| format!("# [doc = \" x\"] V{n} (Box < T >)"))
            ),
        ] {
            let parts = lay_out(&code, print).expect("it has a long list");
            assert!(
                parts == print(&code).expect("it is Rust"),
                "{}",
                &parts[..2_000]
            );
        }
        assert_eq!(lay_out("pub struct S { a : u8 }", print), None);
    }
}
