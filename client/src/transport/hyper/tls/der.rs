//! Parses the DER of certificates: one-byte tags and definite lengths, with bounds checks.

/// Tags of X.509.
pub(super) const BOOLEAN: u8 = 0x01;
pub(super) const INTEGER: u8 = 0x02;
pub(super) const BIT_STRING: u8 = 0x03;
pub(super) const OCTET_STRING: u8 = 0x04;
pub(super) const OBJECT_IDENTIFIER: u8 = 0x06;
pub(super) const UTC_TIME: u8 = 0x17;
pub(super) const GENERALIZED_TIME: u8 = 0x18;
pub(super) const SEQUENCE: u8 = 0x30;
pub(super) const SET: u8 = 0x31;

/// The tag of a context-specific field.
pub(super) const fn context(number: u8) -> u8 {
    0xa0 | number
}

/// The unread input.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a>(&'a [u8]);

/// An element with its tag and content.
#[derive(Clone, Copy)]
pub(super) struct Element<'a> {
    pub(super) tag: u8,
    /// With tag and length.
    pub(super) whole: &'a [u8],
    pub(super) content: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Reader(bytes)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The next element; `None` at the end or if it is not valid DER.
    pub(super) fn next(&mut self) -> Option<Element<'a>> {
        let (&tag, rest) = self.0.split_first()?;
        // Certificates have no multi-byte tags.
        if tag & 0x1f == 0x1f {
            return None;
        }
        let (length, rest) = length(rest)?;
        let (content, after) = rest.split_at_checked(length)?;
        let whole = self.0.get(..self.0.len() - after.len())?;
        self.0 = after;
        Some(Element {
            tag,
            whole,
            content,
        })
    }

    /// The next element, which must have this tag.
    pub(super) fn expect(&mut self, tag: u8) -> Option<Element<'a>> {
        self.next().filter(|element| element.tag == tag)
    }

    /// The next element, if it has this tag. `None` if it is not valid DER.
    pub(super) fn optional(&mut self, tag: u8) -> Option<Option<Element<'a>>> {
        match self.0.first() {
            Some(next) if *next == tag => self.next().map(Some),
            _ => Some(None),
        }
    }
}

/// The content of a single element that makes up all of the bytes.
pub(super) fn only(bytes: &[u8], tag: u8) -> Option<Reader<'_>> {
    let mut reader = Reader::new(bytes);
    let element = reader.expect(tag)?;
    reader.is_empty().then(|| Reader::new(element.content))
}

/// A length in its shortest form, and the rest.
fn length(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let (&first, rest) = bytes.split_first()?;
    if first < 0x80 {
        return Some((first.into(), rest));
    }
    // Certificates that need a longer length do not fit in a handshake.
    let count = usize::from(first & 0x7f);
    if !(1..=3).contains(&count) {
        return None;
    }
    let (digits, rest) = rest.split_at_checked(count)?;
    let length = digits
        .iter()
        .fold(0, |length, digit| length << 8 | usize::from(*digit));
    (length >= 0x80 && digits.first() != Some(&0)).then_some((length, rest))
}

/// The bits of a bit string made of whole bytes.
pub(super) fn whole_bits(content: &[u8]) -> Option<&[u8]> {
    match content.split_first()? {
        (0, bits) => Some(bits),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_end_where_their_length_says() {
        let mut reader = Reader::new(&[2, 1, 7, 0x30, 0x81, 0x80]);
        let number = reader.expect(INTEGER).unwrap();
        assert_eq!((number.whole, number.content), (&[2, 1, 7][..], &[7][..]));
        assert!(reader.next().is_none());
        let mut long = vec![0x30, 0x81, 0x80];
        long.extend([0; 0x80]);
        assert_eq!(Reader::new(&long).next().unwrap().content.len(), 0x80);
        assert!(only(&long, SEQUENCE).is_some());
        long.push(0);
        assert!(only(&long, SEQUENCE).is_none());
    }

    #[test]
    fn lengths_are_definite_and_as_short_as_can_be() {
        for bytes in [
            &[0x30, 0x80, 0, 0][..],
            &[0x30, 0x81, 1, 0],
            &[0x30, 0x82, 0, 0x80],
            &[0x30, 0x84, 0, 0, 0, 1, 0],
            &[0x30, 0xff],
            &[0x1f, 1, 0],
            &[0x30],
            &[],
        ] {
            assert!(Reader::new(bytes).next().is_none(), "{bytes:?}");
        }
    }
}
