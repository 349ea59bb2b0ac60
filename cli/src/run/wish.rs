//! What the line asks of pages, and whether it asks for them.

use crate::args::operation::{Operation, PageOption, PageWords, Supplied};
use crate::errors::Failure;
use crate::pages::Wish;
use crate::params::typed::to_int;
use crate::table::Command;
use crate::value::{Int, Map, Value};
use smithgen_runtime::schema::Kind;

/// Options of members that the reference does not count among those that turn pages off.
const UNCOUNTED: [&str; 2] = ["max-items", "start-token"];

/// Whether a command goes through pages. If it does not, options about pages mean the members of their names.
///
/// # Errors
/// 252 if an option about pages is given that means nothing then.
pub(super) fn is_wanted(
    command: &Command,
    asked: &mut Operation,
    no_paginate: bool,
) -> Result<bool, Failure> {
    if command.pages.is_none() {
        return Ok(false);
    }
    let own = members(command);
    let mut args = command.args.iter().zip(&asked.args);
    let is_native = args.any(|(arg, supplied)| {
        let hidden = PageOption::ALL.into_iter();
        let hidden = hidden
            .filter(|it| it.name() == arg.name)
            .any(|it| asked.pages.get(it).is_some());
        own.contains(&arg.member)
            && !UNCOUNTED.contains(&arg.name)
            && (supplied.is_some() || hidden)
    });
    if !no_paginate && !is_native {
        return Ok(true);
    }
    for option in PageOption::ALL {
        let hidden = command
            .args
            .iter()
            .position(|arg| arg.name == option.name());
        if let Some(place) = hidden.and_then(|at| asked.args.get_mut(at)) {
            *place = asked.pages.take(option).map(Supplied::One);
        }
    }
    refuse(&asked.pages)?;
    Ok(false)
}

/// Whether the parameters have a token or the size of a page.
pub(super) fn is_in(command: &Command, params: &Map) -> bool {
    let input = command.operation.input().members();
    // What only those use who go through pages themselves counts as an option alone.
    let is_manual = |member: &usize| command.pages.is_some_and(|it| it.manual.contains(member));
    let members = members(command).into_iter().filter(|it| !is_manual(it));
    let mut members = members.filter_map(|member| input.get(member));
    members.any(|member| params.contains_key(member.name()))
}

/// The members with tokens and the size of a page.
fn members(command: &Command) -> Vec<usize> {
    let Some(pages) = command.pages else {
        return Vec::new();
    };
    let tokens = pages.tokens.iter().map(|token| token.member);
    let tokens = tokens.chain(pages.manual.iter().copied());
    tokens.chain(pages.page_size).collect()
}

/// Asks for the pages that a command has where nobody asks for others.
pub(super) fn give_default_size(command: &Command, params: &Map, wish: &mut Wish) {
    let input = command.operation.input().members();
    let Some((size, beside)) = command.pages.and_then(|pages| pages.default_size) else {
        return;
    };
    let is_beside = |name: &str| {
        let mut beside = beside.iter().filter_map(|member| input.get(*member));
        beside.any(|member| member.name() == name)
    };
    if wish.page_size.is_none() && params.keys().all(|key| is_beside(&key.text())) {
        wish.page_size = Some(Value::from(i64::from(size)));
    }
}

/// Hands on options about pages where there are none, as the reference does: as a member that no operation has.
pub(super) fn hand_on(words: &PageWords, params: &mut Map) {
    if PageOption::ALL
        .into_iter()
        .any(|it| words.get(it).is_some())
    {
        params.insert("PaginationConfig", Value::Map(Map::new()));
    }
}

/// Refuses options about pages where there are none.
///
/// # Errors
/// 252 if there are any.
pub(super) fn refuse(words: &PageWords) -> Result<(), Failure> {
    let used: Vec<String> = PageOption::ALL
        .into_iter()
        .filter(|option| {
            words
                .get(*option)
                .is_some_and(|word| is_truthy(*option, word.value()))
        })
        .map(|option| format!("--{}", option.name()))
        .collect();
    if used.is_empty() {
        return Ok(());
    }
    Err(Failure::param(format!(
        "Cannot specify --no-paginate along with pagination arguments: {}",
        used.join(", ")
    )))
}

/// Whether Python takes a value for given: a number that is zero, and text that is empty, are not.
fn is_truthy(option: PageOption, value: Value) -> bool {
    match option {
        PageOption::StartingToken => value.is_truthy(),
        PageOption::PageSize | PageOption::MaxItems => match &value {
            Value::Str(text) => match Int::parse(text) {
                Some(number) => !number.is_zero(),
                None => value.is_truthy(),
            },
            _ => value.is_truthy(),
        },
    }
}

/// Reads what is asked of pages.
///
/// # Errors
/// 255 with Python's message if a number is none.
pub(super) fn read(command: &Command, words: &PageWords) -> Result<Wish, Failure> {
    let Some(pages) = command.pages else {
        return Ok(Wish::default());
    };
    let number = |option: PageOption| match words.get(option) {
        None => Ok(None),
        Some(word) => to_int(&word.value()).map(Some).map_err(Failure::general),
    };
    let member = pages.page_size;
    let member = member.and_then(|member| command.operation.input().members().get(member));
    let is_text = member.is_some_and(|member| member.target().kind() == Kind::String);
    let page_size = match is_text {
        true => words.get(PageOption::PageSize).map(|word| word.value()),
        false => number(PageOption::PageSize)?.map(Value::Int),
    };
    let start = words.get(PageOption::StartingToken);
    Ok(Wish {
        start: start.map(|word| word.text().into_owned()),
        items: number(PageOption::MaxItems)?,
        page_size,
    })
}
