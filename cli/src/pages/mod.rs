//! Goes through the pages of a result, and joins them.
//!
//! What is counted, cut and joined, and in which order, is the reference's.

mod join;
mod path;
mod token;

use smithgen_runtime::operation::OperationSpec;

use crate::errors::Failure;
use crate::params::base64;
use crate::table::{Pages, Token};
use crate::value::{Int, Map, Value};
use path::{number, select, set};
use token::Start;

/// What the user asked for.
#[derive(Debug, Default)]
pub(crate) struct Wish {
    /// Where to start.
    pub(crate) start: Option<String>,
    /// How many items to show.
    pub(crate) items: Option<Int>,
    /// The value of the member for the size of a page.
    pub(crate) page_size: Option<Value>,
}

/// A walk through the pages of a result.
pub(crate) struct Walk {
    pages: &'static Pages,
    operation: &'static OperationSpec,
    /// The next request.
    pub(crate) params: Map,
    /// How many items to show; none for all.
    most: Option<i64>,
    /// What the first page lacks, if the walk does not start with the first.
    start: Option<i64>,
    /// How many items have been shown.
    shown: i64,
    /// Values of the tokens that fetched the current page, in their order.
    tokens: Map,
    previous: Option<Map>,
    is_first: bool,
    has_ended: bool,
    /// Where to go on, if the walk ends before the last page.
    pub(crate) resume: Option<String>,
    /// What all pages have in common: parts of the first.
    pub(crate) shared: Map,
}

impl Walk {
    /// A walk that starts with the request for `params`.
    ///
    /// # Errors
    /// 255 if the starting token has parts that no operation takes.
    pub(crate) fn new(
        pages: &'static Pages,
        operation: &'static OperationSpec,
        mut params: Map,
        wish: Wish,
    ) -> Result<Walk, Failure> {
        let names: Vec<&'static str> = pages
            .tokens
            .iter()
            .map(|it| name(operation, it.member))
            .collect();
        let start = match &wish.start {
            None => None,
            Some(text) => Some(token::read(text, &names)?),
        };
        if let Some(size) = wish.page_size
            && let Some(member) = pages.page_size
        {
            params.insert(name(operation, member), size);
        }
        let mut walk = Walk {
            pages,
            operation,
            params,
            most: wish.items.map(|it| number(&it)),
            start: None,
            shown: 0,
            tokens: names.iter().map(|name| (*name, Value::Null)).collect(),
            previous: None,
            is_first: true,
            has_ended: false,
            resume: None,
            shared: Map::new(),
        };
        if let Some(Start { tokens, skip }) = start {
            walk.start = Some(skip);
            walk.give(&tokens)?;
            walk.tokens = tokens;
        }
        Ok(walk)
    }

    /// The next page, which `send` gets for its request; none after the last.
    ///
    /// # Errors
    /// Those of the request; 255 if a token came twice.
    pub(crate) fn next(
        &mut self,
        send: &mut dyn FnMut(&Map) -> Result<Map, Failure>,
    ) -> Result<Option<Value>, Failure> {
        if self.has_ended {
            return Ok(None);
        }
        // A page of which the end is unknown is the last that is asked for.
        self.has_ended = true;
        if let Some(tokens) = self.previous.clone() {
            self.give(&tokens)?;
        }
        let mut page = Value::Map(send(&self.params)?);
        let counted = self.pages.items.first().copied().unwrap_or_default();
        let mut skipped = 0;
        if self.is_first {
            if let Some(skip) = self.start {
                skipped = skip;
                self.skip(&mut page, skip)?;
            }
            self.is_first = false;
            for path in self.pages.shared {
                let value = select(path, &page)?.into_owned();
                set(&mut self.shared, path, value);
            }
        }
        let count = length(&*select(counted, &page)?)?;
        let surplus = self.most.map(|most| self.shown + count - most);
        if let Some(surplus) = surplus.filter(|surplus| *surplus > 0) {
            self.cut(&mut page, count - surplus, skipped)?;
            return Ok(Some(page));
        }
        self.shown += count;
        self.advance(&page)?;
        Ok(Some(page))
    }

    /// Removes what was shown of the first page before.
    fn skip(&self, page: &mut Value, skip: i64) -> Result<(), Failure> {
        let mut paths = self.pages.items.iter();
        if let Some(counted) = paths.next() {
            let rest = match &*select(counted, page)? {
                Value::List(items) => Value::List(sliced(items, skip, None)),
                Value::Str(text) => {
                    let letters: Vec<char> = text.chars().collect();
                    Value::from(sliced(&letters, skip, None).into_iter().collect::<String>())
                }
                _ => Value::Null,
            };
            put(page, counted, rest);
        }
        // The rest of this page was shown, whole.
        for path in paths {
            let nothing = match &*select(path, page)? {
                Value::List(_) => Value::List(Vec::new()),
                Value::Str(_) | Value::Wide(_) => Value::from(""),
                Value::Int(_) | Value::Float(_) | Value::Bool(_) => Value::from(0),
                _ => Value::Null,
            };
            put(page, path, nothing);
        }
        Ok(())
    }

    /// Keeps as many items of a page as are wanted, and says where to go on.
    fn cut(&mut self, page: &mut Value, keep: i64, skipped: i64) -> Result<(), Failure> {
        let counted = self.pages.items.first().copied().unwrap_or_default();
        let kept = match &*select(counted, page)? {
            Value::Null => Value::List(Vec::new()),
            Value::List(items) => Value::List(sliced(items, 0, Some(keep))),
            Value::Str(text) => {
                let letters: Vec<char> = text.chars().collect();
                Value::from(
                    sliced(&letters, 0, Some(keep))
                        .into_iter()
                        .collect::<String>(),
                )
            }
            // Python cannot slice a mapping.
            _ => return Err(Failure::general("unhashable type: 'slice'")),
        };
        put(page, counted, kept);
        self.resume = Some(token::write(
            &self.tokens,
            Some(keep + skipped),
            self.operation,
        ));
        Ok(())
    }

    /// Looks for the next page, after one that is shown whole.
    fn advance(&mut self, page: &Value) -> Result<(), Failure> {
        if let Some(more) = self.pages.more
            && !select(more, page)?.is_truthy()
        {
            return Ok(());
        }
        let mut next = Map::new();
        for Token {
            member,
            next: expression,
        } in self.pages.tokens
        {
            let value = select(expression, page)?.into_owned();
            let value = Some(value).filter(Value::is_truthy);
            next.insert(name(self.operation, *member), value.unwrap_or_default());
        }
        if next.values().all(|it| matches!(it, Value::Null)) {
            return Ok(());
        }
        if self.most == Some(self.shown) {
            self.resume = Some(token::write(&next, None, self.operation));
            return Ok(());
        }
        if self.previous.as_ref() == Some(&next) {
            let shown = Value::Map(next);
            return Err(Failure::general(format!(
                "Error during pagination: The same next token was received twice: {}",
                shown.repr()
            )));
        }
        self.tokens.clone_from(&next);
        self.previous = Some(next);
        self.has_ended = false;
        Ok(())
    }

    /// Puts tokens into the next request.
    fn give(&mut self, tokens: &Map) -> Result<(), Failure> {
        for (key, value) in tokens.iter() {
            let Some(key) = key.as_str() else { continue };
            // The reference takes this word for the absence of a token.
            if matches!(value, Value::Null) || value.as_str() == Some("None") {
                self.params.remove(key);
                continue;
            }
            let mut value = value.clone();
            let members = self.operation.input().members();
            if let Some(member) = members.iter().find(|it| it.name() == key) {
                base64::decode_blobs(&mut value, member.target()).map_err(Failure::general)?;
            }
            self.params.insert(key, value);
        }
        Ok(())
    }
}

/// The name of an input member.
fn name(operation: &OperationSpec, member: usize) -> &'static str {
    let member = operation.input().members().get(member);
    member.map_or("", |member| member.name())
}

fn put(page: &mut Value, path: &str, value: Value) {
    if let Value::Map(map) = page {
        set(map, path, value);
    }
}

/// Python's `len()`.
fn length(value: &Value) -> Result<i64, Failure> {
    let length = match value {
        Value::Null => 0,
        Value::List(items) => items.len(),
        Value::Map(map) => map.len(),
        Value::Str(text) => text.chars().count(),
        other => {
            let class = other.class();
            return Err(Failure::general(format!(
                "object of type '{class}' has no len()"
            )));
        }
    };
    Ok(i64::try_from(length).unwrap_or(i64::MAX))
}

/// Python's `items[from:to]`, where negative numbers count from the end.
fn sliced<T: Clone>(items: &[T], from: i64, to: Option<i64>) -> Vec<T> {
    let length = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let place = |at: i64| {
        let at = if at < 0 {
            at.saturating_add(length)
        } else {
            at
        };
        usize::try_from(at.clamp(0, length)).unwrap_or_default()
    };
    let to = place(to.unwrap_or(length));
    items.get(place(from)..to).unwrap_or_default().to_vec()
}

#[cfg(test)]
mod tests;
