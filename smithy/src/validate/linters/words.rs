//! Of which words names and texts consist.

/// The words of a name in camel case, as they are: `GetHTTPUrl` has `Get`, `HTTP` and `Url`.
pub(super) fn camel_case(name: &str) -> Vec<&str> {
    let letters: Vec<(usize, char)> = name.char_indices().collect();
    let is_upper = |number: usize| {
        let letter = letters.get(number);
        letter.is_some_and(|(_, letter)| letter.is_ascii_uppercase())
    };
    let is_lower = |number: usize| {
        let letter = letters.get(number);
        letter.is_some_and(|(_, letter)| letter.is_ascii_lowercase())
    };
    let mut words = Vec::new();
    let mut start = 0;
    for (number, (at, _)) in letters.iter().enumerate().skip(1) {
        let starts = is_upper(number) && (!is_upper(number - 1) || is_lower(number + 1));
        if starts {
            words.extend(name.get(start..*at));
            start = *at;
        }
    }
    words.extend(name.get(start..));
    words
}

/// Terms that are looked for as whole words.
#[derive(Debug, Default)]
pub(super) struct Terms(Vec<String>);

impl Terms {
    /// Adds a term: words with a space between each two. Names may also have it as one word.
    pub(super) fn add(&mut self, term: &str) -> Result<(), String> {
        let is_word = |word: &str| !word.is_empty() && word.chars().all(char::is_alphanumeric);
        if !term.split(' ').all(is_word) {
            return Err(format!(
                "`{term}` is no term, which is words of letters and digits with one space between each two"
            ));
        }
        let term = term.to_lowercase();
        let joined = term.replace(' ', "");
        if joined != term {
            self.0.push(joined);
        }
        self.0.push(term);
        Ok(())
    }

    /// The first of the terms that a name has.
    pub(super) fn find(&self, name: &str) -> Option<&str> {
        if self.0.is_empty() {
            return None;
        }
        let words = format!(" {} ", split(name).join(" "));
        let has = |term: &&String| words.contains(&format!(" {term} "));
        self.0.iter().find(has).map(String::as_str)
    }
}

/// What kind of character it is: words consist of one kind.
#[derive(PartialEq, Eq, Clone, Copy)]
enum Class {
    Upper,
    Lower,
    Digit,
    Other,
}

impl Class {
    fn of(letter: char) -> Self {
        match letter {
            _ if letter.is_lowercase() => Self::Lower,
            _ if letter.is_uppercase() => Self::Upper,
            _ if letter.is_numeric() => Self::Digit,
            _ => Self::Other,
        }
    }
}

/// The words of a name in any style, in lower case.
fn split(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().collect();
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    for (number, letter) in letters.iter().enumerate() {
        let class = Class::of(*letter);
        let before = number.checked_sub(1).and_then(|it| letters.get(it));
        let before = before.map(|letter| Class::of(*letter));
        let next = letters.get(number + 1).map(|letter| Class::of(*letter));
        let continues = match (before, class) {
            (Some(Class::Upper), Class::Lower) => true,
            // The last of several capitals begins a word if a small letter follows.
            (Some(Class::Upper), Class::Upper) => next != Some(Class::Lower),
            (before, class) => before == Some(class),
        };
        if !continues && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if class != Class::Other {
            word.extend(letter.to_lowercase());
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_words() {
        assert_eq!(camel_case("GetHTTPUrl"), ["Get", "HTTP", "Url"]);
        assert_eq!(camel_case("fooBarB"), ["foo", "Bar", "B"]);
        assert_eq!(camel_case("a_B2c"), ["a_", "B2c"]);
        assert_eq!(camel_case(""), [""]);
        assert_eq!(
            split("GetHTTPUrl_v2x"),
            ["get", "http", "url", "v", "2", "x"]
        );
        assert_eq!(split("__Foo__"), ["foo"]);
    }

    #[test]
    fn terms_are_whole_words() {
        let mut terms = Terms::default();
        terms.add("zip code").unwrap();
        for has in ["zipCode", "ZIP_CODE", "theZipCodeOf", "zipcode"] {
            assert!(terms.find(has).is_some(), "{has}");
        }
        for has_not in ["zipCodes", "unzipCode", "code"] {
            assert!(terms.find(has_not).is_none(), "{has_not}");
        }
        for wrong in ["", " a", "a ", "a  b", "a-b"] {
            assert!(terms.add(wrong).is_err(), "{wrong}");
        }
    }
}
