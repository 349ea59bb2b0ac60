//! The page that shows how to make a command shows the files of its example, which is built and tested on its own.

use std::path::Path;

#[test]
fn the_page_shows_the_files_of_the_example() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| std::fs::read_to_string(root.join(path)).expect(path);
    let page = read("docs/command.md");
    for (language, file) in [
        ("toml", "Cargo.toml"),
        ("rust", "build.rs"),
        ("rust", "src/main.rs"),
    ] {
        let text = read(&format!("examples/bookstore/{file}"));
        let block = format!("```{language}\n{text}```\n");
        assert!(page.contains(&block), "{file} is not on the page as it is");
        assert!(page.contains(&format!("`{file}`: ")), "{file} is not named");
    }
}
