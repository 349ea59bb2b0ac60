//! How commands go through pages, and what they wait for.

use super::command_name;
use crate::ir::cli::{Acceptor, Command, CommandName, Matcher, Pages, State, Waiter};
use crate::lower::Lowering;
use crate::lower::operation::pages::tells_of_more;
use smithgen_model::model::traits::{self, Comparator};
use smithgen_model::model::{Node, Shape, ShapeId};

/// How long attempts are made where a model does not say how many to make: ten minutes, as descriptions of AWS have it
/// for most of their waiters.
const SECONDS: u32 = 600;

impl Lowering<'_> {
    /// How the command of an operation goes through pages.
    pub(super) fn pages(&self, service: &Shape, shape: &Shape) -> Option<Pages> {
        let input = self.input(shape)?;
        let member = |name: &str| input.members.position(name);
        if let Some(paginator) = shape.traits.read::<traits::Paginator>() {
            let tokens = paginator.input_tokens.iter().zip(paginator.output_tokens);
            let tokens = tokens.map(|(name, next)| Some((member(name)?, next)));
            return Some(Pages {
                tokens: tokens.collect::<Option<_>>()?,
                page_size: paginator.page_size.as_deref().and_then(member),
                items: paginator.items,
                more: paginator.more_results,
                shared: paginator.shared,
                manual: Vec::new(),
                default_size: None,
            });
        }
        let own: traits::Paginated = shape.traits.read()?;
        let all: traits::Paginated = service.traits.read().unwrap_or_default();
        // Pages of which nobody knows what they consist of cannot be joined.
        let items = own.items.or(all.items)?;
        let token = member(&own.input_token.or(all.input_token)?)?;
        let next = own.output_token.or(all.output_token)?;
        Some(Pages {
            more: self.more(&shape.as_operation()?.output.target, &next),
            tokens: vec![(token, next)],
            items: vec![items],
            page_size: own.page_size.or(all.page_size).as_deref().and_then(member),
            shared: Vec::new(),
            manual: Vec::new(),
            default_size: None,
        })
    }

    /// The path to the member beside a token that tells whether more pages follow.
    fn more(&self, output: &ShapeId, token: &str) -> Option<String> {
        let model = &self.resolved.model;
        let (way, _) = token.rsplit_once('.').unwrap_or(("", token));
        let mut at = model.get(output.as_str())?;
        for name in way.split('.').filter(|name| !name.is_empty()) {
            at = model.target(at.member(name)?)?;
        }
        let more = at.members.iter().find(|it| tells_of_more(model, it))?;
        Some(match way {
            "" => more.name.to_string(),
            way => format!("{way}.{}", more.name),
        })
    }

    /// What can be waited for with these commands, in the order of names.
    pub(super) fn waiters(&self, commands: &[(Command, &Shape)]) -> Vec<Waiter> {
        // A service may have an operation of that name.
        if commands.iter().any(|(it, _)| it.name.as_str() == "wait") {
            return Vec::new();
        }
        let mut waiters: Vec<Waiter> = Vec::new();
        for (number, (_, shape)) in commands.iter().enumerate() {
            if let Some(all) = shape.traits.read::<traits::CommandWaiters>() {
                let all = all.0.into_iter();
                waiters.extend(all.filter_map(|(name, it)| self.described(number, name, it)));
            } else if let Some(all) = shape.traits.read::<traits::Waitable>() {
                let all = all.0.into_iter();
                waiters
                    .extend(all.filter_map(|(name, it)| self.waitable((number, shape), name, it)));
            }
        }
        waiters.sort_by(|a, b| a.name.cmp(&b.name));
        waiters
    }

    fn described(
        &self,
        command: usize,
        title: String,
        waiter: traits::CommandWaiter,
    ) -> Option<Waiter> {
        let acceptors = waiter.acceptors.into_iter().map(|it| {
            Some(Acceptor {
                state: state(it.state),
                matcher: described_matcher(&it.matcher, it.argument, &it.expected)?,
            })
        });
        Some(Waiter {
            name: CommandName::of(&command_name(&title))?,
            doc: self
                .docs
                .plain(waiter.documentation.as_deref().unwrap_or_default()),
            title,
            command,
            delay: waiter.delay,
            attempts: waiter.max_attempts,
            acceptors: acceptors.collect::<Option<_>>()?,
        })
    }

    fn waitable(
        &self,
        (command, shape): (usize, &Shape),
        title: String,
        waiter: traits::Waiter,
    ) -> Option<Waiter> {
        // Smithy's own default.
        let delay = waiter.min_delay.unwrap_or(2).max(1);
        let acceptors = waiter.acceptors.into_iter().map(|it| Acceptor {
            state: state(it.state),
            matcher: match it.matcher {
                traits::Matcher::ErrorType(id) => Matcher::Error(self.code(shape, &id)),
                other => matcher(other),
            },
        });
        Some(Waiter {
            name: CommandName::of(&command_name(&title))?,
            doc: self
                .docs
                .plain(waiter.documentation.as_deref().unwrap_or_default()),
            title,
            command,
            delay,
            attempts: SECONDS.div_ceil(delay),
            acceptors: acceptors.collect(),
        })
    }
}

impl Lowering<'_> {
    /// The code by which responses tell an error, given its name or id.
    pub(in crate::lower) fn code(&self, operation: &Shape, id: &str) -> String {
        let name = id.rsplit('#').next().unwrap_or(id);
        let errors = operation.as_operation().map(|it| it.errors.as_slice());
        let mut errors = errors.unwrap_or_default().iter();
        let error = errors.find(|error| error.target.name() == name);
        let error = error.and_then(|it| self.resolved.model.get(it.target.as_str()));
        let query = error.and_then(|it| it.traits.read::<traits::AwsQueryError>());
        query.map_or_else(|| name.to_owned(), |query| query.code)
    }
}

fn state(state: traits::State) -> State {
    match state {
        traits::State::Success => State::Success,
        traits::State::Failure => State::Failure,
        traits::State::Retry => State::Retry,
    }
}

/// What an acceptor of a description compares; `None` for what no description has.
fn described_matcher(kind: &str, argument: Option<String>, expected: &Node) -> Option<Matcher> {
    let json = expected.to_string();
    Some(match (kind, expected) {
        ("path", _) => Matcher::Output(argument?, json),
        ("pathAll", _) => Matcher::AllOf(argument?, json),
        ("pathAny", _) => Matcher::AnyOf(argument?, json),
        ("status", Node::Number(status)) => Matcher::Status(u16::try_from(status.as_u64()?).ok()?),
        ("error", Node::Bool(true)) => Matcher::Failed,
        ("error", Node::Bool(false)) => Matcher::Succeeded,
        ("error", Node::String(code)) => Matcher::Error(code.clone()),
        _ => return None,
    })
}

/// What an acceptor of the trait compares.
fn matcher(matcher: traits::Matcher) -> Matcher {
    use Comparator::{AllStringEquals, AnyStringEquals, BooleanEquals, StringEquals};
    let json = |path: &traits::PathMatcher| match path.comparator {
        BooleanEquals => path.expected.clone(),
        _ => Node::String(path.expected.clone()).to_string(),
    };
    match matcher {
        traits::Matcher::Success(true) => Matcher::Succeeded,
        traits::Matcher::Success(false) => Matcher::Failed,
        traits::Matcher::ErrorType(id) => Matcher::Error(id),
        traits::Matcher::Output(it) => match it.comparator {
            StringEquals | BooleanEquals => Matcher::Output(it.path.clone(), json(&it)),
            AllStringEquals => Matcher::AllOf(it.path.clone(), json(&it)),
            AnyStringEquals => Matcher::AnyOf(it.path.clone(), json(&it)),
        },
        traits::Matcher::InputOutput(it) => match it.comparator {
            StringEquals | BooleanEquals => Matcher::InputOutput(it.path.clone(), json(&it)),
            AllStringEquals => Matcher::InputOutputAllOf(it.path.clone(), json(&it)),
            AnyStringEquals => Matcher::InputOutputAnyOf(it.path.clone(), json(&it)),
        },
    }
}
