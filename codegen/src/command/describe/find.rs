//! Finds a shape by what a person calls it.

use smithgen_model::model::{Member, Model, Shape, ShapeId};
use smithgen_model::{Diagnostic, nearest};

/// How many shapes of one name are listed. Nobody reads more.
const CANDIDATES: usize = 20;

/// The shape, and its member where one is meant.
///
/// # Errors
/// There is none of that name, or more than one.
pub(super) fn find<'m>(
    model: &'m Model,
    wanted: &str,
) -> Result<(&'m Shape, Option<&'m Member>), Box<Diagnostic>> {
    let (id, member) = match wanted.split_once('$') {
        Some((id, member)) => (id, Some(member)),
        None => (wanted, None),
    };
    let shape = match id.contains('#') {
        true => model.get(id).ok_or_else(|| unknown(model, id))?,
        false => by_name(model, id)?,
    };
    let Some(name) = member else {
        return Ok((shape, None));
    };
    let member = shape.member(name).ok_or_else(|| {
        let names = shape.members.iter().map(|it| &*it.name);
        let problem = Diagnostic::error(format!("`{}` has no member `{name}`", shape.id));
        helped(
            problem,
            nearest(name, names.clone()).map(str::to_owned),
            names,
        )
    })?;
    Ok((shape, Some(member)))
}

/// The shape of that name: one of the model itself before one that is built in or of a dependency.
fn by_name<'m>(model: &'m Model, name: &str) -> Result<&'m Shape, Box<Diagnostic>> {
    let named = model
        .shapes
        .values()
        .filter(|shape| shape.id.name() == name);
    let (own, others): (Vec<&Shape>, Vec<&Shape>) =
        named.partition(|shape| model.is_own(shape.location));
    let found = if own.is_empty() { others } else { own };
    match found.as_slice() {
        [] => Err(unknown(model, name)),
        [only] => Ok(only),
        several => {
            let message = format!("{} shapes are named `{name}`", several.len());
            let listed = several.iter().take(CANDIDATES).map(|shape| {
                let place = model.place(shape.location);
                let place = place.map(|it| format!(" ({}:{}:{})", it.file, it.line, it.column));
                format!("`{}`{}", shape.id, place.unwrap_or_default())
            });
            let listed: Vec<String> = listed.collect();
            let help = format!("name one of them: {}", listed.join(", "));
            Err(Box::new(Diagnostic::error(message).help(help)))
        }
    }
}

fn unknown(model: &Model, wanted: &str) -> Box<Diagnostic> {
    let problem = Diagnostic::error(format!("the model has no shape `{wanted}`"));
    let own = || {
        let shapes = model.shapes.values();
        shapes.filter(|shape| model.is_own(shape.location))
    };
    let meant = match wanted.split_once('#') {
        Some((_, name)) => own()
            .find(|shape| shape.id.name() == name)
            .map(|shape| shape.id.to_string())
            .or_else(|| nearest(wanted, own().map(|it| it.id.as_str())).map(str::to_owned)),
        None => nearest(wanted, own().map(|it| it.id.name())).map(str::to_owned),
    };
    let ids = own().map(|shape| ShapeId::name(&shape.id));
    helped(problem, meant, ids)
}

/// Adds what was meant, or what there is where that is little.
fn helped<'n>(
    problem: Diagnostic,
    meant: Option<String>,
    names: impl Iterator<Item = &'n str>,
) -> Box<Diagnostic> {
    let names: Vec<&str> = names.take(CANDIDATES + 1).collect();
    Box::new(match meant {
        Some(meant) => problem.help(format!("did you mean `{meant}`?")),
        None if names.is_empty() => problem.help("there is none at all"),
        None if names.len() <= CANDIDATES => {
            problem.help(format!("there are `{}`", names.join("`, `")))
        }
        None => problem.help("`smithgen select '*'` lists all shapes"),
    })
}
