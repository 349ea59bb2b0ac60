//! The prompt as a person at a terminal meets it.
#![cfg(unix)]

use std::process::{Command, Stdio};

use crate::terminal::{DOWN, END, ENTER, ESCAPE, F2, F3, F5, Home, TAB, Terminal, UP};

#[test]
fn a_line_is_completed_and_run() {
    let home = Home::new("run");
    let mut terminal = Terminal::start(&home, &["--cli-auto-prompt"], &[]);
    terminal
        .expect("> sso-oidc ")
        .expect("register-client")
        .expect("choose a command");
    terminal.press("rgc").expect("register-client");
    terminal
        .press(TAB)
        .expect("> sso-oidc register-client ")
        .expect("--client-name")
        .expect("required");
    terminal.press("--cln").expect("--client-name").press(DOWN);
    terminal
        .expect("documentation")
        .expect("The friendly name of the client.");
    terminal.press(ENTER).expect("--client-name ");
    terminal
        .press("demo --client-type public ")
        .expect("clientSecretExpiresAt")
        .expect("Enter runs it");
    terminal
        .press("--gen")
        .expect("--generate-cli-skeleton")
        .press(TAB)
        .expect("yaml-input");
    terminal
        .press("yam")
        .expect("yaml-input")
        .press(TAB)
        .press(ENTER);
    let (code, shown) = terminal.end();
    assert!(shown.contains("clientName: ''"), "{shown}");
    assert_eq!(code, Some(0));
    let line = "register-client --client-name demo --client-type public --generate-cli-skeleton yaml-input\n";
    assert_eq!(home.history().as_deref(), Some(line));
}

#[test]
fn giving_up_is_an_interrupt() {
    for key in ["\x03", "\x04"] {
        let home = Home::new("give-up");
        let mut terminal = Terminal::start(&home, &[], &[("AWS_CLI_AUTO_PROMPT", "on")]);
        terminal.expect("choose a command").press(key);
        assert_eq!(terminal.end().0, Some(130));
        assert_eq!(home.history(), None);
    }
}

#[test]
fn the_prompt_ends_when_its_terminal_goes_away() {
    let home = Home::new("gone");
    let mut terminal = Terminal::start(&home, &["--cli-auto-prompt"], &[]);
    terminal.expect("> sso-oidc ").drawn();
    assert_eq!(terminal.hang_up(), Some(255));
}

#[test]
fn an_error_in_the_line_is_mended_with_on_partial() {
    let home = Home::new("partial");
    let variables = [("AWS_CLI_AUTO_PROMPT", "on-partial")];
    let mut terminal = Terminal::start(
        &home,
        &["register-client", "--client-name", "a b"],
        &variables,
    );
    terminal
        .expect("> sso-oidc register-client --client-name 'a b' ")
        .expect("missing: --client-type");
    terminal
        .press("--client-type public --dry-run")
        .expect("--dry-run")
        .press(ENTER);
    let (code, shown) = terminal.end();
    assert!(shown.contains("\"clientName\": \"a b\""), "{shown}");
    assert_eq!(code, Some(0));
    let terminal = Terminal::start(
        &home,
        &["register-client", "--generate-cli-skeleton"],
        &variables,
    );
    assert_eq!(terminal.end().0, Some(0));
}

#[test]
fn earlier_lines_come_back_but_not_those_with_secrets() {
    let home = Home::new("history");
    let ask = ["--cli-auto-prompt"];
    let mut terminal = Terminal::start(&home, &ask, &[]);
    terminal
        .expect("choose a command")
        .press("register-client --generate-cli-skeleton")
        .press(ENTER);
    assert_eq!(terminal.end().0, Some(0));
    let mut terminal = Terminal::start(&home, &ask, &[]);
    let secret = "create-token --client-secret hidden --generate-cli-skeleton";
    terminal
        .expect("choose a command")
        .press(secret)
        .press(ENTER);
    assert_eq!(terminal.end().0, Some(0));
    assert_eq!(
        home.history().as_deref(),
        Some("register-client --generate-cli-skeleton\n")
    );
    let mut terminal = Terminal::start(&home, &ask, &[]);
    terminal
        .expect("choose a command")
        .press(UP)
        .expect("register-client --generate-cli-skeleton");
    terminal.press(ENTER);
    let (code, shown) = terminal.end();
    assert!(shown.contains("\"clientName\": \"\""), "{shown}");
    assert_eq!(code, Some(0));
}

#[test]
fn the_output_is_shown_before_it_is_there() {
    let home = Home::new("preview");
    let mut terminal = Terminal::start(&home, &["--cli-auto-prompt", "register-client"], &[]);
    terminal
        .expect("missing")
        .press(F5)
        .expect("output")
        .expect("\"clientId\": \"clientId\"");
    terminal
        .press("--output yaml --query '{id: clientId}' ")
        .expect("id: clientId");
    terminal.press("\x03");
    assert_eq!(terminal.end().0, Some(130));
}

#[test]
fn without_a_terminal_there_is_no_prompt() {
    let home = Home::new("none");
    let output = Command::new(env!("CARGO_BIN_EXE_sso-oidc"))
        .args(["register-client", "--cli-auto-prompt"])
        .env_clear()
        .env("HOME", &home.0)
        .stdin(Stdio::null())
        .output()
        .expect("it runs");
    assert_eq!(output.status.code(), Some(255));
    assert!(output.stdout.is_empty());
}

#[test]
fn a_terminal_that_cannot_move_its_cursor_gets_no_prompt() {
    let home = Home::new("dumb");
    let terminal = Terminal::start(&home, &["--cli-auto-prompt"], &[("TERM", "dumb")]);
    let (code, shown) = terminal.end();
    assert_eq!(code, Some(255));
    assert!(shown.contains("TERM says that this one is dumb"), "{shown}");
}

/// What holds for every screen with the prompt: the line is there, the cursor behind it, each row within the screen.
fn check(terminal: &Terminal, line: &str, status: &str) {
    let rows = terminal.rows();
    let whole: String = rows.iter().map(String::as_str).collect();
    let screen = rows.join("\n");
    assert_eq!(whole.matches("> sso-oidc").count(), 1, "{screen}");
    assert!(rows[0].starts_with("> sso-oidc"), "{screen}");
    let last = rows.iter().rfind(|row| !row.is_empty()).expect("a row");
    assert!(last.contains(status), "no `{status}` in\n{screen}");
    let (row, column) = terminal.cursor();
    let width = usize::from(terminal.columns());
    let mut before: String = rows[..row.into()]
        .iter()
        .map(|row| format!("{row:width$}"))
        .collect();
    let row_of_cursor = format!("{:width$}", rows[usize::from(row)]);
    before.extend(row_of_cursor.chars().take(column.into()));
    assert!(
        before.ends_with(line),
        "the cursor is at {row}, {column} of\n{screen}"
    );
}

#[test]
fn keys_are_named_whole_at_80_columns() {
    let home = Home::new("footer");
    let words = ["--cli-auto-prompt", "register-client"];
    let mut terminal = Terminal::sized(&home, (80, 24), &words, &[]);
    terminal.until_seen("F2 panes  F3 documentation  F5 output  Ctrl-C leaves");
    let rows = terminal.rows();
    let missing = "missing: --client-name --client-type";
    assert!(rows.iter().any(|row| row.ends_with(missing)), "{rows:?}");
    check(&terminal, "register-client ", "Ctrl-C leaves");
}

#[test]
fn a_small_terminal_shows_what_fits() {
    let home = Home::new("small");
    let words = ["--cli-auto-prompt", "register-client"];
    let mut terminal = Terminal::sized(&home, (24, 10), &words, &[]);
    terminal.until_seen("F2 F3 F5 ^C").until_seen("2 missing");
    check(&terminal, "client ", "F2 F3 F5 ^C");
    let rows = terminal.rows();
    assert!(
        rows.iter().any(|row| row == "  --client-name  *"),
        "{rows:?}"
    );
    terminal.press(F3).until_seen("q F2 ^C");
    let rows = terminal.rows();
    assert!(
        rows.iter().any(|row| row.starts_with("-- documentation")),
        "{rows:?}"
    );
    assert!(
        rows.iter().any(|row| row == "Announces a program to"),
        "{rows:?}"
    );
}

#[test]
fn the_screen_is_drawn_anew_at_every_size() {
    let home = Home::new("resize");
    let words = ["--cli-auto-prompt", "register-client", "--client-name"];
    let mut terminal = Terminal::sized(&home, (100, 30), &words, &[]);
    terminal.until_seen("Ctrl-C leaves");
    for (columns, rows, status) in [
        (80, 24, "Ctrl-C leaves"),
        (24, 10, "F2 F3 F5 ^C"),
        (40, 5, "F2 F3 F5 ^C"),
        (132, 50, "Ctrl-C leaves"),
        (60, 12, "Ctrl-C leaves"),
    ] {
        terminal.resize(columns, rows);
        terminal.until("drawn", |rows| {
            rows.iter().any(|row| row.contains(status)) && rows[0].starts_with("> sso-oidc")
        });
        check(&terminal, "--client-name ", status);
        // What was there at another size is gone.
        let shown = terminal.rows();
        let titles = shown.iter().filter(|row| row.contains("-- documentation"));
        assert!(titles.count() <= 1, "{shown:?}");
    }
}

#[test]
fn no_size_is_too_small() {
    let home = Home::new("tiny");
    for (columns, rows) in [(1, 1), (5, 2), (2, 40), (200, 1), (3, 3), (11, 4)] {
        let mut terminal = Terminal::sized(&home, (columns, rows), &["--cli-auto-prompt"], &[]);
        terminal.drawn();
        let line = "register-client --client-name 界界界 --dry-run --client-type public";
        terminal
            .press(line)
            .press(F3)
            .press(F5)
            .press(F2)
            .press(DOWN);
        terminal.resize(rows, columns).resize(columns, rows);
        terminal.press(ESCAPE).drawn().press("\x03");
        assert_eq!(terminal.end().0, Some(130), "{columns}x{rows}");
    }
}

#[test]
fn wide_characters_and_long_lines_keep_the_cursor_where_it_belongs() {
    let home = Home::new("wide");
    let words = ["--cli-auto-prompt", "register-client", "--client-name"];
    let mut terminal = Terminal::sized(&home, (40, 12), &words, &[]);
    terminal.until_seen("F5");
    // 11 columns of prompt, 30 of words, 14 of name.
    terminal.press("界界界界界界界").until_seen("界");
    terminal.until("behind the name", |_| true);
    terminal.press("x").until_seen("界x");
    assert_eq!(terminal.cursor(), (1, 16));
}

#[test]
fn panes_take_the_keys_and_q_closes_them() {
    let home = Home::new("panes");
    let words = ["--cli-auto-prompt", "register-client"];
    let mut terminal = Terminal::sized(&home, (80, 24), &words, &[]);
    terminal.until_seen("Ctrl-C leaves");
    for (key, title) in [(F3, "-- documentation -"), (F5, "-- output -")] {
        terminal.press(key).until_seen(title).until_seen("q closes");
        terminal.press("q").until_gone(title).until_seen("F2 panes");
        terminal.press(key).until_seen(title);
        terminal.press(ESCAPE).until_gone(title);
        terminal.press(key).until_seen(title);
        terminal.press(key).until_gone(title);
    }
    let rows = terminal.rows();
    assert_eq!(rows[0], "> sso-oidc register-client", "{rows:?}");
    // Where no pane has the keys, they are typed.
    terminal.press("q").until_seen("register-client q");
}

#[test]
fn a_pane_is_scrolled_and_left() {
    let home = Home::new("scroll");
    let words = ["--cli-auto-prompt", "register-client"];
    let mut terminal = Terminal::sized(&home, (80, 12), &words, &[]);
    terminal.until_seen("Ctrl-C leaves");
    terminal
        .press(F5)
        .until_seen("\"clientId\"")
        .until_gone("\"tokenEndpoint\"");
    terminal.press(DOWN).press(DOWN).until_gone("\"clientId\"");
    terminal.press(END).until_seen("\"tokenEndpoint\"");
    terminal.press(F2).until_seen("F2 panes");
    terminal.press("--").until_seen("register-client --");
}

/// Whether colours are set: `ESC [ … m` with a colour among its numbers.
fn is_coloured(written: &[u8]) -> bool {
    let text = String::from_utf8_lossy(written).into_owned();
    text.split("\x1b[").skip(1).any(|piece| {
        let end = piece.find(|c: char| !(c.is_ascii_digit() || c == ';'));
        let (numbers, rest) = piece.split_at(end.unwrap_or(piece.len()));
        let is_colour = |number: &str| number.parse().is_ok_and(|number: u8| number >= 30);
        rest.starts_with('m') && numbers.split(';').any(is_colour)
    })
}

#[test]
fn the_prompt_has_no_colours_where_nobody_wants_them() {
    for (variables, wanted) in [(&[][..], true), (&[("NO_COLOR", "1")][..], false)] {
        let home = Home::new("plain");
        let mut terminal = Terminal::start(&home, &["--cli-auto-prompt"], variables);
        terminal.expect("choose a command").press("\x03");
        let (code, written) = terminal.end_with_bytes();
        assert_eq!(code, Some(130));
        assert_eq!(is_coloured(&written), wanted);
    }
}

#[test]
fn a_dumb_terminal_has_no_pager_but_one_that_is_named() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("pagers");
    std::fs::create_dir_all(&folder).expect("made");
    let less = folder.join("less");
    std::fs::write(&less, "#!/bin/sh\necho PAGED\n").expect("written");
    std::fs::set_permissions(&less, std::fs::Permissions::from_mode(0o755)).expect("runnable");
    let home = Home::new("dumb-pager");
    for (terminal, pager, paged) in [
        ("xterm", None, true),
        ("dumb", None, false),
        ("dumb", Some("less"), true),
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sso-oidc"));
        command.arg("help").env_clear().env("HOME", &home.0);
        command.env("PATH", &folder).env("TERM", terminal);
        command.envs(pager.map(|pager| ("PAGER", pager)));
        let (_, written) = Terminal::with(command, (100, 40)).end_with_bytes();
        let text = String::from_utf8_lossy(&written);
        assert_eq!(text.contains("PAGED"), paged, "{text}");
        assert!(terminal != "dumb" || !text.contains('\x1b'), "{text}");
    }
}
