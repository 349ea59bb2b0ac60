//! Where tokens and items of results are that come in pages.

use crate::ir::{Ident, PageItems, Paginated, Type};
use crate::lower::Lowering;
use crate::lower::modules::Module;
use crate::lower::names::case;
use smithgen_model::model::traits;
use smithgen_model::model::{Kind, Member, Model, Operation, Shape};

/// The operation's `@paginated`, completed by the service's. None without tokens; a path that leads nowhere has been
/// reported by then.
pub(in crate::lower) fn of(
    model: &Model,
    service: &Shape,
    shape: &Shape,
    operation: &Operation,
) -> Option<Paginated> {
    let own: traits::Paginated = shape.traits.read()?;
    let all: traits::Paginated = service.traits.read().unwrap_or_default();
    let index = |shape: &Shape, name: &str| shape.members.position(name);
    let input = model.get(operation.input.target.as_str())?;
    let input_token = index(input, &own.input_token.or(all.input_token)?)?;
    let mut at = model.get(operation.output.target.as_str())?;
    let mut output_token = Vec::new();
    let mut more = None;
    for name in own.output_token.or(all.output_token)?.split('.') {
        let member = index(at, name)?;
        output_token.push(member);
        more = at.members.iter().position(|m| tells_of_more(model, m));
        at = model.target(at.members.iter().nth(member)?)?;
    }
    Some(Paginated {
        input_token,
        output_token,
        more,
        items: None,
    })
}

impl Lowering<'_> {
    /// What the pages of an operation's results consist of; `None` where that is not said, or is no list or map. `at` is
    /// where its type is written.
    pub(super) fn page_items(
        &self,
        service: &Shape,
        shape: &Shape,
        operation: &Operation,
        at: &Module,
    ) -> Option<PageItems> {
        let own: traits::Paginated = shape.traits.read()?;
        let all: traits::Paginated = service.traits.read().unwrap_or_default();
        let model = &self.resolved.model;
        let mut within = model.get(operation.output.target.as_str())?;
        let mut path = Vec::new();
        let mut last = None;
        for name in own.items.or(all.items)?.split('.') {
            let position = within.members.position(name)?;
            let member = within.members.iter().nth(position)?;
            let ty = self.member_type(within, member, at);
            path.push((field_names(within).nth(position)?, ty.optional));
            last = Some(ty.value).filter(|_| !ty.boxed);
            within = model.target(member)?;
        }
        let ty = last.filter(|ty| matches!(ty, Type::Vec(_) | Type::BTreeMap(..)))?;
        Some(PageItems { ty, path })
    }
}

/// The names of a structure's fields, in order.
fn field_names(shape: &Shape) -> impl Iterator<Item = Ident> {
    let mut names = case::Scope::default();
    let members = shape.members.iter();
    members.map(move |member| names.claim(&[case::snake(&member.name)]))
}

/// Whether the member beside a token tells if another page follows. No trait says so; these are the names that
/// services have for it, and some of them send a token with their last page, too.
pub(in crate::lower) fn tells_of_more(model: &Model, member: &Member) -> bool {
    const NAMES: [&str; 4] = ["IsTruncated", "Truncated", "HasMoreResults", "HasMore"];
    let is_named = NAMES
        .iter()
        .any(|name| name.eq_ignore_ascii_case(&member.name));
    is_named
        && model
            .target(member)
            .is_some_and(|target| matches!(target.kind, Kind::Boolean))
}
