//! Documentation as models write it, and what becomes of it.

use super::Reader;

fn markdown(text: &str) -> String {
    Reader::new(false).markdown(text)
}

fn plain(text: &str) -> String {
    Reader::new(true).plain(text)
}

/// Both flavours of one text.
fn check(text: &str, rustdoc: &str, terminal: &str) {
    assert_eq!(markdown(text), rustdoc, "rustdoc of {text}");
    assert_eq!(plain(text), terminal, "terminal of {text}");
}

#[test]
fn paragraphs_and_marks() {
    check(
        "<p>Uses <b>two</b> or <i>three </i>items of\n   <code>a[0]</code>.</p><p>Done.</p>",
        "Uses **two** or *three* items of `a[0]`.\n\nDone.",
        "Uses two or three items of `a[0]`.\n\nDone.",
    );
    check("<p></p> <p> </p>", "", "");
    check("", "", "");
    check("<p>a<br>b<br/><br/>c</p>", "a\\\nb\n\nc", "a\nb\n\nc");
    check("<h2>Title</h2>text", "**Title**\n\ntext", "Title\n\ntext");
    check(
        "<p>A</p><!-- hidden --><script>x()</script><p>B",
        "A\n\nB",
        "A\n\nB",
    );
}

#[test]
fn lists_nest() {
    check(
        "<p>Choose:</p><ul><li><p>One</p><ol><li>first</li><li>second</li></ol></li><li>Two</li></ul>",
        "Choose:\n\n- One\n\n  1. first\n  2. second\n- Two",
        "Choose:\n\n- One\n\n  1. first\n  2. second\n- Two",
    );
    check(
        "<dl><dt>size</dt><dd><p>In bytes.</p></dd><dt>name</dt><dd>Any.</dd></dl>",
        "- **size**\n\n  In bytes.\n- **name**\n\n  Any.",
        "- size\n\n  In bytes.\n- name\n\n  Any.",
    );
}

#[test]
fn links_go_somewhere_or_are_text() {
    check(
        "<p>See <a href=\"https://example.com/a_(b)\">the <b>guide</b></a>.</p>",
        "See [the **guide**](https://example.com/a_%28b%29).",
        "See [the guide](https://example.com/a_%28b%29).",
    );
    check(
        "<p>At <a href='https://example.com/'>https://example.com/</a> or https://example.org/x_y.</p>",
        "At <https://example.com/> or <https://example.org/x_y>.",
        "At https://example.com/ or https://example.org/x_y.",
    );
    check(
        "<p><a>GetThing</a>, <a href=\"#x\">below</a>, <a href=\"https://a.b/c\">see http://d.e/f</a></p>",
        "`GetThing`, below, [see http://d.e/f](https://a.b/c)",
        "`GetThing`, below, [see http://d.e/f](https://a.b/c)",
    );
    // Of two targets the first counts, wherever it stands, and an empty one is one.
    let links = [
        "<a class=\"x\" href=https://a.b title>l</a>",
        "<a href='https://a.b' href='https://c.d'>l</a>",
        "<a HREF=\"https://a&#46;b\" class=c>l</a>",
    ];
    for link in links {
        check(link, "[l](https://a.b)", "[l](https://a.b)");
    }
    check(
        "<a href>l</a> <a href='' href='https://c.d'>l</a>",
        "l l",
        "l l",
    );
}

#[test]
fn what_would_be_markup_is_text() {
    check(
        "<p>a*b_c_ [x] &lt;T&gt; <bucket> x &lt; y &amp;amp; _z 1 ~ 2 \\ C:\\d</p>",
        "a\\*b_c\\_ \\[x\\] \\<T> \\<bucket> x \\< y \\&amp; \\_z 1 \\~ 2 \\\\ C:\\\\d",
        "a*b_c_ [x] <T> <bucket> x < y &amp; _z 1 ~ 2 \\ C:\\d",
    );
    for (start, escaped) in [
        ("# no heading", "\\# no heading"),
        ("- no item", "\\- no item"),
        ("+ no item", "\\+ no item"),
        ("12. no item", "12\\. no item"),
        ("&gt; no quote", "\\> no quote"),
        ("---", "\\---"),
        ("===", "\\==="),
        ("-5 degrees", "-5 degrees"),
        ("1.5 times", "1.5 times"),
        ("#1 choice", "#1 choice"),
    ] {
        assert_eq!(markdown(&format!("<p>{start}</p>")), escaped);
    }
}

#[test]
fn long_lines_are_broken_and_their_starts_escaped() {
    let words = "word ".repeat(18) + "wo";
    let text = format!("<p>{words} - more <code>a b c d e f g h</code></p>");
    let lines = markdown(&text);
    assert_eq!(
        lines,
        format!("{}\n\\- more `a b c d e f g h`", words.trim())
    );
    assert!(!plain(&text).contains('\n'));
}

#[test]
fn examples_and_remarks() {
    check(
        "<pre>{\n  \"a\": [1]\n}</pre>",
        "```text\n{\n  \"a\": [1]\n}\n```",
        "    {\n      \"a\": [1]\n    }",
    );
    check(
        "<note><p>Mind the gap.</p><p>Always.</p></note>after",
        "> **Note:** Mind the gap.\n>\n> Always.\n\nafter",
        "Note: Mind the gap.\n\nAlways.\n\nafter",
    );
    check("<code>a ` b</code>", "`` a ` b ``", "a ` b");
}

#[test]
fn tables_become_tables() {
    check(
        "<table><thead><tr><th>Name</th><th>Use</th></tr></thead><tr><td><code>a|b</code><td>c</table>",
        "| Name | Use |\n| --- | --- |\n| `a\\|b` | c |",
        "- Name | Use\n- `a|b` | c",
    );
}

#[test]
fn broken_html_loses_no_text() {
    for (text, rustdoc) in [
        ("<p>a <b>b <i>c</b> d</p> e", "a **b *c*** d\n\ne"),
        ("a</p></ul></b> b<p>", "a\n\nb"),
        ("<li>one<li>two</ul><p>x", "- one\n- two\n\nx"),
        ("<ul>lost<li>one", "lost\n\n- one"),
        ("<td>cell</td><tr><td>row", "cell\n\nrow"),
        ("<p>open <code>code<p>next", "open `code`\n\nnext"),
        ("<p title=\"a>b\">x</p", "x\\</p"),
        (
            "<a href=\"https://e.com/>x</a>",
            "\\<a href=\"<https://e.com/>>x\\</a>",
        ),
        ("<p>1 < 2 <3 <", "1 \\< 2 \\<3 \\<"),
        ("<p>a<b", "a\\<b"),
        ("<p>a</p><!-- b --> c<!--d", "a\n\nc\\<!--d"),
        ("see <!-- b --> c", "see c"),
        ("see <!-- c", "see \\<!-- c"),
        ("<p><?php z?> </3 >", "\\<?php z?> \\</3 >"),
    ] {
        assert_eq!(markdown(text), rustdoc, "{text}");
    }
    let deep = "<ul><li>".repeat(5000) + "x";
    assert!(markdown(&deep).contains('x'));
}

#[test]
fn characters_that_rustc_refuses_are_dropped() {
    check("<p>a\u{202E}b\u{0}c&#8238;</p>", "abc", "abc");
    check(
        "<p>&eacute;&#x2014;&nope;&copy;</p>",
        "é—\\&nope;©",
        "é—&nope;©",
    );
}

#[test]
fn commonmark_stays_commonmark() {
    check(
        "Uses **two** `a[0]` of\n[the guide](https://example.com/) [not] <T>.\n\n- one\n- two https://e.com/x.\n",
        "Uses **two** `a[0]` of [the guide](https://example.com/) \\[not\\] \\<T>.\n\n- one\n- two <https://e.com/x>.",
        "Uses two `a[0]` of [the guide](https://example.com/) [not] <T>.\n\n- one\n- two https://e.com/x.",
    );
    check(
        "Run:\n\n```\nlet x = [1];\n```\n\nor\n\n    more <T>\n\nend `a",
        "Run:\n\n```text\nlet x = [1];\n```\n\nor\n\n```text\nmore <T>\n```\n\nend \\`a",
        "Run:\n\n    let x = [1];\n\nor\n\n    more <T>\n\nend `a",
    );
    check(
        "See [here][1], [there](#x) and [it].\n\n[1]: https://example.com/\n[it]: https://example.org/",
        "See [here](https://example.com/), there and [it](https://example.org/).",
        "See [here](https://example.com/), there and [it](https://example.org/).",
    );
    assert_eq!(markdown("```rust\nx\n```"), "```text\nx\n```");
    assert_eq!(markdown("```json\nx"), "```json\nx\n```");
}

#[test]
fn html_is_shown_and_not_interpreted() {
    for (text, rustdoc) in [
        ("<svg/onload=alert(1)>", "\\<svg/onload=alert(1)>"),
        (
            "[http://x/><svg/onload=alert(1)>](http://x/><svg/onload=alert(1)>)",
            "[http://x/>\\<svg/onload=alert(1)>](http://x/%3E%3Csvg/onload=alert%281%29%3E)",
        ),
        ("[a](javascript:alert(1))", "a"),
        ("[<svg>](https://e.com)", "[\\<svg>](https://e.com)"),
        ("[a](https://e.com \"<svg>\")", "[a](https://e.com)"),
        (
            "[a [b](https://e.com)](https://e.org)",
            "\\[a [b](https://e.com)\\](<https://e.org>)",
        ),
        ("![a](https://e.com/a.png)", "[a](https://e.com/a.png)"),
        (
            "[<svg>][<x>]\n\n[<x>]: https://e.com",
            "[\\<svg>](https://e.com)",
        ),
        (
            "[<svg>][1]\n\n[1]: https://e.com",
            "[\\<svg>](https://e.com)",
        ),
        ("`a\n- <svg> b`", "\\`a\n\n- \\<svg> b\\`"),
        (
            "| a | b |\n| --- | --- |\n| `c|<svg>` | d |",
            "| a | b |\n| --- | --- |\n| \\`c | \\<svg>\\` |",
        ),
        ("~~~\n  ```\n<svg>\n~~~", "````text\n  ```\n<svg>\n````"),
        ("<https://e.com/><svg>", "<https://e.com/>\\<svg>"),
        ("\\\\<svg>", "\\\\\\<svg>"),
        ("&lt;svg&gt; */", "\\<svg> \\*/"),
        ("<p>&lt;svg&gt; <svg> `<svg>`", "\\<svg> \\<svg> `<svg>`"),
        ("<p><a href=\"javascript:alert(1)\">a</a>", "a"),
        ("<p>a|b<br>-|-<br>`c|<svg>`", "a|b\\\n\\-|-\\\n`c|<svg>`"),
        (
            "<p><img src=x onerror=alert(1)>!<a href=\"https://e.com\">a</a>",
            "\\![a](https://e.com)",
        ),
    ] {
        assert_eq!(markdown(text), rustdoc, "{text}");
    }
    assert_eq!(super::code("a `` b"), "``` a `` b ```");
    assert_eq!(
        super::link("a ]b", "https://e.com/>"),
        "[a \\]b](https://e.com/%3E)"
    );
    assert_eq!(
        super::link("<i>", "javascript:`x`"),
        "\\<i>: `` javascript:`x` ``"
    );
}

/// That it takes no more time than its length is worth is measured in `benches/hostile.py`.
#[test]
fn repeated_marks_neither_panic_nor_exhaust_the_stack() {
    for unit in [
        "<!--",
        "&",
        "[",
        "]",
        "<",
        "<![CDATA[",
        "`",
        "` ``",
        "`a` ",
        "*",
        "_",
        "(",
        ")",
        "\\",
        "> ",
        "- ",
        "1. ",
        "!",
        "![",
        "[a](",
        "[a][",
        "[[a]](#b)",
        "<a \"",
        "<a '",
        "<b>",
        "<b>x ",
        "</b>",
        "<ul><li>",
        "<td>",
        "<table><tr><td>",
        "h",
        "http://",
        "https://a ",
        "<https://a",
        "&#",
        "&amp",
        "\n",
        "\n\n",
        "```\n",
        "    a\n",
        "|",
        "|-|\n",
        "x",
        "#",
    ] {
        let text = unit.repeat(40_000 / unit.len());
        for text in [&text, &format!("<p>{text}")] {
            let _ = (markdown(text), plain(text));
        }
    }
    let nested = format!("{}a{}", "[".repeat(50_000), "](#b)".repeat(50_000));
    assert!(markdown(&nested).contains('a'));
}
