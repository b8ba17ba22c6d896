//! Texts made from texts: ranges taken out, repeated, cut, and pieces of syntax put in.
use fastrand::Rng;

const PIECES: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    "\"",
    "'",
    ":",
    ",",
    "\\",
    "\\u",
    "\\ud800",
    "\\udc00",
    "\\u0000",
    "\u{0}",
    "\u{feff}",
    "\u{ff}",
    "null",
    "true",
    "1e999",
    "-",
    "- ",
    "? ",
    ": ",
    "&a ",
    "*a",
    "<<: *a",
    "!!binary ",
    "!x ",
    "|\n",
    ">-\n  ",
    "\n",
    "\r",
    "\t",
    "#",
    "---\n",
    "...\n",
    "%YAML 1.2\n",
    "@",
    "`",
    "0x1F",
    "0o7",
    ".inf",
    "1_000",
    "2020-01-01",
    "~",
    "[[[[[[[[",
    "{a: {a: {a: ",
];

/// Changes the text in a few places; it may end up as no text at all.
pub(super) fn mutate(text: &mut Vec<u8>, rng: &mut Rng) {
    for _ in 0..rng.usize(1..13) {
        let at = rng.usize(0..=text.len());
        let end = (at + rng.usize(0..40)).min(text.len());
        match rng.u8(0..8) {
            0 => drop(text.drain(at..end)),
            1 => {
                let piece = text.get(at..end).unwrap_or_default().to_vec();
                splice(text, rng.usize(0..=text.len()), &piece);
            }
            2 => text.truncate(text.len() - rng.usize(0..=text.len().min(200))),
            3 => {
                if let Some(byte) = text.get_mut(at) {
                    *byte = rng.u8(..);
                }
            }
            4 => {
                let piece = rng.choice(PIECES).copied().unwrap_or_default();
                splice(text, at, piece.repeat(rng.usize(1..40)).as_bytes());
            }
            _ => splice(text, at, rng.choice(PIECES).copied().unwrap_or_default().as_bytes()),
        }
    }
}

fn splice(text: &mut Vec<u8>, at: usize, piece: &[u8]) {
    let at = at.min(text.len());
    drop(text.splice(at..at, piece.iter().copied()));
}
