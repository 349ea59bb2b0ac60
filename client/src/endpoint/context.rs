//! Binds the parameters of endpoint rules for a call.
//!
//! Source: Smithy 2.0, "Endpoint rules parameter binding": the first of static context parameters, context
//! parameters, operation context parameters, client context parameters and built-ins applies.

use smithgen_runtime::endpoint_rules::{ContextParameter, ContextSource, InputStep, RuleSet};
use smithgen_runtime::operation::{OperationSpec, OperationTrait};
use smithgen_runtime::schema::{Kind, Member, Schema};

use super::{Account, EndpointError, Value};
use smithgen_runtime::view::{Ref, Structure};

/// Values from settings: built-ins and client context parameters.
pub(crate) struct Known<'a> {
    /// `AWS::Region`.
    pub(crate) region: Option<&'a str>,
    /// `AWS::UseFIPS`.
    pub(crate) use_fips: bool,
    /// `AWS::UseDualStack`.
    pub(crate) use_dual_stack: bool,
    /// `SDK::Endpoint`.
    pub(crate) endpoint_url: Option<&'a str>,
    /// `AWS::Auth::AccountId` and `AWS::Auth::AccountIdEndpointMode`, unless they are among the others.
    pub(crate) account: &'a Account,
    /// Other values, by parameter name or by name of the built-in.
    pub(crate) others: &'a [(String, Value)],
}

/// Returns a value or `None` for each parameter of the rules.
///
/// # Errors
/// A value comes from a source that only a later runtime knows.
pub(crate) fn bind(
    rules: &RuleSet,
    operation: &OperationSpec,
    input: &dyn Structure,
    known: &Known<'_>,
) -> Result<Vec<Option<Value>>, EndpointError> {
    let context: &[ContextParameter] = operation
        .traits()
        .iter()
        .find_map(|t| match t {
            OperationTrait::EndpointParameters(parameters) => Some(*parameters),
            _ => None,
        })
        .unwrap_or_default();
    let mut values = Vec::with_capacity(rules.variables().max(rules.parameters().len()));
    for parameter in rules.parameters() {
        let said = context.iter().find(|c| c.name() == parameter.name());
        let found = said.map_or(Ok(None), |c| find(c.source(), input))?;
        values.push(
            found
                .or_else(|| known.other(parameter.name()))
                .or_else(|| parameter.built_in().and_then(|name| known.built_in(name))),
        );
    }
    Ok(values)
}

impl Known<'_> {
    /// The last value set for a name.
    fn other(&self, name: &str) -> Option<Value> {
        self.others
            .iter()
            .rfind(|(key, _)| key == name)
            .map(|(_, value)| value.clone())
    }

    fn built_in(&self, name: &str) -> Option<Value> {
        let text = |text: Option<&str>| text.map(|text| Value::from(text.to_owned()));
        match name {
            "AWS::Region" => text(self.region),
            "AWS::UseFIPS" => Some(self.use_fips.into()),
            "AWS::UseDualStack" => Some(self.use_dual_stack.into()),
            "SDK::Endpoint" => text(self.endpoint_url),
            other => self.other(other).or_else(|| self.account.built_in(other)),
        }
    }
}

fn find(source: &ContextSource, input: &dyn Structure) -> Result<Option<Value>, EndpointError> {
    match source {
        ContextSource::Static(literal) => Value::constant(*literal).map(Some),
        ContextSource::Member(index) => Ok(scalar(input.get(*index))),
        ContextSource::Path(path) => Ok(walk(Ref::Structure(input), path)),
        _ => Err(EndpointError::later()),
    }
}

/// Whether the value from this source may be `@sensitive`.
pub(crate) fn may_find_secret(source: &ContextSource, input: &'static Schema) -> bool {
    match source {
        ContextSource::Static(_) => false,
        ContextSource::Member(index) => input
            .members()
            .get(*index)
            .is_some_and(|member| leads_to_secret(member, &[])),
        ContextSource::Path(path) => holds_secret(input, path),
        // A source of a later runtime may be secret.
        _ => true,
    }
}

fn leads_to_secret(member: &'static Member, path: &[InputStep]) -> bool {
    member.is_sensitive() || holds_secret(member.target(), path)
}

/// Whether something that [`walk`] meets in a value of this shape is `@sensitive`.
fn holds_secret(schema: &'static Schema, path: &[InputStep]) -> bool {
    let members = schema.members();
    let Some((step, rest)) = path.split_first() else {
        let mut items = members.iter().filter(|_| schema.kind() == Kind::List);
        return items.any(|item| leads_to_secret(item, &[]));
    };
    match step {
        InputStep::Field(name) => members
            .iter()
            .find(|member| member.name() == *name)
            .is_some_and(|member| leads_to_secret(member, rest)),
        InputStep::Items | InputStep::Values => members
            .last()
            .is_some_and(|member| leads_to_secret(member, rest)),
        InputStep::Keys => members.first().is_some_and(Member::is_sensitive),
        InputStep::Select(paths) => paths.iter().any(|path| holds_secret(schema, path)),
        InputStep::Flatten => holds_secret(schema, rest),
        // A step of a later runtime may find anything.
        _ => true,
    }
}

fn scalar(value: Ref<'_>) -> Option<Value> {
    match value {
        Ref::Str(text) => Some(text.to_owned().into()),
        Ref::Bool(value) => Some(value.into()),
        Ref::List(list) => (0..list.len())
            .map(|i| scalar(list.get(i)))
            .collect::<Option<_>>()
            .map(Value::List),
        _ => None,
    }
}

fn walk(value: Ref<'_>, path: &[InputStep]) -> Option<Value> {
    let Some((step, rest)) = path.split_first() else {
        return scalar(value);
    };
    match (step, value) {
        (InputStep::Field(name), Ref::Structure(structure)) => {
            let index = structure.schema().member_index(name)?;
            walk(structure.get(index), rest)
        }
        (InputStep::Items, Ref::List(list)) => Some(project(
            (0..list.len())
                .filter_map(|i| until_flat(list.get(i), rest))
                .collect(),
            rest,
        )),
        (InputStep::Values, Ref::Map(map)) => Some(project(
            map.entries()
                .into_iter()
                .filter_map(|(_, v)| until_flat(v, rest))
                .collect(),
            rest,
        )),
        (InputStep::Keys, Ref::Map(map)) => Some(Value::List(
            map.entries()
                .into_iter()
                .map(|(key, _)| key.to_owned().into())
                .collect(),
        )),
        (InputStep::Select(paths), value) => {
            let all = paths.iter().filter_map(|path| walk(value, path)).collect();
            Some(project(all, rest))
        }
        _ => None,
    }
}

/// Applies a path to an item of a projection, up to the `[]` that ends the projection.
fn until_flat(value: Ref<'_>, path: &[InputStep]) -> Option<Value> {
    let end = path
        .iter()
        .position(|s| *s == InputStep::Flatten)
        .unwrap_or(path.len());
    walk(value, path.get(..end).unwrap_or_default())
}

fn project(items: Vec<Value>, rest: &[InputStep]) -> Value {
    if !rest.contains(&InputStep::Flatten) {
        return Value::List(items);
    }
    let mut flat = Vec::new();
    for item in items {
        match item {
            Value::List(inner) => flat.extend(inner),
            other => flat.push(other),
        }
    }
    Value::List(flat)
}
