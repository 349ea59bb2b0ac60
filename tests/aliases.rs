//! Aliases of commands: what the file `~/.aws/cli/alias` makes of a line.

use std::process::Output;

use crate::home::{Home, err, out, service};

/// A home with this alias file.
fn home(name: &str, aliases: &str) -> Home {
    let home = Home::new(name);
    home.write(".aws/cli/alias", aliases);
    home
}

/// Runs these words as `aws`.
fn aws(home: &Home, words: &[&str]) -> Output {
    home.aws_link().args(words).output().expect("the link runs")
}

/// What was said, without the usage.
fn said(output: &Output) -> (Option<i32>, String) {
    let text = err(output);
    let message = text.split("\n\nusage:").next().unwrap_or_default();
    let message = message.trim_start_matches("\naws: [ERROR]: ");
    let message = message.trim_start_matches("An error occurred (ParamValidation): ");
    (output.status.code(), message.trim_end().to_owned())
}

const AT: [&str; 4] = ["--endpoint-url", "http://127.0.0.1:9", "--region", "r"];

#[test]
fn an_alias_stands_for_a_command_and_options_under_either_name() {
    let home = home(
        "alias-stands",
        "[command sso-oidc]\nRC =\n  register-client\n  --client-name 'a b'\n# a comment\n  --client-type \"pub lic\"\n\
         n = rc --query body\n",
    );
    for line in [
        "rc --dry-run --region r",
        "n --dry-run --region r --query url",
    ] {
        let own = home.own(line);
        assert_eq!(own.status.code(), Some(0), "{}", err(&own));
        assert!(out(&own).contains("\"a b\""), "{}", out(&own));
        assert!(out(&home.aws(line)).contains("\"pub lic\""));
    }
    // The options of an alias win over those of the line, and what follows its name comes behind it.
    let line = "n --client-name other --dry-run --region r --query url";
    assert!(out(&home.aws(line)).contains("\"clientName\": \"other\""));
}

#[test]
fn an_alias_that_hides_a_command_means_it() {
    let home = home(
        "alias-hides",
        "[command sso-oidc]\nregister-client = register-client --client-type t\nhelp = !echo no\n\
         [toplevel]\nsso-oidc = sso-oidc --query body\n",
    );
    let line = "register-client --client-name n --dry-run --region r";
    let found = out(&home.aws(line));
    assert_eq!(
        found,
        "{\n    \"clientName\": \"n\",\n    \"clientType\": \"t\"\n}\n"
    );
    assert!(out(&home.aws("help")).contains("register-client"));
}

#[test]
fn toplevel_aliases_stand_where_a_service_does() {
    let home = home(
        "alias-toplevel",
        "[toplevel]\nreg = oidc register-client --client-type t\noidc = sso-oidc --query body\nsay = !echo said\n\
         loop = loop\nempty =\n",
    );
    let words = ["reg", "--client-name", "n", "--dry-run", "--region", "r"];
    assert!(out(&aws(&home, &words)).contains("\"clientName\": \"n\""));
    assert_eq!(
        out(&aws(&home, &["say", "it", "--region", "r", "x y"])),
        "said it x y\n"
    );
    assert_eq!(
        said(&aws(&home, &["loop"])),
        (Some(255), "maximum recursion depth exceeded".to_owned())
    );
    assert_eq!(
        said(&aws(&home, &["empty"])),
        (
            Some(252),
            "the following arguments are required: command".to_owned()
        )
    );
    // Where no service is named, nothing stands in its place.
    assert_eq!(home.own("say").status.code(), Some(252));
}

#[test]
fn aliases_of_an_operation_follow_it() {
    let home = home(
        "alias-operation",
        "[command sso-oidc register-client]\nmine = other --client-name x\nother = --client-type t\nsay = !echo\n",
    );
    let found = home.aws("register-client mine --dry-run --region r --query body");
    assert_eq!(
        out(&found),
        "{\n    \"clientName\": \"x\",\n    \"clientType\": \"t\"\n}\n",
        "{}",
        err(&found)
    );
    assert_eq!(
        out(&home.aws("register-client --client-name say say")),
        "--client-name say\n"
    );
    assert_eq!(
        said(&home.aws("register-client min")),
        (
            Some(252),
            "argument subcommand: Found invalid choice 'min'\n\nMaybe you meant:\n\n  * mine"
                .to_owned()
        )
    );
    assert!(out(&home.aws("register-client help")).contains("--client-name"));
}

#[test]
fn a_shell_line_gets_the_words_behind_the_name_and_gives_its_code() {
    let home = home(
        "alias-shell",
        "[command sso-oidc]\nsay =\n  !f() {\n    printf '<%s>' \"$@\"\n  }; f\nseven = !exit 7\nkilled = !kill -9 $$\n\
         interrupted = !kill -INT $$\nno = !no-such-program-here\n",
    );
    let words = [
        "sso-oidc", "--region", "r", "say", "a b", "$x", "it's", "", "--y=1", "--debug",
    ];
    assert_eq!(out(&aws(&home, &words)), "<a b><$x><it's><><--y=1>");
    for (name, code) in [
        ("seven", 7),
        ("killed", 247),
        ("interrupted", 130),
        ("no", 127),
    ] {
        assert_eq!(home.aws(name).status.code(), Some(code), "{name}");
        assert_eq!(home.own(name).status.code(), Some(code), "{name}");
    }
    assert_eq!(err(&home.aws("seven")), "");
}

#[test]
fn aliases_are_suggested() {
    let home = home(
        "alias-suggested",
        "[command sso-oidc]\nregistered = register-client\n",
    );
    assert_eq!(
        said(&home.aws("registerd")),
        (Some(252), "argument operation: Found invalid choice 'registerd'\n\nMaybe you meant:\n\n  * registered".to_owned())
    );
}

#[test]
fn what_an_alias_may_not_hold_is_refused() {
    let home = home(
        "alias-refused",
        "[command sso-oidc]\nopen = register-client --client-name 'x\nslash = x\\\nprofile = register-client --profile p\n\
         debug = register-client --profile p --debug\nquery = register-client --query a[\nurl = register-client --endpoint-url h\n\
         choice = register-client --output no\nempty =\nself = other\nother = self\nunknown = nothing\n",
    );
    let refused = |name: &str, option: &str| {
        format!(
            "Global parameter \"--{option}\" detected in alias \"{name}\" which is not supported in subcommand aliases."
        )
    };
    let unparsed = |name: &str, why: &str, value: &str| {
        format!(
            "Value of alias \"{name}\" could not be parsed. Received error: {why} when parsing:\n{value}"
        )
    };
    for (name, code, expected) in [
        ("open", 255, unparsed("open", "No closing quotation", "register-client --client-name 'x")),
        ("slash", 255, unparsed("slash", "No escaped character", "x\\")),
        ("profile", 255, refused("profile", "profile")),
        ("debug", 255, refused("debug", "debug")),
        (
            "query",
            252,
            "Bad value for --query a[: Invalid jmespath expression: Incomplete expression:\n\"a[\"\n   ^".to_owned(),
        ),
        (
            "url",
            252,
            "Bad value for --endpoint-url \"h\": scheme is missing.  Must be of the form http://<hostname>/ or \
             https://<hostname>/"
                .to_owned(),
        ),
        ("choice", 252, "argument --output: Found invalid choice 'no'".to_owned()),
        ("empty", 252, "the following arguments are required: operation".to_owned()),
        ("self", 255, "maximum recursion depth exceeded".to_owned()),
        ("unknown", 252, "argument operation: Found invalid choice 'nothing'".to_owned()),
    ] {
        assert_eq!(said(&home.aws(name)), (Some(code), expected), "{name}");
    }
    assert!(err(&home.own("self")).contains("leads back to itself"));
}

#[test]
fn aliases_lead_through_as_many_others_as_fit_the_reference_and_no_more() {
    let chain = |steps: usize| {
        let links: String = (1..steps)
            .map(|at| format!("a{at} = a{}\n", at + 1))
            .collect();
        let last = "sso-oidc register-client --client-name n --client-type t --dry-run --region r";
        let home = home(
            &format!("alias-chain-{steps}"),
            &format!("[toplevel]\n{links}a{steps} = {last}\n"),
        );
        said(&aws(&home, &["a1"]))
    };
    assert_eq!(chain(490).0, Some(0));
    assert_eq!(
        chain(491),
        (Some(255), "maximum recursion depth exceeded".to_owned())
    );
}

#[test]
fn an_alias_makes_a_line_as_long_as_programs_are_given_and_no_longer() {
    let words = "register-client --client-type t --dry-run --client-name";
    let line = |bytes: usize| {
        // Each word counts with what stands behind it.
        let name = "x".repeat(bytes - words.len() - 2);
        let home = home(
            &format!("alias-length-{bytes}"),
            &format!("[command sso-oidc]\nrc = {words} {name} --region r\n"),
        );
        said(&home.aws("rc"))
    };
    assert_eq!(line(2_097_152).0, Some(0));
    assert_eq!(
        line(2_097_153),
        (
            Some(255),
            "The alias \"rc\" makes the line longer than 2097152 bytes".to_owned()
        )
    );
}

#[test]
fn an_alias_cannot_make_a_line_without_end() {
    let words = "x".repeat(500_000);
    let home = home(
        "alias-long",
        &format!("[command sso-oidc]\nrc = rc {words}\n"),
    );
    let (code, message) = said(&home.aws("rc"));
    assert_eq!(code, Some(255));
    assert_eq!(
        message,
        "The alias \"rc\" makes the line longer than 2097152 bytes"
    );
}

#[test]
fn timeouts_of_an_alias_replace_those_of_the_line_and_as_aws_their_default_does() {
    let home = home(
        "alias-timeouts",
        "[command sso-oidc]\nplain = register-client --client-name n --client-type t\n\
         own = plain --cli-read-timeout 5\nwrong = plain --cli-read-timeout x\n",
    );
    // A timeout below zero is noticed only where it is to be used.
    let line = |name: &str| format!("{name} --cli-read-timeout -1 --dry-run --region r");
    assert_eq!(home.aws(&line("plain")).status.code(), Some(0));
    assert_eq!(home.own(&line("plain")).status.code(), Some(255));
    assert_eq!(home.aws(&line("own")).status.code(), Some(0));
    assert_eq!(home.own(&line("own")).status.code(), Some(0));
    let message = "invalid literal for int() with base 10: 'x'";
    assert_eq!(said(&home.aws("wrong")), (Some(255), message.to_owned()));
}

#[test]
fn a_broken_alias_file_is_reported_and_an_absent_one_is_not() {
    for (name, content) in [
        ("alias-no-header", "rc = register-client\n"),
        ("alias-no-value", "[command sso-oidc]\nrc\n"),
        ("alias-twice", "[command sso-oidc]\nrc = a\nrc = b\n"),
    ] {
        let home = home(name, content);
        let path = home.0.join(".aws/cli/alias");
        let expected = format!(
            "\naws: [ERROR]: Unable to parse config file: {}\n",
            path.display()
        );
        let version = aws(&home, &["--version"]);
        assert_eq!(
            (version.status.code(), err(&version)),
            (Some(255), expected)
        );
    }
    let home = Home::new("alias-absent");
    assert_eq!(aws(&home, &["--version"]).status.code(), Some(0));
    home.write(".aws/cli/alias/file", "");
    let path = home.0.join(".aws/cli/alias");
    assert_eq!(
        said(&aws(&home, &["--version"])),
        (
            Some(255),
            format!(
                "The specified config file ({}) could not be found.",
                path.display()
            )
        )
    );
}

#[test]
fn an_alias_calls_the_service() {
    let home = home(
        "alias-calls",
        "[command sso-oidc]\nrc = register-client --client-name n --client-type t --output text --query clientId\n",
    );
    let url = service();
    let called = home.aws(&format!("rc --endpoint-url {url} --region r --output yaml"));
    assert_eq!(
        (out(&called), err(&called)),
        ("id\n".to_owned(), String::new())
    );
    // An alias that is not a command of the service is none.
    let refused = aws(&home, &["sso-oidc", "rcc", AT[0], AT[1]]);
    assert_eq!(refused.status.code(), Some(252));
}

#[test]
fn the_aliases_of_the_book_work() {
    // docs/book/src/howto/command.md
    let page = include_str!("../docs/book/src/howto/command.md");
    let mut listings = page.split("```ini\n").skip(1);
    let listing = listings.find_map(|rest| {
        let listing = rest.split("```").next()?;
        listing.contains("[toplevel]").then_some(listing)
    });
    let home = home("alias-book", listing.expect("the page shows aliases"));
    let line = "rc --client-name n --dry-run --region r --query url";
    for output in [home.own(line), home.aws(line)] {
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        assert!(out(&output).contains("https://oidc.r."), "{}", out(&output));
    }
    let words = [
        "oidc",
        "rc",
        "--client-name",
        "n",
        "--dry-run",
        "--query",
        "url",
    ];
    let output = aws(&home, &words);
    assert!(
        out(&output).contains("https://oidc.eu-west-1."),
        "{}",
        err(&output)
    );
}
