//! Makes up shapes.

use super::author::Author;

impl Author {
    pub(crate) fn traits(&mut self, usual: &str) {
        if self.below(4) == 0 {
            self.put("/// documentation");
            self.put_one(&["", " ", "  ", "\t"]);
            self.newline();
            if self.below(3) == 0 {
                self.put("///");
                self.put_one(&["", " ", "  more"]);
                self.newline();
            }
        }
        let first = self.below(8);
        for number in first..(first + self.below(3)).min(8) {
            match number {
                0 => {
                    self.put("@any(");
                    self.blanks("");
                    self.value(0);
                    self.blanks("");
                    self.put(")");
                }
                1 => self.put("@internal"),
                2 => {
                    self.put("@unstable(");
                    self.blanks("");
                    self.put(")");
                }
                3 => {
                    self.put("@deprecated(");
                    self.blanks("");
                    self.put("message");
                    self.blanks("");
                    self.put(":");
                    self.blanks(" ");
                    self.string();
                    self.blanks("");
                    self.put(")");
                }
                4 => {
                    self.put("@tags(");
                    self.blanks("");
                    self.put("[");
                    self.blanks("");
                    self.string();
                    self.blanks("");
                    self.put("])");
                }
                5 => self.put("@since(\"1\")"),
                6 => {
                    self.put("@title(");
                    self.blanks("");
                    self.block();
                    self.blanks("");
                    self.put(")");
                }
                _ => self.put("@sensitive"),
            }
            self.blanks(usual);
        }
    }

    pub(crate) fn members(&mut self, has_defaults: bool) {
        self.blanks(" ");
        self.put("{");
        for number in 0..self.below(4) {
            self.blanks("\n    ");
            self.traits("\n    ");
            let name = format!("m{number}");
            self.put(&name);
            self.spaces(false);
            self.put(":");
            self.spaces(true);
            self.put("String");
            if has_defaults && self.below(3) == 0 {
                self.spaces(true);
                self.put("=");
                self.spaces(true);
                if self.below(2) == 0 {
                    self.string();
                } else {
                    self.block();
                }
                self.ends();
            } else {
                self.blanks("\n");
            }
        }
        self.blanks("\n");
        self.put("}");
    }

    pub(crate) fn inline(&mut self) {
        self.put(":=");
        self.blanks(" ");
        self.traits("\n    ");
        if self.below(3) == 0 {
            self.put("with");
            self.blanks(" ");
            self.put("[");
            self.blanks("");
            self.put("Mixed");
            self.blanks("");
            self.put("]");
        }
        self.members(true);
    }

    pub(crate) fn ids(&mut self, names: &[&str]) {
        self.put("[");
        for name in names {
            self.blanks("\n        ");
            self.put(name);
        }
        self.blanks("\n    ");
        self.put("]");
    }

    pub(crate) fn operation(&mut self, name: &str) {
        self.put("operation");
        self.spaces(true);
        self.put(name);
        self.blanks(" ");
        self.put("{");
        self.blanks("\n    ");
        for key in ["input", "output"] {
            match self.below(3) {
                0 => continue,
                1 => {
                    self.put(key);
                    self.blanks("");
                    self.put(":");
                    self.blanks(" ");
                    self.put("In");
                }
                _ => {
                    self.put(key);
                    self.blanks(" ");
                    self.inline();
                }
            }
            self.blanks("\n    ");
        }
        if self.below(2) == 0 {
            self.put("errors");
            self.blanks("");
            self.put(":");
            self.blanks(" ");
            let names = ["E1", "E2"];
            let count = self.below(3);
            self.ids(&names[..count]);
        }
        self.blanks("\n");
        self.put("}");
    }

    pub(crate) fn service(&mut self, name: &str, operation: Option<&str>) {
        self.put("service");
        self.spaces(true);
        self.put(name);
        self.blanks(" ");
        self.put("{");
        self.blanks("\n    ");
        self.put("version");
        self.blanks("");
        self.put(":");
        self.blanks(" ");
        self.string();
        if let Some(operation) = operation {
            self.blanks("\n    ");
            self.put("operations");
            self.blanks("");
            self.put(":");
            self.blanks(" ");
            self.ids(&[operation]);
        }
        self.blanks("\n");
        self.put("}");
    }

    pub(crate) fn shape(&mut self, number: usize, operations: &mut Vec<String>) {
        let name = format!("S{number}");
        self.traits("\n");
        match self.below(10) {
            _ if number == 0 => {
                self.put("string");
                self.spaces(true);
                self.put(&name);
            }
            7 | 8 => {
                let (keyword, members) = match self.below(2) {
                    0 => ("list", &["member"][..]),
                    _ => ("map", &["key", "value"][..]),
                };
                self.put(keyword);
                self.spaces(true);
                self.put(&name);
                self.blanks(" ");
                self.put("{");
                for member in members {
                    self.blanks("\n    ");
                    self.traits("\n    ");
                    self.put(member);
                    self.put(": String");
                }
                self.blanks("\n");
                self.put("}");
            }
            9 => {
                self.put("resource");
                self.spaces(true);
                self.put(&name);
                self.blanks(" ");
                self.put("{");
                for key in ["identifiers", "properties"] {
                    self.blanks("\n    ");
                    self.put(key);
                    self.blanks("");
                    self.put(": {");
                    self.blanks(" ");
                    self.put(&key[..1]);
                    self.put(":");
                    self.blanks(" ");
                    self.put(["String", "smithy.api#String", "\"smithy.api#String\""][number % 3]);
                    self.blanks(" ");
                    self.put("}");
                }
                self.blanks("\n");
                self.put("}");
                self.ends();
                self.blanks("\n");
                self.traits("\n");
                let held = format!("structure Of{name} for {name}");
                self.put(&held);
                self.blanks(" ");
                self.put("{");
                self.blanks(" ");
                self.traits(" ");
                self.put("$i");
                self.blanks(" ");
                self.put("$p");
                self.blanks(" ");
                self.put("}");
            }
            0 => {
                self.put("string");
                self.spaces(true);
                self.put(&name);
            }
            1 => {
                self.put("union");
                self.spaces(true);
                self.put(&name);
                self.blanks(" ");
                self.put("{");
                self.blanks(" ");
                self.traits(" ");
                self.put("a: String");
                self.blanks(" ");
                self.put("}");
            }
            2 => {
                self.put("enum");
                self.spaces(true);
                self.put(&name);
                self.blanks(" ");
                self.put("{");
                for number in 0..=self.below(3) {
                    self.blanks("\n    ");
                    self.traits("\n    ");
                    let name = format!("A{number}");
                    self.put(&name);
                    if self.below(2) == 0 {
                        self.spaces(true);
                        self.put("=");
                        self.spaces(true);
                        let value = format!("\"v{number}\"");
                        self.put(&value);
                        self.ends();
                    }
                }
                self.blanks("\n");
                self.put("}");
            }
            3 => {
                self.operation(&name);
                operations.push(name);
            }
            4 => {
                let operation = operations.pop();
                self.service(&name, operation.as_deref());
            }
            _ => {
                self.put("structure");
                self.spaces(true);
                self.put(&name);
                if self.below(4) == 0 {
                    self.put(" with");
                    self.blanks(" ");
                    self.put("[");
                    self.blanks("");
                    self.put("Mixed");
                    self.blanks("");
                    self.put("]");
                }
                self.members(true);
            }
        }
        self.ends();
    }

    pub(crate) fn apply(&mut self) {
        self.put("apply");
        self.blanks(" ");
        self.put("Last");
        self.blanks(" ");
        self.put("{");
        self.blanks("\n    ");
        self.put("@any(");
        self.blanks("");
        self.value(0);
        self.blanks("");
        self.put(")");
        self.blanks("\n");
        self.put("}");
        self.ends();
    }

    pub(crate) fn file(mut self) -> String {
        self.blanks("");
        self.put("$version:");
        self.spaces(true);
        self.put("\"2.0\"");
        self.ends();
        for number in 0..self.below(3) {
            self.blanks("");
            let key = format!("metadata m{}_{number}", self.seed);
            self.put(&key);
            self.spaces(true);
            self.put("=");
            self.spaces(true);
            self.value(0);
            self.ends();
        }
        self.blanks("\n");
        let namespace = format!("namespace a{}", self.seed);
        self.put(&namespace);
        self.ends();
        for name in [
            "smithy.api#required",
            "lib#any",
            "lib#E1",
            "lib#E2",
            "lib#In",
            "lib#Mixed",
        ] {
            self.blanks("");
            self.put("use");
            self.spaces(true);
            self.put(name);
            self.ends();
        }
        let mut operations = Vec::new();
        let shapes = self.below(6);
        let applied = self.below(20);
        for number in 0..=shapes {
            self.blanks("\n");
            self.shape(number, &mut operations);
            if number == applied {
                self.blanks("\n");
                self.apply();
            }
        }
        // Each import is needed, so that no comment goes with one that is not.
        self.put("structure Last with [Mixed] { @any({}) @required a: In b: E1 c: E2 }");
        self.ends();
        self.blanks("");
        self.text
    }
}
