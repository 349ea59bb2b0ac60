//! Fills the templates of text that is not Rust.

use tera::{Context, Tera};

use crate::ir::package::{Manifest, Package, ServiceModule, ServiceSide};
use smithgen_model::{Diagnostic, Errors};

const TEMPLATES: [(&str, &str); 2] = [
    (
        "Cargo.toml",
        include_str!("../../../templates/Cargo.toml.tera"),
    ),
    (
        "README.md",
        include_str!("../../../templates/README.md.tera"),
    ),
];

/// Path and text of each file.
pub(super) fn texts(package: &Package) -> Result<Vec<(String, String)>, Errors> {
    fill(package).map_err(|error| {
        Diagnostic::error(format!("a template of smithgen is broken: {error}")).into()
    })
}

fn fill(package: &Package) -> Result<Vec<(String, String)>, tera::Error> {
    let mut tera = Tera::default();
    // None of this is HTML.
    tera.autoescape_on(Vec::<&str>::new());
    tera.add_raw_templates(TEMPLATES)?;
    let render = |name: &str, context: &Context| tera.render(name, context);
    let mark = crate::mark::lines(&package.source);
    let [first, second] = &mark;
    let copies: Vec<&str> = package
        .copies
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    let copied = match copies.is_empty() {
        true => String::new(),
        false => format!("{}\n", crate::mark::copied(&copies)),
    };
    let hash = format!("# {first}\n# {second}\n{copied}\n");
    let comment = format!("<!-- {first} {second} -->\n\n");
    let mut files = vec![
        (
            "Cargo.toml".to_owned(),
            hash + &render("Cargo.toml", &manifest(&package.manifest, &copies))?,
        ),
        (
            "README.md".to_owned(),
            comment + &render("README.md", &readme(package))?,
        ),
    ];
    // A template ends without the line break that a file of text has.
    files.iter_mut().for_each(|(_, text)| {
        text.truncate(text.trim_end().len());
        text.push('\n');
    });
    files.extend(package.copies.iter().cloned());
    Ok(files)
}

/// What the manifest shows: texts in quotation marks.
fn manifest(manifest: &Manifest, copies: &[&str]) -> Context {
    // JSON quotes a text as TOML does, but for one control character.
    let quoted = |text: &String| {
        let json = serde_json::Value::from(text.as_str()).to_string();
        json.replace('\u{7f}', "\\u007f")
    };
    let optional = |text: &Option<String>| text.as_ref().map(quoted);
    let mut context = Context::new();
    context.insert("name", &quoted(&manifest.name));
    context.insert("version", &quoted(&manifest.version));
    context.insert("description", &quoted(&manifest.description));
    context.insert("license", &optional(&manifest.license));
    context.insert("repository", &optional(&manifest.repository));
    context.insert("homepage", &optional(&manifest.homepage));
    context.insert("documentation", &optional(&manifest.documentation));
    let copies = copies.iter().map(|name| format!("/{}", pattern(name)));
    let fixed = ["/src/**/*.rs", "/README.md"].map(str::to_owned);
    let include: Vec<String> = fixed.into_iter().chain(copies).collect();
    let include: Vec<String> = include.iter().map(quoted).collect();
    context.insert("include", &include);
    let all = |words: &[String]| words.iter().map(quoted).collect::<Vec<_>>();
    context.insert("keywords", &all(&manifest.keywords));
    context.insert("categories", &all(&manifest.categories));
    context.insert("smithgen_version", &quoted(&manifest.smithgen_version));
    context.insert("client", &manifest.client);
    context.insert("client_path", &optional(&manifest.client_path));
    context.insert("client_features", &all(&manifest.client_features));
    context.insert("server", &manifest.server);
    context.insert("server_path", &optional(&manifest.server_path));
    context.insert("server_features", &all(&manifest.server_features));
    context.insert("event_streams", &manifest.event_streams);
    context.insert("aws", &manifest.aws);
    context.insert("aws_path", &optional(&manifest.aws_path));
    context.insert("http2", &manifest.http2);
    context.insert("signed", &manifest.signed);
    context.insert("cli_path", &optional(&manifest.cli_path));
    context.insert("cli", &manifest.cli);
    context.insert("serde", &manifest.serde);
    context.insert("dependencies", &manifest.dependencies);
    context
}

/// The name of a file as one of the patterns by which cargo chooses files. The name has none of `*?\\`.
fn pattern(name: &str) -> String {
    name.replace('[', "\\[").replace(']', "\\]")
}

fn readme(package: &Package) -> Context {
    let Manifest {
        name,
        version,
        license,
        client,
        server,
        http2,
        cli,
        serde,
        ..
    } = &package.manifest;
    let mut context = Context::new();
    context.insert("name", name);
    context.insert("version", version);
    context.insert("introduction", &package.introduction);
    context.insert("license", license);
    context.insert("client", client);
    context.insert("server", server);
    context.insert("http2", http2);
    context.insert("cli", cli);
    context.insert("serde", serde);
    context.insert("examples", &examples(package));
    context
}

/// An example of each service.
fn examples(package: &Package) -> Vec<String> {
    let examples = package.modules.iter();
    examples.filter_map(example).collect()
}

/// A call of a service or an implementation of it, as a user of the package writes it.
pub(super) fn example(service: &ServiceModule) -> Option<String> {
    let module = &service.path;
    let call = match &service.side {
        ServiceSide::Client(call) => call,
        ServiceSide::Server(name) => {
            return Some(format!(
                "struct Implementation;\n\n\
                 impl {module}::server::{name} for Implementation {{}}\n\n\
                 let server = {module}::server::serve(Implementation);"
            ));
        }
    };
    let (method, setters) = call.as_ref()?;
    let setters = setters
        .iter()
        .map(|setter| format!("\n    .{setter}(\"…\")"));
    let setters: String = setters.collect();
    Some(format!(
        "let client = {module}::Client::from_env()?;\nlet output = client\n    .{method}(){setters}\n    .send()\n    .await?;"
    ))
}
