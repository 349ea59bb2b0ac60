//! `--version`: one line with the program, the system and the machine.

/// The line, without a line break: `aws-cli/0.1.0 Rust/… Linux/6.1.0 exe/x86_64.debian.12`.
///
/// `product` is the part before the first slash. The format is the reference's, since scripts look for the version
/// after the first slash.
pub(crate) fn line(product: &str, version: &str) -> String {
    let system = match std::env::consts::OS {
        "linux" => "Linux",
        "macos" => "Darwin",
        "windows" => "Windows",
        other => other,
    };
    let release = release().unwrap_or_else(|| "unknown".to_owned());
    let execution = match std::env::var("AWS_EXECUTION_ENV") {
        Ok(name) if !name.is_empty() => format!(" exec-env/{name}"),
        _ => String::new(),
    };
    let machine = std::env::consts::ARCH;
    format!(
        "{product}/{version} Rust/{} {system}/{release}{execution} source/{machine}{}",
        RUST,
        distribution()
    )
}

/// The minimum supported Rust version.
const RUST: &str = env!("CARGO_PKG_RUST_VERSION");

/// The version of the reference that is emulated.
pub(crate) const STANDS_IN_FOR: &str = "2.36.7";

fn release() -> Option<String> {
    let text = std::fs::read_to_string("/proc/sys/kernel/osrelease").ok()?;
    Some(text.trim().to_owned())
}

/// The distribution, such as `.debian.12`, if the system has an os-release file.
fn distribution() -> String {
    let Ok(text) = std::fs::read_to_string("/etc/os-release") else {
        return String::new();
    };
    let value = |key: &str| {
        text.lines()
            .find_map(|line| line.strip_prefix(key)?.strip_prefix('='))
            .map(|v| v.trim_matches(['"', '\'']))
    };
    let mut name = String::new();
    for part in [value("ID"), value("VERSION_ID")].into_iter().flatten() {
        name.push('.');
        name.push_str(part);
    }
    name
}
