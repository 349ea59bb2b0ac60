//! No input makes the generator panic: a small model of everything, damaged thousands of times, always gives an answer.

use smithgen_model::Errors;
use smithgen_model::{load, resolve};

const MODEL: &str = include_str!("fixtures/good/everything.json");

/// A small generator of numbers, so that every run tries the same damage.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound.max(1)
    }
}

fn run(text: Vec<u8>) -> Result<(), Errors> {
    let mut errors = Errors::new();
    let loaded = load::load_texts(vec![("model.json".into(), text)], &mut errors);
    resolve::finish(loaded, errors, None, &[]).map(drop)
}

#[test]
fn the_whole_model_is_sound() {
    run(MODEL.into()).unwrap_or_else(|errors| panic!("{errors}"));
}

#[test]
fn truncations_are_reported() {
    let end = MODEL.trim_end().len();
    for length in (0..end).step_by(7) {
        let Err(errors) = run(MODEL.as_bytes()[..length].to_vec()) else {
            panic!("accepted the first {length} bytes")
        };
        assert!(!errors.to_string().is_empty());
    }
}

#[test]
fn damage_never_panics() {
    // Texts of the model that take each other's places: keys, ids and values in the wrong spots.
    let texts: Vec<&str> = MODEL.split('"').skip(1).step_by(2).collect();
    let values = [
        "{}",
        "[]",
        "null",
        "-1",
        "1e999",
        "true",
        "\"\"",
        "{\"target\": 1}",
        "[{}]",
        "18446744073709551616",
    ];
    let mut numbers = Numbers(1);
    let mut refused = 0;
    for _ in 0..1500 {
        let mut text = MODEL.to_owned();
        for _ in 0..=numbers.below(3) {
            let text_there = texts[numbers.below(texts.len())];
            let quoted = format!("\"{text_there}\"");
            match numbers.below(4) {
                0 => {
                    text = text.replacen(
                        &quoted,
                        &format!("\"{}\"", texts[numbers.below(texts.len())]),
                        1 + numbers.below(3),
                    )
                }
                1 => text = text.replacen(&quoted, values[numbers.below(values.len())], 1),
                2 => {
                    let at = format!("{quoted}: {{");
                    text = text.replacen(&at, &format!("{quoted}: {{\"x\": 1, "), 1);
                }
                _ => {
                    let mut bytes = text.into_bytes();
                    let at = numbers.below(bytes.len());
                    bytes[at] = b"{}[]\",:0"[numbers.below(8)];
                    text = String::from_utf8_lossy(&bytes).into_owned();
                }
            }
        }
        if let Err(errors) = run(text.into_bytes()) {
            refused += 1;
            assert!(!errors.report(true).is_empty());
            assert!(errors.iter().all(|error| !error.one_line().contains('\n')));
        }
    }
    assert!(
        refused > 400,
        "only {refused} of the damaged models were refused"
    );
}
