//! The command `diff`: what it compares, what it ignores, and how it ends.

use std::process::{Command, Stdio};

use crate::comparing::{BOTH, NEW, OLD, events, expect, pair};
use crate::scratch::Scratch;

#[test]
fn files_directories_and_standard_input_are_compared() {
    let scratch = pair("diff-inputs");
    let folder = &scratch.0;
    assert_eq!(events(folder, &["old.smithy", "new.smithy"], 1), BOTH);
    scratch.put(
        "was/deep/one.smithy",
        "$version: \"2.0\"\nnamespace ex\nstructure A { a: String }",
    );
    scratch.put(
        "was/two.json",
        r#"{"smithy": "2.0", "shapes": {"ex#B": {"type": "structure"}}}"#,
    );
    assert_eq!(events(folder, &["was", "new.smithy"], 1), BOTH);
    assert_eq!(
        events(folder, &["was", "old.smithy"], 0),
        Vec::<String>::new()
    );
    let mut command = Command::new(env!("CARGO_BIN_EXE_smithgen"));
    let mut child = command
        .args(["diff", "old.smithy", "-"])
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), NEW.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stdout).contains("new:  <stdin>:3:15"));
    let (_, err) = expect(folder, &["-", "-"], 2);
    assert!(
        err.contains("both models cannot be read from standard input"),
        "{err}"
    );
}

#[test]
fn the_exit_code_says_whether_anything_is_as_grave_as_asked_for() {
    let scratch = Scratch::new("diff-fail-on");
    let folder = &scratch.0;
    scratch.put(
        "old.smithy",
        "$version: \"2.0\"\nnamespace ex\nstructure A { a: String, b: String }\nstring B",
    );
    scratch.put(
        "new.smithy",
        "$version: \"2.0\"\nnamespace ex\nstructure A { b: String, a: String }\nstring C",
    );
    let run = |fail_on: &str, code| {
        expect(
            folder,
            &["--fail-on", fail_on, "old.smithy", "new.smithy"],
            code,
        );
        expect(
            folder,
            &["--fail-on", fail_on, "old.smithy", "old.smithy"],
            0,
        );
    };
    run("error", 0);
    run("danger", 1);
    run("warning", 1);
    run("note", 1);
    run("never", 0);
    let (out, _) = expect(
        folder,
        &["--severity", "danger", "old.smithy", "new.smithy"],
        0,
    );
    assert!(out.contains("DANGER ChangedMemberOrder ex#A"), "{out}");
    assert!(!out.contains("RemovedShape"), "{out}");
    assert!(out.ends_with("1 danger, 1 warning, 1 note\n"), "{out}");
    let (_, err) = expect(folder, &["--fail-on", "all", "old.smithy", "new.smithy"], 2);
    assert!(err.contains("invalid value 'all'"), "{err}");
}

#[test]
fn a_side_that_cannot_be_read_is_no_result() {
    let scratch = pair("diff-unreadable");
    let folder = &scratch.0;
    scratch.put(
        "broken.smithy",
        "$version: \"2.0\"\nnamespace ex\nstructure {",
    );
    scratch.put(
        "unknown.smithy",
        "$version: \"2.0\"\nnamespace ex\n@ex.other#t\nstructure A { a: Integer }",
    );
    let (out, err) = expect(folder, &["old.smithy", "broken.smithy"], 2);
    assert!(
        out.is_empty() && err.contains("broken.smithy:3:11"),
        "{out}{err}"
    );
    let (_, err) = expect(folder, &["missing.smithy", "new.smithy"], 2);
    assert!(err.contains("cannot read `missing.smithy`"), "{err}");
    let told = events(folder, &["old.smithy", "broken.smithy"], 2);
    assert!(
        told.iter().all(|event| event == "ERROR Model -"),
        "{told:?}"
    );
    // Both sides are told of at once.
    let (_, err) = expect(folder, &["missing.smithy", "broken.smithy"], 2);
    assert!(
        err.contains("missing.smithy") && err.contains("broken.smithy:3:11"),
        "{err}"
    );
    expect(folder, &["old.smithy", "unknown.smithy"], 2);
    let told = events(
        folder,
        &["--allow-unknown-traits", "old.smithy", "unknown.smithy"],
        1,
    );
    assert!(
        told.contains(&"WARNING ModifiedTrait.Add.ex.other#t ex#A".to_owned()),
        "{told:?}"
    );
    scratch.put(
        "other.smithy",
        "$version: \"2.0\"\nnamespace ex.other\n@trait\nstructure t {}",
    );
    let told = events(
        folder,
        &["--dep", "other.smithy", "old.smithy", "unknown.smithy"],
        1,
    );
    assert!(
        told.contains(&"NOTE ModifiedTrait.Add.ex.other#t ex#A".to_owned()),
        "{told:?}"
    );
}

#[test]
fn what_is_wrong_with_the_old_model_is_past() {
    let scratch = pair("diff-past");
    let folder = &scratch.0;
    let wrong = format!("{OLD}@ex.other#t\nstructure C {{ a: Missing }}\n");
    scratch.put("old.smithy", &wrong);
    let arguments = ["old.smithy", "new.smithy"];
    let (out, err) = expect(folder, &arguments, 1);
    assert!(out.contains("ERROR RemovedShape ex#C"), "{out}");
    assert!(err.contains("is not defined, in the old model"), "{err}");
    assert!(err.contains("old.smithy:5:1"), "{err}");
    assert_eq!(events(folder, &arguments, 1).len(), 3);
    // The new one is to be mended.
    expect(folder, &["new.smithy", "old.smithy"], 2);
}

#[test]
fn what_is_meant_is_ignored_with_a_reason() {
    let scratch = pair("diff-ignore");
    let folder = &scratch.0;
    let entries = "[[ignore]]\nid = \"RemovedShape\"\nshape = \"ex#*\"\nreason = \"nobody used it\"\n\
                   [[ignore]]\nid = \"ChangedMemberTarget\"\nshape = \"ex#A$a\"\nreason = \"agreed\"\nexpires = 2999-01-31\n";
    scratch.put("ignore.toml", entries);
    let arguments = ["--ignore", "ignore.toml", "old.smithy", "new.smithy"];
    let told = events(folder, &arguments, 0);
    assert_eq!(told, BOTH.map(|it| it.replace("ERROR", "SUPPRESSED")));
    let (out, err) = expect(
        folder,
        &[&["--severity", "suppressed"], &arguments[..]].concat(),
        0,
    );
    assert!(out.contains("help: ignored: nobody used it"), "{out}");
    assert!(
        out.contains("help: ignored: agreed, until 2999-01-31"),
        "{out}"
    );
    assert!(err.is_empty(), "{err}");
    let (out, _) = expect(
        folder,
        &[
            &["--format", "junit", "--severity", "suppressed"],
            &arguments[..],
        ]
        .concat(),
        0,
    );
    assert!(out.contains("failures=\"0\" skipped=\"2\""), "{out}");
}

#[test]
fn entries_that_are_over_or_mean_nothing_are_told_of() {
    let scratch = pair("diff-stale");
    let folder = &scratch.0;
    scratch.put(
        "ignore.toml",
        "[[ignore]]\nid = \"RemovedShape\"\nshape = \"ex#B\"\nreason = \"soon back\"\nexpires = \"2001-02-03\"\n\n\
         [[ignore]]\nid = \"Removed\"\nshape = \"*\"\nreason = \"an id ends at a dot\"\n",
    );
    let arguments = ["--ignore", "ignore.toml", "old.smithy", "new.smithy"];
    assert_eq!(events(folder, &arguments, 1), BOTH);
    let (_, err) = expect(folder, &arguments, 1);
    assert!(
        err.contains("`RemovedShape` of `ex#B` was ignored until 2001-02-03"),
        "{err}"
    );
    assert!(err.contains("ignore.toml:1:1"), "{err}");
    assert!(err.contains("no change is `Removed` of `*`"), "{err}");
    assert!(err.contains("ignore.toml:7:1"), "{err}");
}

#[test]
fn a_file_of_ignored_changes_has_every_mistake_told_at_its_place() {
    let scratch = pair("diff-malformed");
    let folder = &scratch.0;
    let cases = [
        (
            "[[ignore]]\nid = \"A\"\nshape = \"*\"\n",
            "1:1",
            "the entry has no `reason`",
        ),
        (
            "[[ignore]]\nid = \"A\"\nshape = \"*\"\nreason = \" \"\n",
            "4:10",
            "`reason` is a text that is not empty",
        ),
        (
            "[[ignore]]\nid = \"A\"\nshape = \"*\"\nreson = \"x\"\n",
            "4:1",
            "did you mean `reason`?",
        ),
        (
            "[[ignore]]\nid = 1\nshape = \"*\"\nreason = \"x\"\n",
            "2:6",
            "`id` is a text",
        ),
        (
            "[[ignore]]\nid = \"A\"\nshape = \"*\"\nreason = \"x\"\nexpires = \"2027-02-30\"\n",
            "5:11",
            "`expires` is no day",
        ),
        ("ignores = []\n", "1:1", "`ignores` is no key of this file"),
        ("ignore = 1\n", "1:10", "`ignore` is a list of tables"),
        ("ignore = [1]\n", "1:11", "an entry is a table"),
        ("[[ignore\n", "1:9", "expected `]]`"),
    ];
    for (text, place, expected) in cases {
        scratch.put("ignore.toml", text);
        let (out, err) = expect(
            folder,
            &["--ignore", "ignore.toml", "old.smithy", "new.smithy"],
            2,
        );
        assert!(out.is_empty(), "{out}");
        assert!(err.contains(expected), "{text}: {err}");
        assert!(
            err.contains(&format!("ignore.toml:{place}")),
            "{text}: {err}"
        );
    }
    let many = "[[ignore]]\nid = \"A\"\nshape = \"*\"\nreason = \"x\"\n".repeat(2_001);
    scratch.put("ignore.toml", &many);
    let (_, err) = expect(
        folder,
        &["--ignore", "ignore.toml", "old.smithy", "new.smithy"],
        2,
    );
    assert!(err.contains("there are more than 2000 entries"), "{err}");
    scratch.put("ignore.toml", &format!("# {}\n", "x".repeat(1 << 20)));
    let (_, err) = expect(
        folder,
        &["--ignore", "ignore.toml", "old.smithy", "new.smithy"],
        2,
    );
    assert!(err.contains("it has more than 1048576 bytes"), "{err}");
    let (_, err) = expect(
        folder,
        &["--ignore", "none.toml", "old.smithy", "new.smithy"],
        2,
    );
    assert!(err.contains("cannot read `none.toml`"), "{err}");
}

#[test]
fn what_is_deprecated_breaks_nobody_and_warns_who_uses_it() {
    let scratch = Scratch::new("diff-deprecated");
    let old = "$version: \"2.0\"\nnamespace ex\n@aws.protocols#restJson1\n\
               service Things { version: \"1\", operations: [GetThing] }\n\
               @http(method: \"POST\", uri: \"/thing\")\noperation GetThing { input: Input }\n\
               structure Input { thing: Thing, colour: Colour, size: Size }\n\
               structure Thing { name: String }\nenum Colour { RED }\nunion Size { small: String }\n";
    let marked = [
        "operation GetThing",
        "thing: Thing",
        "structure Thing",
        "RED",
        "small",
    ];
    let new = marked.iter().fold(old.to_owned(), |text, what| {
        text.replacen(what, &format!("@deprecated {what}"), 1)
    });
    scratch.put("old.smithy", old);
    scratch.put("new.smithy", &new);
    let (out, _) = expect(&scratch.0, &["old.smithy", "new.smithy"], 0);
    let line = "  rust: none      the compiler warns who uses it\n";
    assert_eq!(out.matches(line).count(), marked.len(), "{out}");
    assert!(out.ends_with("proposed version: patch\n"), "{out}");
}

#[test]
fn options_that_pages_take_the_place_of_still_work() {
    let scratch = Scratch::new("diff-pages");
    let folder = &scratch.0;
    let model = |paginated: &str| {
        format!(
            "$version: \"2.0\"\nnamespace ex\nuse aws.protocols#restJson1\n\
             @restJson1\nservice Shop {{ version: \"1\", operations: [List] }}\n\
             {paginated}@readonly\n@http(method: \"GET\", uri: \"/t\")\noperation List {{\n\
             input := {{ @httpQuery(\"n\") next: String, @httpQuery(\"m\") max: Integer }}\n\
             output := {{ next: String, things: Things }}\n}}\nlist Things {{ member: String }}"
        )
    };
    let pages = "@paginated(inputToken: \"next\", outputToken: \"next\", items: \"things\", pageSize: \"max\")\n";
    scratch.put("old.smithy", &model(""));
    scratch.put("new.smithy", &model(pages));
    let (out, _) = expect(folder, &["old.smithy", "new.smithy"], 0);
    assert!(
        out.contains("cli:  additive  the option --max-items of list is new"),
        "{out}"
    );
    assert!(!out.contains("of list is gone"), "{out}");
    assert!(out.contains("proposed version: minor"), "{out}");
}

#[test]
fn servers_gain_operations_unbroken_and_lose_options_that_become_required() {
    let scratch = Scratch::new("diff-servers");
    let folder = &scratch.0;
    let model = |operations: &str, required: &str| {
        format!(
            "$version: \"2.0\"\nnamespace ex\nuse aws.protocols#restJson1\n\
             @restJson1\nservice Shop {{ version: \"1\", operations: [{operations}] }}\n\
             @http(method: \"POST\", uri: \"/get\")\noperation Get {{\n\
             input := {{ {required} name: String }}\noutput := {{ name: String }}\n}}\n\
             @http(method: \"POST\", uri: \"/put\")\noperation Put {{}}\n"
        )
    };
    scratch.put("old.smithy", &model("Get", ""));
    scratch.put("more.smithy", &model("Get, Put", ""));
    scratch.put("strict.smithy", &model("Get", "@required"));
    let arguments = ["--server", "--fail-on", "never"];
    let diff = |new: &str, server: bool| {
        let skipped = if server { 0 } else { 1 };
        let arguments = [&arguments[skipped..], &["old.smithy", new]].concat();
        expect(folder, &arguments, 0).0
    };
    let more = diff("more.smithy", true);
    assert!(more.contains("rust: additive"), "{more}");
    assert!(!more.contains("rust: breaking"), "{more}");
    // A client's inputs are as they were, a server's are not.
    let strict = diff("strict.smithy", true);
    let member =
        "rust, breaking: `operations::get::GetInput::name` is `String`, was `Option<String>`";
    assert!(strict.contains(member), "{strict}");
    let strict = diff("strict.smithy", false);
    assert!(!strict.contains("GetInput::name"), "{strict}");
}
