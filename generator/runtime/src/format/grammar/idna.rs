//! What may stand in a label that is not ASCII: RFC 5892 (characters and their neighbours), RFC 5893 (direction).
//!
//! The tables of Unicode are replaced by what `char` and `unicode-ident` know of them and by ranges of blocks: letters,
//! marks and digits of scripts are told from symbols; what only normalisation changes (compatibility characters) is
//! taken where it should be refused.

/// Whether every character may stand where it does.
pub(super) fn is_u_label(label: &str) -> bool {
    let chars: Vec<char> = label.chars().collect();
    let starts = chars.first().is_some_and(|c| !is_mark(*c));
    starts && chars.iter().enumerate().all(|(at, c)| stands(&chars, at, *c))
}

fn stands(chars: &[char], at: usize, c: char) -> bool {
    let before = at.checked_sub(1).and_then(|at| chars.get(at)).copied();
    let after = chars.get(at + 1).copied();
    let mixed = |other: core::ops::RangeInclusive<char>| chars.iter().any(|c| other.contains(c));
    match c {
        // RFC 5892, appendix A: what depends on its neighbours.
        '\u{B7}' => before == Some('l') && after == Some('l'),
        '\u{375}' => after.is_some_and(is_greek),
        '\u{5F3}' | '\u{5F4}' => before.is_some_and(is_hebrew),
        '\u{30FB}' => chars.iter().any(|c| is_japanese(*c)),
        '\u{660}'..='\u{669}' => !mixed('\u{6F0}'..='\u{6F9}'),
        '\u{6F0}'..='\u{6F9}' => !mixed('\u{660}'..='\u{669}'),
        '\u{200D}' => before.is_some_and(is_virama),
        '\u{200C}' => before.is_some_and(is_virama) || joins(chars, at),
        // Section 2.6: exceptions, allowed ones first.
        '\u{DF}' | '\u{3C2}' | '\u{6FD}' | '\u{6FE}' | '\u{F0B}' | '\u{3007}' => true,
        '\u{640}' | '\u{7FA}' | '\u{302E}' | '\u{302F}' | '\u{3031}'..='\u{3035}' | '\u{303B}' => false,
        _ => is_allowed(c),
    }
}

/// Letters that have no capital form of their own left, marks and digits.
fn is_allowed(c: char) -> bool {
    if c.is_ascii() {
        return c == '-' || c.is_ascii_digit() || c.is_ascii_lowercase();
    }
    let small = c.to_lowercase().eq([c]);
    let wide = matches!(c, '\u{FB00}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{FF00}'..='\u{FFEF}' | '\u{1100}'..='\u{11FF}');
    small && !wide && unicode_ident::is_xid_continue(c) && !is_connector(c)
}

/// `Mn` and `Mc`: what continues a word, begins none and is no digit. `Me` is not allowed anywhere.
fn is_mark(c: char) -> bool {
    let other = matches!(c, '\u{B7}' | '\u{387}' | '\u{30FB}' | '\u{FF65}' | '\u{200C}' | '\u{200D}');
    unicode_ident::is_xid_continue(c) && !unicode_ident::is_xid_start(c) && !c.is_numeric() && !c.is_ascii() && !other
}

fn is_connector(c: char) -> bool {
    matches!(c, '\u{203F}' | '\u{2040}' | '\u{2054}' | '\u{FE33}' | '\u{FE34}' | '\u{FE4D}'..='\u{FE4F}')
}

fn is_greek(c: char) -> bool {
    matches!(c, '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}')
}

fn is_hebrew(c: char) -> bool {
    matches!(c, '\u{591}'..='\u{5F4}' | '\u{FB1D}'..='\u{FB4F}')
}

/// Hiragana, Katakana or Han.
fn is_japanese(c: char) -> bool {
    let kana = matches!(c, '\u{3041}'..='\u{309F}' | '\u{30A1}'..='\u{30FA}' | '\u{30FC}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}');
    let han = matches!(c, '\u{3005}' | '\u{3007}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}');
    kana || han
}

/// Canonical combining class 9 of the scripts in use.
fn is_virama(c: char) -> bool {
    matches!(
        u32::from(c),
        0x94D
            | 0x9CD
            | 0xA4D
            | 0xACD
            | 0xB4D
            | 0xBCD
            | 0xC4D
            | 0xCCD
            | 0xD3B
            | 0xD3C
            | 0xD4D
            | 0xDCA
            | 0xE3A
            | 0xEBA
            | 0xF84
            | 0x1039
            | 0x103A
            | 0x1714
            | 0x1734
            | 0x17D2
            | 0x1A60
            | 0x1B44
            | 0x1BAA
            | 0x1BAB
            | 0x1BF2
            | 0x1BF3
            | 0x2D7F
            | 0xA806
            | 0xA8C4
            | 0xA953
            | 0xA9C0
            | 0xAAF6
            | 0xABED
    )
}

/// RFC 5892, appendix A.1: between letters that join, marks looked through. Arabic, Syriac and their kin join.
fn joins(chars: &[char], at: usize) -> bool {
    let joining = |c: &&char| matches!(c, '\u{620}'..='\u{7FF}' | '\u{840}'..='\u{8C7}' | '\u{1820}'..='\u{18AA}' | '\u{A840}'..='\u{A871}');
    let (before, after) = (chars.get(..at).unwrap_or_default(), chars.get(at + 1..).unwrap_or_default());
    // These join to the right only: nothing joins on to them.
    let ends =
        |c: &char| matches!(c, '\u{622}'..='\u{625}' | '\u{627}' | '\u{629}' | '\u{62F}'..='\u{632}' | '\u{648}');
    before.iter().rev().find(|c| !is_mark(**c)).filter(joining).is_some_and(|c| !ends(c))
        && after.iter().find(|c| !is_mark(**c)).filter(joining).is_some()
}

/// Whether a label has a letter that is written from right to left.
pub(super) fn is_right_to_left(label: &str) -> bool {
    label.chars().any(|c| matches!(direction(c), Direction::Right | Direction::ArabicNumber))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Left,
    Right,
    ArabicNumber,
    EuropeanNumber,
    Mark,
    Neutral,
}

fn direction(c: char) -> Direction {
    match u32::from(c) {
        0x30..=0x39 | 0x6F0..=0x6F9 => Direction::EuropeanNumber,
        0x660..=0x669 | 0x66B | 0x66C => Direction::ArabicNumber,
        _ if is_mark(c) => Direction::Mark,
        0x590..=0x8FF | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFF | 0x1_0800..=0x1_0FFF | 0x1_E800..=0x1_EFFF => {
            Direction::Right
        }
        _ if c.is_alphabetic() => Direction::Left,
        _ => Direction::Neutral,
    }
}

/// The Bidi rule (RFC 5893, section 2).
pub(super) fn keeps_direction(label: &str) -> bool {
    let all: Vec<Direction> = label.chars().map(direction).collect();
    let has = |one: Direction| all.contains(&one);
    let last = all.iter().rev().find(|d| **d != Direction::Mark).copied();
    match all.first() {
        Some(Direction::Right) => {
            let numbers = has(Direction::ArabicNumber) && has(Direction::EuropeanNumber);
            let ends = matches!(last, Some(Direction::Right | Direction::ArabicNumber | Direction::EuropeanNumber));
            !has(Direction::Left) && !numbers && ends
        }
        Some(Direction::Left) => {
            let ends = matches!(last, Some(Direction::Left | Direction::EuropeanNumber));
            !has(Direction::Right) && !has(Direction::ArabicNumber) && ends
        }
        // A label of digits and symbols alone has no direction to lose, unless its neighbours have one.
        _ => false,
    }
}
