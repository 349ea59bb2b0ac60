//! What a file of accounts may say, and what is told of one that says something else.

use super::*;

#[test]
fn the_example_says_what_is_so_without_it() {
    let example = Accounts::parse(EXAMPLE).unwrap();
    assert_eq!(example, Accounts::example());
    assert_eq!(example.lifetimes, Lifetimes::default());
    let ids: Vec<&str> = example.accounts.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(ids, ["111122223333", "444455556666"]);
    assert_eq!(example.accounts[0].roles, ["Administrator", "ReadOnly"]);
}

#[test]
fn little_need_be_said() {
    let text = "[[accounts]]\nid = \"111122223333\"\nroles = []\n[lifetimes]\naccess-token = 5\n";
    let accounts = Accounts::parse(text).unwrap();
    assert_eq!(accounts.accounts[0].name, "111122223333");
    assert_eq!(accounts.lifetimes.access_token, 5);
    assert_eq!(accounts.lifetimes.device_code, 600);
}

#[test]
fn errors_tell_the_place() {
    let account = "[[accounts]]\nid = \"111122223333\"\nroles = []\n";
    for (text, error) in [
        ("user = ", "1:8: "),
        ("user = 1", "1:8: `user` must be a string, not an integer"),
        (
            "user = \" \"",
            "1:8: `user` is blank or has control characters",
        ),
        ("user = \"a\"\n", "1:1: `[[accounts]]` is missing"),
        (
            "accounts = 1",
            "1:12: `accounts` must be an array of tables, not an integer",
        ),
        (
            "accounts = [1]",
            "1:13: `accounts` must be an array of tables, not an integer",
        ),
        (
            "[[accounts]]\nroles = []",
            "1:1: `id` of an account is missing",
        ),
        (
            "[[accounts]]\nid = \"1\"\nroles = []",
            "2:6: `id` is twelve digits",
        ),
        (
            "[[accounts]]\nid = \"111122223333\"",
            "1:1: `roles` of an account is missing",
        ),
        (
            "[[accounts]]\nid = \"111122223333\"\nroles = [\"é\", 2]",
            "3:15: `roles` must be a string, not an integer",
        ),
        (
            "[[accounts]]\nrole = []",
            "2:1: unknown key `role`: known are id, name, email, roles",
        ),
        (
            &format!("{account}{account}"),
            "4:1: account 111122223333 is there twice",
        ),
        (
            &format!("{account}[lifetimes]\naccess-token = 0"),
            "5:16: `access-token` is a number of seconds from 1 to 2147483647",
        ),
        (
            &format!("{account}[lifetimes]\ntoken = 0"),
            "5:1: unknown key `token`: known are registration, ",
        ),
    ] {
        let found = Accounts::parse(text).unwrap_err().to_string();
        assert!(
            found.lines().any(|line| line.starts_with(error)),
            "{text}\n{found}"
        );
    }
}

#[test]
fn all_that_is_wrong_is_told_at_once() {
    let text = "user = 1\n[[accounts]]\nid = \"1\"\nname = \"\"\n[[accounts]]\n\
                roles = [1, \"a\", 2]\nrole = []\n[lifetimes]\naccess-token = 0\n";
    let error = Accounts::parse(text).unwrap_err();
    assert_eq!(
        error.to_string().lines().collect::<Vec<_>>(),
        [
            "1:8: `user` must be a string, not an integer",
            "2:1: `roles` of an account is missing",
            "3:6: `id` is twelve digits",
            "4:8: `name` is blank or has control characters",
            "5:1: `id` of an account is missing",
            "6:10: `roles` must be a string, not an integer",
            "6:18: `roles` must be a string, not an integer",
            "7:1: unknown key `role`: known are id, name, email, roles",
            "9:16: `access-token` is a number of seconds from 1 to 2147483647",
        ]
    );
    let shown = error.in_file(Path::new("a.toml"));
    assert!(shown.starts_with("a.toml:1:8: `user`"), "{shown}");
    assert!(shown.contains("\na.toml:2:1: "), "{shown}");
    let syntax = Accounts::parse("a = \nb = ]\nuser = 1").unwrap_err();
    let places: Vec<String> = syntax
        .to_string()
        .lines()
        .map(|it| it[..4].to_owned())
        .collect();
    assert!(places.len() > 1 && places[0] == "1:5:", "{syntax}");
    let many = "[[accounts]]\n".repeat(ACCOUNTS_PROBLEMS);
    let many = Accounts::parse(&many).unwrap_err().to_string();
    assert_eq!(many.lines().count(), ACCOUNTS_PROBLEMS + 1);
    assert!(
        many.ends_with(&format!("{ACCOUNTS_PROBLEMS} more things are wrong")),
        "{many}"
    );
}
