//! The items of all pages, one by one.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use super::{Paged, Pages};
use crate::call::Client;
use crate::given::Noted;

/// A paginated operation whose pages consist of items.
pub trait PagedItems: Paged {
    /// The items of a page: a list, or a map.
    type Items: IntoIterator;

    /// Takes the items out of a page; `None` if it has none.
    fn items(output: Self::Output) -> Option<Self::Items>;
}

/// An item of an operation's pages.
pub type Item<O> = <<O as PagedItems>::Items as IntoIterator>::Item;

/// The items of a result, each page requested when it is needed: a [`Stream`], on any runtime. They end like [`Pages`].
#[must_use = "nothing is asked for before `next`"]
pub struct Items<O: PagedItems> {
    pages: Pages<O>,
    /// Those of the last page that are left.
    left: VecDeque<Item<O>>,
}

impl<O: PagedItems> Items<O> {
    /// The items of a call's pages. A token in the input selects the first page.
    pub fn new(client: Client, input: O::Input) -> Self {
        Items {
            pages: Pages::new(client, input),
            left: VecDeque::new(),
        }
    }

    /// The items of the pages of a call that notes what is given.
    pub(crate) fn noted(client: Client, input: Noted<O::Input>) -> Self {
        Items {
            pages: Pages::noted(client, input),
            left: VecDeque::new(),
        }
    }

    /// The next item, if there is one.
    pub async fn next(&mut self) -> Option<Result<Item<O>, O::Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// The items as an iterator, pages awaited on this thread.
    #[cfg(feature = "blocking")]
    pub fn blocking(self) -> crate::block_on::Blocking<Self> {
        crate::block_on::Blocking::new(self)
    }

    /// All items that are left.
    ///
    /// # Errors
    /// The first error; the items before it are lost.
    pub async fn collect<C: Default + Extend<Item<O>>>(mut self) -> Result<C, O::Error> {
        let mut all = C::default();
        while let Some(item) = self.next().await {
            all.extend([item?]);
        }
        Ok(all)
    }
}

impl<O: PagedItems> Stream for Items<O> {
    type Item = Result<Item<O>, O::Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let items = self.get_mut();
        loop {
            if let Some(item) = items.left.pop_front() {
                return Poll::Ready(Some(Ok(item)));
            }
            match Pin::new(&mut items.pages).poll_next(context) {
                Poll::Ready(Some(Ok(page))) => {
                    items.left.extend(O::items(page).into_iter().flatten());
                }
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(error))),
                Poll::Ready(None) => return Poll::Ready(None),
                Poll::Pending => return Poll::Pending,
            }
        }
    }
}

/// No field is ever pinned.
impl<O: PagedItems> Unpin for Items<O> {}

impl<O: PagedItems> std::fmt::Debug for Items<O> {
    /// Omits the items, which may contain secrets.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Items")
            .field("pages", &self.pages)
            .field("left", &self.left.len())
            .finish()
    }
}
