//! Pagination: requests each page with the previous one's token.
//!
//! Source: Smithy 2.0, "paginated trait".

mod items;
mod token;

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use crate::call::Client;
use crate::given::{Missing, Noted};
use crate::operation::Operation;
pub use items::{Item, Items, PagedItems};
use smithgen_runtime::operation::TypedOperation;
use smithgen_runtime::view::{Ref, Structure};
use token::{copy, is_empty, same};

/// The `paginated` trait, including inherited properties. Members are given by index.
#[derive(Debug, PartialEq, Eq)]
pub struct Paginated {
    /// The input member that takes the token.
    input_token: usize,
    /// Path to the next token in the output, through structures.
    output_token: &'static [usize],
    /// The output member that is false on the last page, such as `IsTruncated`.
    more: Option<usize>,
}

impl Paginated {
    /// The members with the tokens, and the one that tells whether more pages follow.
    pub const fn new(
        input_token: usize,
        output_token: &'static [usize],
        more: Option<usize>,
    ) -> Self {
        Paginated {
            input_token,
            output_token,
            more,
        }
    }
}

/// A paginated operation.
pub trait Paged: Operation + 'static {
    /// Where the tokens are.
    const PAGES: &'static Paginated;
}

/// The pages of a result, requested one by one: a [`Stream`], on any runtime.
///
/// They end after a page without a token, a page that says it is the last, an error, or a token equal to the one
/// just sent: some services end with it, and requests would repeat forever.
#[must_use = "nothing is asked for before `next`"]
pub struct Pages<O: Operation> {
    client: Client,
    input: Noted<O::Input>,
    ended: bool,
    /// The request under way.
    asked: Option<Asked<O>>,
}

type Asked<O> = Pin<
    Box<dyn Future<Output = Result<<O as TypedOperation>::Output, <O as Operation>::Error>> + Send>,
>;

impl<O: Paged> Pages<O> {
    /// The pages of a call. A token in the input selects the first page.
    pub fn new(client: Client, input: O::Input) -> Self {
        let missing = Missing::default();
        Pages::noted(client, Noted { input, missing })
    }

    /// The pages of a call that notes what is given.
    pub(crate) fn noted(client: Client, input: Noted<O::Input>) -> Self {
        Pages {
            client,
            input,
            ended: false,
            asked: None,
        }
    }

    /// The next page, if there is one. If this future is dropped, the request stays under way for the next.
    pub async fn next(&mut self) -> Option<Result<O::Output, O::Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// The pages as an iterator, each awaited on this thread.
    #[cfg(feature = "blocking")]
    pub fn blocking(self) -> crate::block_on::Blocking<Self> {
        crate::block_on::Blocking::new(self)
    }
}

impl<O: Paged> Stream for Pages<O> {
    type Item = Result<O::Output, O::Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let pages = self.get_mut();
        if pages.ended {
            return Poll::Ready(None);
        }
        let mut asked: Asked<O> = match pages.asked.take() {
            Some(asked) => asked,
            None => Box::pin(pages.client.send_view::<O>(&pages.input)),
        };
        let Poll::Ready(page) = asked.as_mut().poll(context) else {
            pages.asked = Some(asked);
            return Poll::Pending;
        };
        pages.ended = match &page {
            Ok(output) => !advance(O::PAGES, output, &mut pages.input),
            Err(_) => true,
        };
        Poll::Ready(Some(page))
    }
}

/// No field is ever pinned.
impl<O: Operation> Unpin for Pages<O> {}

impl<O: Operation> std::fmt::Debug for Pages<O> {
    /// Omits the input, which may contain secrets.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pages")
            .field("operation", &O::SPEC.name())
            .field("ended", &self.ended)
            .finish_non_exhaustive()
    }
}

/// Copies a page's token to the next request; false if there is none.
fn advance(pages: &Paginated, output: &dyn Structure, input: &mut dyn Structure) -> bool {
    let Some((last, way)) = pages.output_token.split_last() else {
        return false;
    };
    let mut beside = output;
    for member in way {
        let Ref::Structure(inner) = beside.get(*member) else {
            return false;
        };
        beside = inner;
    }
    let more = pages.more.map(|member| beside.get(member));
    if matches!(more, Some(Ref::Bool(false))) {
        return false;
    }
    let token = beside.get(*last);
    if is_empty(token) || same(token, input.get(pages.input_token)) {
        return false;
    }
    copy(token, input.slot(pages.input_token))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use smithgen_runtime::schema::{Kind, Member, Schema, prelude};
    use smithgen_runtime::view::{Slot, View};

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
            Member::new("IsTruncated", &prelude::BOOLEAN),
        ],
    );
    static RESULT: Schema = Schema::new("x#Result", Kind::Structure, &[Member::new("page", &PAGE)]);

    /// An input, and an output that contains its tokens.
    #[derive(Default, Clone, PartialEq, Debug)]
    struct Page {
        token: Option<String>,
        key: Option<BTreeMap<String, i32>>,
        is_truncated: Option<bool>,
    }

    impl Structure for Page {
        fn schema(&self) -> &'static Schema {
            &PAGE
        }

        fn get(&self, member: usize) -> Ref<'_> {
            match member {
                0 => self.token.view(),
                1 => self.key.view(),
                _ => self.is_truncated.view(),
            }
        }

        fn slot(&mut self, member: usize) -> Slot<'_> {
            match member {
                0 => self.token.slot(),
                1 => self.key.slot(),
                _ => self.is_truncated.slot(),
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

    const TEXT: Paginated = Paginated::new(0, &[0, 0], Some(2));
    const KEYS: Paginated = Paginated::new(1, &[0, 1], None);

    fn text(token: &str) -> Page {
        Page {
            token: Some(token.to_owned()),
            ..Page::default()
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
    fn a_page_that_says_it_is_the_last_is_so_whatever_its_token() {
        let page = |is_truncated| Page {
            is_truncated,
            ..text("a")
        };
        let mut input = Page::default();
        assert!(!advance(
            &TEXT,
            &Output(Some(page(Some(false)))),
            &mut input
        ));
        assert_eq!(input, Page::default());
        for more in [Some(true), None] {
            let mut input = Page::default();
            assert!(advance(&TEXT, &Output(Some(page(more))), &mut input));
        }
    }

    #[test]
    fn the_key_of_a_record_is_a_token_too() {
        let key = |number| Page {
            key: Some(BTreeMap::from([("id".to_owned(), number)])),
            ..Page::default()
        };
        let mut input = key(1);
        assert!(advance(&KEYS, &Output(Some(key(2))), &mut input));
        assert_eq!(input, key(2));
        assert!(!advance(&KEYS, &Output(Some(key(2))), &mut input));
        let empty = Page {
            key: Some(BTreeMap::new()),
            ..Page::default()
        };
        assert!(!advance(&KEYS, &Output(Some(empty)), &mut input));
    }
}
