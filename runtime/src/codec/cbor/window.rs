//! Bytes on their way into a document.

/// How many bytes are gathered before they are put to the document: enough for the longest of what is put
/// at once, a head and a text of 255 bytes, many times over.
const SIZE: usize = 1024;

/// A document that is written in many small pieces. They are gathered in a window of fixed size: each is then one
/// comparison and a copy, where a vector looks after its growth with each of them.
pub(super) struct Window {
    document: Vec<u8>,
    window: [u8; SIZE],
    /// How much of the window is in use. A small number: sums of it need no look at what is too large.
    filled: u16,
}

impl Window {
    #[inline]
    pub(super) fn new() -> Self {
        Window {
            document: Vec::new(),
            window: [0; SIZE],
            filled: 0,
        }
    }

    pub(super) fn finish(mut self) -> Vec<u8> {
        self.flush();
        self.document
    }

    /// How long the document is so far.
    pub(super) fn len(&self) -> usize {
        self.document.len() + usize::from(self.filled)
    }

    #[inline]
    pub(super) fn push(&mut self, byte: u8) {
        self.put([byte]);
    }

    #[inline]
    pub(super) fn put<const N: usize>(&mut self, bytes: [u8; N]) {
        self.put_with(bytes, &[]);
    }

    /// Puts a head and some bytes.
    #[inline(always)]
    pub(super) fn put_with<const N: usize>(&mut self, head: [u8; N], bytes: &[u8]) {
        let start = usize::from(self.filled);
        let end = start + N + bytes.len();
        if let Some(place) = self.window.get_mut(start..end)
            && let Some((first, rest)) = place.split_first_chunk_mut::<N>()
        {
            *first = head;
            rest.copy_from_slice(bytes);
            // No more than the size of the window.
            self.filled = end as u16;
        } else {
            self.put_after_all(head, bytes);
        }
    }

    /// Puts what the window has no room for.
    #[cold]
    #[inline(never)]
    fn put_after_all<const N: usize>(&mut self, head: [u8; N], bytes: &[u8]) {
        self.flush();
        self.document.extend_from_slice(&head);
        self.document.extend_from_slice(bytes);
    }

    /// Puts any number of bytes.
    #[inline(never)]
    pub(super) fn extend(&mut self, bytes: &[u8]) {
        self.put_with([], bytes);
    }

    fn flush(&mut self) {
        let gathered = self.window.get(..usize::from(self.filled));
        self.document
            .extend_from_slice(gathered.unwrap_or_default());
        self.filled = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_of_any_length_come_out_in_order() {
        let mut window = Window::new();
        let mut whole = Vec::new();
        for length in (0..SIZE + 2).step_by(7).chain([0, SIZE, 1, SIZE - 1, 2]) {
            let piece = vec![length as u8; length];
            window.put_with([1, 2], &piece);
            window.push(3);
            window.extend(&piece);
            whole.extend_from_slice(&[1, 2]);
            whole.extend_from_slice(&piece);
            whole.push(3);
            whole.extend_from_slice(&piece);
            assert_eq!(window.len(), whole.len());
        }
        assert_eq!(window.finish(), whole);
    }
}
