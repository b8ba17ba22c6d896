//! Mistakes that a generator could make, as changes of emitted text.
use regex::{Captures, Regex};
use std::ops::Range;

/// A kind of mistake.
pub(super) struct Kind {
    pub(super) name: &'static str,
    /// Where it can be made.
    pub(super) files: &'static [&'static str],
    /// What is looked for. With a group `x`, that is replaced, else the whole.
    pattern: &'static str,
    how: How,
}

/// What becomes of what was found.
enum How {
    /// Nothing is left.
    Gone,
    /// This.
    With(&'static str),
    /// An underscore is appended to a name.
    Misspelled,
    /// A number or status is another one.
    Other,
    /// It changes places with the next of its kind.
    Swapped,
}

const OPS: &[&str] = &["ops.rs"];
const CLIENT: &[&str] = &["client.rs"];
const SERVER: &[&str] = &["server.rs"];
const TYPES: &[&str] = &["types.rs"];
const RULES: &[&str] = &["ops.rs", "types.rs"];

/// The name of one that needs a second look.
pub(super) const REJECTIONS: &str = "status of rejections";

/// Every kind, in the order of turns.
pub(super) const KINDS: &[Kind] = &[
    Kind {
        name: "parameter misnamed",
        files: OPS,
        pattern: r#"Parameter::(query|header|cookie)\(\s*"(?<x>[^"]+)""#,
        how: How::Misspelled,
    },
    Kind {
        name: "two parameters swapped",
        files: OPS,
        pattern: r#"Parameter::query\(\s*"(?<x>[^"]+)""#,
        how: How::Swapped,
    },
    Kind {
        name: "two values swapped",
        files: CLIENT,
        pattern: r"out\.optional\(\w+, (?<x>self\.\w+\.as_ref\(\))",
        how: How::Swapped,
    },
    Kind {
        name: "two required values swapped",
        files: CLIENT,
        pattern: r"out\.required\(\w+, (?<x>&self\.\w+)\)",
        how: How::Swapped,
    },
    Kind {
        name: "two arguments swapped",
        files: OPS,
        pattern: r"(?m)^ +\w+: (?<x>\w+\.into\(\)),?$",
        how: How::Swapped,
    },
    Kind {
        name: "parameter not sent",
        files: CLIENT,
        pattern: r"(?m)^ *out\.(optional|required)\(\w+, [^;]*;\n",
        how: How::Gone,
    },
    Kind {
        name: "parameter not read",
        files: SERVER,
        pattern: r"let \w+ = (?<x>from\.optional\(\w+\));",
        how: How::With("None"),
    },
    Kind {
        name: "setter without effect",
        files: CLIENT,
        pattern: r"(?m)^ *self\.call\.request = self\.call\.request\.\w+\(\w+\);\n",
        how: How::Gone,
    },
    Kind { name: "method", files: OPS, pattern: r#"method: "(?<x>[A-Z]+)""#, how: How::With("TRACE") },
    Kind {
        name: "path of the client",
        files: OPS,
        pattern: r#"Piece::Literal\("(?<x>[^"]+)"\)"#,
        how: How::Misspelled,
    },
    Kind {
        name: "path of the server",
        files: SERVER,
        pattern: r#"\("(?<x>[a-z][^"/]*)", \d+\)"#,
        how: How::Misspelled,
    },
    Kind { name: "status sent", files: SERVER, pattern: r"out\.status\((?<x>\d+)\)", how: How::Other },
    Kind { name: "status read", files: CLIENT, pattern: r"(?m)^ *(?<x>\d{3}) => ", how: How::Other },
    Kind { name: "two statuses swapped", files: CLIENT, pattern: r"(?m)^ *(?<x>\d{3}) => ", how: How::Swapped },
    Kind {
        name: "reply's header not sent",
        files: SERVER,
        pattern: r"(?m)^ *out\.header(_optional)?\([^;]*;\n",
        how: How::Gone,
    },
    Kind {
        name: "reply's header misnamed",
        files: OPS,
        pattern: r#"Parameter = ::tenon_runtime::Parameter::header\(\s*"(?<x>[^"]+)""#,
        how: How::Misspelled,
    },
    Kind {
        name: "media type sent",
        files: CLIENT,
        pattern: r#"out\.(json|form|text|stream|bytes|multipart)\(\s*"(?<x>[^"]+)""#,
        how: How::Misspelled,
    },
    Kind {
        name: "media type answered",
        files: SERVER,
        pattern: r#"out\.(json|form|text|stream|bytes|multipart)\(\s*"(?<x>[^"]+)""#,
        how: How::Misspelled,
    },
    Kind { name: "media types taken", files: OPS, pattern: r#"media_types: &\["(?<x>[^"]+)""#, how: How::Misspelled },
    Kind { name: "accepted replies", files: OPS, pattern: r#"accept: "(?<x>[^"]+)""#, how: How::With("text/x-none") },
    Kind {
        name: "body no longer required",
        files: OPS,
        pattern: r#"required: (?<x>true),\s*media_types: &\[\s*"[^"]+",\s*""#,
        how: How::With("false"),
    },
    Kind {
        name: "no security",
        files: OPS,
        pattern: r"security: (?<x>&\[\s*::tenon_runtime::Alternative[^;]*?\}\s*,?\s*\]),\s*rejection",
        how: How::With("&[]"),
    },
    Kind { name: REJECTIONS, files: OPS, pattern: r"RejectionShape::\w+ \{\s*status: (?<x>\d+)", how: How::Other },
    Kind {
        name: "style",
        files: OPS,
        pattern: r"\.style\(::tenon_runtime::Style::(?<x>\w+)\)",
        how: How::With("SpaceDelimited"),
    },
    Kind { name: "explode", files: OPS, pattern: r"\.explode\((?:true|false)\)", how: How::Gone },
    Kind {
        name: "a list is joined",
        files: OPS,
        pattern: r#"Parameter::query\("[^"]+"\)(?<x>\.array\(\))"#,
        how: How::With(".array().explode(false)"),
    },
    Kind { name: "a list is a scalar", files: OPS, pattern: r"\.array\(\)", how: How::Gone },
    Kind {
        name: "limit left out",
        files: RULES,
        pattern: r#"\s*\.(min|max|minimum|maximum|exclusive_minimum|exclusive_maximum|multiple_of)\("?[-0-9.e]+"?\)"#,
        how: How::Gone,
    },
    Kind {
        name: "limit moved",
        files: RULES,
        pattern: r#"\.(min|max|minimum|maximum)\("?(?<x>\d+)"?\)"#,
        how: How::Other,
    },
    Kind { name: "pattern left out", files: RULES, pattern: r"\s*\.pattern\([^()]*\)", how: How::Gone },
    Kind { name: "items may be equal", files: RULES, pattern: r"\s*\.unique\(\)", how: How::Gone },
    Kind {
        name: "member misread",
        files: TYPES,
        pattern: r#"object\.(required|optional|field|nullable)\("(?<x>[^"]+)"\)"#,
        how: How::Misspelled,
    },
    Kind {
        name: "member miswritten",
        files: TYPES,
        pattern: r#"object\.(member|optional|field)\("(?<x>[^"]+)", "#,
        how: How::Misspelled,
    },
    Kind {
        name: "member not written",
        files: TYPES,
        pattern: r"(?m)^ *object\.(member|optional|field)\([^;]*;\n",
        how: How::Gone,
    },
    Kind {
        name: "two members swapped",
        files: TYPES,
        pattern: r#"object\.required\("(?<x>[^"]+)"\)"#,
        how: How::Swapped,
    },
    Kind { name: "listed value", files: TYPES, pattern: r#"\w+ = "(?<x>[^"]+)"[,\s}]"#, how: How::Misspelled },
    Kind {
        name: "discriminator",
        files: TYPES,
        pattern: r#"(?m)(?:Some\(|^ *|\| )"(?<x>[\w.-]+)"\)? => "#,
        how: How::Misspelled,
    },
    Kind {
        name: "unknown members taken",
        files: TYPES,
        pattern: r"object\.(?<x>refuse_others|close|closed|end_closed)\(",
        how: How::With("end"),
    },
    Kind {
        name: "another operation is called",
        files: SERVER,
        pattern: r"(?m)^ *\d+ => (?<x>operations::\w+)\(app, call\)",
        how: How::Swapped,
    },
];

/// A place, and what to write there.
pub(super) struct Site {
    changes: Vec<(Range<usize>, String)>,
}

impl Site {
    /// The text with the mistake.
    pub(super) fn apply(&self, text: &str) -> String {
        let mut out = text.to_owned();
        for (range, with) in self.changes.iter().rev() {
            out.replace_range(range.clone(), with);
        }
        out
    }

    /// Where it is, and what stands there then.
    pub(super) fn place(&self) -> String {
        format!("{:?}", self.changes)
    }

    /// Whether it is all within these bytes.
    pub(super) fn is_in(&self, bytes: &Range<usize>) -> bool {
        self.changes.iter().all(|(range, _)| bytes.start <= range.start && range.end <= bytes.end)
    }

    /// On which line, from 1.
    pub(super) fn line(&self, text: &str) -> usize {
        let before = self.changes.first().and_then(|(range, _)| text.get(..range.start));
        before.map_or(0, |before| before.matches('\n').count() + 1)
    }

    /// What stands behind the place.
    pub(super) fn rest<'t>(&self, text: &'t str) -> &'t str {
        self.changes.last().and_then(|(range, _)| text.get(range.end..)).unwrap_or_default()
    }

    /// What follows the last mark before the place.
    pub(super) fn after<'t>(&self, text: &'t str, mark: &str) -> Option<&'t str> {
        let before = text.get(..self.changes.first()?.0.start)?;
        before.rfind(mark).and_then(|at| before.get(at + mark.len()..))
    }

    /// What is changed, on one line.
    pub(super) fn told(&self, text: &str) -> String {
        let each = self.changes.iter().map(|(range, with)| {
            let was = text.get(range.clone()).unwrap_or_default();
            let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            format!("`{}` → `{}`", flat(was), flat(with))
        });
        each.collect::<Vec<_>>().join(", ").chars().take(150).collect()
    }
}

impl Kind {
    /// Everywhere that the mistake can be made.
    pub(super) fn sites(&self, text: &str) -> Vec<Site> {
        // The patterns are fixed, and held to be patterns by a test.
        let Ok(pattern) = Regex::new(self.pattern) else { return Vec::new() };
        let place = |found: &Captures<'_>| found.name("x").or_else(|| found.get(0)).map(|m| m.range());
        let places: Vec<Range<usize>> = pattern.captures_iter(text).filter_map(|found| place(&found)).collect();
        let of = |range: &Range<usize>| text.get(range.clone()).unwrap_or_default().to_owned();
        match self.how {
            How::Swapped => places
                .windows(2)
                .filter(|pair| pair[1].start - pair[0].end < NEAR && of(&pair[0]) != of(&pair[1]))
                .map(|pair| Site { changes: vec![(pair[0].clone(), of(&pair[1])), (pair[1].clone(), of(&pair[0]))] })
                .collect(),
            _ => places
                .into_iter()
                .map(|range| Site { changes: vec![(range.clone(), self.becomes(&of(&range)))] })
                .collect(),
        }
    }

    fn becomes(&self, was: &str) -> String {
        match self.how {
            How::Gone | How::Swapped => String::new(),
            How::With(other) => other.to_owned(),
            How::Misspelled => format!("{was}_"),
            How::Other => match was.parse::<u32>() {
                Ok(status @ 100..=599) if was.len() == 3 => (if status == 418 { 417 } else { 418 }).to_string(),
                Ok(number) => (number + 1).to_string(),
                Err(_) => format!("{was}1"),
            },
        }
    }
}

/// Two that change places stand no farther apart, and so belong together.
const NEAR: usize = 400;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use std::fs;
    use std::path::{Path, PathBuf};

    fn first(name: &str, text: &str) -> String {
        let kind = KINDS.iter().find(|kind| kind.name == name).unwrap();
        kind.sites(text)[0].apply(text)
    }

    #[test]
    fn patterns_are_patterns() {
        assert!(KINDS.len() >= 30);
        KINDS.iter().for_each(|kind| drop(Regex::new(kind.pattern).unwrap()));
    }

    #[test]
    fn mistakes_are_made() {
        assert_eq!(first("status sent", "out.status(201);"), "out.status(418);");
        assert_eq!(first("limit moved", ".max(8).unique()"), ".max(9).unique()");
        assert_eq!(first("limit left out", "NONE.max(8).unique()"), "NONE.unique()");
        let two = "200 => a,\n404 => b,";
        assert_eq!(first("two statuses swapped", two), "404 => a,\n200 => b,");
    }

    /// Files of emitted code below a folder.
    fn emitted(folder: &Path, files: &mut Vec<PathBuf>) {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                emitted(&path, files);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }

    /// What is emitted changes; a kind that finds nothing any more would be passed over without a word.
    #[test]
    fn each_kind_finds_a_place_in_emitted_code() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let mut files = Vec::new();
        for folder in ["generated/src", "tests/petshop/emitted", "tests/features"] {
            emitted(&root.join(folder), &mut files);
        }
        let finds = |kind: &Kind| {
            let mut own = files.iter().filter(|file| kind.files.iter().any(|name| file.ends_with(name)));
            own.any(|file| !kind.sites(&fs::read_to_string(file).unwrap()).is_empty())
        };
        let idle: Vec<_> = KINDS.iter().filter(|kind| !finds(kind)).map(|kind| kind.name).collect();
        assert_eq!(idle, [""; 0]);
    }
}
