//! Turns the HTML of a model's documentation into Markdown.

/// Markdown that rustdoc takes without a warning.
pub(crate) fn markdown(html: &str) -> String {
    let mut text = String::new();
    let mut inside_tag = false;
    for character in html.chars() {
        match character {
            '<' => inside_tag = true,
            '>' => inside_tag = false,
            '[' | ']' | '_' | '*' | '`' | '\\' | '#' if !inside_tag => {
                text.push('\\');
                text.push(character);
            }
            _ if inside_tag => {}
            _ => text.push(character),
        }
    }
    text.replace("://", ":&#47;/").trim().to_owned()
}
