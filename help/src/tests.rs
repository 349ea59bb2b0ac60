//! How documentation is rendered on each kind of page.

use crate::page::{Block, Page, Section, Span};
use crate::{Style, first_sentence, markdown, parse_markup, roff, terminal};

fn page(text: &str) -> Page {
    Page {
        title: "tool do-it".to_owned(),
        summary: "Does it.".to_owned(),
        sections: vec![Section {
            title: "DESCRIPTION",
            blocks: parse_markup(text),
        }],
    }
}

fn shown(text: &str, width: usize) -> String {
    let text = terminal(
        &page(text),
        Style {
            width,
            marks: false,
        },
    );
    let start = text.find("DESCRIPTION\n").expect("the section") + "DESCRIPTION\n".len();
    text[start..].to_owned()
}

#[test]
fn paragraphs_break_at_the_width_and_code_does_not() {
    let text = "one two three four five six seven eight nine ten\n\n    a b c d e f g h i j k l m n o p q r s t u v w\n\nend";
    assert_eq!(
        shown(text, 40),
        "  one two three four five six seven\n  eight nine ten\n\n    \
         a b c d e f g h i j k l m n o p q r s t u v w\n\n  end\n"
    );
    for line in terminal(
        &page(&"word ".repeat(200)),
        Style {
            width: 60,
            marks: false,
        },
    )
    .lines()
    {
        assert!(line.chars().count() < 60, "{line}");
    }
}

/// What a terminal of this width shows, without styles.
fn on_terminal(text: &str, width: usize) -> String {
    let shown = terminal(&page(text), Style { width, marks: true });
    let start = shown.find("DESCRIPTION").expect("the section");
    let mut text = shown[start..].to_owned();
    for mark in ["\x1b[1m", "\x1b[22m", "\x1b[4m", "\x1b[24m"] {
        text = text.replace(mark, "");
    }
    text["DESCRIPTION\n".len()..].to_owned()
}

#[test]
fn a_narrow_terminal_breaks_lines_at_words_and_long_words_at_signs() {
    let text = "Use `--cli-connect-timeout` or https://example.com/one/two/three now\n\n    a-line of --code that is long";
    assert_eq!(
        on_terminal(text, 20),
        "  Use\n  --cli-connect-\n  timeout or\n  https://example.\n  com/one/two/three\n  now\n\n    a-line of\n      --code that\n      is long\n"
    );
    assert_eq!(on_terminal("界界界界界界", 10), "  界界界\n  界界界\n");
    assert_eq!(on_terminal("abcdefghijklmnop", 8), "  abcdefghijklmnop\n");
    for width in 0..20 {
        assert!(on_terminal("a b", width).contains("a b"), "{width}");
    }
}

#[test]
fn nothing_in_a_text_commands_the_terminal() {
    let text = "a\x1bc `b\u{9b}1m` [c](https://d\u{202e})\n\n    e\x07\x1b]0;f";
    for marks in [true, false] {
        let shown = terminal(&page(text), Style { width: 80, marks });
        let mut rest = shown.clone();
        for mark in ["\x1b[1m", "\x1b[22m", "\x1b[4m", "\x1b[24m"] {
            rest = rest.replace(mark, "");
        }
        assert!(!rest.contains(crate::is_command), "{rest:?}");
        assert!(
            rest.contains(r"a\x1bc") && rest.contains(r"e\x07\x1b]0;f"),
            "{rest}"
        );
    }
    assert!(!roff(&page(text), "1").contains(crate::is_command));
}

#[test]
fn lists_nest_and_count() {
    let text = "Choose:\n\n- One\n\n  1. first\n  2. second, `long` enough\n- Two\n\nafter";
    assert_eq!(
        shown(text, 80),
        "       Choose:\n\n       o One\n\n         1. first\n         2. second, long enough\n\n       o Two\n\n       \
         after\n"
    );
    let markdown = markdown(&page(text), 2);
    assert!(
        markdown.ends_with(
            "Choose:\n\n- One\n\n  1. first\n  2. second, `long` enough\n- Two\n\nafter\n"
        ),
        "{markdown}"
    );
}

#[test]
fn marks_only_where_wanted() {
    let text = "Use `--now`, see [it](https://example.com/a_(b)).";
    assert_eq!(
        shown(text, 80),
        "       Use --now, see it (https://example.com/a_(b)).\n"
    );
    let marked = terminal(
        &page(text),
        Style {
            width: 80,
            marks: true,
        },
    );
    assert!(marked.contains("Use \x1b[1m--now\x1b[22m, see"), "{marked}");
    assert!(
        marked.contains("\n\x1b[1mDESCRIPTION\x1b[22m\n"),
        "{marked}"
    );
}

#[test]
fn what_looks_like_a_mark_stays() {
    let text = "a ` b [c] d [e](f g) 1.5 -x";
    let expected = vec![Block::Paragraph(vec![Span::Plain(text.to_owned())])];
    assert_eq!(parse_markup(text), expected);
    assert!(parse_markup("").is_empty());
}

#[test]
fn roff_means_what_was_meant() {
    let text = ".start of it\n\n'quoted' `a-b` \\n \"q\"\n\n    .code\n\n- item";
    let page = roff(&page(text), "tool 1.0");
    assert!(
        page.starts_with(".TH \"TOOL\\-DO\\-IT\" \"1\" \"\" \"tool 1.0\" \"\"\n"),
        "{page}"
    );
    assert!(page.contains("\n\\&.start of it\n"), "{page}");
    assert!(
        page.contains("\n\\&'quoted' \\fBa\\-b\\fR \\en \\(dqq\\(dq\n"),
        "{page}"
    );
    assert!(page.contains("\n.nf\n\\&.code\n.fi\n"), "{page}");
    assert!(page.contains("\n.IP \\(bu 2\nitem\n"), "{page}");
}

#[test]
fn markdown_means_what_was_meant() {
    let text = "# no *heading* <b> a_b\n\n1) no list";
    let page = markdown(&page(text), 1);
    assert!(
        page.starts_with("# `tool do-it`\n\n## Description\n\n"),
        "{page}"
    );
    assert!(
        page.contains("\n\\# no \\*heading\\* \\<b> a\\_b\n"),
        "{page}"
    );
    assert!(page.contains("\n1\\) no list\n"), "{page}");
}

#[test]
fn first_sentences() {
    assert_eq!(first_sentence("Gets `it`. And more."), "Gets it.");
    assert_eq!(first_sentence("Version 2.0 of it"), "Version 2.0 of it");
    assert_eq!(first_sentence("- list"), "");
}

#[test]
fn hostile_texts_cost_no_more_than_they_are_long() {
    for text in [
        "[".repeat(20_000),
        "`".repeat(20_001),
        "- ".repeat(20_000),
        "(](".repeat(5_000),
    ] {
        let _ = terminal(
            &page(&text),
            Style {
                width: 80,
                marks: true,
            },
        );
    }
}

#[test]
fn html_in_documentation_is_shown_and_not_interpreted() {
    for (text, markdown) in [
        (
            "<svg/onload=alert(1)> &lt;",
            "\\<svg/onload=alert(1)> \\&lt;",
        ),
        (
            "[http://x/><svg/onload=alert(1)>](http://x/><svg/onload=alert(1)>)",
            "[http://x/>\\<svg/onload=alert(1)>](http://x/%3E%3Csvg/onload=alert%281%29%3E)",
        ),
        ("[https://e.com/](https://e.com/)", "<https://e.com/>"),
        ("[a](javascript:alert(1))", "\\[a\\](javascript:alert(1))"),
        ("![a](https://e.com/a.png)", "\\![a](https://e.com/a.png)"),
        ("`<svg>`", "`<svg>`"),
    ] {
        let shown = crate::markdown(&page(text), 1);
        assert_eq!(shown.lines().last(), Some(markdown), "{text}");
    }
    let mut page = page("");
    let code = Block::Paragraph(vec![crate::page::Span::code("a `` <svg>")]);
    page.sections[0].blocks = vec![code];
    let shown = crate::markdown(&page, 1);
    assert_eq!(shown.lines().last(), Some("``` a `` <svg> ```"));
}
