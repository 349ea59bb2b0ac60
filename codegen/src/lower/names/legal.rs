//! Which of the model's words can be names outside of Rust, of files, commands and pages, and which are refused.

use std::collections::{BTreeMap, HashMap};

use super::{Names, case};
use crate::file_name;
use crate::ir::Ident;
use crate::ir::cli::{Command, CommandName};
use crate::limits::RUST_NAME;
use crate::lower::Lowering;
use smithgen_model::Diagnostic;
use smithgen_model::model::traits::{self, Known};
use smithgen_model::model::{Shape, ShapeId};

/// Words in the place of a command that mean something by themselves.
const OWN_WORDS: [&str; 2] = ["completion", "help"];

impl Lowering<'_> {
    /// The name that SDKs give a service, or the shape's name.
    pub(in crate::lower) fn sdk_id(&mut self, service: &Shape) -> String {
        let Some(aws) = service.traits.read::<traits::AwsService>() else {
            return service.id.name().to_owned();
        };
        if !is_words(&aws.sdk_id) {
            let message = format!("`sdkId` is no name: {:?}", aws.sdk_id);
            let applied = service.traits.find(traits::AwsService::ID);
            let at = applied.map_or(service.location, |applied| applied.location);
            let problem = self.problem(at, message).shape(&service.id);
            let help = "words of letters and digits, a space between each two";
            self.errors
                .push(problem.trait_id(traits::AwsService::ID).help(help));
        }
        aws.sdk_id
    }

    /// The module of a service: the name wanted, else that of AWS's tools, else the shape's.
    ///
    /// An SDK id is spoken as words and written in any case (`IoT Jobs Data Plane`, `FSx`), so only its spaces part
    /// words.
    pub(in crate::lower) fn module(&mut self, service: &Shape, wanted: Option<&str>) -> Ident {
        let aws = service.traits.read::<traits::AwsService>();
        let name = match (wanted, aws) {
            (Some(wanted), _) => wanted.to_owned(),
            (None, Some(aws)) => aws.sdk_id.to_lowercase(),
            (None, None) => service.id.name().to_owned(),
        };
        let module = case::modules().claim(&case::module_wishes(&name));
        let length = module.stem().len();
        let fault = match wanted {
            Some(wanted) if !is_module(wanted) => {
                format!("`{wanted}` is not a module's name")
            }
            _ if length > RUST_NAME => {
                format!("the module's name has {length} bytes, of at most {RUST_NAME}")
            }
            _ => return module,
        };
        let help = "letters, digits and underscores, a letter first: `module = \"weather\"`";
        let problem = Diagnostic::error(fault).help(help);
        self.errors.push(match wanted {
            Some(wanted) => problem.setting("module", wanted),
            None => {
                let place = self.resolved.model.place(service.location);
                problem.at(place).shape(&service.id)
            }
        });
        module
    }

    /// Reports names that are too long for the files that are named after them.
    pub(in crate::lower) fn check_lengths(&mut self) {
        let resolved = self.resolved;
        for (id, name) in too_long(&self.names, &resolved.selection.operations) {
            let length = name.stem().len();
            let message = format!(
                "the name is too long: `{name}` has {length} bytes, of at most {RUST_NAME}"
            );
            let location = resolved.model.get(id.as_str()).map(|shape| shape.location);
            let place = location.and_then(|at| resolved.model.place(at));
            let help = "files are named after it; choose a shorter name";
            self.errors
                .push(Diagnostic::error(message).at(place).shape(id).help(help));
        }
    }

    /// Reports commands that have one name, and those that have the name of something else.
    pub(in crate::lower) fn check_commands(
        &mut self,
        service: &Shape,
        name: &CommandName,
        commands: &[(Command, &Shape)],
    ) {
        let aws = service.traits.read::<traits::AwsService>();
        // An `sdkId` that is not words has been reported already.
        let is_good = aws.is_none_or(|aws| is_words(&aws.sdk_id));
        if let Some(fault) = file_name::fault(name.as_str()).filter(|_| is_good) {
            let applied = service.traits.find(traits::AwsService::ID);
            let at = applied.map_or(service.location, |applied| applied.location);
            let message =
                format!("no file can be named after the command `{name}`: the name {fault}");
            let problem = self.problem(at, message).shape(&service.id);
            self.errors.push(match applied {
                Some(_) => problem
                    .trait_id(traits::AwsService::ID)
                    .help("choose another `sdkId`"),
                None => {
                    problem.help("choose another name, or add `aws.api#service` with an `sdkId`")
                }
            });
            return;
        }
        let mut seen: HashMap<&CommandName, &Shape> = HashMap::new();
        for (command, shape) in commands {
            if let Some(other) = seen.insert(&command.name, shape) {
                let message = format!("`{}` would be the command `{}` too", other.id, command.name);
                let problem = self.problem(shape.location, message).shape(&shape.id);
                let related = self.resolved.model.place(other.location);
                self.errors.push(
                    problem
                        .related("the other is here", related)
                        .help("rename one of them, or generate one of them only"),
                );
            }
            if OWN_WORDS.contains(&command.name.as_str()) {
                let name = &command.name;
                let message =
                    format!("the command `{name}` has the name of one that programs have");
                let help = match name.as_str() {
                    "help" => "it cannot be called; `help` shows the page of the program",
                    _ => "it takes the place of the one that prints completion scripts",
                };
                let place = self.resolved.model.place(shape.location);
                let problem = Diagnostic::warning(message).at(place);
                self.errors.push(problem.shape(&shape.id).help(help));
            }
        }
    }
}

/// Whether a text can name a module: a name that is made one by a change of case, and by nothing else.
fn is_module(text: &str) -> bool {
    let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | ' ');
    text.chars().all(good) && text.contains(|c: char| c.is_ascii_alphabetic())
}

/// Whether a text is words of letters and digits with a space between each two, as Smithy wants it of an SDK id.
fn is_words(text: &str) -> bool {
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric());
    text.split(' ').all(is_word)
}

/// The shapes whose names are too long, each with the longest name that is made of it.
fn too_long<'n>(names: &'n Names, operations: &'n [ShapeId]) -> BTreeMap<&'n ShapeId, &'n Ident> {
    let mut longest: BTreeMap<&ShapeId, &Ident> = BTreeMap::new();
    for (id, name) in names.all(operations) {
        let known = longest.entry(id).or_insert(name);
        if name.stem().len() > known.stem().len() {
            *known = name;
        }
    }
    longest.retain(|_, name| name.stem().len() > RUST_NAME);
    longest
}

#[cfg(test)]
mod tests {
    use super::is_words;

    #[test]
    fn an_sdk_id_is_words() {
        for id in ["SSO OIDC", "S3", "IoT 1Click Devices Service"] {
            assert!(is_words(id), "{id}");
        }
        for id in ["", " ", "a  b", "a ", "a-b", "a/b", "a\nb", "é", "x$(y)"] {
            assert!(!is_words(id), "{id}");
        }
    }
}
