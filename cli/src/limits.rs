//! Every limit on what the command line reads or builds, with its reason.
//!
//! Limits belong here if they protect the machine's stack, memory or time. Those that only shape a screen are next
//! to the drawing code, and those of help pages are in `help/src/limits.rs`. The tests below try each limit from
//! both sides; limits on files and settings are tested next to their users.

/// Nesting of lists and mappings in JSON. Python's parser fails just below its recursion limit of 1,000; ours
/// recurses too, and this depth fits any stack.
pub(crate) const JSON_DEPTH: usize = 980;

/// Digits of an integer in JSON: the most that Python converts, since conversion takes quadratic time.
pub(crate) const JSON_DIGITS: usize = 4300;

/// Nesting of collections in YAML, so that building them cannot exhaust the stack.
pub(crate) const YAML_DEPTH: usize = 500;

/// Values that a YAML document may expand to, counting aliases: a few lines of aliases to aliases can expand to
/// more than fits in memory.
pub(crate) const YAML_VALUES: usize = 200_000;

/// Size of the file of a private key. One of 16,384 bits, the longest that is usual, takes 13 KB; to use one takes time
/// with the third power of its length.
#[cfg(feature = "launch-key")]
pub(crate) const PRIVATE_KEY_BYTES: usize = 16 * 1024;

/// Length of a chain of merged mappings in YAML. A longer one is a mapping that merges itself.
pub(crate) const YAML_MERGES: usize = 100;

/// Nesting of a query, so that parsing it cannot exhaust the stack.
pub(crate) const QUERY_DEPTH: usize = 300;

/// Height of a query's tree, so that evaluating it cannot exhaust the stack: operators such as `||` deepen the tree
/// without nesting in the parser.
pub(crate) const QUERY_HEIGHT: usize = 480;

/// Cost of a query, in steps and in values that it builds or visits. Without a limit, short queries can use up all
/// memory: in `[@,@]|[@,@]`, every six characters double the result.
pub(crate) const QUERY_COST: usize = 1_000_000;

/// Additional cost allowed for each value in the response: an honest query may visit all of a large response in
/// each of its steps.
pub(crate) const QUERY_COST_FACTOR: usize = 64;

/// Nesting of the values a step of a query takes, so that printing what it builds, one level deeper at most, cannot
/// exhaust the stack: `[@]|[@]` nests values without nesting the query.
pub(crate) const QUERY_VALUE_DEPTH: usize = 1_000;

/// The longest timeout in seconds. Its nanoseconds must fit 64 bits, as in the reference.
pub(crate) const TIMEOUT_SECONDS: u64 = i64::MAX as u64 / 1_000_000_000;

/// Aliases that a line may expand: about as many as fit the reference's stack. A longer chain is an alias of
/// itself.
pub(crate) const ALIAS_STEPS: usize = 490;

/// The longest line that aliases may produce, in bytes: the most that Linux passes to a program.
pub(crate) const ALIAS_LINE_BYTES: usize = 2 << 20;

/// The longest parameter file in bytes, the same as for a response. Bodies are held in memory, and an endless
/// device must not fill it.
pub(crate) const PARAMETER_FILE_BYTES: u64 = 1 << 30;

/// The longest code of a device that is read from a terminal, in bytes: they have six digits, and an endless line must
/// not fill memory.
pub(crate) const CODE_BYTES: u64 = 1 << 10;

/// The longest kept result that is read, in bytes: far more than any service's tokens take.
pub(crate) const KEPT_BYTES: u64 = 1 << 20;

/// The space reserved for a result before the call, in bytes, which is enough for what services register. A longer
/// result is kept too if there is space left by then.
pub(crate) const KEPT_ROOM: usize = 16 << 10;

/// The longest history file that is read, in bytes: far more than its lines take.
#[cfg(feature = "prompt")]
pub(crate) const HISTORY_BYTES: u64 = 1 << 20;

/// Lines in the prompt's history: as many as anyone goes back through.
#[cfg(feature = "prompt")]
pub(crate) const HISTORY_LINES: usize = 500;

/// File names offered as completions: as many as anyone looks through.
pub(crate) const OFFERED_FILES: usize = 200;

/// Characters quoted from a page or an address that came instead of the service's response: about two lines of a
/// terminal, enough to see who sent it.
pub(crate) const EXTRACT_CHARACTERS: usize = 160;

/// How often the region of a bucket is asked for because an answer tells that it is elsewhere and not where. One answer
/// suffices; the reference goes on until Python's stack is full, which is after so many.
pub(crate) const REGION_LOOKUPS: usize = 80;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::Query;
    use crate::value::Value;
    use crate::{json, yaml};

    /// Repeats `open` and `close` around nothing.
    fn nested(open: &str, close: &str, times: usize) -> String {
        open.repeat(times) + &close.repeat(times)
    }

    #[test]
    fn json_nests_this_deep_and_no_deeper() {
        assert!(json::parse(&nested("[", "]", JSON_DEPTH)).is_ok());
        for (open, close, what) in [("[", "]", "array"), ("{\"a\":", "}", "object")] {
            assert_eq!(
                json::parse(&nested(open, close, JSON_DEPTH + 1))
                    .unwrap_err()
                    .to_string(),
                format!(
                    "maximum recursion depth exceeded while decoding a JSON {what} from a unicode string"
                )
            );
        }
    }

    #[test]
    fn integers_of_json_have_this_many_digits_and_no_more() {
        let digits = "7".repeat(JSON_DIGITS);
        assert_eq!(json::parse(&digits).unwrap().to_string(), digits);
        assert_eq!(
            json::parse(&format!("-7{digits}")).unwrap_err().to_string(),
            "Exceeds the limit (4300 digits) for integer string conversion: value has 4301 digits; \
             use sys.set_int_max_str_digits() to increase the limit"
        );
    }

    /// Why YAML is rejected.
    fn refusal(text: &str) -> String {
        yaml::parse(text).unwrap_err().to_string()
    }

    #[test]
    fn yaml_nests_this_deep_and_no_deeper() {
        let lists = |times: usize| "- ".repeat(times) + "x";
        assert!(yaml::parse(&lists(YAML_DEPTH)).is_ok());
        assert_eq!(refusal(&lists(YAML_DEPTH + 1)), "nested too deep");
        // In flow style the parser's own limit applies first.
        assert!(yaml::parse(&nested("[", "]", 100)).is_ok());
        assert!(yaml::parse(&nested("[", "]", YAML_DEPTH + 1)).is_err());
    }

    #[test]
    fn yaml_unfolds_to_this_many_values_and_no_more() {
        // The document has a list and aliases of it.
        let document = |aliases: usize| format!("[&a [x], {}]", "*a,".repeat(aliases));
        let fitting = (YAML_VALUES - 3) / 2;
        assert!(yaml::parse(&document(fitting)).is_ok());
        assert_eq!(refusal(&document(fitting + 1)), "too many values");
    }

    #[test]
    fn yaml_merges_this_often_in_a_row_and_no_oftener() {
        let chain = |merges: usize| {
            let mut text = "m0: &m0 {a: 1}\n".to_owned();
            for i in 1..=merges {
                text += &format!("m{i}: &m{i} {{<<: *m{}}}\n", i - 1);
            }
            text
        };
        assert!(yaml::parse(&chain(YAML_MERGES)).is_ok());
        assert_eq!(
            refusal(&chain(YAML_MERGES + 1)),
            "mappings that merge themselves"
        );
    }

    /// A query's compile error.
    fn complaint(expression: &str) -> Option<String> {
        Query::compile(expression)
            .err()
            .map(|error| error.to_string())
    }

    #[test]
    fn queries_nest_this_deep_and_no_deeper() {
        let too_deep = Some("maximum recursion depth exceeded".to_owned());
        let parentheses = |times: usize| format!("{}a{}", "(".repeat(times), ")".repeat(times));
        assert_eq!(complaint(&parentheses(QUERY_DEPTH - 1)), None);
        assert_eq!(complaint(&parentheses(QUERY_DEPTH)), too_deep);
        let operators = |times: usize| format!("{}a", "a||".repeat(times));
        assert_eq!(complaint(&operators(QUERY_HEIGHT - 1)), None);
        assert_eq!(complaint(&operators(QUERY_HEIGHT)), too_deep);
    }

    /// A query's error when applied to `data`.
    fn failure(expression: &str, data: &Value) -> Option<String> {
        let query = Query::compile(expression).unwrap();
        query.search(data).err().map(|error| error.to_string())
    }

    #[test]
    fn queries_cost_this_much_and_no_more() {
        let piped = |step: &str, times: usize| vec![step; times].join(" | ");
        let refusal = format!(
            "The query is too expensive for this response (limit: {} steps). Select less before combining it.",
            QUERY_COST + QUERY_COST_FACTOR
        );
        // Doubling copies the input twice, so the total cost is about four times the final size.
        let one = Value::from(1);
        let doublings = QUERY_COST.ilog2() as usize - 2;
        assert_eq!(failure(&piped("[@,@]", doublings), &one), None);
        assert_eq!(
            failure(&piped("[@,@]", doublings + 1), &one),
            Some(refusal.clone())
        );
        for step in [
            "[@,@]",
            "{a: @, b: @}",
            "[@,@][]",
            "[@,@][*].[@,@]",
            "to_array([@,@])",
            "[@,@] | map(&@, @)",
        ] {
            assert_eq!(
                failure(&piped(step, 26), &one),
                Some(refusal.clone()),
                "{step}"
            );
        }
        // The same with text, where values are few but long.
        for step in ["join(@, [@, @, @])", "to_string([@,@])", "join('', [@,@])"] {
            assert_eq!(
                failure(&piped(step, 40), &Value::from("\"x")).map(|_| ()),
                Some(()),
                "{step}"
            );
        }
        // And with steps that build nothing.
        let list = format!("`[{}1]`", "1,".repeat(999));
        let nested =
            format!("length({list}[?length({list}[?length({list}[?@ == `2`]) == `1`]) == `1`])");
        assert_eq!(failure(&nested, &one), Some(refusal));
    }

    #[test]
    fn large_responses_may_cost_more() {
        let large = Value::List(vec![Value::from(1); QUERY_COST / 8]);
        assert_eq!(failure("[*].[@, @, @, @, @, @]", &large), None);
    }

    #[test]
    fn what_queries_build_nests_this_deep_and_no_deeper() {
        let piped = |times: usize| vec!["[@]"; times].join("|");
        // The last step adds a level to what it takes.
        assert_eq!(
            failure(&piped(QUERY_VALUE_DEPTH + 1), &Value::from(1)),
            None
        );
        assert_eq!(
            failure(&piped(QUERY_VALUE_DEPTH + 2), &Value::from(1)),
            Some("The query builds lists or mappings that nest more than 1000 deep.".to_owned())
        );
    }
}
