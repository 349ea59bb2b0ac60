//! Results that come in pages: asks for the next with the token that the last one had.
//!
//! Source: Smithy 2.0, "paginated trait".

mod token;

use crate::client::Client;
use crate::operation::Operation;
use crate::view::{Ref, Structure};
use token::{copy, is_empty, same};

/// `@paginated`, what its operation inherits included. Numbers are member indices.
#[derive(Debug, PartialEq, Eq)]
pub struct Paginated {
    /// The input member that takes the token.
    pub input_token: usize,
    /// The way to the next token in the output, through structures.
    pub output_token: &'static [usize],
}

/// An operation whose results come in pages.
pub trait Paged: Operation {
    /// Where the tokens are.
    const PAGES: &'static Paginated;
}

/// The pages of a result, asked for one after the other.
///
/// They end after a page without a token, after an error, and after a token that repeats the one just
/// sent: some services end so, and asking on would never end.
#[must_use = "nothing is asked for before `next`"]
pub struct Pages<O: Operation> {
    client: Client,
    input: O::Input,
    ended: bool,
}

impl<O: Paged> Pages<O> {
    /// The pages of this call. A token in the input says which is the first.
    pub fn new(client: Client, input: O::Input) -> Self {
        Pages {
            client,
            input,
            ended: false,
        }
    }

    /// The next page, if there is one.
    pub async fn next(&mut self) -> Option<Result<O::Output, O::Error>> {
        if self.ended {
            return None;
        }
        // Should this call never be waited for, the next one asks for the same page.
        let page = self.client.send_ref::<O>(&self.input).await;
        self.ended = match &page {
            Ok(output) => !advance(O::PAGES, output, &mut self.input),
            Err(_) => true,
        };
        Some(page)
    }
}

impl<O: Operation> std::fmt::Debug for Pages<O> {
    /// Leaves the input out: it may hold secrets.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pages")
            .field("operation", &O::SPEC.name)
            .field("ended", &self.ended)
            .finish_non_exhaustive()
    }
}

/// Puts the token of a page into the next request; false when there is none.
fn advance(pages: &Paginated, output: &dyn Structure, input: &mut dyn Structure) -> bool {
    let Some((first, rest)) = pages.output_token.split_first() else {
        return false;
    };
    let mut token = output.get(*first);
    for member in rest {
        let Ref::Structure(inner) = token else {
            return false;
        };
        token = inner.get(*member);
    }
    if is_empty(token) || same(token, input.get(pages.input_token)) {
        return false;
    }
    copy(token, input.slot(pages.input_token))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::schema::{Kind, Member, Schema, prelude};
    use crate::view::{Slot, View};

    static KEY: Schema = Schema::new(
        "x#Key",
        Kind::Map,
        &[
            Member::new("key", &prelude::STRING),
            Member::new("value", &prelude::INTEGER),
        ],
    );
    static PAGE: Schema = Schema::new(
        "x#Page",
        Kind::Structure,
        &[
            Member::new("token", &prelude::STRING),
            Member::new("key", &KEY),
        ],
    );
    static RESULT: Schema = Schema::new("x#Result", Kind::Structure, &[Member::new("page", &PAGE)]);

    /// The input, and within the output where its tokens are.
    #[derive(Default, Clone, PartialEq, Debug)]
    struct Page {
        token: Option<String>,
        key: Option<BTreeMap<String, i32>>,
    }

    impl Structure for Page {
        fn schema(&self) -> &'static Schema {
            &PAGE
        }

        fn get(&self, member: usize) -> Ref<'_> {
            match member {
                0 => self.token.view(),
                _ => self.key.view(),
            }
        }

        fn slot(&mut self, member: usize) -> Slot<'_> {
            match member {
                0 => self.token.slot(),
                _ => self.key.slot(),
            }
        }
    }

    struct Output(Option<Page>);

    impl Structure for Output {
        fn schema(&self) -> &'static Schema {
            &RESULT
        }

        fn get(&self, _: usize) -> Ref<'_> {
            self.0
                .as_ref()
                .map_or(Ref::Unset, |page| Ref::Structure(page))
        }

        fn slot(&mut self, _: usize) -> Slot<'_> {
            Slot::Skip
        }
    }

    const TEXT: Paginated = Paginated {
        input_token: 0,
        output_token: &[0, 0],
    };
    const KEYS: Paginated = Paginated {
        input_token: 1,
        output_token: &[0, 1],
    };

    fn text(token: &str) -> Page {
        Page {
            token: Some(token.to_owned()),
            key: None,
        }
    }

    #[test]
    fn a_token_goes_into_the_next_request() {
        let mut input = Page::default();
        assert!(advance(&TEXT, &Output(Some(text("a"))), &mut input));
        assert_eq!(input, text("a"));
        assert!(advance(&TEXT, &Output(Some(text("b"))), &mut input));
        assert_eq!(input, text("b"));
    }

    #[test]
    fn no_token_an_empty_one_and_the_same_again_are_the_end() {
        let mut input = text("a");
        for page in [None, Some(Page::default()), Some(text("")), Some(text("a"))] {
            assert!(
                !advance(&TEXT, &Output(page.clone()), &mut input),
                "{page:?}"
            );
            assert_eq!(input, text("a"));
        }
    }

    #[test]
    fn the_key_of_a_record_is_a_token_too() {
        let key = |number| Page {
            token: None,
            key: Some(BTreeMap::from([("id".to_owned(), number)])),
        };
        let mut input = key(1);
        assert!(advance(&KEYS, &Output(Some(key(2))), &mut input));
        assert_eq!(input, key(2));
        assert!(!advance(&KEYS, &Output(Some(key(2))), &mut input));
        let empty = Page {
            key: Some(BTreeMap::new()),
            token: None,
        };
        assert!(!advance(&KEYS, &Output(Some(empty)), &mut input));
    }
}
