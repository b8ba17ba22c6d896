//! Punycode (RFC 3492) with the parameters of IDNA.

const BASE: u32 = 36;
const LEAST: u32 = 1;
const MOST: u32 = 26;
const SKEW: u32 = 38;
const DAMP: u32 = 700;
const FIRST_BIAS: u32 = 72;
/// The first character that is not ASCII.
const FIRST: u32 = 0x80;

/// How much of a digit counts at a place.
fn threshold(place: u32, bias: u32) -> u32 {
    place.saturating_sub(bias).clamp(LEAST, MOST)
}

/// Section 6.1.
fn adapted(delta: u32, count: u32, first: bool) -> u32 {
    let mut delta = if first { delta / DAMP } else { delta / 2 };
    delta += delta / count.max(1);
    let mut places = 0;
    while delta > ((BASE - LEAST) * MOST) / 2 {
        delta /= BASE - LEAST;
        places += BASE;
    }
    places + (BASE - LEAST + 1) * delta / (delta + SKEW)
}

/// Section 6.2; lower case only. `None` where it stands for nothing. A label is short, so the square of its length is
/// nothing to fear.
pub(super) fn decode(text: &str) -> Option<String> {
    let (plain, encoded) = text.rsplit_once('-').unwrap_or(("", text));
    let mut out: Vec<char> = plain.chars().collect();
    let (mut character, mut index, mut bias) = (FIRST, 0_u32, FIRST_BIAS);
    let mut digits = encoded.bytes().peekable();
    if text.len() > 63 || digits.peek().is_none() {
        return None;
    }
    while digits.peek().is_some() {
        let before = index;
        let (mut weight, mut place) = (1_u32, BASE);
        loop {
            let digit = match digits.next()? {
                byte @ b'a'..=b'z' => u32::from(byte - b'a'),
                byte @ b'0'..=b'9' => u32::from(byte - b'0') + 26,
                _ => return None,
            };
            index = index.checked_add(digit.checked_mul(weight)?)?;
            let threshold = threshold(place, bias);
            if digit < threshold {
                break;
            }
            weight = weight.checked_mul(BASE - threshold)?;
            place += BASE;
        }
        let count = u32::try_from(out.len()).ok()? + 1;
        bias = adapted(index - before, count, before == 0);
        character = character.checked_add(index / count)?;
        index %= count;
        out.insert(usize::try_from(index).ok()?, char::from_u32(character)?);
        index += 1;
    }
    Some(out.into_iter().collect())
}

/// Section 6.3, without `xn--`. `None` where it is too long for a label.
pub(super) fn encode(text: &str) -> Option<String> {
    let chars: Vec<u32> = text.chars().take(64).map(u32::from).collect();
    let mut out: String = text.chars().filter(char::is_ascii).collect();
    let plain = u32::try_from(out.len()).ok()?;
    if chars.len() > 63 {
        return None;
    }
    if plain > 0 {
        out.push('-');
    }
    let (mut character, mut delta, mut bias, mut done) = (FIRST, 0_u32, FIRST_BIAS, plain);
    while (done as usize) < chars.len() {
        let next = chars.iter().copied().filter(|c| *c >= character).min()?;
        delta = delta.checked_add((next - character).checked_mul(done + 1)?)?;
        character = next;
        for &c in &chars {
            if c < character {
                delta = delta.checked_add(1)?;
            }
            if c == character {
                push(&mut out, delta, bias);
                bias = adapted(delta, done + 1, done == plain);
                delta = 0;
                done += 1;
            }
        }
        delta = delta.checked_add(1)?;
        character += 1;
    }
    (out.len() <= 59).then_some(out)
}

/// One difference, as digits of a base that varies.
fn push(out: &mut String, delta: u32, bias: u32) {
    const DIGITS: &[u8; 36] = b"abcdefghijklmnopqrstuvwxyz0123456789";
    let digit = |value: u32| DIGITS.get(value as usize).copied().map_or('a', char::from);
    let (mut rest, mut place) = (delta, BASE);
    loop {
        let threshold = threshold(place, bias);
        if rest < threshold {
            out.push(digit(rest));
            return;
        }
        out.push(digit(threshold + (rest - threshold) % (BASE - threshold)));
        rest = (rest - threshold) / (BASE - threshold);
        place += BASE;
    }
}
