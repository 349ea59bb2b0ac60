//! Bytes on their way into a document.

/// How many bytes are gathered before they are put to the document: many times what is put at once, which is a head and
/// a text of up to 255 bytes. A message pays for the whole window, however small it is; twice as large, small messages
/// take a twentieth longer, half as large, those of many windows do.
const SIZE: usize = 2048;

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

    /// Puts a head and N to 2 N bytes. The first N of them and the last N, which may overlap, are each of fixed size and
    /// go through registers; a copy of any length is a call.
    #[inline(always)]
    pub(super) fn put_ends<const H: usize, const N: usize>(&mut self, head: [u8; H], bytes: &[u8]) {
        let start = usize::from(self.filled);
        let end = start + H + bytes.len();
        if let Some(place) = self.window.get_mut(start..end)
            && let Some((first, rest)) = place.split_first_chunk_mut::<H>()
            && let (Some(low), Some(high)) = (bytes.first_chunk::<N>(), bytes.last_chunk::<N>())
            && bytes.len() <= 2 * N
        {
            *first = head;
            if let Some(to) = rest.first_chunk_mut() {
                *to = *low;
            }
            if let Some(to) = rest.last_chunk_mut() {
                *to = *high;
            }
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

    #[test]
    fn ends_that_overlap_or_meet_are_the_whole() {
        let mut window = Window::new();
        let mut whole = Vec::new();
        // Often enough to go past the end of the window at each length.
        for length in (4..=8).cycle().take(SIZE) {
            let piece: Vec<u8> = (1..=length).collect();
            window.put_ends::<1, 4>([0], &piece);
            whole.push(0);
            whole.extend_from_slice(&piece);
        }
        assert_eq!(window.finish(), whole);
    }

    #[test]
    fn bytes_that_have_no_such_ends_are_put_all_the_same() {
        for length in [0, 3, 9] {
            let mut window = Window::new();
            let piece = vec![7; length];
            window.put_ends::<1, 4>([0], &piece);
            assert_eq!(window.finish(), [vec![0], piece].concat());
        }
    }
}
