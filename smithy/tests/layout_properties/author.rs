//! Makes up the parts of files, always the same ones for a seed.

/// Makes up a file.
pub(crate) struct Author {
    pub(crate) seed: u64,
    pub(crate) state: u64,
    pub(crate) text: String,
    pub(crate) comments: usize,
    pub(crate) line_end: &'static str,
    /// How often there is something odd between tokens, of 100.
    pub(crate) oddity: u64,
}

impl Author {
    pub(crate) fn new(seed: u64) -> Self {
        let mut author = Author {
            seed,
            state: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15),
            text: String::new(),
            comments: 0,
            line_end: "\n",
            oddity: 0,
        };
        author.line_end = ["\n", "\n", "\r\n", "\r"][author.below(4)];
        author.oddity = [2, 10, 40][author.below(3)];
        author
    }

    /// A number below another.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % bound as u64) as usize
    }

    pub(crate) fn is_odd(&mut self) -> bool {
        self.below(100) < self.oddity as usize
    }

    pub(crate) fn put(&mut self, text: &str) {
        self.text.push_str(text);
    }

    pub(crate) fn put_one(&mut self, choices: &[&str]) {
        let chosen = self.below(choices.len());
        self.put(choices[chosen]);
    }

    pub(crate) fn newline(&mut self) {
        self.put(self.line_end);
    }

    /// A comment up to the end of its line.
    pub(crate) fn comment(&mut self) {
        self.comments += 1;
        // A line of more slashes is no documentation unless it stands right above a shape: see `everything.smithy`.
        let slashes = ["//", "///", "//", "// ", "/// ", "///   "][self.below(6)];
        let end = ["", "", " ", "  ", "\t"][self.below(5)];
        let text = format!("{slashes}c{}.{end}", self.comments);
        self.put(&text);
        self.newline();
    }

    /// Where blanks may stand, and must where two words meet.
    pub(crate) fn spaces(&mut self, is_needed: bool) {
        match (self.is_odd(), is_needed) {
            (true, _) => {
                self.put_one(&[" ", "  ", "\t", " \t "]);
            }
            (false, true) => self.put(" "),
            (false, false) => {}
        }
    }

    /// Where anything may stand that means nothing.
    pub(crate) fn blanks(&mut self, usual: &str) {
        if !self.is_odd() {
            return self.put(&usual.replace('\n', self.line_end));
        }
        // A word or comment before it must end.
        self.put(" ");
        for _ in 0..=self.below(3) {
            match self.below(6) {
                0 => self.put(" "),
                1 => self.put(","),
                2 => self.newline(),
                3 => self.put("\t"),
                _ => self.comment(),
            }
        }
    }

    /// The end of a statement.
    pub(crate) fn ends(&mut self) {
        if self.is_odd() {
            self.spaces(true);
            return self.comment();
        }
        self.spaces(false);
        self.newline();
    }

    pub(crate) fn string(&mut self) {
        let text = [
            "\"\"",
            "\"text\"",
            "\"two\\nlines\"",
            "\"a line\nbreak\"",
            "\"// no comment\"",
            "\"\\u00e9 \\\"quoted\\\"\"",
            "\"a rather long text that takes much of a line so that others are broken soon enough\"",
        ][self.below(7)];
        self.put(&text.replace('\n', self.line_end));
    }

    pub(crate) fn block(&mut self) {
        let mut text = String::from("\"\"\"\n");
        let lines = self.below(4);
        for _ in 0..lines {
            let line = [
                "a", "  a", " ", "", "    ", "  b  ", "\tc", "x \\", "\\u0020", "\"", "// no",
                "é \\n",
            ][self.below(12)];
            text.push_str(["", " ", "    ", "        "][self.below(4)]);
            text.push_str(line);
            text.push('\n');
        }
        // Blanks before the quotes that are more than the indentation go, as they do with Smithy's own formatter.
        let is_at_margin = text
            .lines()
            .skip(1)
            .any(|line| !line.is_empty() && !line.starts_with(' '));
        let choices = match is_at_margin {
            true => ["", "end", "  end", "\\u0020"],
            false => ["", " ", "    ", "end"],
        };
        text.push_str(choices[self.below(choices.len())]);
        text.push_str("\"\"\"");
        self.put(&text.replace('\n', self.line_end));
    }

    pub(crate) fn key(&mut self, number: usize) {
        let key = match self.below(3) {
            0 => format!("\"k{number}\""),
            1 => format!("\"k {number}\""),
            _ => format!("k{number}"),
        };
        self.put(&key);
    }

    pub(crate) fn value(&mut self, depth: usize) {
        match self.below(if depth > 3 { 6 } else { 9 }) {
            0 => self.put("1.5e3"),
            1 => self.put_one(&["true", "null", "false"]),
            2 => self.put_one(&["smithy.api#String", "S0", "required"]),
            3 => self.block(),
            4 | 5 => self.string(),
            6 => {
                self.put("[");
                for _ in 0..self.below(4) {
                    self.blanks(" ");
                    self.value(depth + 1);
                    self.blanks(", ");
                }
                self.blanks("");
                self.put("]");
            }
            _ => {
                self.put("{");
                for number in 0..self.below(4) {
                    self.blanks(" ");
                    self.key(number);
                    self.blanks("");
                    self.put(":");
                    self.blanks(" ");
                    self.value(depth + 1);
                    self.blanks(", ");
                }
                self.blanks("");
                self.put("}");
            }
        }
    }
}
