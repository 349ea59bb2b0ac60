//! The models that a command is given.

use std::path::PathBuf;

use clap::Args;
use smithgen_model::resolve::Merged;
use smithgen_model::{load, resolve};

use crate::Errors;

/// Which models are meant.
#[derive(Args)]
pub(super) struct Inputs {
    /// Models, or directories of models; `-` is standard input.
    #[arg(value_name = "INPUT", required = true)]
    inputs: Vec<PathBuf>,
    /// A model that is not meant itself, but whose shapes may be named; a directory stands for all models in it.
    #[arg(long = "dep", value_name = "FILE")]
    dependencies: Vec<PathBuf>,
    /// Takes traits that are defined nowhere as they are.
    #[arg(long)]
    allow_unknown_traits: bool,
}

impl Inputs {
    /// Reads the models and brings them together.
    pub(super) fn merged(&self, errors: &mut Errors) -> Merged {
        let mut stdin = std::io::stdin().lock();
        let texts = load::texts(&self.inputs, Some(&mut stdin), errors);
        let dependencies = load::texts(&self.dependencies, None, errors);
        let loaded = load::load_with(texts, dependencies, errors);
        resolve::merge(loaded, self.allow_unknown_traits, errors)
    }
}
