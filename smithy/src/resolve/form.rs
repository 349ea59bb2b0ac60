//! Whether each shape has the members without which it is none, of lists, maps and enums, and mixins that have them.

use crate::diagnostic::{Diagnostic, Errors};
use crate::maps::{HashMap, HashSet};
use crate::model::{Kind, Model, Reference, Shape, ShapeId};

/// Reports shapes that lack members, and those with mixins that do; `flat` is the model without mixins.
pub(super) fn check(model: &Model, flat: &Model, errors: &mut Errors) {
    let mut users: HashMap<&ShapeId, Vec<(&Shape, &Reference)>> = HashMap::default();
    for shape in model.shapes.values() {
        for mixin in &shape.mixins {
            users.entry(&mixin.target).or_default().push((shape, mixin));
        }
    }
    let mut form = Form {
        model,
        users,
        unusable: HashSet::default(),
        errors,
    };
    let is_known = |id: &ShapeId| model.shapes.contains_key(id) || model.broken.contains(id);
    let own = |shape: &&Shape| !shape.id.is_prelude();
    for shape in model.shapes.values().filter(own) {
        let is_missing = shape.mixins.iter().any(|mixin| !is_known(&mixin.target));
        // That a mixin is missing is reported when it is flattened.
        if is_missing || shape.mixins.is_empty() && form.is_lacking(shape, shape) {
            form.refuse(&shape.id);
        }
    }
    for shape in model.shapes.values().filter(own) {
        let is_told = shape.mixins.is_empty() || form.unusable.contains(&shape.id);
        let inherited = flat.shapes.get(&shape.id).filter(|_| !is_told);
        if inherited.is_some_and(|inherited| form.is_lacking(shape, inherited)) {
            form.refuse(&shape.id);
        }
    }
}

struct Form<'m, 'e> {
    model: &'m Model,
    /// The shapes that have a mixin.
    users: HashMap<&'m ShapeId, Vec<(&'m Shape, &'m Reference)>>,
    /// Shapes that are none.
    unusable: HashSet<&'m ShapeId>,
    errors: &'e mut Errors,
}

impl<'m> Form<'m, '_> {
    /// Whether a shape lacks members, which is reported; `whole` is the shape with what it inherits.
    fn is_lacking(&mut self, shape: &Shape, whole: &Shape) -> bool {
        if self.model.broken.contains(&shape.id) {
            return false;
        }
        let name = whole.kind.name();
        let lacking: Vec<&str> = whole.lacking().collect();
        let (message, help) = match lacking.as_slice() {
            [] if matches!(whole.kind, Kind::Enum | Kind::IntEnum) && whole.members.is_empty() => (
                format!("the {name} has no members"),
                "add one for each of its values".to_owned(),
            ),
            [] => return false,
            [one] => (
                format!("the {name} has no `{one}`"),
                format!("add `{one}` and the shape that it targets"),
            ),
            several => {
                let several = several.join("`, `");
                (
                    format!("the {name} has neither of `{several}`"),
                    "add them and the shapes that they target".to_owned(),
                )
            }
        };
        let place = self.model.place(shape.location);
        let problem = Diagnostic::error(message).at(place).shape(&shape.id);
        self.errors.push(problem.help(help));
        true
    }

    /// Reports all that have a shape as a mixin, also by way of others, which cannot be used.
    fn refuse(&mut self, id: &'m ShapeId) {
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            if !self.unusable.insert(id) {
                continue;
            }
            for (user, mixin) in self.users.get(id).into_iter().flatten() {
                if self.unusable.contains(&user.id) {
                    continue;
                }
                let message = format!("its mixin `{id}` cannot be used");
                let problem = Diagnostic::error(message).shape(&user.id);
                let problem = problem.at(self.model.place(mixin.location));
                self.errors.push(problem.help("mend that shape first"));
                open.push(&user.id);
            }
        }
    }
}
