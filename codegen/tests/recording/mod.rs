//! A terminal session as a picture: what was typed and what was printed, line after line.

use std::fmt::Write as _;

/// Widths and heights in the picture's units: those of a monospaced letter, and of a line.
const LETTER: f32 = 8.4;
const LINE: usize = 20;
/// Tenths of a second from a command to its answer, from line to line of it, and to the next command.
const PAUSES: [usize; 3] = [8, 1, 14];

/// A picture of commands and their answers. Lines appear one after the other, and all at once for those who do not want
/// motion.
pub(crate) fn picture(title: &str, session: &[(&str, String)]) -> String {
    let mut lines = Vec::new();
    let mut now = 5;
    for (command, answer) in session {
        let typed = format!("$ {command}");
        lines.extend(typed.lines().map(|line| (now, true, line.to_owned())));
        now += PAUSES[0];
        for line in answer.trim_end().lines() {
            lines.push((now, false, line.to_owned()));
            now += PAUSES[1];
        }
        now += PAUSES[2];
    }
    let longest = lines.iter().map(|(_, _, text)| text.chars().count()).max();
    let width = (longest.unwrap_or_default() as f32 * LETTER) as usize + 40;
    let height = lines.len() * LINE + 40;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"t\">\n\
         <title id=\"t\">{}</title>\n<style>\n\
         text {{ font: 14px ui-monospace, Menlo, Consolas, monospace; fill: #d7dde5; white-space: pre; }}\n\
         .typed {{ fill: #8fd0a0; }}\n\
         @media (prefers-reduced-motion: no-preference) {{\n\
         text {{ opacity: 0; animation: shown 0.01s forwards; }}\n\
         @keyframes shown {{ to {{ opacity: 1; }} }}\n}}\n</style>\n\
         <rect width=\"{width}\" height=\"{height}\" rx=\"10\" fill=\"#1d232b\"/>\n",
        escaped(title)
    );
    for (row, (at, is_typed, text)) in lines.iter().enumerate() {
        let y = 34 + row * LINE;
        let class = if *is_typed { " class=\"typed\"" } else { "" };
        let (seconds, tenths) = (at / 10, at % 10);
        let text = escaped(text);
        let _ = writeln!(
            svg,
            "<text x=\"20\" y=\"{y}\"{class} style=\"animation-delay: {seconds}.{tenths}s\">{text}</text>"
        );
    }
    svg + "</svg>\n"
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
